import type { Catalog, SettingSpec } from "./catalog/catalog";
import type { CommandWord, Effective, Given, PythonValue } from "./model";
import { judge } from "./validators/validate";
import { parseInteger } from "./values/text";

/** What is set for one Gunicorn, place by place; within a place, the later holds. */
export interface Places {
  readonly file: readonly Given[];
  /** `GUNICORN_CMD_ARGS` */
  readonly environment: readonly Given[];
  readonly command: readonly Given[];
  /** The first positional word of the command line. */
  readonly target: CommandWord | undefined;
  /** The variables that hold for it: some give defaults. */
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * The value that each setting has in the end, as `gunicorn --print-config` prints it: what the validators of Gunicorn
 * make of it. The default < the config file < `GUNICORN_CMD_ARGS` < the command line.
 */
export function effectiveSettings(catalog: Catalog, places: Places): ReadonlyMap<string, Effective> {
  const all = [...places.file, ...places.environment, ...places.command];
  const bySetting = new Map<string, Given[]>();
  for (const given of all) bySetting.set(given.setting, [...(bySetting.get(given.setting) ?? []), given]);
  const settings = [...catalog.settings.values()].map(
    (spec): Effective => effective(spec, bySetting.get(spec.name) ?? [], places, catalog),
  );
  return new Map(settings.map((it) => [it.setting, it]));
}

function effective(spec: SettingSpec, given: readonly Given[], places: Places, catalog: Catalog): Effective {
  const setting = spec.name;
  const deciding = given.at(-1);
  if (deciding === undefined) {
    const value = defaultOf(spec, places);
    const own = value === spec.default ? keptDefault(spec, catalog) : value && kept(spec, value, catalog);
    return { setting, origin: "default", value: own, given: undefined, overridden: [] };
  }
  // Each `--bind` adds to those before it; it takes nothing away.
  const overridden = given
    .slice(0, -1)
    .filter(({ origin, unseen }) => !unseen && (spec.action !== "append" || origin !== deciding.origin))
    .reverse();
  const { value } = deciding.evaluated;
  return { setting, origin: deciding.origin, value: value && kept(spec, value, catalog), given: deciding, overridden };
}

/**
 * What Gunicorn's validator makes of a value. What it refuses, and what only the machine can tell (the number of a user,
 * the whole path of a folder), stays as it is written.
 */
export function kept(spec: SettingSpec, value: PythonValue, catalog: Catalog): PythonValue {
  const verdict = judge(spec, value, { release: catalog.release });
  return (verdict.kind === "accepted" ? verdict.value : undefined) ?? value;
}

/** Most settings of every Gunicorn are at their defaults: what becomes of one is worked out once for each release. */
const defaults = new WeakMap<SettingSpec, { readonly value: PythonValue | undefined }>();

function keptDefault(spec: SettingSpec, catalog: Catalog): PythonValue | undefined {
  const known = defaults.get(spec) ?? { value: spec.default && kept(spec, spec.default, catalog) };
  defaults.set(spec, known);
  return known.value;
}

/** Some defaults come from variables of the environment, and the name of the process from what it serves. */
function defaultOf(spec: SettingSpec, { target, variables }: Places): PythonValue | undefined {
  const said = spec.variable === undefined ? undefined : variables.get(spec.variable);
  if (spec.name === "default_proc_name" && target !== undefined)
    return target.unknown ? undefined : { type: "str", value: target.text };
  if (said === undefined) return spec.default;
  // `PORT` says more than a default: then all addresses of the machine are listened at.
  if (spec.name === "bind") return { type: "list", items: [{ type: "str", value: `0.0.0.0:${said}` }] };
  if (spec.type !== "int") return { type: "str", value: said };
  const value = parseInteger(said, 10);
  return value === undefined ? undefined : { type: "int", value };
}

/** The worker class that really runs: with several threads, `sync` becomes `gthread`. */
export function workerClass(settings: ReadonlyMap<string, Effective>): string | undefined {
  const value = settings.get("worker_class")?.value;
  const threads = settings.get("threads")?.value;
  if (value?.type === "class") return value.name;
  if (value?.type !== "str") return undefined;
  const isSync = value.value === "sync" || value.value.endsWith("SyncWorker");
  if (!isSync) return value.value;
  return threads?.type === "int" ? (threads.value > 1 ? "gthread" : value.value) : undefined;
}
