import { existsSync } from "node:fs";
import type { SourceMapping, StackStatus } from "../../../server/src/engine/engine";
import { localPaths } from "../../../server/src/engine/localPaths";
import { appFolder } from "../../../server/src/scaffold/blueprint";
import { shortName } from "./model/words";

/** A line of a Python traceback: `  File "/app/shop/views.py", line 12, in cart`. */
const frame = /File "([^"]+)", line (\d+)/;

/** Where the images that Containerize describes have a project's folder: what is taken where nothing else is known. */
const usual = (root: string): readonly SourceMapping[] => [{ local: root, remote: appFolder }];

/**
 * The project's own file for a path in the container or on this machine; undefined where it is not the project's.
 * @param mappings where the container has what is the project's
 */
export function localPath(
  path: string,
  root: string,
  exists: (path: string) => boolean = existsSync,
  mappings: readonly SourceMapping[] = usual(root),
): string | undefined {
  const here = path.startsWith(`${root}/`) ? [path] : [];
  return [...localPaths(path, mappings), ...here].find(exists);
}

/**
 * A line of a log as it is shown: the place of a traceback's frame is written as `path:line` with the path on this
 * machine, which VS Code makes a link of. Frames of libraries stay as they are.
 */
export function withLinks(
  line: string,
  root: string,
  exists: (path: string) => boolean = existsSync,
  mappings: readonly SourceMapping[] = usual(root),
): string {
  const [found, path, number] = frame.exec(line) ?? [];
  const local = found === undefined || path === undefined ? undefined : localPath(path, root, exists, mappings);
  return found === undefined || local === undefined ? line : line.replace(found, () => `File ${local}:${number}`);
}

/** What the services of a stack have of the project, by who writes a line of its log: `web-1  | text`. */
export function mappingsOfLines({
  project,
  services,
}: StackStatus): (line: string) => readonly SourceMapping[] | undefined {
  const known = new Map(
    services.flatMap(({ name, sources, containers }) => {
      const writers = [name, ...containers.map((container) => shortName(container.name ?? "", project))];
      return writers.map((writer) => [writer, sources] as const);
    }),
  );
  return (line) => known.get(/^(\S+)\s+\|/.exec(line)?.[1] ?? "");
}

/** Where a traceback ends in the project's own code, with the error that it ends with. */
export function errorPlace(
  text: string,
  root: string,
  exists: (path: string) => boolean = existsSync,
  mappings: readonly SourceMapping[] = usual(root),
): { readonly file: string; readonly line: number; readonly message: string } | undefined {
  const lines = text.split(/\r?\n/);
  for (let at = lines.length - 1; at >= 0; at--) {
    const [, path, number] = frame.exec(lines[at] ?? "") ?? [];
    const file = path === undefined ? undefined : localPath(path, root, exists, mappings);
    if (file === undefined) continue;
    const error = lines.slice(at).findLast((line) => /^\w[\w.]*(Error|Exception|Warning|Exit)\b/.test(line));
    return { file, line: Number(number), message: error ?? lines.at(-1) ?? "" };
  }
  return undefined;
}
