import type { Files } from "../../workspace/files";
import { ancestors, nameOf, normalize, parentOf } from "../../workspace/paths";
import type { CommandWord, GunicornCommand } from "./model";
import { inWorkspace } from "./places/copies";

/** Which config file a Gunicorn reads. */
export type ConfigPath =
  | { readonly kind: "file"; readonly path: string }
  /** It reads none. */
  | { readonly kind: "none" }
  /** It is told to read one that is not there. */
  | { readonly kind: "missing"; readonly path: string; readonly word: CommandWord }
  /** It may be outside of the workspace, or is not known. */
  | { readonly kind: "unknown" };

/** What is read where none is told. */
const defaultName = "gunicorn.conf.py";

/**
 * The config file that `-c` names (a path, `file:PATH`, `python:module`), else `./gunicorn.conf.py`. Gunicorn looks for
 * it from the folder that it is started in, whatever `--chdir` says.
 */
export function configPath(command: GunicornCommand, word: CommandWord | undefined, files: Files): ConfigPath {
  const written = word?.text.replace(/^file:/, "") ?? "";
  if (word?.unknown) return { kind: "unknown" };
  if (written.startsWith("python:")) {
    const module = written.slice("python:".length).replaceAll(".", "/");
    const found = [`${module}.py`, `${module}/__init__.py`].flatMap((path) => look(command, path, files).found ?? []);
    return found[0] === undefined ? { kind: "unknown" } : { kind: "file", path: found[0] };
  }
  const { found, sure } = look(command, written || defaultName, files);
  if (found !== undefined) return { kind: "file", path: found };
  if (written === "" || word === undefined) return { kind: sure === undefined ? "unknown" : "none" };
  return sure === undefined ? { kind: "unknown" } : { kind: "missing", path: sure, word };
}

interface Looked {
  readonly found: string | undefined;
  /** Where it would have to be, where that is known. */
  readonly sure: string | undefined;
}

function look(command: GunicornCommand, written: string, files: Files): Looked {
  const { directory, imageDirectory, copies, inContainer, path } = command;
  const has = (file: string): boolean =>
    files.list(parentOf(file)).some((entry) => entry.kind === "file" && entry.name === nameOf(file));
  if (inContainer || written.startsWith("/")) {
    const absolute = written.startsWith("/") ? written : imageDirectory && `${imageDirectory}/${written}`;
    const sure = absolute === undefined ? undefined : inWorkspace(absolute, copies);
    if (sure !== undefined && has(sure)) return { found: sure, sure };
    if (sure !== undefined || written.startsWith("/")) return { found: undefined, sure };
  }
  const places = directory === undefined ? ancestors(parentOf(path)) : [directory];
  const found = places.flatMap((folder) => normalize(`${folder}/${written}`) ?? []).find(has);
  return { found, sure: directory === undefined || inContainer ? undefined : normalize(`${directory}/${written}`) };
}
