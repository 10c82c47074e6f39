import type { CallExpr, Expr, Scope } from "../languages/python/facts";
import { join } from "../workspace/paths";
import { keyword } from "./blueprints";
import { variablesRead } from "./environment";
import type { Layout } from "./layout";
import type { CeleryApp } from "./project";
import { moduleName, type Source, type Sources } from "./sources";

const celeryWord = /\b[Cc]elery|extensions\[|broker_url|BROKER_URL/;
const taskWord = /\.task\b|shared_task/;

/** Settings that say where tasks wait, by every name that Celery and its users have for them. */
const brokerSettings = ["broker_url", "BROKER_URL", "CELERY_BROKER_URL"];

/** A name that a module gives to a Celery app as it is imported, and where the app itself comes from. */
interface Named {
  readonly source: Source;
  readonly name: string;
  /** `flask_app.extensions["celery"]` is whole; one that the module makes is so where nothing else has to run first. */
  readonly from: "extensions" | "function" | "here";
}

/**
 * The Celery app that `celery -A` can be given, as in Flask's documentation: taken from the extensions of a Flask app,
 * returned by a function that is given the app, or made where it stands. Undefined where there are several, where an
 * application factory completes it (a worker would not call that), or where nothing says what its tasks are.
 * @param target what Gunicorn serves
 */
export function findCelery(
  own: readonly Source[],
  sources: Sources,
  layout: Layout,
  target: string,
): CeleryApp | undefined {
  const files = own.filter((source) => source.isAmong(celeryWord));
  const named = files.flatMap((source) => namedIn(source, sources));
  const whole = named.filter(({ from }) => from === "extensions");
  const [app, ...others] = whole.length > 0 ? whole : named;
  if (app === undefined || others.length > 0) return undefined;
  if (app.from === "here" && target.includes("(")) return undefined;
  const root = join(layout.workingDirectory, layout.pythonPath);
  const module = moduleName(app.source.path, root);
  if (module === undefined) return undefined;
  const tasks = own.filter((source) => source.isAmong(taskWord) && definesTasks(source));
  if (tasks.length === 0) return undefined;
  // A factory imports what its views ask for.
  const beside = whole.length > 0 ? [] : tasks.filter(({ path }) => path !== app.source.path);
  const modules = beside.flatMap(({ path }) => moduleName(path, root) ?? []);
  if (modules.length < beside.length) return undefined;
  return { target: `${module}:${app.name}`, modules, ...brokerOf(files) };
}

function namedIn(source: Source, sources: Sources): readonly Named[] {
  return source.python().scope.bindings.flatMap(({ name, guard, value }): readonly Named[] => {
    if (guard !== "none" || value.kind !== "expression" || value.item !== undefined) return [];
    const { expression } = value;
    if (isExtension(expression)) return [{ source, name, from: "extensions" }];
    if (expression.kind !== "call") return [];
    if (isCelery(expression, source)) return [{ source, name, from: "here" }];
    return givesCelery(expression, source, sources) ? [{ source, name, from: "function" }] : [];
  });
}

/** `flask_app.extensions["celery"]`. */
const isExtension = (it: Expr): boolean =>
  it.kind === "subscript" &&
  it.object.kind === "attribute" &&
  it.object.name === "extensions" &&
  it.index.kind === "string" &&
  it.index.value === "celery";

/** `Celery(...)` or `celery.Celery(...)`, by the imports of the file. */
function isCelery({ callee }: CallExpr, source: Source): boolean {
  const { bindings } = source.python().scope;
  const bound = (name: string) => bindings.filter((it) => it.name === name).at(-1)?.value;
  if (callee.kind === "name") {
    const value = bound(callee.name);
    return value?.kind === "imported" && value.source.path === "celery" && value.name === "Celery";
  }
  if (callee.kind !== "attribute" || callee.name !== "Celery" || callee.object.kind !== "name") return false;
  const value = bound(callee.object.name);
  return value?.kind === "module" && value.module === "celery";
}

/** `celery_init_app(app)`: a function of the project that makes one and returns it. */
function givesCelery({ callee }: CallExpr, source: Source, sources: Sources): boolean {
  if (callee.kind !== "name") return false;
  const value = source.python().scope.bindings.findLast(({ name }) => name === callee.name)?.value;
  if (value?.kind === "function") return returnsCelery(value.function.scope(), source);
  if (value?.kind !== "imported") return false;
  const path = sources.find(source.path, value.source.level, value.source.path);
  const from = path === undefined ? undefined : sources.get(path);
  const made = from?.python().scope.bindings.findLast(({ name }) => name === value.name)?.value;
  return from !== undefined && made?.kind === "function" && returnsCelery(made.function.scope(), from);
}

const returnsCelery = ({ returns, bindings }: Scope, source: Source): boolean =>
  returns.some((it) => {
    if (it.kind !== "name") return false;
    const value = bindings.find(({ name }) => name === it.name)?.value;
    return value?.kind === "expression" && value.expression.kind === "call" && isCelery(value.expression, source);
  });

/** `@celery.task`, `@shared_task(ignore_result=False)`. */
function definesTasks(source: Source): boolean {
  return source
    .python()
    .find.functions()
    .some(({ function: it }) =>
      it.decorators.some((decorator) => {
        const named = decorator.kind === "call" ? decorator.callee : decorator;
        return (
          (named.kind === "name" && named.name === "shared_task") ||
          (named.kind === "attribute" && named.name === "task")
        );
      }),
    );
}

/** What the code says of where tasks wait; a reference to another setting says nothing by itself. */
function brokerOf(files: readonly Source[]): Pick<CeleryApp, "brokerVariables" | "brokerUrls"> {
  const values = files.flatMap((source) => {
    const { find } = source.python();
    const given = find.calls("Celery").flatMap(({ call }) => keyword(call, "broker") ?? []);
    const set = brokerSettings.flatMap(find.settings).map(({ value }) => value);
    return [...given, ...set].map((value) => ({ source, value: named(value, source) }));
  });
  const read = values.map(({ source, value }) => ({ value, variables: variablesRead(source, value) }));
  const literal = read.filter(({ variables }) => variables.length === 0).map(({ value }) => value);
  return {
    brokerVariables: [...new Set(read.flatMap(({ variables }) => variables))],
    brokerUrls: literal.flatMap((it) => (it.kind === "string" ? [it.value] : [])),
  };
}

/** What a name of the module stands for. */
function named(value: Expr, source: Source): Expr {
  if (value.kind !== "name") return value;
  const bound = source.python().scope.bindings.findLast(({ name }) => name === value.name)?.value;
  return bound?.kind === "expression" && bound.item === undefined ? bound.expression : value;
}
