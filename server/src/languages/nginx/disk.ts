import { isUtf8 } from "node:buffer";
import { type Dirent, existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { decode } from "../../workspace/decode";
import { openFiles } from "../../workspace/diskFiles";
import type { Entry, Files } from "../../workspace/files";
import { isWhole } from "./configurations";
import { type NginxFiles, nginxFiles, type Trees } from "./files";
import { filesMatching } from "./glob";
import { reachedFrom } from "./included";
import type { InstalledFiles } from "./installed";
import { neighbours } from "./neighbours";

/** What a folder on the disk answers beside the texts of its files; each question is asked of the disk once. */
export function folderOnDisk(
  files: Files,
): Required<Pick<NginxFiles, "root" | "matching" | "deadLinks" | "real" | "isUtf8">> {
  const lists = new Map<string, readonly Entry[]>();
  const reals = new Map<string, string>();
  const top = realOf(files.root) ?? files.root;
  const list = (folder: string): readonly Entry[] => {
    const known = lists.get(folder) ?? files.list(folder);
    lists.set(folder, known);
    return known;
  };
  const real = (path: string): string => {
    const known = reals.get(path);
    if (known !== undefined) return known;
    const target = realOf(join(files.root, path));
    const inside = target?.startsWith(top + sep) ? slashes(target.slice(top.length + 1)) : path;
    // Hidden folders are how some programs change many links at once: nobody knows their names.
    const found = /(?:^|\/)\./.test(inside) ? path : inside;
    reals.set(path, found);
    return found;
  };
  return {
    root: slashes(files.root),
    matching: (pattern) => filesMatching(pattern, list),
    deadLinks: (pattern) => {
      const dead = new Map<string, string>();
      const foldersAndDead = (folder: string): readonly Entry[] => {
        const links = deadLinksIn(join(files.root, folder), top);
        for (const [name, target] of links) dead.set(folder === "." ? name : `${folder}/${name}`, target);
        const folders = list(folder).filter(({ kind }) => kind === "folder");
        return [...folders, ...[...links.keys()].map((name): Entry => ({ name, kind: "file" }))];
      };
      return filesMatching(pattern, foldersAndDead).map((path) => ({ path, leadsTo: dead.get(path) ?? path }));
    },
    real,
    isUtf8: (path) => isUtf8(files.bytes(path) ?? new Uint8Array()),
  };
}

/** A file as nginx reads it: a byte-order mark, which an editor keeps out of the text, is a part of the first word. */
export function textForNginx(files: Files, path: string): string | undefined {
  const bytes = files.bytes(path);
  if (bytes === undefined) return undefined;
  return (isMarked(bytes) ? "\ufeff" : "") + decode(bytes);
}

/** Whether a file begins with a byte-order mark: of UTF-8, or of UTF-16, which nginx cannot read at all. */
export function isMarked(bytes: Uint8Array | undefined): boolean {
  const [first, second, third] = bytes ?? [];
  if (first === 0xef) return second === 0xbb && third === 0xbf;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Further up than this a file is no part of the same configuration. */
const mostSteps = 6;

/**
 * The whole configuration around a fragment: the nearest folder at or above it, up to the top of the repository, with a
 * root file that includes it, and that file's name. Undefined where none does, and for a file that is whole itself.
 * @param path absolute path of the fragment
 * @param installedIn where the files of a folder are in nginx's containers
 * @param trees where to keep what is read of the file's own folder
 */
export function wholeAround(
  path: string,
  installedIn: (folder: string) => InstalledFiles = () => new Map(),
  trees: Trees = new Map(),
): { readonly folder: string; readonly root: string } | undefined {
  let folder = dirname(resolve(path));
  for (let step = 0; step < mostSteps; step++) {
    const files = openFiles(folder);
    const own = slashes(relative(folder, resolve(path)));
    const installed = installedIn(folder);
    const beside = files.list(".").flatMap(({ name, kind }) => {
      if (kind !== "file" || !/\.(?:conf|nginx|template)$/.test(name)) return [];
      if (name === own) return [name];
      const text = files.text(name);
      return text !== undefined && /\bhttp\b/.test(text) && /\binclude\b/.test(text) ? [name] : [];
    });
    const wholes = [...installed].flatMap(([name, at]) => (at.some(({ context }) => context === "main") ? [name] : []));
    const found = [...new Set([...beside, ...wholes])];
    if (found.length > 0) {
      const disk = folderOnDisk(files);
      const paths = [...new Set([...found, ...neighbours(files), ...installed.keys()])];
      const nginx = nginxFiles(
        paths,
        (name) => textForNginx(files, name),
        { ...disk, installed },
        step === 0 ? trees : undefined,
      );
      if (step === 0 && isWhole(own, nginx)) return undefined;
      const root = found.find((name) => isWhole(name, nginx) && reachedFrom(name, nginx).has(disk.real(own)));
      if (root !== undefined) return { folder, root };
    }
    if (existsSync(join(folder, ".git")) || dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return undefined;
}

/** The links of a folder that lead to nothing inside of the top one, by name, and where to; what is outside is not asked. */
function deadLinksIn(folder: string, top: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const home = realOf(folder);
  if (home === undefined || !isIn(home, top)) return found;
  for (const item of entriesOf(home)) {
    if (!item.isSymbolicLink()) continue;
    const target = targetOf(join(home, item.name));
    if (target !== undefined && isIn(target, top) && isNowhere(target, top)) {
      found.set(item.name, slashes(relative(top, target)));
    }
  }
  return found;
}

const isIn = (path: string, top: string): boolean => path === top || path.startsWith(top + sep);

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function targetOf(link: string): string | undefined {
  try {
    return resolve(dirname(link), readlinkSync(link));
  } catch {
    return undefined;
  }
}

/** Whether nothing is there, as far as can be told without leaving the top folder by another link. */
function isNowhere(path: string, top: string): boolean {
  const folder = dirname(path);
  const home = realOf(folder);
  if (home === undefined) return isIn(folder, top) && isNowhere(folder, top);
  if (!isIn(home, top)) return false;
  try {
    lstatSync(join(home, basename(path)));
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}

/** The path without links; undefined where nothing is there. */
function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

const slashes = (path: string): string => (sep === "/" ? path : path.split(sep).join("/"));
