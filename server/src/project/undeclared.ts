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

/**
 * Well-known modules that the app always imports and that its requirements files do not name. Says nothing unless all
 * that is installed is known.
 * @param reached the files that importing the app runs
 */
export function findUndeclared(
  own: readonly Source[],
  dependencies: Dependencies,
  sources: Sources,
  files: Files,
  reached: () => ReadonlySet<string>,
): readonly Undeclared[] {
  const [deciding] = dependencies.dependencyFiles;
  const named = installedBy(dependencies, files);
  if (deciding === undefined || named === undefined) return [];
  const installed = new Set([...named, "gunicorn", "packaging"]);
  // A large project imports what it names in thousands of files, none of which has to be parsed for it.
  const missing = Object.entries(distributionsOf).filter(
    ([, names]) => !names.split(" ").some((it) => installed.has(it)),
  );
  if (missing.length === 0) return [];
  const found = new Map<string, Undeclared>();
  for (const source of importing(
    own,
    missing.map(([module]) => module),
  )) {
    const { scope, lineAt } = source.python();
    for (const { value, guard, from } of scope.bindings) {
      const path =
        value.kind === "module"
          ? value.path
          : value.kind === "imported" && value.source.level === 0
            ? value.source.path
            : "";
      const module = path.split(".")[0] ?? "";
      const names = Object.hasOwn(distributionsOf, module) ? (distributionsOf[module] ?? "").split(" ") : [];
      const [distribution] = names;
      if (guard !== "none" || distribution === undefined || found.has(module)) continue;
      if (names.some((name) => installed.has(name)) || sources.find(source.path, 0, module) !== undefined) continue;
      if (!reached().has(source.path)) continue;
      found.set(module, { file: source.path, line: lineAt(from), module, distribution, requirements: deciding });
    }
  }
  return [...found.values()];
}
