import type { Expr } from "../languages/python/facts";
import { nameOf, parentOf, within } from "../workspace/paths";
import { depthOf, type Found } from "./candidates";
import { identity } from "./values";

/** Points of the callable's name: what people and servers call it. */
const names: Readonly<Record<string, number>> = {
  app: 10,
  application: 12,
  server: 6,
  wsgi_app: 5,
  wsgi: 5,
  flask_app: 5,
  create_app: 10,
  make_app: 8,
  build_app: 6,
  get_app: 4,
};

/** Points of the module's name. */
const modules: Readonly<Record<string, number>> = {
  wsgi: 40,
  passenger_wsgi: 30,
  app: 20,
  application: 20,
  main: 18,
  server: 16,
  run: 14,
  web: 12,
  index: 12,
  api: 10,
  site: 10,
  __init__: 16,
  manage: -30,
  cli: -20,
  shell: -30,
  celery: -30,
  celery_app: -30,
  tasks: -30,
  worker: -30,
  celery_worker: -30,
  dev: -15,
  debug: -15,
  asgi: -40,
};

/** Folders of programs beside the app. */
const besides = /(^|\/)(bin|scripts?|tools?|utils?|contrib|commands?|devtools|dev|hack|ops|cli)\//i;

/** What is known of a project when its candidates are compared. */
export interface Field {
  readonly all: readonly Found[];
  readonly leavesViewsOut: (found: Found) => boolean;
}

/** How likely a candidate is the one to serve, from what it is and where; what the project says of it is added elsewhere. */
export function score(found: Found, field: Field): number {
  const { path } = found.source;
  const module = nameOf(path).replace(/\.(py|wsgi)$/, "");
  let points = basePoints(found, field.all);
  points += names[found.name] ?? (found.name.startsWith("_") ? -40 : 0);
  points += modules[module] ?? (/celery|tasks?$|worker|shell|command|cli$/i.test(module) ? -40 : 0);
  points -= 5 * depthOf(path);
  if (found.source.role !== "app") points -= 60;
  else if (besides.test(path)) points -= 30;
  if (/test|mock|dummy|fake|example/i.test(found.name) || /test|dev_?server|debug|mock|example/i.test(module))
    points -= 30;
  if ((found.value?.inner.length ?? 0) > 0) points += 10;
  if (runsAtImport(found)) points -= 80;
  if (field.leavesViewsOut(found)) points -= 60;
  return points + pagesOf(found);
}

function basePoints(found: Found, all: readonly Found[]): number {
  switch (found.how) {
    case "made":
      return isPrivateUse(found) ? 70 : 100;
    case "factory":
      // One that finishes the application of its own module, which is nothing without it.
      return finishesModule(found, all) ? 110 : 70;
    case "guess":
      return found.target?.endsWith(")") === true ? 20 : 55;
    case "imported":
      if (isReexport(found, all)) return found.target?.endsWith(")") === true ? 106 : 118;
      return importedPoints(found);
  }
}

/** A module inside a package, of another purpose by its name, that calls the project's factory for its own use: a worker, a cache. */
function isPrivateUse({ source, value, name }: Found): boolean {
  const module = nameOf(source.path).replace(/\.(py|wsgi)$/, "");
  const elsewhere = value !== undefined && value.frame.source !== source;
  return elsewhere && depthOf(source.path) > 0 && !(module in modules) && name !== "app" && name !== "application";
}

/** A factory that returns the application that its module has made outside of it. */
function finishesModule(factory: Found, all: readonly Found[]): boolean {
  const { value, source } = factory;
  const own = source.python().scope.bindings.find((it) => it.name === factory.name)?.value;
  if (value === undefined || own?.kind !== "function" || value.frame.source !== source) return false;
  const inside = value.call.from >= own.function.from && value.call.to <= own.function.to;
  return !inside && all.some((it) => it.how === "made" && it.source === source && sameApplication(it, factory));
}

/** A name that a module only passes on is better where it is made, unless the module is made to be served. */
function importedPoints(found: Found): number {
  const module = nameOf(found.source.path).replace(/\.(py|wsgi)$/, "");
  const base = found.target?.endsWith(")") === true ? 66 : 78;
  if (usesIt(found)) return base - 40;
  if (module === "wsgi") return base + 5;
  return module in modules && module !== "manage" ? base : base - 30;
}

function isRoute(decorator: Expr): boolean {
  const callee = decorator.kind === "call" ? decorator.callee : decorator;
  return callee.kind === "attribute" && /^(route|get|post)$/.test(callee.name);
}

function sameApplication(a: Found, b: Found): boolean {
  return a.value !== undefined && b.value !== undefined && identity(a.value) === identity(b.value);
}

/** Views and blueprints that the module itself hangs on: of two applications the larger one is likelier the project's. */
function pagesOf(found: Found): number {
  if (found.how !== "made" || found.value === undefined) return 0;
  const { find } = found.source.python();
  const views = find
    .functions()
    .flatMap(({ function: it }) => it.decorators)
    .filter(isRoute).length;
  const pages = views + ["register_blueprint", "add_url_rule"].flatMap(find.calls).length;
  return 2 * Math.floor(Math.log2(Math.min(pages, 31) + 1));
}

/** A package that gives out, under its own name, what one of its modules makes. */
function isReexport(found: Found, all: readonly Found[]): boolean {
  if (found.how !== "imported" || nameOf(found.source.path) !== "__init__.py" || usesIt(found)) return false;
  const folder = parentOf(found.source.path);
  return all.some(
    (it) => it.identity === found.identity && it.how !== "imported" && within(it.source.path, folder) !== undefined,
  );
}

/** A module that hangs its views on an application it imports is a part of it. */
function usesIt(found: Found): boolean {
  return found.source
    .python()
    .find.functions()
    .some(({ function: { decorators } }) =>
      decorators.some((decorator) => {
        const callee = decorator.kind === "call" ? decorator.callee : decorator;
        return callee.kind === "attribute" && callee.object.kind === "name" && callee.object.name === found.name;
      }),
    );
}

/** Importing it would start a development server and never come back. */
export function runsAtImport(found: Found): boolean {
  return found.source.python().scope.calls.some(({ call, guard }) => {
    if (guard === "main" || guard === "typing" || call.callee.kind !== "attribute") return false;
    const { name, object } = call.callee;
    const isServer =
      object.kind === "name" &&
      (object.name === found.name || /^(app|socketio|server|manager|application)$/.test(object.name));
    return isServer && /^(run|run_server|serve_forever)$/.test(name);
  });
}
