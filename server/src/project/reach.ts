import type { Scope } from "../languages/python/facts";
import { ancestors, join, parentOf } from "../workspace/paths";
import type { Found } from "./candidates";
import type { Resolver } from "./resolve";
import type { Source, Sources } from "./sources";
import { identity } from "./values";

/**
 * Files that importing one file runs, also by way of others, the nearest first; those imported inside functions count, as
 * factories do that.
 * @param most no further file is looked into once so many are found
 */
export type Reach = (path: string, most?: number) => ReadonlySet<string>;

/** What hangs views on an app is close to it. */
const mostFiles = 150;

/** One for a project: what a file imports is found out once. */
export function createReach(sources: Sources): Reach {
  const known = new Map<string, ReadonlySet<string>>();
  const direct = new Map<string, readonly string[]>();

  const importsOf = (path: string): readonly string[] => {
    const source = sources.get(path);
    if (source === undefined) return [];
    let found = direct.get(path);
    if (found === undefined) {
      found = importedFiles(source, sources);
      direct.set(path, found);
    }
    return found;
  };

  return (path, most = mostFiles) => {
    const key = `${most} ${path}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const reached = new Set<string>([path]);
    for (const at of reached) {
      if (reached.size > most) break;
      for (const next of importsOf(at)) reached.add(next);
    }
    known.set(key, reached);
    return reached;
  };
}

function importedFiles(source: Source, sources: Sources): readonly string[] {
  const { scope, find } = source.python();
  const scopes = [scope, ...find.functions().map(({ function: it }) => it.scope())];
  const found = scopes.flatMap((it) => importsIn(it, source.path, sources));
  // Importing `pkg.sub.module` runs the packages around it first.
  const around = [source.path, ...found].flatMap((path) =>
    ancestors(parentOf(path)).map((folder) => join(folder, "__init__.py")),
  );
  return [...new Set([...found, ...around])].filter((path) => sources.get(path) !== undefined);
}

function importsIn(scope: Scope, path: string, sources: Sources): readonly string[] {
  const named = scope.bindings.flatMap(({ value, guard }) => {
    if (guard === "main" || guard === "typing") return [];
    if (value.kind === "module") return [sources.find(path, 0, value.path)];
    if (value.kind !== "imported") return [];
    const { level, path: module } = value.source;
    const submodule = module === "" ? value.name : `${module}.${value.name}`;
    return [sources.find(path, level, module), sources.find(path, level, submodule)];
  });
  const starred = scope.stars.map(({ source }) => sources.find(path, source.level, source.path));
  return [...named, ...starred].filter((it) => it !== undefined);
}

const hangsViews = /@\w*(app|server)\w*\.(route|get|post|put|delete|patch|errorhandler)\(/;

/** The files that import an application and hang views on it, by the application's identity. */
export function findUsers(own: readonly Source[], resolver: Resolver): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const source of own) {
    if (!source.isAmong(hangsViews, "@")) continue;
    const names = new Set<string>();
    for (const { function: view } of source.python().find.functions()) {
      for (const decorator of view.decorators) {
        const callee = decorator.kind === "call" ? decorator.callee : decorator;
        if (callee.kind !== "attribute" || callee.object.kind !== "name") continue;
        if (isImported(source, callee.object.name)) names.add(callee.object.name);
      }
    }
    for (const name of names) {
      const value = resolver.member(source.path, name);
      if (value?.kind === "application")
        users.set(identity(value), [...(users.get(identity(value)) ?? []), source.path]);
    }
  }
  return users;
}

function isImported(source: Source, name: string): boolean {
  const { bindings } = source.python().scope;
  return bindings.every((it) => it.name !== name || it.value.kind === "imported");
}

/** Whether another way to the same application runs files with views that this one leaves out. */
export function leavesViewsOut(
  found: Found,
  all: readonly Found[],
  users: ReadonlyMap<string, readonly string[]>,
  reach: Reach,
): boolean {
  const { value } = found;
  const files = value === undefined ? undefined : users.get(identity(value));
  if (value === undefined || files === undefined) return false;
  const covered = (it: Found) => files.filter((path) => reach(it.source.path).has(path)).length;
  const own = covered(found);
  if (own === files.length) return false;
  const others = all.filter((it) => it !== found && it.value !== undefined && identity(it.value) === identity(value));
  return others.some((it) => covered(it) > own);
}
