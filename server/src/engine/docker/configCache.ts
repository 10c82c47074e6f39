import { statSync } from "node:fs";
import type { ComposeProject } from "./composeConfig";

/** What of the environment they are filled in with is not looked at, so no answer is taken for new for longer: milliseconds. */
const lifetime = 30_000;

interface Kept {
  readonly fingerprint: string;
  readonly until: number;
  readonly project: ComposeProject;
}

const kept = new Map<string, Kept>();

/**
 * What `docker compose config` said of a stack while its files were as they are now: a panel asks often, and each
 * answer takes a process.
 * @param stack what tells it from others
 * @returns `fresh` is false where the answer should be asked for again when there is time
 */
export function keptConfig(
  stack: string,
  files: readonly string[],
): { readonly project: ComposeProject; readonly fresh: boolean } | undefined {
  const found = kept.get(stack);
  if (found === undefined || found.fingerprint !== fingerprint(files, found.project)) return undefined;
  return { project: found.project, fresh: found.until > Date.now() };
}

/** Keeps an answer for `keptConfig`. */
export function keepConfig(stack: string, files: readonly string[], project: ComposeProject): void {
  kept.set(stack, { fingerprint: fingerprint(files, project), until: Date.now() + lifetime, project });
}

/** Of the stack's own files, and all that they led to. */
const fingerprint = (files: readonly string[], { sources }: ComposeProject): string =>
  [...files, ...(sources?.files ?? []), ...(sources?.variables ?? [])]
    .map((path) => [path, statSync(path, { throwIfNoEntry: false })] as const)
    .map(([path, stat]) => (stat === undefined ? path : `${path} ${stat.mtimeMs} ${stat.size} ${stat.ino}`))
    .join("|");
