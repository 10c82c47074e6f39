import type { Span } from "../findings";
import type { CommandWord, GunicornConfiguration } from "../languages/gunicorn/model";
import { type Defined, defines } from "../languages/python/defines";
import type { Binding, PythonFile } from "../languages/python/facts";
import { readPython } from "../languages/python/reader";
import { rememberedByText } from "../languages/remembered";
import type { Files } from "../workspace/files";
import { ancestors, join, parentOf } from "../workspace/paths";
import { findModule, type Imports, importsOf } from "./imports";
import type { Running } from "./model";

/** `module:callable` where it is written. */
export interface Target {
  readonly path: string;
  readonly module: string;
  /** `app` of `app:app` and `app:app()`; Gunicorn's own `application` where none is written. */
  readonly name: string;
  /** What is written in the brackets; undefined where it is not called. */
  readonly call: string | undefined;
  /** Undefined where it is put together from what is written elsewhere. */
  readonly moduleAt: Span | undefined;
  readonly nameAt: Span | undefined;
  readonly at: Span;
}

/** A module that is looked for; undefined where it is not known whether it is there. */
export type Sought =
  | { readonly kind: "file"; readonly path: string }
  | {
      readonly kind: "none";
      /** The module or package of the name before, which has nothing of that name. */
      readonly parent: string | undefined;
      /** A folder of the workspace in which the module is. */
      readonly elsewhere: string | undefined;
      /** The modules that could be named instead. */
      readonly names: readonly string[];
    }
  | undefined;

/** What a Gunicorn is told to serve, as far as the Python files of the workspace tell. */
export interface Served {
  readonly target: Target;
  readonly imports: Imports;
  readonly module: Sought;
  /** Undefined where the module is not known, or what is in it. */
  readonly object:
    | { readonly is: "yes"; readonly binding: Binding | undefined }
    | { readonly is: "no"; readonly asProgram: boolean; readonly names: readonly string[] }
    | undefined;
}

const python = rememberedByText(readPython);

/**
 * What a Gunicorn serves; undefined where it is not told, or nothing of it is known.
 * @param paths every file of the workspace
 */
export function servedBy(running: Running, files: Files, paths: readonly string[]): Served | undefined {
  const target = targetOf(running.gunicorn, files);
  const imports = target && importsOf(running);
  if (target === undefined || imports === undefined || imports.roots.length === 0) return undefined;
  const module = seek(target.module, imports, files, paths);
  const object = module?.kind === "file" ? objectIn(module.path, target.name, imports, files) : undefined;
  return { target, imports, module, object };
}

/** Looks for a module where a Gunicorn imports from. */
export function seek(module: string, { roots }: Imports, files: Files, paths: readonly string[]): Sought {
  const found = roots.map((root) => findModule(root, module, files));
  const file = found.find(({ kind }) => kind !== "none");
  if (file?.kind === "unknown") return undefined;
  if (file?.kind === "file") return file;
  const parents = found.flatMap((it) => (it.kind === "none" ? (it.parent ?? []) : []));
  const names = roots.flatMap((root) => modulesIn(root, files));
  return { kind: "none", parent: parents[0], elsewhere: folderWith(module, paths), names };
}

function folderWith(module: string, paths: readonly string[]): string | undefined {
  const path = module.replaceAll(".", "/");
  for (const ending of [`/${path}.py`, `/${path}/__init__.py`]) {
    const found = paths.find((it) => it.endsWith(ending));
    if (found !== undefined) return found.slice(0, -ending.length);
  }
  return undefined;
}

/** The names of modules and packages in a folder, without those that only configure Gunicorn. */
const modulesIn = (folder: string, files: Files): readonly string[] =>
  files.list(folder).flatMap(({ name, kind }) => {
    if (kind === "file") return /^(?!.*gunicorn)\w+\.py$/i.test(name) ? name.slice(0, -".py".length) : [];
    return files.list(join(folder, name)).some((entry) => entry.name === "__init__.py") ? name : [];
  });

function targetOf({ command, settings }: GunicornConfiguration, files: Files): Target | undefined {
  if (command === undefined || command.command.open) return undefined;
  const [word, ...others] = command.targets;
  if (others.length > 0) return undefined;
  if (word !== undefined) return word.unknown || word.spreads ? undefined : read(word.text, word);
  const app = settings.get("wsgi_app");
  const { given, value } = app ?? {};
  if (value?.type !== "str" || given?.value === undefined || given.conditional || app?.overridden.length !== 0)
    return undefined;
  const { start, end } = given.value;
  const written = files.text(given.path)?.slice(start, end) ?? "";
  // Only a plain text is written where it is read.
  const plain = /^(["'])[^"'\\]*\1$/.test(written) || written === value.value;
  const from = start + (written === value.value ? 0 : 1);
  const at = (offset: number) => from + offset;
  return read(value.value, { path: given.path, start, end, at: plain ? at : undefined });
}

type Place = Pick<CommandWord, "path" | "start" | "end"> & { readonly at: CommandWord["at"] | undefined };

/** As `gunicorn.util.import_app` parts it. */
function read(text: string, { path, start, end, at }: Place): Target | undefined {
  const colon = text.indexOf(":");
  const module = colon === -1 ? text : text.slice(0, colon);
  const object = colon === -1 ? "application" : text.slice(colon + 1);
  const [, name, call] = /^\s*([\p{L}_][\p{L}\p{Nd}_]*)\s*(?:\((.*)\)\s*)?$/su.exec(object) ?? [];
  if (name === undefined || !/^[\p{L}\p{Nd}_]+(\.[\p{L}\p{Nd}_]+)*$/u.test(module)) return undefined;
  const nameFrom = colon + 1 + object.indexOf(name);
  return {
    path,
    module,
    name,
    call,
    at: { start, end },
    moduleAt: at && { start: at(0), end: at(module.length - 1) + 1 },
    nameAt: at && colon !== -1 ? { start: at(nameFrom), end: at(nameFrom + name.length - 1) + 1 } : undefined,
  };
}

function objectIn(path: string, name: string, imports: Imports, files: Files): Served["object"] {
  const text = files.text(path);
  if (text === undefined) return undefined;
  const file = python(text);
  // A part of a package of that name would be a module, which cannot be served either.
  const { is, asProgram, binding } = lookUp(path, file, name, imports, files, 0);
  if (is === "yes") return { is, binding };
  return is === "no" ? { is, asProgram, names: namesOf(file) } : undefined;
}

/** Real projects pass names on through fewer modules. */
const deepest = 5;

function lookUp(path: string, file: PythonFile, name: string, imports: Imports, files: Files, depth: number): Defined {
  return defines(file, name, (level, module) => {
    const roots = level === 0 ? imports.roots : ancestors(parentOf(path)).slice(level - 1, level);
    const found = module === "" ? [] : roots.map((root) => findModule(root, module, files));
    const other = found.find(({ kind }) => kind === "file");
    const text = other?.kind === "file" && depth < deepest ? files.text(other.path) : undefined;
    if (other?.kind !== "file" || text === undefined || other.path === path) return undefined;
    return lookUp(other.path, python(text), name, imports, files, depth + 1).is;
  });
}

/** The names that a server might be told: those that are no modules, and are not imported. */
const namesOf = ({ scope: { bindings } }: PythonFile): readonly string[] => [
  ...new Set(
    bindings.flatMap(({ name, guard, value }) =>
      guard === "typing" || guard === "main" || value.kind === "module" || value.kind === "class" ? [] : [name],
    ),
  ),
];
