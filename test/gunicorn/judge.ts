import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gunicornCatalog } from "../../server/src/languages/gunicorn/catalog/catalog";

/** What the real Gunicorn says: it takes it, with what it keeps of a value; or it does not, with its error. */
export type Answer = readonly [taken: boolean, said: unknown];

interface Gunicorns {
  readonly python: string;
  readonly folders: Readonly<Record<string, string>>;
}

interface Setup {
  readonly gunicorns: (...releases: readonly string[]) => Promise<Gunicorns>;
  readonly gunicornSources: (release: string) => Promise<string>;
}

/** The scripts that set machines up have no types. */
const setup = async (): Promise<Setup> => {
  const path: string = "../../scripts/setup/gunicorn.mjs";
  return (await import(path)) as Setup;
};

/**
 * The releases that our validators are compared with: the oldest that this Python runs, a middle one and the newest.
 * Undefined on a machine that cannot have them, which CI must.
 */
export async function gunicornsToCompare(): Promise<
  (Gunicorns & { readonly releases: readonly string[] }) | undefined
> {
  const newest = gunicornCatalog().release;
  const get = async (oldest: string) => {
    const releases = [oldest, "23.0.0", newest];
    return { ...(await (await setup()).gunicorns(...releases)), releases };
  };
  return orNothing(() => get("19.10.0").catch(() => get("20.1.0")));
}

/** One installed release, and what runs it. Undefined on a machine that cannot have it, which CI must. */
export const gunicornOf = async (
  release: string,
): Promise<{ readonly python: string; readonly folder: string } | undefined> =>
  orNothing(async () => {
    const { python, folders } = await (await setup()).gunicorns(release);
    const folder = folders[release];
    if (folder === undefined) throw new Error(`it has no folder`);
    return { python, folder };
  });

/** What one of the scripts of this folder says of an input, both of them JSON, when it is run with a release. */
export function askScript(
  { python, folder }: { readonly python: string; readonly folder: string },
  script: string,
  input: unknown,
): unknown {
  const done = spawnSync(python, ["-I", fileURLToPath(new URL(script, import.meta.url)), folder], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH, LANG: "C.UTF-8", PYTHONUTF8: "1" },
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

/** The folder of a release's own sources. */
export const gunicornSources = async (release: string): Promise<string | undefined> =>
  orNothing(async () => (await setup()).gunicornSources(release));

async function orNothing<T>(get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    if (process.env.CI && process.env.CI !== "false") throw error;
    console.warn(`Gunicorn is not compared with: ${String(error)}`);
    return undefined;
  }
}

/** Asks one release many questions in one process; see judge.py. */
export function askGunicorn(
  { python, folders }: Gunicorns,
  release: string,
  questions: {
    values?: readonly (readonly [string, string])[];
    files?: readonly string[];
    sources?: readonly string[];
  },
): readonly Answer[] {
  const script = fileURLToPath(new URL("./judge.py", import.meta.url));
  const {
    PORT: _port,
    WEB_CONCURRENCY: _workers,
    FORWARDED_ALLOW_IPS: _ips,
    GUNICORN_CMD_ARGS: _args,
    ...env
  } = process.env;
  const run = spawnSync(python, [script, folders[release] ?? ""], {
    env: { ...env, PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8" },
    input: JSON.stringify(questions),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`Gunicorn ${release} could not be asked: ${run.stderr.slice(-2000)}`);
  return JSON.parse(run.stdout) as Answer[];
}
