import type { Span } from "../../../findings";
import { join, normalize, parentOf } from "../../../workspace/paths";
import { lineCounter } from "../../lines";
import type { Binding, PythonFile } from "../../python/facts";
import type { Hovered } from "./hover";
import type { View } from "./view";

export interface Place extends Span {
  readonly path: string;
}

/** The Python files of the project, as far as definitions need them. */
export interface Modules {
  readonly python: (path: string) => PythonFile | undefined;
  /** The file or folder that an import in a file means. */
  readonly find: (from: string, level: number, module: string) => string | undefined;
}

/**
 * Where what is named at an offset is: the Python object of `wsgi_app`, of `module:callable` and of the classes of workers
 * and logs, the file of `-c` and of `paste`.
 * @param modules loaded when they are needed: the whole project is read for them
 */
export async function definition(
  view: View,
  offset: number,
  modules: () => Promise<Modules>,
): Promise<readonly Place[]> {
  const file = configFile(view, offset) ?? pasteFile(view, offset);
  if (file) return [{ path: file, start: 0, end: 0 }];
  const target = targetAt(view, offset);
  return target ? objectOf(target, await modules()) : [];
}

/** Where the Python object at an offset is made, with the first line of it. */
export async function hoverTarget(
  view: View,
  offset: number,
  modules: () => Promise<Modules>,
): Promise<Hovered | undefined> {
  const target = targetAt(view, offset);
  const [place] = target ? objectOf(target, await modules()) : [];
  const text = place && view.files.text(place.path);
  if (!target || !place || text === undefined) return undefined;
  const line = lineCounter(text)(place.start);
  const written = text.split(/\r?\n/)[line]?.trim() ?? "";
  const shown = place.end > place.start && written !== "" ? `\`\`\`python\n${written}\n\`\`\`\n\n` : "";
  const { start, end } = target.at;
  return { start, end, markdown: `${shown}${place.path}:${line + 1}` };
}

/** The config file that the word at an offset names. */
function configFile({ path, configurations, given, commands }: View, offset: number): string | undefined {
  const at = given.find(({ setting, value }) => setting === "config" && value !== undefined && holds(value, offset));
  if (!at) return undefined;
  const read = commands.find(({ config }) => config?.path === path && holds(config, offset));
  return configurations.find(
    ({ configuration: { command, environment } }) => read !== undefined && [command, environment].includes(read),
  )?.configuration.file;
}

/** The file of `paste = "production.ini#main"`, where it is in the workspace. */
function pasteFile(view: View, offset: number): string | undefined {
  const written = textAt(view, offset, (setting) => setting === "paste")?.text.replace(/#.*$/, "");
  const path = written && normalize(join(startedIn(view) ?? parentOf(view.path), written));
  return path && view.files.text(path) !== undefined ? path : undefined;
}

/** A Python object as Gunicorn is told it. */
interface Target {
  readonly module: string;
  readonly name: string;
  /** The file as seen from whose folder it is imported. */
  readonly from: string;
  readonly at: Span;
}

function targetAt(view: View, offset: number): Target | undefined {
  const { path, commands } = view;
  for (const { command, targets } of commands) {
    const word = targets.find((each) => each.path === path && holds(each, offset));
    if (word) return { ...served(word.text), from: beside(command.directory ?? "."), at: word };
  }
  const started = startedIn(view);
  const from = started === undefined ? path : beside(started);
  const app = textAt(view, offset, (setting) => setting === "wsgi_app");
  if (app) return { ...served(app.text), from, at: app.at };
  const own = textAt(view, offset, (setting) => classes.has(setting));
  // One word is a class of Gunicorn's own.
  const [, module, name] = /^([\w.]+)\.(\w+)$/.exec(own?.text ?? "") ?? [];
  return own && module !== undefined && name !== undefined ? { module, name, from, at: own.at } : undefined;
}

/** Settings whose value is a class as `gunicorn.util.load_class` reads it: `package.module.Class`. */
const classes = new Set(["worker_class", "logger_class"]);

/** `module:callable` or `module:factory()`. */
function served(text: string): { readonly module: string; readonly name: string } {
  const [module = "", callable = "application"] = text.split(":", 2);
  return { module, name: /^\w+/.exec(callable.trim())?.[0] ?? "" };
}

/** The text that is the value of a setting at an offset. */
function textAt(
  { given }: View,
  offset: number,
  isMeant: (setting: string) => boolean,
): { readonly text: string; readonly at: Span } | undefined {
  const found = given.find(({ setting, value }) => isMeant(setting) && value !== undefined && holds(value, offset));
  const { value } = found?.evaluated ?? {};
  return found?.value !== undefined && value?.type === "str" ? { text: value.value, at: found.value } : undefined;
}

/** The folder that the Gunicorn is started in which a file configures; undefined where that is not known. */
function startedIn({ configurations: [running] }: View): string | undefined {
  return (running?.configuration.command ?? running?.configuration.environment)?.command.directory;
}

/** Any file in a folder. */
const beside = (folder: string): string => join(folder, "_");

const holds = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

/** The binding of the object, followed through imports to where it is made. */
function objectOf({ module, name, from }: Target, modules: Modules): readonly Place[] {
  const file = modules.find(from, 0, module);
  if (file === undefined || !file.endsWith(".py")) return [];
  return [bindingOf(file, name, modules, 0) ?? { path: file, start: 0, end: 0 }];
}

/** Imports in real projects go through fewer files. */
const deepest = 10;

function bindingOf(path: string, name: string, modules: Modules, depth: number): Place | undefined {
  const python = depth < deepest ? modules.python(path) : undefined;
  if (!python) return undefined;
  const binding = python.scope.bindings.findLast((each) => each.name === name && each.guard !== "typing");
  if (binding) return followed(binding, path, modules, depth) ?? { path, ...nameSpan(binding, python.text) };
  for (const { source } of python.scope.stars) {
    const other = modules.find(path, source.level, source.path);
    const found = other && bindingOf(other, name, modules, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function followed({ value }: Binding, path: string, modules: Modules, depth: number): Place | undefined {
  if (value.kind !== "imported") return undefined;
  const other = modules.find(path, value.source.level, value.source.path);
  return other === undefined || other === path ? undefined : bindingOf(other, value.name, modules, depth + 1);
}

/** The name itself, in `def name(...)` as in `name = ...`. */
function nameSpan({ from, to, name }: Binding, text: string): Span {
  const at = text.slice(from, to).search(new RegExp(`\\b${name}\\b`));
  const start = at < 0 ? from : from + at;
  return { start, end: start + name.length };
}
