import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as l10n from "@vscode/l10n";
import type { Project } from "../../project/project";
import { fail, ok, type Result } from "../../result";
import { gunicornRelease } from "../../scaffold/gunicornRelease";
import { gunicornRequirement } from "../../scaffold/images";
import type { Files } from "../../workspace/files";
import type { Progress } from "../engine";
import { withFirstError } from "../firstError";
import { lastLines, run } from "../run";
import { cacheUnwritable, type HostFolders, isFull } from "./cache";
import { pipRequirement } from "./pipRequirement";
import { enterAsInstalled } from "./projectMetadata";
import { findPython } from "./python";

/** How many of pip's own last lines are shown where it fails. */
const shownLines = 20;

/**
 * A virtual environment with the project's dependencies and Gunicorn, made or brought up to date. pip decides what
 * there is to do: with nothing to do it asks no network.
 * @param wanted `3.13`
 * @returns absolute path of the environment's Python
 */
export async function install(
  files: Files,
  project: Project,
  wanted: string,
  folders: HostFolders,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<string>> {
  const { root } = files;
  const made = await makeVenv(wanted, folders, progress, signal);
  if (!made.ok) return made;
  const { python, version } = made.value;
  const args = [...requirementArguments(root, project, folders), ...gunicornRelease(files, project).beside];
  progress.step(l10n.t("Installing the dependencies"));
  const installed = await run(
    python,
    ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", ...args],
    // Relative paths in a requirements file (`-e .`) are meant from the project.
    { cwd: root, signal, line: (line) => progress.output(line) },
  );
  if (!installed.ok) return installed;
  if (installed.value.code !== 0) {
    if (isFull(folders)) return cacheUnwritable(folders, "ENOSPC");
    const said = installed.value.stderr || installed.value.stdout;
    return fail(
      "install-failed",
      l10n.t("The dependencies could not be installed: pip's own lines say which one; correct it and try again."),
      withFirstError(said, lastLines(said, shownLines)),
    );
  }
  const pyproject = project.dependencyFiles.find((path) => /(^|\/)pyproject\.toml$/.test(path));
  if (pyproject !== undefined) enterAsInstalled(files, pyproject, folders.venv, version);
  return ok(python);
}

async function makeVenv(
  wanted: string,
  folders: HostFolders,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<{ python: string; version: string }>> {
  const python = join(folders.venv, "bin", "python");
  const found = await findPython(wanted, signal);
  if (!found.ok) return found;
  const { program, version } = found.value;
  if (!version.startsWith(`${wanted}.`)) {
    progress.step(l10n.t("Python {0} is not installed here: Python {1} is used instead.", wanted, version));
  }
  // Written last, so an environment that was not finished is not taken for one.
  const marker = join(folders.venv, "flask-stack-python");
  if (readText(marker) === version && (await run(python, ["-I", "-c", ""], { signal, timeout: 10_000 })).ok) {
    return ok({ python, version });
  }
  progress.step(l10n.t("Making a virtual environment with Python {0}", version));
  rmSync(folders.venv, { recursive: true, force: true });
  mkdirSync(folders.base, { recursive: true });
  const made = await run(program, ["-I", "-m", "venv", folders.venv], { signal, cwd: folders.base });
  if (!made.ok) return made;
  if (made.value.code !== 0) {
    if (isFull(folders)) return cacheUnwritable(folders, "ENOSPC");
    return fail(
      "venv-failed",
      l10n.t("Python {0} could not make a virtual environment in {1}: its own lines say why.", version, folders.venv),
      lastLines(made.value.stderr || made.value.stdout, shownLines),
    );
  }
  writeFileSync(marker, version);
  return ok({ python, version });
}

/** What pip is to install: the project's own requirements file, else what the project declares elsewhere; and Gunicorn. */
function requirementArguments(root: string, project: Project, folders: HostFolders): string[] {
  const gunicorn = project.requirements.some(({ name }) => name === "gunicorn") ? [] : [gunicornRequirement];
  const file = project.dependencyFiles[0] ?? "";
  if (/\.(txt|in)$/.test(file)) return ["-r", join(root, file), ...gunicorn];
  if (project.requirements.length > 0) {
    const written = join(folders.base, "requirements.txt");
    writeFileSync(written, `${project.requirements.map(({ text }) => pipRequirement(text)).join("\n")}\n`);
    return ["-r", written, ...gunicorn];
  }
  if (/setup\.(py|cfg)$/.test(file)) {
    // Only its own build knows what it needs; from a copy, since a build leaves folders behind.
    const copy = join(folders.base, "source");
    rmSync(copy, { recursive: true, force: true });
    cpSync(dirname(join(root, file)), copy, { recursive: true, filter: (path) => !unbuilt.has(basename(path)) });
    return [copy, ...gunicorn];
  }
  return ["flask", ...gunicorn];
}

/** Folders that no build reads. */
const unbuilt: ReadonlySet<string> = new Set([".git", ".venv", "venv", "node_modules", ".tox", "__pycache__"]);

/** Undefined where there is no such file. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
