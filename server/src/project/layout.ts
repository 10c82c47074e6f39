import type { PythonFile } from "../languages/python/facts";
import { ancestors, join, nameOf, parentOf, within } from "../workspace/paths";
import type { Tree } from "../workspace/walk";
import { moduleName, packageRoot, type Source } from "./sources";

/** How a file is imported: from which folder on Python's path, and by which name. */
export interface Layout {
  /** The dotted name: `pkg.wsgi`. */
  readonly module: string;
  /** The folder that the server starts in, relative to the project's root. */
  readonly workingDirectory: string;
  /** The folder on Python's path, relative to the working directory. */
  readonly pythonPath: string;
}

/** Undefined where the file cannot be imported by a name (`my-app.py`, `app.wsgi`). */
export function layoutOf(source: Source, tree: Tree): Layout | undefined {
  const root = importRoot(source, tree);
  const module = moduleName(source.path, root);
  if (module === undefined) return undefined;
  return { module, ...pathOf(root) };
}

/** A `src` folder is on the path while the server starts beside it, where configuration files are. */
export function pathOf(root: string): { workingDirectory: string; pythonPath: string } {
  if (nameOf(root) === "src") return { workingDirectory: parentOf(root), pythonPath: "src" };
  return { workingDirectory: root, pythonPath: "." };
}

/**
 * The folder above the file's package, unless the file's own imports only work from further up
 * (`from src.models import x`, `from ..db import y` in a folder without `__init__.py`), or only from its own folder.
 */
function importRoot(source: Source, tree: Tree): string {
  const folder = parentOf(source.path);
  const usual = packageRoot(tree, folder);
  const python = source.python();
  const highest = ancestors(folder)[Math.max(0, highestLevel(python))] ?? ".";
  const possible = ancestors(folder).filter((root) => within(highest, root) !== undefined);
  const names = importedTops(python);
  const votes = (root: string) => names.filter((name) => isImportable(tree, root, name)).length;
  let best = possible.includes(usual) ? usual : (possible[0] ?? ".");
  if (votes(best) > 0) return best;
  for (const root of possible) if (votes(root) > votes(best)) best = root;
  return best;
}

/** `from ..x import y` needs two packages around the file. */
function highestLevel(python: PythonFile): number {
  const levels = [
    ...python.scope.stars.map((star) => star.source.level),
    ...python.scope.bindings.map(({ value }) => (value.kind === "imported" ? value.source.level : 0)),
  ];
  return Math.max(0, ...levels);
}

/** The first names of the modules that a file imports absolutely. */
function importedTops(python: PythonFile): readonly string[] {
  const modules = python.scope.bindings.flatMap(({ value }) => {
    if (value.kind === "module") return [value.module];
    return value.kind === "imported" && value.source.level === 0 ? [value.source.path] : [];
  });
  const stars = python.scope.stars.flatMap(({ source }) => (source.level === 0 ? [source.path] : []));
  return [...new Set([...modules, ...stars].map((module) => module.split(".")[0] ?? module))];
}

function isImportable(tree: Tree, root: string, name: string): boolean {
  const path = join(root, name);
  return tree.has(`${path}.py`) || tree.has(join(path, "__init__.py")) || tree.pythonFolders.has(path);
}
