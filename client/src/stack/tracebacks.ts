import { existsSync } from "node:fs";
import { join } from "node:path";
import { appFolder } from "../../../server/src/scaffold/blueprint";

/** A line of a Python traceback: `  File "/app/shop/views.py", line 12, in cart`. */
const frame = /File "([^"]+)", line (\d+)/;

/** The project's own file for a path in the container or on this machine; undefined where it is not the project's. */
export function localPath(
  path: string,
  root: string,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const below = path.startsWith(`${appFolder}/`) ? path.slice(appFolder.length + 1) : undefined;
  const local = below === undefined ? (path.startsWith(`${root}/`) ? path : undefined) : join(root, below);
  return local !== undefined && exists(local) ? local : undefined;
}

/**
 * A line of a log as it is shown: the place of a traceback's frame is written as `path:line` with the path on this
 * machine, which VS Code makes a link of. Frames of libraries stay as they are.
 */
export function withLinks(line: string, root: string, exists: (path: string) => boolean = existsSync): string {
  const [found, path, number] = frame.exec(line) ?? [];
  const local = found === undefined || path === undefined ? undefined : localPath(path, root, exists);
  return found === undefined || local === undefined ? line : line.replace(found, () => `File ${local}:${number}`);
}

/** Where a traceback ends in the project's own code, with the error that it ends with. */
export function errorPlace(
  text: string,
  root: string,
  exists: (path: string) => boolean = existsSync,
): { readonly file: string; readonly line: number; readonly message: string } | undefined {
  const lines = text.split(/\r?\n/);
  for (let at = lines.length - 1; at >= 0; at--) {
    const [, path, number] = frame.exec(lines[at] ?? "") ?? [];
    const file = path === undefined ? undefined : localPath(path, root, exists);
    if (file === undefined) continue;
    const error = lines.slice(at).findLast((line) => /^\w[\w.]*(Error|Exception|Warning|Exit)\b/.test(line));
    return { file, line: Number(number), message: error ?? lines.at(-1) ?? "" };
  }
  return undefined;
}
