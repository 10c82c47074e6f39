import { join, posix } from "node:path";
import type { SourceMapping } from "./engine";

/** The files here that a path of a container may be, the likeliest first: absolute paths, not each of which is there. */
export function localPaths(path: string, mappings: readonly SourceMapping[]): readonly string[] {
  const there = tidy(path);
  return mappings
    .filter(({ remote }) => isWithin(there, remote))
    .map(({ local, remote }) => join(local, posix.relative(remote, there)))
    .reverse();
}

/** Whether a tidy path of a container is another one or below it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === "/" ? folder : `${folder}/`);

/** An absolute path without `.`, `..` and a slash at its end. */
export const tidy = (path: string): string => posix.resolve("/", path);
