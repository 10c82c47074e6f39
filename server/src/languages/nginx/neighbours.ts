import { basename, dirname } from "node:path/posix";
import type { Files } from "../../workspace/files";
import { isNginxFile } from "./files";

/** Folders that hold parts of a configuration whose nginx.conf is one folder up. */
const partFolders = /^(?:conf\.d|snippets|sites-available|sites-enabled|templates)$/;

/** The folder that a file's configuration lives in, of a path with `/`. */
export function homeOf(path: string): string {
  const folder = dirname(path);
  return partFolders.test(basename(folder)) ? dirname(folder) : folder;
}

/** Folders with more files than this are no configuration: they are left out. */
const most = 2000;

/**
 * The files near a configuration file that may belong to the same configuration: those of its home folder and one
 * folder below.
 * @param all also files that are not named as nginx's usually are; an include may name any
 */
export function neighbours(files: Files, all = false): string[] {
  const found: string[] = [];
  const take = (path: string): void => {
    if (found.length < most && (all || isNginxFile(path))) found.push(path);
  };
  for (const { name, kind } of files.list(".")) {
    if (kind === "file") take(name);
    else if (!name.startsWith(".") && name !== "node_modules") {
      for (const inner of files.list(name)) if (inner.kind === "file") take(`${name}/${inner.name}`);
    }
  }
  return found;
}
