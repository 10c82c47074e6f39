import type { Binding, CallExpr, FunctionFact } from "../languages/python/facts";
import { nameOf, parentOf } from "../workspace/paths";
import {
  answersItself,
  applicationNames,
  factoryNames,
  madeByFlask,
  madeByOthers,
  wrapsApplication,
} from "./frameworks";
import { type Layout, layoutOf } from "./layout";
import type { Resolver } from "./resolve";
import type { Source, Sources } from "./sources";
import { type ApplicationValue, type FunctionValue, identity } from "./values";

/** An object or function of a module that a WSGI server could be given. */
export interface Found {
  readonly source: Source;
  readonly name: string;
  /** Offset of the name in its file. */
  readonly at: number;
  /** `pkg:app`, or `pkg:create_app()`; undefined where the file cannot be imported. */
  readonly target: string | undefined;
  readonly layout: Layout | undefined;
  readonly how: How;
  readonly value: ApplicationValue | undefined;
  /** The same for two names of one application or factory. */
  readonly identity: string;
}

export type How =
  /** The module makes the application. */
  | "made"
  /** The module imports it from another of the project. */
  | "imported"
  /** A function that can be called without arguments. */
  | "factory"
  /** A function or variable of a telling name, of which no more is known. */
  | "guess";

/** Files that servers are usually pointed at; looked into even where they do not mention Flask. */
const entryNames =
  /^(wsgi|app|application|main|server|run|web|index|passenger_wsgi|\w*wsgi|run_?\w*|\w*_app|\w*server)\.py$|\.wsgi$/i;
/** What a package that gives out an application of one of its modules mentions. */
const exported =
  /^[ \t]*(from|import)\b[^\n]*(\*|\b(?!current_app\b)(\w*app|application|server)\b)|^[ \t]*(?!current_app\b)(\w*app|application|server)\b/m;
const deepestPackage = 3;
const callables = ["app", "application", "server", "wsgi_app", "wsgi", "flask_app", ...factoryNames];

/** Every candidate; those of docs and examples only where there is no other, those of tests never. */
export function findCandidates(sources: Sources, resolver: Resolver): readonly Found[] {
  const own = sources.all.filter(({ role }) => role === "app");
  const found = among(own, sources, resolver);
  if (found.length > 0) return found;
  const others = sources.all.filter(({ role }) => role === "aside");
  return among(others, sources, resolver);
}

function among(all: readonly Source[], sources: Sources, resolver: Resolver): readonly Found[] {
  const first = all.filter(mayHoldApplication);
  const found = first.flatMap((source) => candidatesOf(source, sources, resolver));
  // Whoever calls a factory of the project makes an application, under whatever name.
  const makers = new Set(first.flatMap((source) => factoriesOf(source, resolver)));
  if (makers.size === 0) return found;
  const calls = new RegExp(`\\b(${[...makers].join("|")})\\(`);
  const callers = all.filter((source) => source.isAmong(calls) && !first.includes(source));
  return [...found, ...callers.flatMap((source) => candidatesOf(source, sources, resolver))];
}

function mayHoldApplication(source: Source): boolean {
  const name = nameOf(source.path);
  if (entryNames.test(name) || source.isAmong(madeByOthers)) return true;
  if (source.mentions("lask") && source.matches(madeByFlask)) return true;
  return name === "__init__.py" && depthOf(source.path) <= deepestPackage && source.matches(exported);
}

function factoriesOf(source: Source, resolver: Resolver): readonly string[] {
  return source.python().scope.bindings.flatMap(({ name, value }) => {
    if (value.kind !== "function" || !mentionsApplication(value.function, source)) return [];
    const member = resolver.member(source.path, name);
    return member?.kind === "function" && resolver.result(member)?.kind === "application" ? [name] : [];
  });
}

function candidatesOf(source: Source, sources: Sources, resolver: Resolver): readonly Found[] {
  const { scope } = source.python();
  const names = new Map<string, Binding | undefined>();
  const lazy = scope.bindings.some(({ name }) => name === "__getattr__");
  if (scope.stars.length > 0 || lazy) for (const name of callables) names.set(name, undefined);
  for (const binding of scope.bindings) {
    if (binding.guard === "none" || binding.guard === "branch") names.set(binding.name, binding);
  }
  const globals = scope.bindings.flatMap(({ value }) =>
    value.kind === "function" ? value.function.scope().globals : [],
  );
  for (const name of globals) if (!names.has(name)) names.set(name, undefined);

  let layout: Layout | undefined;
  return [...names].flatMap(([name, binding]) => {
    if (!mayBeApplication(name, binding, source)) return [];
    const member = resolver.member(source.path, name);
    const how = howOf(name, binding, member, source, resolver);
    if (how === undefined) return [];
    layout ??= layoutOf(source, sources.tree);
    return [describe(source, name, binding, member, how, layout, resolver)];
  });
}

/** Whether it is worth following: an import or call of a telling name, or something made right here. */
function mayBeApplication(name: string, binding: Binding | undefined, source: Source): boolean {
  const value = binding?.value;
  if (value === undefined || applicationNames.test(name)) return true;
  switch (value.kind) {
    case "imported":
      return applicationNames.test(value.name);
    case "function":
      return mentionsApplication(value.function, source);
    case "expression": {
      if (value.expression.kind !== "call")
        return value.expression.kind === "name" && applicationNames.test(value.expression.name);
      const { callee } = value.expression;
      if (callee.kind !== "name" && callee.kind !== "attribute") return false;
      const local =
        callee.kind === "name" &&
        source.python().scope.bindings.some((it) => it.name === callee.name && it.value.kind !== "imported");
      return local || applicationNames.test(callee.name) || wrapsApplication(callee.name);
    }
    default:
      return false;
  }
}

function mentionsApplication(fact: FunctionFact, source: Source): boolean {
  return (
    applicationNames.test(fact.name) ||
    /Flask|\b\w*app(lication)?\b|wsgi/.test(source.python().text.slice(fact.from, fact.to))
  );
}

type Member = ReturnType<Resolver["member"]>;

function howOf(
  name: string,
  binding: Binding | undefined,
  member: Member,
  source: Source,
  resolver: Resolver,
): How | undefined {
  // A name without a binding comes by `from x import *`, or is a global that a function of the module assigns.
  const imported =
    binding === undefined
      ? source.python().scope.stars.length > 0
      : binding.value.kind === "imported" || binding.value.kind === "module";
  if (member?.kind === "application") return imported ? "imported" : "made";
  if (member?.kind === "function") {
    if (!isCallableFactory(member)) return undefined;
    const value = resolver.result(member);
    // A module that imports a factory does so to call it; a package may give it out as its own.
    if (imported && nameOf(source.path) !== "__init__.py") return undefined;
    if (value?.kind === "application") return "factory";
    const told = !imported && factoryNames.has(name) && value === undefined && member.fact.scope().returns.length > 0;
    return told ? "guess" : undefined;
  }
  if (dashOf(member) !== undefined) return imported ? undefined : "guess";
  const call =
    binding?.value.kind === "expression" && binding.value.expression.kind === "call"
      ? binding.value.expression
      : undefined;
  return member === undefined && call !== undefined && guessedNames.has(name) && isFactoryCall(call)
    ? "guess"
    : undefined;
}

/** A Dash app, as the application that it is in newer versions. */
function dashOf(member: Member): ApplicationValue | undefined {
  if (member?.kind !== "object" || member.type.kind !== "external" || !answersItself.test(member.type.name))
    return undefined;
  return { kind: "application", call: member.call, frame: member.frame, maker: "dash.Dash", inner: [] };
}

const guessedNames = new Set(["app", "application", "wsgi_app", "flask_app"]);

/** `app = create_app(...)` where the function's own code says nothing. */
function isFactoryCall({ callee }: CallExpr): boolean {
  return (callee.kind === "name" || callee.kind === "attribute") && factoryNames.has(callee.name);
}

/** Can be called without arguments, as `gunicorn "pkg:create_app()"` does, and is not a fixture or a command. */
export function isCallableFactory({ fact }: FunctionValue): boolean {
  if (fact.async || fact.scope().yields) return false;
  if (fact.parameters.some((it) => (it.kind === "plain" || it.kind === "keyword") && it.default === undefined))
    return false;
  return fact.decorators.every((decorator) => {
    const callee = decorator.kind === "call" ? decorator.callee : decorator;
    return callee.kind === "name" || callee.kind === "attribute"
      ? !/fixture|command|route|task|contextmanager/.test(callee.name)
      : false;
  });
}

function describe(
  source: Source,
  name: string,
  binding: Binding | undefined,
  member: Member,
  how: How,
  layout: Layout | undefined,
  resolver: Resolver,
): Found {
  const value = member?.kind === "function" ? resolver.result(member) : member;
  const application = value?.kind === "application" ? value : dashOf(member);
  const callable = member?.kind === "function" ? `${name}()` : name;
  const own = member?.kind === "function" ? `${member.frame.source.path}:${member.fact.from}` : undefined;
  return {
    source,
    name,
    at: binding?.from ?? 0,
    target: layout === undefined ? undefined : `${layout.module}:${callable}`,
    layout,
    how: how === "factory" && own !== undefined && !own.startsWith(`${source.path}:`) ? "imported" : how,
    value: application,
    identity: own ?? (application === undefined ? `${source.path}:${name}` : identity(application)),
  };
}

/** Where a file is in the project: how many folders deep, `src` not counted. */
export function depthOf(path: string): number {
  const folder = parentOf(path);
  return folder === "." ? 0 : folder.split("/").filter((name) => name !== "src").length;
}
