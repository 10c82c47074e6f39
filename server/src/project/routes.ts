import type { CallExpr, Expr, FunctionFact } from "../languages/python/facts";
import { frameIn, isBlueprint, joinUrl, keyword, type Prefixes, positional } from "./blueprints";
import type { Constants } from "./constants";
import type { Resolver } from "./resolve";
import type { Source } from "./sources";
import { type ApplicationValue, type Frame, identity } from "./values";

/** Decorators that hang a function on an application or a blueprint. */
const viewDecorators =
  /^(route|get|post|put|patch|delete|before_request|after_request|teardown_request|errorhandler|app_errorhandler|before_app_request|after_app_request|endpoint)$/;

/** Last parts of paths that ask whether an app is alive, the most usual first. */
const healthNames = [
  "healthz",
  "health",
  "livez",
  "_health",
  "health-check",
  "health_check",
  "healthcheck",
  "live",
  "liveness",
  "alive",
  "readyz",
  "ready",
  "readiness",
  "ping",
  "heartbeat",
  "__heartbeat__",
  "__lbheartbeat__",
  "up",
  "status",
  "_status",
];

/** What a file with such a route has in it. */
const healthWords = new RegExp(`/(${healthNames.join("|")})/?["']`, "i");

/** The decorator's call and name: `@bp.get("/x")` is `get`. */
function decoratorOf(decorator: Expr): { name: string; object: Expr; call: CallExpr | undefined } | undefined {
  const call = decorator.kind === "call" ? decorator : undefined;
  const callee = call?.callee ?? decorator;
  return callee.kind === "attribute" ? { name: callee.name, object: callee.object, call } : undefined;
}

/** Whether any view, hook or error handler is `async def`. */
export function hasAsyncViews(own: readonly Source[]): boolean {
  return own.some(
    (source) =>
      source.mentions("async def") &&
      source.mentions("lask") &&
      source
        .python()
        .find.functions()
        .some(({ function: it }) => it.async && it.decorators.some(isViewDecorator)),
  );
}

const isViewDecorator = (decorator: Expr): boolean => viewOf(decorator) !== undefined;

/** What a decorator hangs a view, hook or error handler on; undefined where it is no such decorator. */
export function viewOf(decorator: Expr): Expr | undefined {
  const { name, object } = decoratorOf(decorator) ?? {};
  return name !== undefined && viewDecorators.test(name) ? object : undefined;
}

/** What is needed to say under which URLs a route is reached. */
export interface Routing {
  readonly resolver: Resolver;
  readonly constants: Constants;
  readonly prefixes: Prefixes;
  /** The application that is served, if that is known. */
  readonly application: ApplicationValue | undefined;
}

/** The path of a GET route that tells whether the app is alive; the most telling name, and then the shortest path. */
export function findHealthPath(own: readonly Source[], routing: Routing): string | null {
  const found: { readonly path: string; readonly rank: number }[] = [];
  const add = (rule: string | undefined, on: Expr, frame: Frame) => {
    if (rule === undefined || !healthNames.includes(lastPart(rule))) return;
    for (const prefix of reachedUnder(on, frame, routing)) {
      const path = joinUrl(prefix, rule);
      if (path.startsWith("/")) found.push({ path, rank: healthNames.indexOf(lastPart(path)) });
    }
  };
  for (const source of own) {
    if (!source.isAmong(healthWords, "/")) continue;
    const { find } = source.python();
    for (const { function: view, within } of find.functions()) {
      if (isProtected(view)) continue;
      for (const decorator of view.decorators) {
        const { name, object, call } = decoratorOf(decorator) ?? {};
        if (call === undefined || object === undefined || (name !== "route" && name !== "get")) continue;
        if (answersGet(call)) add(ruleOf(call, 0), object, frameIn(source, within));
      }
    }
    for (const { call, within } of ["add_url_rule", "add_resource"].flatMap(find.calls)) {
      const { callee } = call;
      if (callee.kind !== "attribute" || !answersGet(call)) continue;
      add(ruleOf(call, callee.name === "add_resource" ? 1 : 0), callee.object, frameIn(source, within));
    }
  }
  found.sort((a, b) => a.rank - b.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
  return found[0]?.path ?? null;
}

/** The prefixes of what a route hangs on: the app's own is "", and there are none where it is not sure. */
function reachedUnder(on: Expr, frame: Frame, routing: Routing): readonly string[] {
  const { resolver, constants, prefixes, application } = routing;
  const value = resolver.evaluate(on, frame);
  if (value === undefined) {
    // `def add_routes(app): @app.get("/health")`.
    return on.kind === "name" && /app|server/i.test(on.name) ? [""] : [];
  }
  if (value.kind === "application") return application === undefined || isPartOf(value, application) ? [""] : [];
  if (isBlueprint(value)) return prefixes(value);
  if (value.kind !== "object" || value.type.kind !== "external" || !value.type.name.endsWith("Api")) return [];
  // Flask-RESTful and Flask-RESTX: Api(app_or_blueprint, prefix="/api").
  const prefix = keyword(value.call, "prefix");
  const own = prefix === undefined ? "" : constants(prefix, value.frame);
  const parent = positional(value.call, 0) ?? keyword(value.call, "app");
  const outer = prefixes(parent === undefined ? undefined : resolver.evaluate(parent, value.frame));
  return typeof own === "string" ? outer.map((it) => joinUrl(it, own)) : [];
}

function isPartOf(value: ApplicationValue, whole: ApplicationValue): boolean {
  return identity(value) === identity(whole) || whole.inner.some((it) => isPartOf(value, it));
}

function ruleOf(call: CallExpr, index: number): string | undefined {
  const rule = keyword(call, "rule") ?? positional(call, index);
  return rule?.kind === "string" && !rule.value.includes("<") ? rule.value : undefined;
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1)?.toLowerCase() ?? "";
}

function answersGet(call: CallExpr): boolean {
  const methods = keyword(call, "methods");
  if (methods?.kind !== "list" && methods?.kind !== "tuple") return methods === undefined;
  return methods.items.some((method) => method.kind === "string" && method.value.toUpperCase() === "GET");
}

/** A view that asks for a login answers the health check with a redirect. */
function isProtected(view: FunctionFact): boolean {
  return view.decorators.some((decorator) => {
    const callee = decorator.kind === "call" ? decorator.callee : decorator;
    const name = callee.kind === "name" || callee.kind === "attribute" ? callee.name : "";
    return /login|auth|required|permission|token|admin/i.test(name);
  });
}
