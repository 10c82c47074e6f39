import type { CallExpr, Expr, FunctionFact } from "../languages/python/facts";
import { frameIn, joinUrl, keyword, type Prefixes, positional } from "./blueprints";
import type { Resolver } from "./resolve";
import type { Source } from "./sources";

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

function isViewDecorator(decorator: Expr): boolean {
  const name = decoratorOf(decorator)?.name;
  return name !== undefined && viewDecorators.test(name);
}

/** The path of a GET route that tells whether the app is alive; the most telling name, and then the shortest path. */
export function findHealthPath(own: readonly Source[], resolver: Resolver, prefixes: Prefixes): string | null {
  const found: { readonly path: string; readonly rank: number }[] = [];
  const add = (path: string) => {
    const rank = healthNames.indexOf(lastPart(path));
    if (rank !== -1 && path.startsWith("/")) found.push({ path, rank });
  };
  for (const source of own) {
    if (!source.matches(healthWords)) continue;
    const { find } = source.python();
    for (const { function: view, within } of find.functions()) {
      if (isProtected(view)) continue;
      for (const decorator of view.decorators) {
        const { name, object, call } = decoratorOf(decorator) ?? {};
        if (call === undefined || object === undefined || (name !== "route" && name !== "get") || !answersGet(call))
          continue;
        const rule = ruleOf(call, 0);
        if (rule === undefined || !healthNames.includes(lastPart(rule))) continue;
        for (const prefix of prefixes(resolver.evaluate(object, frameIn(source, within)))) add(joinUrl(prefix, rule));
      }
    }
    for (const { call, within } of ["add_url_rule", "add_resource"].flatMap(find.calls)) {
      const { callee } = call;
      if (callee.kind !== "attribute" || !answersGet(call)) continue;
      const rule = ruleOf(call, callee.name === "add_resource" ? 1 : 0);
      if (rule === undefined || !healthNames.includes(lastPart(rule))) continue;
      const value =
        callee.name === "add_resource" ? undefined : resolver.evaluate(callee.object, frameIn(source, within));
      for (const prefix of prefixes(value)) add(joinUrl(prefix, rule));
    }
  }
  found.sort((a, b) => a.rank - b.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
  return found[0]?.path ?? null;
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
