import { ancestors, join, nameOf, normalize, parentOf } from "../workspace/paths";
import type { Tree } from "../workspace/walk";
import { roleOf } from "./aside";
import { type Found, isCallableFactory } from "./candidates";
import { otherFrameworks } from "./frameworks";
import { pathOf } from "./layout";
import type { Resolver } from "./resolve";
import { moduleName, packageRoot, type Sources } from "./sources";
import type { Statement } from "./statements";
import type { Value } from "./values";

/** A candidate that the project itself names. */
export interface Stated {
  readonly found: Found;
  readonly statement: Statement;
  /** Whether the object is named, or only its module or program. */
  readonly exact: boolean;
}

/** The names that the `flask` command tries in a module, in its order. */
const flaskNames = ["app", "application", "create_app", "make_app"];

/** Matches what the project says with what its code has. A statement that matches nothing is not there. */
export function matchStatements(
  statements: readonly Statement[],
  candidates: readonly Found[],
  sources: Sources,
  resolver: Resolver,
): readonly Stated[] {
  return statements.flatMap((statement) => match(statement, candidates, sources, resolver) ?? []);
}

/** Whether the module that a command serves is in the project. */
export function isThere(statement: Statement, tree: Tree): boolean {
  const { served } = statement;
  return served.kind !== "target" || findModule(tree, served.module, placesOf(statement)) !== undefined;
}

/** The folders that a command may mean by where it stands, the likeliest first. */
function placesOf({ served, folder }: Statement): readonly string[] {
  const written = [served.folder, "."].flatMap((it) =>
    it === undefined ? [] : (normalize(join(folder, it.replace(/^\/+/, ""))) ?? []),
  );
  return [...written, ...ancestors(folder)];
}

function match(
  statement: Statement,
  candidates: readonly Found[],
  sources: Sources,
  resolver: Resolver,
): Stated | undefined {
  const { served } = statement;
  const places = placesOf(statement);
  switch (served.kind) {
    case "target": {
      const file = findModule(sources.tree, served.module, places);
      if (file === undefined) return undefined;
      const name = served.callable ?? "application";
      const found = statement.example
        ? candidates.find((it) => it.source.path === file.path && it.name === name.replace(/\(.*$/s, ""))
        : named(file, name, candidates, sources, resolver);
      if (found !== undefined) return { found, statement, exact: true };
      const other = inFile(file.path, candidates);
      return other === undefined ? undefined : { found: other, statement, exact: false };
    }
    case "flask": {
      const [module = "", callable] = served.app.split(/:(?![/\\])/);
      const file = findModule(sources.tree, module, places);
      if (file === undefined) return undefined;
      const found =
        callable === undefined ? inFile(file.path, candidates) : named(file, callable, candidates, sources, resolver);
      return found === undefined ? undefined : { found, statement, exact: true };
    }
    case "program": {
      const file = findModule(sources.tree, served.file, places);
      const found = file === undefined ? undefined : inFile(file.path, candidates);
      return found === undefined ? undefined : { found, statement, exact: false };
    }
    case "config":
      return undefined;
  }
}

interface ModuleFile {
  readonly path: string;
  /** The folder on Python's path, relative to the root. */
  readonly root: string;
}

/**
 * The file that a module, or a path of a Python file, means where a command runs. An image's folders are not the
 * project's, so where nothing is in place the file is looked for by the end of its path.
 */
function findModule(tree: Tree, module: string, places: readonly string[]): ModuleFile | undefined {
  const isPath = /\.(py|wsgi)$|\//.test(module);
  const path = isPath ? module.replace(/^\.?\/+/, "").replace(/\.py$/, "") : module.replace(/\./g, "/");
  if (path === "") return undefined;
  const endings = /\.wsgi$/.test(path) ? [path] : [`${path}.py`, `${path}/__init__.py`, `${path}/__main__.py`];
  for (const place of places.flatMap((it) => [it, join(it, "src")])) {
    for (const ending of endings) {
      const file = normalize(join(place, ending));
      if (file !== undefined && tree.has(file))
        return { path: file, root: isPath ? packageRoot(tree, parentOf(file)) : place };
    }
  }
  const names = isPath ? [...endings, ...endings.map(nameOf).filter((name) => !name.startsWith("__"))] : endings;
  for (const ending of names) {
    const file = tree.files.find((it) => it.endsWith(`/${ending}`) && roleOf(it) === "app");
    if (file !== undefined)
      return { path: file, root: isPath ? packageRoot(tree, parentOf(file)) : file.slice(0, -ending.length - 1) };
  }
  return undefined;
}

/** The candidate of a file that a program or the `flask` command would take. */
function inFile(path: string, candidates: readonly Found[]): Found | undefined {
  const own = candidates.filter(({ source }) => source.path === path);
  const order = ({ name }: Found) => (flaskNames.includes(name) ? flaskNames.indexOf(name) : flaskNames.length);
  return own.sort((a, b) => order(a) - order(b))[0];
}

/** `app`, `create_app()`, `create_app("production")` of a file; also where reading the code did not show that it is an app. */
function named(
  { path, root }: ModuleFile,
  callable: string,
  candidates: readonly Found[],
  sources: Sources,
  resolver: Resolver,
): Found | undefined {
  const name = callable.replace(/\(.*$/s, "").trim();
  const source = sources.get(path);
  const binding = source
    ?.python()
    .scope.bindings.filter((it) => it.name === name)
    .at(-1);
  const known = candidates.find((it) => it.source.path === path && it.name === name);
  if (source === undefined || (binding === undefined && known === undefined)) return undefined;
  const module = moduleName(path, root);
  const layout = module === undefined ? known?.layout : { module, ...pathOf(root) };
  if (layout === undefined) return undefined;
  const member = resolver.member(path, name);
  if (member?.kind !== "application" && known === undefined && isForeign(member, sources)) return undefined;
  const isFunction = member?.kind === "function";
  const value = isFunction ? resolver.result(member) : member;
  // A function with parameters is not a factory to call: it takes the request itself, as WSGI has it.
  const written = isFunction && !callable.includes("(") && isCallableFactory(member) ? `${name}()` : callable;
  return {
    source,
    name,
    at: known?.at ?? binding?.from ?? 0,
    target: `${layout.module}:${written}`,
    layout,
    how: known?.how ?? (isFunction ? "factory" : "made"),
    value: known?.value ?? (value?.kind === "application" ? value : undefined),
    identity: known?.identity ?? `${path}:${name}`,
  };
}

/** What cannot be judged is taken at the project's word, unless it is another framework's or nothing here is Flask's. */
function isForeign(member: Value | undefined, sources: Sources): boolean {
  const isOther =
    member?.kind === "object" && member.type.kind === "external" && otherFrameworks.test(member.type.name);
  return isOther || !sources.all.some((it) => it.mentions("lask", "werkzeug"));
}
