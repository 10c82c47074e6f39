import type { Binding } from "../languages/python/facts";
import type { Files } from "../workspace/files";
import type { Dependencies } from "./dependencies";
import { importing } from "./importing";
import { installedBy } from "./installed";
import { distributionsOf } from "./knownPackages";
import type { Source, Sources } from "./sources";

/** An import that nothing which is installed provides. */
export interface Undeclared {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly module: string;
  /** The distribution to name. */
  readonly distribution: string;
  /** Where to name it. */
  readonly requirements: string;
}

/** What the image has in it in any case: `scaffold/` puts Gunicorn there. */
const always = ["gunicorn", "packaging"];

/**
 * Well-known modules that the app always imports and that its requirements files do not name. Says nothing unless all
 * that is installed is known.
 * @param reached the files that importing the app runs; asked for only where such an import is found
 */
export function findUndeclared(
  own: readonly Source[],
  dependencies: Dependencies,
  sources: Sources,
  files: Files,
  reached: () => ReadonlySet<string>,
): readonly Undeclared[] {
  const [requirements] = dependencies.dependencyFiles;
  const named = installedBy(dependencies, files);
  if (requirements === undefined || named === undefined) return [];
  const installed = new Set([...named, ...always]);
  const missing = new Map(
    Object.entries(distributionsOf).flatMap(([module, names]) => {
      const all = names.split(" ");
      return all[0] === undefined || all.some((name) => installed.has(name)) ? [] : [[module, all[0]] as const];
    }),
  );
  const found = new Map<string, Undeclared>();
  for (const source of importing(own, missing.keys())) {
    const { scope, lineAt } = source.python();
    for (const { value, guard, from } of scope.bindings) {
      const module = moduleOf(value);
      const distribution = missing.get(module);
      if (guard !== "none" || distribution === undefined || found.has(module)) continue;
      if (sources.find(source.path, 0, module) !== undefined || !reached().has(source.path)) continue;
      found.set(module, { file: source.path, line: lineAt(from), module, distribution, requirements });
    }
  }
  return [...found.values()];
}

/** The first name of the module that a binding comes from; empty where it comes from none, or from the app's own package. */
function moduleOf(value: Binding["value"]): string {
  const path = value.kind === "module" ? value.path : value.kind === "imported" ? absolute(value.source) : "";
  return path.split(".")[0] ?? "";
}

const absolute = ({ level, path }: { readonly level: number; readonly path: string }): string =>
  level === 0 ? path : "";
