import { basename, dirname } from "node:path/posix";
import type { Files } from "../../workspace/files";
import { isNginxFile } from "./files";

/** Folders that hold parts of a configuration whose nginx.conf is one folder up. */
const partFolders = /^(?:conf\.d|snippets|sites-available|sites-enabled|templates)$/;

/** How deep files may stand in such a folder: nobody has more than a folder for each site, or for what they share. */
const deepest = 3;

/** The folder that a file's configuration lives in, of a path with `/`. */
export function homeOf(path: string): string {
  let folder = dirname(path);
  for (let up = 0; up < deepest && folder !== dirname(folder); up++) {
    if (partFolders.test(basename(folder))) return dirname(folder);
    folder = dirname(folder);
  }
  return dirname(path);
}

/** Folders with more files than this are no configuration: they are left out. */
const most = 2000;

/**
 * The files near a configuration file that may belong to the same configuration: those of its home folder and one
 * folder below, more in folders that hold parts of one.
 * @param all also files that are not named as nginx's usually are; an include may name any
 */
export function neighbours(files: Files, all = false): string[] {
  const found: string[] = [];
  const take = (path: string): void => {
    if (found.length < most && (all || isNginxFile(path))) found.push(path);
  };
  const look = (folder: string, more: number): void => {
    for (const { name, kind } of files.list(folder)) {
      const path = folder === "." ? name : `${folder}/${name}`;
      if (kind === "file") take(path);
      else if (more > 0 && !name.startsWith(".") && name !== "node_modules" && found.length < most) {
        look(path, folder === "." && partFolders.test(name) ? deepest - 1 : more - 1);
      }
    }
  };
  look(".", 1);
  return found;
}
