import type { Span } from "../../../findings";
import { lineCounter } from "../../lines";
import type { Binding, PythonFile } from "../../python/facts";
import type { Given } from "../model";
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
 * Where what is named at an offset is: the Python object of `wsgi_app` and of `module:callable`, the file of `-c`.
 * @param modules loaded when they are needed: the whole project is read for them
 */
export async function definition(
  view: View,
  offset: number,
  modules: () => Promise<Modules>,
): Promise<readonly Place[]> {
  const file = configFile(view, offset);
  if (file) return [{ path: file, start: 0, end: 0 }];
  const target = targetAt(view, offset);
  return target ? objectOf(target.text, target.from, await modules()) : [];
}

/** Where `module:callable` at an offset is made, with the first line of it. */
export async function hoverTarget(
  view: View,
  offset: number,
  modules: () => Promise<Modules>,
): Promise<Hovered | undefined> {
  const target = targetAt(view, offset);
  const [place] = target ? objectOf(target.text, target.from, await modules()) : [];
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

/** `module:callable` at an offset, with the file as seen from whose folder it is imported. */
function targetAt(
  { path, given, commands, configurations }: View,
  offset: number,
): { text: string; from: string; at: Span } | undefined {
  const from = (directory: string | undefined): string => (directory ? `${directory}/_` : "_");
  for (const { command, targets } of commands) {
    const word = targets.find((each) => each.path === path && holds(each, offset));
    if (word) return { text: word.text, from: from(command.directory), at: word };
  }
  const app = given.find(
    ({ setting, value }: Given) => setting === "wsgi_app" && value !== undefined && holds(value, offset),
  );
  if (app?.value === undefined || app.evaluated.value?.type !== "str") return undefined;
  const [running] = configurations;
  const started = (running?.configuration.command ?? running?.configuration.environment)?.command.directory;
  return { text: app.evaluated.value.value, from: started === undefined ? path : from(started), at: app.value };
}

const holds = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

/** The binding of `module:callable` or `module:factory()`, followed through imports to where it is made. */
function objectOf(target: string, from: string, modules: Modules): readonly Place[] {
  const [module = "", callable = "application"] = target.split(":", 2);
  const file = modules.find(from, 0, module);
  if (file === undefined || !file.endsWith(".py")) return [];
  const [name = ""] = /^\w+/.exec(callable.trim()) ?? [];
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
