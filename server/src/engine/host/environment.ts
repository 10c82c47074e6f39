import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The project's `.env`, as compose's `env_file` would give it to the container; empty where there is none. */
export function readDotenv(root: string): Readonly<Record<string, string>> {
  try {
    const variables: Record<string, string> = {};
    for (const [name, value] of Object.entries(parseEnv(readFileSync(join(root, ".env"), "utf8")))) {
      if (value !== undefined) variables[name] = value;
    }
    return variables;
  } catch {
    return {};
  }
}

/**
 * What Gunicorn gets: this process's environment without what belongs to another Python, the `.env`, and what the
 * container's environment says of the proxy in front of it.
 */
export function gunicornEnvironment(
  venvBin: string,
  venv: string,
  dotenv: Readonly<Record<string, string>>,
  proxy: boolean,
) {
  const { PYTHONHOME: _home, PYTHONPATH: _path, GUNICORN_CMD_ARGS: _args, ...inherited } = process.env;
  return {
    ...inherited,
    ...dotenv,
    PATH: `${venvBin}:${process.env.PATH ?? ""}`,
    VIRTUAL_ENV: venv,
    PYTHONUNBUFFERED: "1",
    // Nothing is written beside the code.
    PYTHONDONTWRITEBYTECODE: "1",
    // The proxy is on this machine; without one, nobody's headers are believed.
    FORWARDED_ALLOW_IPS: proxy ? "127.0.0.1" : "",
    TRUSTED_PROXIES: proxy ? "1" : "0",
  };
}
