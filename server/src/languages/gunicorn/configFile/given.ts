import type { Span } from "../../../findings";
import type { Catalog } from "../catalog/catalog";
import type { Evaluated, Given } from "../model";
import type { Binding, ConfigFile, ConfigRun } from "./file";

/** The settings that a config file gives, where it gives them, in the order of the text. */
export function givenOf(run: ConfigRun, catalog: Catalog): readonly Given[] {
  const known = run.bindings.filter(({ name, dead }) => !dead && catalog.settings.has(name));
  return known.map((binding) => given(binding, binding.evaluated));
}

/**
 * The settings as the file leaves them, each with the place that decides: the last that may. Where branches differ, the
 * value is not known, unless the environment that was given to `runConfigFile` chooses one.
 */
export function finalOf(file: ConfigFile, run: ConfigRun, catalog: Catalog): ReadonlyMap<string, Given> {
  const known = finals.get(run);
  if (known?.catalog === catalog) return known.final;
  const final = left(file, run, catalog);
  finals.set(run, { catalog, final });
  return final;
}

/** Every command that reads a file asks for the same. */
const finals = new WeakMap<ConfigRun, { readonly catalog: Catalog; readonly final: ReturnType<typeof finalOf> }>();

function left(file: ConfigFile, run: ConfigRun, catalog: Catalog): ReadonlyMap<string, Given> {
  const final = new Map<string, Given>();
  run.names.forEach(({ evaluated, from, unset }, name) => {
    const last = from.at(-1);
    if (last && !unset && catalog.settings.has(name)) final.set(name, lastGiven(last, evaluated));
  });
  // What is not seen to be set may be: then it is not at its default either.
  if (run.openAt !== undefined) {
    for (const name of catalog.settings.keys()) if (!final.has(name)) final.set(name, unseen(file, name, run.openAt));
  }
  return final;
}

/** As long as its binding stays what it is, and where it is. */
const decided = new WeakMap<Binding, Given>();

function lastGiven(binding: Binding, evaluated: Evaluated): Given {
  const known = decided.get(binding);
  if (known?.evaluated === evaluated) return known;
  const now = given(binding, evaluated);
  decided.set(binding, now);
  return now;
}

const unseen = ({ path }: ConfigFile, setting: string, name: Span): Given => ({
  setting,
  origin: "file",
  path,
  name,
  value: undefined,
  evaluated: { value: undefined, variables: [], cpus: false },
  conditional: true,
  unseen: true,
});

const given = (binding: Binding, evaluated: Evaluated): Given => ({
  setting: binding.name,
  origin: "file",
  path: binding.path,
  name: binding.at,
  value: binding.value,
  evaluated,
  conditional: binding.conditional,
});
