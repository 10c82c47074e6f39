import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../../result";
import { run } from "../run";

export interface Python {
  /** A name on the PATH or an absolute path. */
  readonly program: string;
  /** `3.13.1`. */
  readonly version: string;
}

/** Flask 3 and Gunicorn 23 need no less. */
const oldest = 9;
const newest = 14;

/** Isolated, so that nothing in the current folder or the environment is imported. Fails where venv cannot work. */
const probe = ["-I", "-c", "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])"];

/**
 * A Python that can make a virtual environment: the wanted `3.13` where it is installed, else the one that `python3`
 * is, else any from 3.9 on.
 */
export async function findPython(wanted: string, signal: AbortSignal): Promise<Result<Python>> {
  const versions = Array.from({ length: newest - oldest + 1 }, (_, index) => `3.${newest - index}`);
  const tried = new Set<string>();
  for (const program of [
    `python${wanted}`,
    ...pyenvPythons(wanted),
    "python3",
    "python",
    ...versions.map((version) => `python${version}`),
  ]) {
    if (tried.has(program)) continue;
    tried.add(program);
    const answer = await run(program, probe, { timeout: 10_000, signal, cwd: homedir() });
    if (!answer.ok && answer.problem.code === "cancelled") return answer;
    if (!answer.ok || answer.value.code !== 0) continue;
    const version = answer.value.stdout.trim();
    if (Number(version.split(".")[0]) === 3 && Number(version.split(".")[1]) >= oldest) return ok({ program, version });
  }
  return fail(
    "python-missing",
    l10n.t(
      "No Python from 3.{0} on with venv was found: install Python {1} (on Debian and Ubuntu python3 and python3-venv) and try again.",
      oldest,
      wanted,
    ),
  );
}

/** Versions that pyenv has installed but not put on the PATH, newest first. */
function pyenvPythons(wanted: string): string[] {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  try {
    return readdirSync(versions)
      .filter((name) => name === wanted || name.startsWith(`${wanted}.`))
      .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
      .map((name) => join(versions, name, "bin", "python"));
  } catch {
    return [];
  }
}
