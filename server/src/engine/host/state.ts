import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isRecord } from "../../record";
import { hostFolders } from "./cache";
import { isAlive, markProcess, type ProcessMark } from "./processes";

/** What runs of one project's stack on this machine. Written when it starts, removed when it is stopped. */
export interface HostState {
  readonly version: 1;
  /** Where a browser finds it. */
  readonly port: number;
  /** Gunicorn's master process. */
  readonly web: ProcessMark;
  /** Where Gunicorn listens: the port on 127.0.0.1. */
  readonly webPort: number;
  /** Nginx's master process; absent where Gunicorn is served alone. */
  readonly nginx?: ProcessMark;
  /** The app's own route that says whether it is alive; null where it has none. */
  readonly healthPath: string | null;
  /** What still runs has been told to end. */
  readonly stopping?: true;
}

/** The state that was written, whether or not its processes still run; undefined where nothing is up. */
export function readState(path: string): HostState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Writes down which processes make up a stack, for the next command. */
export function writeState(path: string, state: HostState): void {
  mkdirSync(dirname(path), { recursive: true });
  // A reader sees the old state or the new one, never half of it.
  writeFileSync(`${path}.new`, JSON.stringify(state, undefined, 2));
  renameSync(`${path}.new`, path);
}

/** Forgets a stack that is down. */
export const removeState = (path: string): void => rmSync(path, { force: true });

/** Whether any process of a state still runs. */
export async function isUp(state: HostState | undefined): Promise<boolean> {
  if (state === undefined) return false;
  return (await isAlive(state.web)) || (state.nginx !== undefined && (await isAlive(state.nginx)));
}

/** Whether a project's stack is up on this machine. */
export const isHostStackUp = (root: string): Promise<boolean> => isUp(readState(hostFolders(root).state));

const isMark = (value: unknown): value is ProcessMark =>
  isRecord(value) && typeof value.pid === "number" && value.pid > 1 && typeof value.started === "string";
const isState = (value: unknown): value is HostState =>
  isRecord(value) &&
  value.version === 1 &&
  typeof value.port === "number" &&
  typeof value.webPort === "number" &&
  (typeof value.healthPath === "string" || value.healthPath === null) &&
  isMark(value.web) &&
  (value.stopping === undefined || value.stopping === true) &&
  (value.nginx === undefined || isMark(value.nginx));

/**
 * Keeps two commands from changing the same stack at once. Answers what gives the lock back, or undefined where
 * another process that still runs has it.
 */
export async function lock(path: string): Promise<(() => void) | undefined> {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify((await markProcess(process.pid)) ?? null));
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        // A link appears whole or not at all, so nobody reads half a lock.
        linkSync(mine, path);
        return () => rmSync(path, { force: true });
      } catch {
        const holder = readHolder(path);
        if (holder !== undefined && (await isAlive(holder))) return undefined;
        // Its holder was killed before it could give it back.
        rmSync(path, { force: true });
      }
    }
    return undefined;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Who holds a lock; undefined where nobody does, or half of it is written. */
function readHolder(path: string): ProcessMark | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isMark(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}
