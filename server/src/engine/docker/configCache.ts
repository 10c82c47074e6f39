import { statSync } from "node:fs";
import { join } from "node:path";
import type { ComposeProject } from "./composeConfig";

/** What these files include is not known, so no answer is taken for new for longer than this: milliseconds. */
const lifetime = 30_000;

interface Kept {
  readonly fingerprint: string;
  readonly until: number;
  readonly project: ComposeProject;
}

const kept = new Map<string, Kept>();

/**
 * What `docker compose config` said of a folder while its files were as they are now: a panel asks often, and each
 * answer takes a process.
 * @returns `fresh` is false where the answer should be asked for again when there is time
 */
export function keptConfig(
  root: string,
  files: readonly string[],
): { readonly project: ComposeProject; readonly fresh: boolean } | undefined {
  const found = kept.get(root);
  if (found === undefined || found.fingerprint !== fingerprint(root, files)) return undefined;
  return { project: found.project, fresh: found.until > Date.now() };
}

/** Keeps an answer for `keptConfig`. */
export function keepConfig(root: string, files: readonly string[], project: ComposeProject): void {
  kept.set(root, { fingerprint: fingerprint(root, files), until: Date.now() + lifetime, project });
}

const fingerprint = (root: string, files: readonly string[]): string =>
  [...files, join(root, ".env")]
    .map((path) => [path, statSync(path, { throwIfNoEntry: false })] as const)
    .map(([path, stat]) => (stat === undefined ? path : `${path} ${stat.mtimeMs} ${stat.size} ${stat.ino}`))
    .join("|");
