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
  const bySetting = new Map<string, Given[]>();
  for (const given of [...places.file, ...places.environment, ...places.command]) {
    const before = bySetting.get(given.setting);
    if (before) before.push(given);
    else bySetting.set(given.setting, [given]);
  }
  const settings = new Map<string, Effective>();
  for (const spec of catalog.settings.values()) {
    settings.set(spec.name, effective(spec, bySetting.get(spec.name) ?? [], places, catalog));
  }
  return settings;
}

function effective(spec: SettingSpec, given: readonly Given[], places: Places, catalog: Catalog): Effective {
  const setting = spec.name;
  const deciding = given.at(-1);
  if (deciding === undefined) {
    const value = defaultOf(spec, places);
    if (value === spec.default) return plainDefault(spec, catalog);
    const own = value && kept(spec, value, catalog);
    return { setting, origin: "default", value: own, given: undefined, overridden: [] };
  }
  const known = given.length === 1 ? alone.get(deciding) : undefined;
  if (known?.spec === spec) return known.effective;
  // Each `--bind` adds to those before it; it takes nothing away.
  const overridden = given
    .slice(0, -1)
    .filter(({ origin, unseen }) => !unseen && (spec.action !== "append" || origin !== deciding.origin))
    .reverse();
  const { value } = deciding.evaluated;
  const own = value && kept(spec, value, catalog);
  const found: Effective = { setting, origin: deciding.origin, value: own, given: deciding, overridden };
  if (given.length === 1) alone.set(deciding, { spec, effective: found });
  return found;
}

/** What becomes of what is given once: after a key, nearly all of it is what it was. */
const alone = new WeakMap<Given, { readonly spec: SettingSpec; readonly effective: Effective }>();

/**
 * What Gunicorn's validator makes of a value. What it refuses, and what only the machine can tell (the number of a user,
 * the whole path of a folder), stays as it is written.
 */
export function kept(spec: SettingSpec, value: PythonValue, catalog: Catalog): PythonValue {
  const verdict = judge(spec, value, { release: catalog.release });
  return (verdict.kind === "accepted" ? verdict.value : undefined) ?? value;
}

/** Most settings of every Gunicorn are at their defaults: what becomes of one is worked out once for each release. */
const defaults = new WeakMap<SettingSpec, Effective>();

function plainDefault(spec: SettingSpec, catalog: Catalog): Effective {
  const known = defaults.get(spec);
  if (known) return known;
  const value = spec.default && kept(spec, spec.default, catalog);
  const found: Effective = { setting: spec.name, origin: "default", value, given: undefined, overridden: [] };
  defaults.set(spec, found);
  return found;
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
