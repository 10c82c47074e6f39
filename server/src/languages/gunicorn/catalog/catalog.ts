import type { PythonValue } from "../model";
import { findFlag } from "./flags";
import { releaseFor } from "./releases";
import raw from "./settings.json";

/** What one Gunicorn release says of a setting: the truth of its `gunicorn.config`. */
export interface SettingSpec {
  /** As a config file names it: `worker_class`. */
  readonly name: string;
  /** As Gunicorn's documentation groups them: `Server Socket`, `Worker Processes`, ... */
  readonly section: string;
  /** The options of the command line, with their dashes; none for a setting of config files only. */
  readonly flags: readonly string[];
  /** What argparse does with the option; only `store` and `append` take a value. */
  readonly action: "store" | "append" | "store_true" | "store_const";
  /** What argparse makes of the option's value; `auto_int` also takes `0x1f` and `022`, which is octal. */
  readonly type: "str" | "int" | "auto_int";
  /** `?`: the value of the option may be left out, and is then `const`. */
  readonly nargs: "?" | undefined;
  readonly const: PythonValue | undefined;
  /** What help calls the option's value: `INT`, `FILE`, ... */
  readonly meta: string | undefined;
  /** Gunicorn's function that judges it, without `validate_`: `pos_int`, `list_string`, `callable`, ... */
  readonly validator: string;
  /**
   * With nothing set, as it is before the validator reads it, on Linux; `None` too is a default. Undefined where it is
   * another one on each machine (`user`, `chdir`), and for hooks.
   */
  readonly default: PythonValue | undefined;
  /** The environment variable that gives the default, where there is one: `WEB_CONCURRENCY`, `PORT`. */
  readonly variable: string | undefined;
  /** The default depends on the machine. */
  readonly machine: boolean;
  /** A hook: how many parameters it takes; `post_request` takes 2, 3 or 4. */
  readonly arity: number | undefined;
  /** A hook: the names of its parameters in Gunicorn's own signature. */
  readonly parameters: readonly string[] | undefined;
}

/** When a setting came, changed and went; all as minor releases: `25.1`. */
export interface History {
  /** Undefined where the oldest release of the catalog has it. */
  readonly since: string | undefined;
  /** The first release that does not have it; undefined while there is none. */
  readonly until: string | undefined;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly version: string;
  readonly what: readonly ("flags" | "default" | "values" | "option" | "section")[];
}

/** What is true for one Gunicorn release. */
export interface Catalog {
  /** The release that it is true for, with its patch: `25.1.0`. */
  readonly release: string;
  /** The minor releases that the catalog knows, the oldest first: `19.10`, ..., `27.0`. */
  readonly versions: readonly string[];
  /** The last of them. */
  readonly newest: string;
  /** By name, in the order of Gunicorn's documentation. */
  readonly settings: ReadonlyMap<string, SettingSpec>;
  /** By option with its dashes, in full. `-h` and `-v` are argparse's own and not here. */
  readonly byFlag: ReadonlyMap<string, SettingSpec>;
  /** What argparse makes of a word of a command line: abbreviations, `--flag=value`, `-w4`. */
  readonly findFlag: (word: string) => FlagMatch;
  /** Of every setting that any release has, also where this one has not; undefined for an unknown name. */
  readonly history: (name: string) => History | undefined;
  /** The setting in the newest release that has it, for what this one has not. */
  readonly anywhere: (name: string) => SettingSpec | undefined;
  /** The short names of worker classes: `gthread` is `gunicorn.workers.gthread.ThreadWorker`. */
  readonly workers: ReadonlyMap<string, string>;
}

export type FlagMatch =
  /**
   * An option, in full or by an unambiguous beginning; `spec` is undefined for `--help` and `--version`. `value` is
   * what follows in the same word (`--bind=X`, `-w4`): after an option of one letter that takes none, further options.
   */
  | {
      readonly kind: "flag";
      readonly flag: string;
      readonly spec: SettingSpec | undefined;
      readonly value: string | undefined;
    }
  | { readonly kind: "ambiguous"; readonly flags: readonly string[] }
  | { readonly kind: "unknown" }
  /** No option at all: `app:app`, `-`, `-1`, and what has a space in it. */
  | { readonly kind: "positional" };

interface RawSpec {
  section: string;
  flags?: string[];
  action?: SettingSpec["action"];
  type?: SettingSpec["type"];
  nargs?: "?";
  const?: Literal;
  meta?: string;
  validator: string;
  default?: Literal;
  variable?: string;
  machine?: boolean;
  arity?: number;
  parameters?: string[];
}
type Literal = null | boolean | number | string | Literal[] | { [key: string]: Literal };
type Era<Fact> = [release: number, fact: Fact | null];
interface Raw {
  releases: string[];
  workers: Era<Record<string, string>>[];
  settings: Record<string, Era<RawSpec>[]>;
}

const { releases, workers, settings } = raw as unknown as Raw;
const minor = (release: string) => release.split(".").slice(0, 2).join(".");
const versions = releases.map(minor);
const catalogs = new Map<number, Catalog>();
/** The same by what was asked for; the versions of requirements are few. */
const asked = new Map<string | undefined, Catalog>();

/**
 * What holds for a release such as `25.1.0` or `23`: the nearest that the catalog knows, not newer than it where there
 * is one. The newest for one that is not told, or cannot be read.
 */
export function gunicornCatalog(version?: string): Catalog {
  const before = asked.get(version);
  if (before) return before;
  const index = releaseFor(version, releases);
  const catalog = catalogs.get(index) ?? makeCatalog(index);
  catalogs.set(index, catalog);
  if (asked.size > 100) asked.clear();
  asked.set(version, catalog);
  return catalog;
}

/** What Gunicorn's documentation says of each setting, as Markdown, by name; loaded with the first hover. */
export async function gunicornTexts(): Promise<ReadonlyMap<string, string>> {
  const { default: texts } = await import("./texts.json");
  return new Map(Object.entries(texts));
}

function makeCatalog(index: number): Catalog {
  const specs = new Map<string, SettingSpec>();
  const byFlag = new Map<string, SettingSpec>();
  for (const [name, eras] of Object.entries(settings)) {
    const fact = at(eras, index);
    if (!fact) continue;
    const spec = decode(name, fact);
    specs.set(name, spec);
    for (const flag of spec.flags) byFlag.set(flag, spec);
  }
  return {
    release: releases[index] ?? "",
    versions,
    newest: versions.at(-1) ?? "",
    settings: specs,
    byFlag,
    findFlag: (word) => findFlag(word, byFlag),
    history,
    anywhere,
    workers: new Map(Object.entries(at(workers, index) ?? {})),
  };
}

const at = <Fact>(eras: readonly Era<Fact>[], index: number): Fact | null =>
  eras.findLast(([from]) => from <= index)?.[1] ?? null;

const erasOf = (name: string): readonly Era<RawSpec>[] | undefined =>
  Object.hasOwn(settings, name) ? settings[name] : undefined;

function anywhere(name: string): SettingSpec | undefined {
  const fact = erasOf(name)?.findLast(([, it]) => it !== null)?.[1];
  return fact ? decode(name, fact) : undefined;
}

function history(name: string): History | undefined {
  const eras = erasOf(name);
  if (!eras) return undefined;
  const [first] = eras;
  const last = eras.at(-1);
  const changes: Change[] = [];
  eras.forEach(([index, fact], i) => {
    const before = eras[i - 1]?.[1];
    if (fact && before) changes.push({ version: versions[index] ?? "", what: changed(before, fact) });
  });
  return {
    since: first && first[0] > 0 ? versions[first[0]] : undefined,
    until: last && last[1] === null ? versions[last[0]] : undefined,
    changes,
  };
}

const kinds: readonly (readonly [Change["what"][number], readonly (keyof RawSpec)[]])[] = [
  ["flags", ["flags"]],
  ["default", ["default", "variable", "machine"]],
  ["values", ["validator", "arity", "parameters"]],
  ["option", ["action", "type", "nargs", "const", "meta"]],
  ["section", ["section"]],
];

function changed(before: RawSpec, after: RawSpec): Change["what"] {
  const differs = (key: keyof RawSpec) => JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  return kinds.filter(([, keys]) => keys.some(differs)).map(([kind]) => kind);
}

function decode(name: string, fact: RawSpec): SettingSpec {
  const { parameters, default: literal, machine = false } = fact;
  const none = machine || parameters ? undefined : ({ type: "None" } as const);
  return {
    name,
    section: fact.section,
    flags: fact.flags ?? [],
    action: fact.action ?? "store",
    type: fact.type ?? "str",
    nargs: fact.nargs,
    const: fact.const === undefined ? undefined : pythonValue(fact.const),
    meta: fact.meta,
    validator: fact.validator,
    default: literal === undefined ? none : pythonValue(literal),
    variable: fact.variable,
    machine,
    arity: fact.arity ?? parameters?.length,
    parameters,
  };
}

/** The catalog has no floating-point numbers. */
function pythonValue(literal: Literal): PythonValue {
  if (literal === null) return { type: "None" };
  if (typeof literal === "boolean") return { type: "bool", value: literal };
  if (typeof literal === "number") return { type: "int", value: literal };
  if (typeof literal === "string") return { type: "str", value: literal };
  if (Array.isArray(literal)) return { type: "list", items: literal.map(pythonValue) };
  const entries = Object.entries(literal).map(
    ([key, value]) => [{ type: "str", value: key }, pythonValue(value)] as const,
  );
  return { type: "dict", entries };
}
