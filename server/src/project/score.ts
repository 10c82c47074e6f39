import { nameOf, parentOf, within } from "../workspace/paths";
import { depthOf, type Found, isAside } from "./candidates";

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

/** How likely a candidate is the one to serve, from what it is and where; what the project says of it is added elsewhere. */
export function score(found: Found, all: readonly Found[]): number {
  const module = nameOf(found.source.path).replace(/\.(py|wsgi)$/, "");
  let points = { made: 100, imported: 78, factory: 70, guess: 20 }[found.how];
  // A factory that is imported is as good as where it is defined, and a name above it better to give.
  if (found.how === "imported" && found.target?.endsWith(")")) points = 66;
  // What a package re-exports is how it wants to be imported: `from .core import *` in `pkg/__init__.py`.
  const reexported = isReexport(found, all);
  if (reexported) points += 40;
  points += names[found.name] ?? (found.name.startsWith("_") ? -40 : 0);
  points += modules[module] ?? 0;
  points -= 5 * depthOf(found.source.path);
  if (isAside(found.source.path)) points -= 60;
  if (/test|mock|dummy|fake|example/i.test(found.name) || /test|dev_?server|debug|mock|example/i.test(module))
    points -= 30;
  if (found.how === "imported" && !reexported)
    points -= usesIt(found) ? 40 : module in modules && module !== "manage" ? 0 : 30;
  if ((found.value?.inner.length ?? 0) > 0) points += 10;
  if (runsAtImport(found)) points -= 80;
  return points;
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
function runsAtImport(found: Found): boolean {
  return found.source.python().scope.calls.some(({ call, guard }) => {
    if (guard === "main" || guard === "typing" || call.callee.kind !== "attribute") return false;
    const { name, object } = call.callee;
    const isServer =
      object.kind === "name" &&
      (object.name === found.name || /^(app|socketio|server|manager|application)$/.test(object.name));
    return isServer && /^(run|run_server|serve_forever)$/.test(name);
  });
}
