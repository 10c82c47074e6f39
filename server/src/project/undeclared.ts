import type { Files } from "../workspace/files";
import type { Dependencies } from "./dependencies";
import { brings, distributionsOf } from "./knownPackages";
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

const importing = new RegExp(`^(?:import|from)[ \\t]+(?:${Object.keys(distributionsOf).join("|")})\\b`, "m");
/** What a requirements file may hold that brings more than its name says. */
const unclear = /^\s*(-e|--editable|\.{1,2}(\/|\s*$|\[)|[\w+]+:\/\/|[\w.-]+\s*@)|^[^#\n]*(\[|;|\.whl|\.tar)/m;

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
  const { packageManager, dependencyFiles, requirements } = dependencies;
  const [deciding] = dependencyFiles;
  const known = requirements.every(({ name }) => Object.hasOwn(brings, name));
  const texts = dependencyFiles.map((path) => (path.endsWith(".txt") ? (files.text(path) ?? "-e .") : "-e ."));
  if (packageManager !== "pip" || deciding === undefined || !known || texts.some((text) => unclear.test(text)))
    return [];
  const installed = new Set(requirements.flatMap(({ name }) => withBrought(name)));
  installed.add("gunicorn").add("packaging");
  const found = new Map<string, Undeclared>();
  for (const source of own.filter((it) => it.matches(importing))) {
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

function withBrought(name: string, seen: Set<string> = new Set()): readonly string[] {
  if (!seen.has(name)) {
    seen.add(name);
    for (const other of (brings[name] ?? "").split(" ")) if (other !== "") withBrought(other, seen);
  }
  return [...seen];
}
