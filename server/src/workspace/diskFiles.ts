import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { decode } from "./decode";
import type { Entry, Files } from "./files";

/** No source or configuration file that a person writes is larger; what is, is data. */
export const largestSource = 8 * 1024 * 1024;

/**
 * A project's files as they are on disk.
 * @param overlay what an editor holds instead of the disk, by path relative to the root; it may change while it is used.
 */
export function openFiles(root: string, overlay: ReadonlyMap<string, string> = new Map()): Files {
  const folder = resolve(root);
  const real = realPath(folder) ?? folder;
  const realFolder = remembered(realPath);

  const list = (path: string): readonly Entry[] => {
    const where = locate(folder, path);
    if (where === undefined) return [];
    const entries = new Map<string, Entry>();
    for (const item of readFolder(where)) {
      const kind = item.isSymbolicLink() ? linkKind(real, folder, path, item.name) : kindOf(item);
      if (kind !== undefined) entries.set(item.name, { name: item.name, kind });
    }
    for (const name of overlay.keys()) addOverlaid(entries, path, name);
    return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  };

  const readPlain = createReader();
  const bytes = (path: string): Uint8Array | undefined => {
    const text = overlay.get(path);
    if (text !== undefined) return new TextEncoder().encode(text);
    const where = locate(folder, path);
    return where === undefined ? undefined : readInside(real, where, realFolder, readPlain);
  };

  return {
    root: folder,
    list,
    mayList: (path) => {
      const where = locate(folder, path);
      return where === undefined || mayRead(where);
    },
    bytes,
    text: (path) => {
      const text = overlay.get(path);
      if (text !== undefined) return text;
      const content = bytes(path);
      return content === undefined ? undefined : decode(content);
    },
  };
}

/** The absolute path, unless the relative one climbs out by its own words. */
function locate(folder: string, path: string): string | undefined {
  if (isPlain.test(path)) return sep === "/" ? `${folder}/${path}` : join(folder, path);
  const where = resolve(folder, path);
  return isInside(folder, where) ? where : undefined;
}

/** Names alone, none of which begins with a dot: nothing to resolve. */
const isPlain = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Nothing where it is no folder, or may not be read. */
function readFolder(where: string): Dirent[] {
  try {
    return readdirSync(where, { withFileTypes: true });
  } catch {
    return [];
  }
}

function mayRead(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM"));
  }
}

/**
 * Thousands of files share few folders, so only the folder's real path is asked for. A file that is itself a link is
 * opened by the path that it leads to, and by no link.
 */
function readInside(
  real: string,
  where: string,
  realFolder: (path: string) => string | undefined,
  readPlain: Reader,
): Uint8Array | undefined {
  const parent = realFolder(dirname(where));
  if (parent === undefined || !isInside(real, parent)) return undefined;
  const bytes = refusesLinks ? readPlain(where) : "link";
  if (bytes !== "link") return bytes;
  const target = realPath(where);
  if (target === undefined || !isInside(real, target)) return undefined;
  const linked = readPlain(target);
  return linked === "link" ? undefined : linked;
}

/** Where the system cannot refuse to open a link (Windows), every file's real path is asked for. */
const refusesLinks = constants.O_NOFOLLOW !== undefined;

type Reader = (where: string) => Uint8Array | "link" | undefined;

/** Files are read into blocks of this size, one behind the other, as long as one of an eighth of it would fit. */
const blockSize = 1024 * 1024;

/** Reads files, and no links. Thousands of small ones share blocks of memory, and are not asked for their size. */
function createReader(): Reader {
  let block = Buffer.alloc(0);
  let used = 0;
  return (where) => {
    let file: number;
    try {
      // Without O_NONBLOCK, opening a named pipe would wait for its writer.
      file = openSync(where, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      return isLinkError(error) ? "link" : undefined;
    }
    try {
      if (block.length - used < blockSize / 8) [block, used] = [Buffer.allocUnsafeSlow(blockSize), 0];
      const room = block.length - used;
      const length = readSync(file, block, used, room, 0);
      // A pipe reads as empty; a file without an end, or a large one, fills the block.
      if (length === 0 || length === room) return readWhole(file);
      used += length;
      return block.subarray(used - length, used);
    } catch {
      return undefined;
    } finally {
      closeSync(file);
    }
  };
}

function readWhole(file: number): Uint8Array | undefined {
  const stat = fstatSync(file);
  if (!stat.isFile() || stat.size > largestSource) return undefined;
  const bytes = Buffer.allocUnsafeSlow(stat.size);
  return bytes.subarray(0, readSync(file, bytes, 0, stat.size, 0));
}

/** What the system answers where O_NOFOLLOW meets a link. */
function isLinkError(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ELOOP" || error.code === "EMLINK");
}

/** Asks once for what is there; what is not may come later, and is asked for again. */
function remembered<V>(ask: (key: string) => V | undefined): (key: string) => V | undefined {
  const known = new Map<string, V>();
  return (key) => {
    const value = known.get(key) ?? ask(key);
    if (value !== undefined) known.set(key, value);
    return value;
  };
}

/** Undefined where there is nothing, or a link leads nowhere. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function kindOf(item: { isFile(): boolean; isDirectory(): boolean }): Entry["kind"] | undefined {
  if (item.isFile()) return "file";
  return item.isDirectory() ? "folder" : undefined;
}

/** What a link counts as: nothing if it leaves the root, is broken, or leads back to a folder that it is in. */
function linkKind(real: string, folder: string, parent: string, name: string): Entry["kind"] | undefined {
  const target = realPath(join(folder, parent, name));
  if (target === undefined || !isInside(real, target)) return undefined;
  try {
    const kind = kindOf(statSync(target));
    return kind === "folder" && leadsBack(folder, parent, target) ? undefined : kind;
  } catch {
    return undefined;
  }
}

/** A walk that went through such a link would never end. */
function leadsBack(folder: string, parent: string, target: string): boolean {
  const names = parent === "." ? [] : parent.split("/");
  for (let depth = 0; depth <= names.length; depth++) {
    if (realPath(join(folder, ...names.slice(0, depth))) === target) return true;
  }
  return false;
}

function addOverlaid(entries: Map<string, Entry>, folder: string, path: string): void {
  const prefix = folder === "." ? "" : `${folder}/`;
  if (!path.startsWith(prefix)) return;
  const [name, ...below] = path.slice(prefix.length).split("/");
  if (name === undefined || name === "" || entries.has(name)) return;
  entries.set(name, { name, kind: below.length === 0 ? "file" : "folder" });
}
