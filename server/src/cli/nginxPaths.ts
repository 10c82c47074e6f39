import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import * as l10n from "@vscode/l10n";
import { composeName } from "../languages/compose/files";
import { dockerfileName } from "../languages/dockerfile/files";
import { folderOnDisk, textForNginx, wholeAround } from "../languages/nginx/disk";
import { type NginxFiles, nginxFiles, type Trees } from "../languages/nginx/files";
import { type InstalledFiles, nginxPaths } from "../languages/nginx/installed";
import { homeOf, neighbours } from "../languages/nginx/neighbours";
import { fail, ok, type Result } from "../result";
import { stackFolderOf } from "../stack/stackFolder";
import { openFiles } from "../workspace/diskFiles";
import type { Files } from "../workspace/files";
import { nameOf } from "../workspace/paths";
import { walk } from "../workspace/walk";
import { kindAt } from "./kindAt";

/** What one operand of `check` or `format` is about. */
export interface NginxPlace {
  readonly files: Files;
  /** A folder was given, not one file. */
  readonly folder: boolean;
  readonly nginx: NginxFiles;
  /** The files that were asked for, relative to the root of `files`; each once, whatever links lead to it. */
  readonly wanted: readonly string[];
  /** Folders below the one that was given that may not be read. */
  readonly unreadable: readonly string[];
  /** The root file of the configuration that the one file is a part of; the file itself where none includes it. */
  readonly root?: string;
  /** A path of `files` as it is shown: relative to the folder that was given, or the file just as it was given. */
  shown(path: string): string;
}

/** Opens the operand: a folder, whose files are found, or one file, which is taken for nginx's whatever its name. */
export async function openPlace(operand: string): Promise<Result<NginxPlace>> {
  const path = resolve(operand);
  const kind = kindAt(path);
  if (kind === "nothing") return fail("path-missing", l10n.t("There is no {0}: check the path.", operand));
  if (kind === "loop") {
    return fail(
      "path-unreadable",
      l10n.t("{0} cannot be read: its links lead round in a circle, so correct where they point.", operand),
    );
  }
  if (kind === "folder") {
    const files = openFiles(path);
    if (!files.mayList(".")) {
      return fail(
        "folder-unreadable",
        l10n.t("{0} cannot be read: ask its owner for permission, or run as them.", operand),
      );
    }
    const disk = folderOnDisk(files);
    const { files: paths, unreadable } = walk(files);
    const own = paths.filter((name) => composeName.test(nameOf(name)) || dockerfileName.test(nameOf(name)));
    const installed =
      own.length > 0
        ? (await import("../stack/surroundings")).installedBy(files, own)
        : (await installedReader(path))(path);
    const found = nginxPaths(paths, files.text, installed, path.split(sep).join("/"));
    return ok({
      files,
      folder: true,
      nginx: nginxFiles(found, (name) => textForNginx(files, name), { ...disk, installed }),
      wanted: [...new Set(found.map(disk.real))],
      unreadable,
      shown: (name) => name,
    });
  }
  const installedOf = await installedReader(dirname(path));
  const trees: Trees = new Map();
  const whole = wholeAround(path, installedOf, trees);
  const files = openFiles(whole?.folder ?? homeOf(path));
  const disk = folderOnDisk(files);
  const name = disk.real(relative(files.root, path).split(sep).join("/"));
  const installed = installedOf(files.root);
  // To parse a large file twice would take longer than all else.
  const known = files.root === dirname(path) ? trees : undefined;
  const nginx = nginxFiles([name], (other) => textForNginx(files, other), { ...disk, installed }, known);
  const text = nginx.tree(name)?.text;
  if (text === undefined) {
    return fail(
      "path-unreadable",
      l10n.t("{0} cannot be read: check its permissions and that it is a text file.", operand),
    );
  }
  // Other files matter only to a file that includes some; a large folder is not walked for nothing.
  const others = whole || text.includes("include") ? neighbours(files) : [];
  const absolute = (other: string): string => resolve(files.root, other);
  return ok({
    files,
    folder: false,
    nginx: { ...nginx, paths: [...new Set([name, ...others, ...installed.keys()])] },
    wanted: [name],
    unreadable: [],
    root: whole?.root ?? name,
    shown: (other) => {
      if (other === name) return operand;
      return isAbsolute(operand) ? absolute(other) : relative(process.cwd(), absolute(other));
    },
  });
}

/** Which of these files, and of the folders of an operand, may not be read, or are too large; as they are shown. */
export const unreadOf = ({ nginx, unreadable, shown }: NginxPlace, paths: readonly string[]): string[] =>
  [...unreadable, ...paths.filter((path) => nginx.tree(path) === undefined)].map(shown);

/**
 * Tells where the stack around a folder puts the Nginx files of a folder in it. The readers of its files are loaded only
 * where there is a stack: a configuration alone is checked sooner than nginx would.
 */
async function installedReader(around: string): Promise<(folder: string) => InstalledFiles> {
  const stack = stackFolderOf(around);
  if (stack === undefined) return () => new Map();
  const { installedIn } = await import("../stack/surroundings");
  const files = openFiles(stack);
  return (folder) => {
    const own = relative(stack, folder).split(sep).join("/") || ".";
    return own.startsWith("..") ? new Map() : installedIn(files, own);
  };
}
