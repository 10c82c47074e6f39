import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the real Gunicorn says: it takes it, with what it keeps of a value; or it does not, with its error. */
export type Answer = readonly [taken: boolean, said: unknown];

interface Gunicorns {
  readonly python: string;
  readonly folders: Readonly<Record<string, string>>;
}

/** The releases that were asked for, installed in the cache if they are not there; throws where they cannot be had. */
export async function gunicorns(...releases: readonly string[]): Promise<Gunicorns> {
  const setup: string = "../../scripts/setup/gunicorn.mjs";
  const { gunicorns: install } = (await import(setup)) as {
    gunicorns: (...all: readonly string[]) => Promise<Gunicorns>;
  };
  return install(...releases);
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
