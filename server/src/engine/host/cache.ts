import { createHash } from "node:crypto";
import { realpathSync, statfsSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, type Result } from "../../result";

/** Where one project's stack on this machine keeps what it needs; all absolute. */
export interface HostFolders {
  /** Holds all of the others. */
  readonly base: string;
  readonly venv: string;
  /** What runs: see `state.ts`. */
  readonly state: string;
  /** Nginx's rendered config, pid and temporary files. */
  readonly nginx: string;
  readonly webLog: string;
  readonly nginxLog: string;
}

/** The folder for what can be made again, as each system has it. */
export function cacheHome(): string {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return process.env.LOCALAPPDATA ?? join(homedir(), ".cache");
}

/** The folders of a project: the same for the same project, however its path is written. */
export function hostFolders(folder: string): HostFolders {
  const real = realpathSync(folder);
  const key = createHash("sha256").update(real).digest("hex").slice(0, 12);
  // The name is for people who look into the cache; it need not be unique, and must not surprise a program.
  const name =
    basename(real)
      .replace(/[^A-Za-z0-9._]+/g, "-")
      .replace(/^[-.]+/, "") || "project";
  const base = join(cacheHome(), "flask-stack", `${name}-${key}`);
  return {
    base,
    venv: join(base, "venv"),
    state: join(base, "state.json"),
    nginx: join(base, "nginx"),
    webLog: join(base, "web.log"),
    nginxLog: join(base, "nginx.log"),
  };
}

/** What the stack keeps there could not be written. @param code the system's own: `ENOSPC` */
export const cacheUnwritable = ({ base }: HostFolders, code: string): Result<never> =>
  fail(
    "cache-unwritable",
    l10n.t("What the stack needs cannot be kept in {0} ({1}): make room or give the right to write there.", base, code),
  );

/** Bytes; a virtual environment with nothing but pip in it takes about as much. */
const least = 20 * 1024 * 1024;

/** Whether a program that failed there did so for lack of room: not each of them says so. */
export function isFull({ base }: HostFolders): boolean {
  const { bavail, bsize } = statfsSync(base);
  return bavail * bsize < least;
}
