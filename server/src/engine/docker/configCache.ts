import { statSync } from "node:fs";
import { join } from "node:path";
import type { ComposeProject } from "./composeConfig";

/** What compose reads by itself; what these include is not known, so no answer is kept for long. */
const read = [
  ...["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"],
  ...["compose.override.yaml", "compose.override.yml", "docker-compose.override.yml", "docker-compose.override.yaml"],
  ".env",
];

/** Milliseconds. */
const lifetime = 30_000;

interface Kept {
  readonly fingerprint: string;
  readonly until: number;
  readonly project: ComposeProject;
}

const kept = new Map<string, Kept>();

/** A panel asks every few seconds, and `docker compose config` takes a process each time: what it said while nothing changed. */
export function keptConfig(root: string): ComposeProject | undefined {
  const found = kept.get(root);
  return found && found.until > Date.now() && found.fingerprint === fingerprint(root) ? found.project : undefined;
}

export function keepConfig(root: string, project: ComposeProject): void {
  kept.set(root, { fingerprint: fingerprint(root), until: Date.now() + lifetime, project });
}

const fingerprint = (root: string): string =>
  read
    .map((name) => statSync(join(root, name), { throwIfNoEntry: false }))
    .map((stat) => (stat === undefined ? "" : `${stat.mtimeMs} ${stat.size} ${stat.ino}`))
    .join("|");
