import type { SettingSpec } from "../languages/gunicorn/catalog/catalog";
import { workerClass } from "../languages/gunicorn/effective";
import type { Effective, Given, Origin, PythonValue } from "../languages/gunicorn/model";
import { printed } from "../languages/gunicorn/values/printed";
import { lineCounter } from "../languages/lines";
import type { Files } from "../workspace/files";
import type { Gunicorn } from "./gunicorns";

/** One Gunicorn as `flask-stack gunicorn --format json` prints it: other programs read this. */
export interface GunicornReport {
  /** What starts it; null for a config file that no command is known to use. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  readonly service: string | null;
  /** `module:callable`, as the command line says it. */
  readonly target: string | null;
  readonly config: string | null;
  /** The release that it is read for, and the file that says so; null where it is the newest that is known. */
  readonly version: string;
  readonly versionSource: string | null;
  /** What really runs: with several threads, `sync` becomes `gthread`. */
  readonly workerClass: string | null;
  /** Every setting, by the alphabet. */
  readonly settings: readonly ReportedSetting[];
}

export interface ReportedSetting extends ReportedPlace {
  readonly name: string;
  readonly value: Json;
  /** False where only running tells the value, which is null then. */
  readonly known: boolean;
  /** Why it is not known; null where it is. */
  readonly unknown: Unknown | null;
  /** The environment variables that the value was made of. */
  readonly variables: readonly string[];
  /** Places that say something else, the strongest first. */
  readonly overrides: readonly ReportedPlace[];
}

/** What tells a value that cannot be known from the files. */
export type Unknown =
  /** The environment variables of `variables`. */
  | "environment"
  /** Python, when Gunicorn reads its config file; a shell, when it starts Gunicorn. */
  | "running"
  /** The machine that it runs on: its users, its folders. */
  | "machine"
  /** It is a function of Gunicorn's own. */
  | "own-function";

export interface ReportedPlace {
  readonly origin: Origin;
  readonly file: string | null;
  readonly line: number | null;
  /** The value as `gunicorn --print-config` prints it; null where it is not known. */
  readonly text: string | null;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What is told of the Gunicorns of a folder. */
export function gunicornReport(gunicorns: readonly Gunicorn[], files: Files): readonly GunicornReport[] {
  const counters = new Map<string, (offset: number) => number>();
  const lineOf = (path: string, offset: number): number => {
    const known = counters.get(path) ?? lineCounter(files.text(path) ?? "");
    counters.set(path, known);
    return known(offset) + 1;
  };
  // One that is asked for its version or help serves nothing.
  const running = gunicorns.filter(({ command, environment }) => !(command ?? environment)?.asksOnly);
  return running.map((gunicorn) => {
    const { command, environment, file, version, versionSource, settings } = gunicorn;
    const started = (command ?? environment)?.command;
    return {
      file: started?.path ?? null,
      line: started ? lineOf(started.path, started.start) : null,
      service: started?.service ?? null,
      target: command?.targets[0]?.text ?? null,
      config: file ?? null,
      version,
      versionSource: versionSource ?? null,
      workerClass: workerClass(settings) ?? null,
      settings: [...settings.values()]
        .map((effective) => setting(effective, lineOf, gunicorn.catalog.settings.get(effective.setting)))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  });
}

type LineOf = (path: string, offset: number) => number;

function setting(effective: Effective, lineOf: LineOf, spec: SettingSpec | undefined): ReportedSetting {
  const { setting: name, origin, value, given, overridden } = effective;
  return {
    name,
    value: value ? json(value) : null,
    known: value !== undefined,
    unknown: value === undefined ? whyUnknown(effective, spec) : null,
    text: value ? printed(value) : null,
    origin,
    file: given?.path ?? null,
    line: given ? lineOf(given.path, given.name.start) : null,
    variables: given?.evaluated.variables ?? [],
    overrides: overridden.map((other) => place(other, lineOf)),
  };
}

function whyUnknown({ given }: Effective, spec: SettingSpec | undefined): Unknown {
  if (given === undefined) return spec?.parameters === undefined ? "machine" : "own-function";
  return given.evaluated.variables.length > 0 ? "environment" : "running";
}

function place({ origin, path, name, evaluated }: Given, lineOf: LineOf): ReportedPlace {
  const text = evaluated.value ? printed(evaluated.value) : null;
  return { origin, file: path, line: lineOf(path, name.start), text };
}

/** What JSON has no form for is told as Gunicorn prints it. */
function json(value: PythonValue): Json {
  switch (value.type) {
    case "None":
      return null;
    case "str":
    case "bool":
    case "int":
    case "float":
      return value.value;
    case "list":
    case "tuple":
    case "set":
      return value.items.map(json);
    case "dict":
      return Object.fromEntries(value.entries.map(([key, own]) => [printed(key), json(own)]));
    default:
      return printed(value);
  }
}
