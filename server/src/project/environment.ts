import type { Binding, CallExpr, Expr } from "../languages/python/facts";
import { frameIn, keyword, positional } from "./blueprints";
import type { Constants } from "./constants";
import type { EnvironmentVariable } from "./project";
import type { Source } from "./sources";

/** Variables of the machine and of the tools around the app, which are not the app's to ask for. */
const foreign =
  /^(PATH|HOME|USER|USERNAME|LOGNAME|PWD|SHELL|LANG|LC_\w+|TERM|TMP|TEMP|TMPDIR|HOSTNAME|PYTHON\w*|VIRTUAL_ENV|WERKZEUG_\w+|FLASK_APP|FLASK_ENV|FLASK_DEBUG|FLASK_RUN_\w+|SERVER_SOFTWARE|GUNICORN_CMD_ARGS|UWSGI_\w+|LISTEN_FDS|LISTEN_PID|PYTEST_\w+|COVERAGE_\w+|GITHUB_\w+|KUBERNETES_\w+|SSH_\w+|NO_COLOR|EDITOR|VISUAL|(HTTPS?|NO|ALL)_PROXY|(https?|no|all)_proxy|APPDATA|LOCALAPPDATA|CI|GITHUB_ACTIONS|DYNO|XDG_\w+|DISPLAY)$/;

const secret =
  /(SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|SALT|APIKEY|(^|_)(PASS|PWD|KEY|KEYS|DSN|AUTH)$|^DATABASE_UR[IL]$|_DATABASE_UR[IL]$|(DB|REDIS|MONGO\w*|BROKER|RABBITMQ|AMQP|POSTGRES\w*|MYSQL|CACHE)_UR[IL]$)/i;

/** A project that reads its environment in more code than this (some 50,000 lines) has it in no one place to list. */
const mostCharacters = 2_000_000;

/** Every variable that the code reads from its environment; of a very large project those of the files nearest to the top. */
export function findEnvironment(own: readonly Source[], constants: Constants): readonly EnvironmentVariable[] {
  const found = new Map<string, EnvironmentVariable>();
  const signing = new Set<string>();
  const add = (name: string | undefined, required: boolean, value?: string) => {
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name) || foreign.test(name)) return;
    const known = found.get(name);
    const fallback = known?.default ?? value;
    found.set(name, {
      name,
      ...(fallback === undefined ? {} : { default: fallback }),
      required: (known?.required ?? false) || required,
      secret: secret.test(name),
    });
  };
  let parsed = 0;
  for (const source of own) {
    if (parsed > mostCharacters) break;
    if (!source.mentions("environ", "getenv", "decouple")) continue;
    const { find, text: code } = source.python();
    parsed += code.length;
    const readers = configReaders(source);
    // What the same file tests for, or reads with a fallback, it can do without.
    const optional = new Set(
      find
        .memberships("environ")
        .filter((it) => isEnviron(it.container, readers))
        .map((it) => it.value),
    );
    const required: string[] = [];
    for (const subscript of find.subscripts("environ")) {
      const name = text(subscript.index);
      if (name !== undefined && isEnviron(subscript.object, readers)) required.push(name);
    }
    for (const { call, within } of readerNames(readers).flatMap(find.calls)) {
      const reader = readerOf(call, readers);
      if (reader === undefined) continue;
      const name = text(positional(call, 0) ?? keyword(call, "key"));
      const given = keyword(call, "default") ?? (reader === "decouple" ? undefined : positional(call, 1));
      const value = given === undefined ? undefined : constants(given, frameIn(source, within));
      if (reader === "environ" && name !== undefined) optional.add(name);
      add(name, reader !== "environ" && given === undefined, asText(value));
    }
    for (const name of required) add(name, !optional.has(name));
    for (const { value } of ["SECRET_KEY", "secret_key"].flatMap(find.settings)) {
      for (const name of variablesOf(value, readers)) signing.add(name);
    }
  }
  return [...found.values()]
    .map((variable) => (signing.has(variable.name) ? { ...variable, secret: true, signs: true as const } : variable))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The variables that an expression of a file reads: also those that are a part of a text (`f"redis://{os.environ['X']}"`). */
export function variablesRead(source: Source, expression: Expr): readonly string[] {
  const readers = configReaders(source);
  const read = (it: Expr): readonly string[] => {
    if (it.kind === "template") return it.parts.flatMap(read);
    return it.kind === "binary" ? [it.left, it.right].flatMap(read) : variablesOf(it, readers);
  };
  return read(expression);
}

/** The variables whose value an expression may be: `os.environ["X"]`, `os.getenv("X")`, `os.environ.get("X") or "dev"`. */
function variablesOf(expression: Expr, readers: Readers): readonly string[] {
  switch (expression.kind) {
    case "choice":
      return expression.options.flatMap((option) => variablesOf(option, readers));
    case "subscript":
      return isEnviron(expression.object, readers) ? [text(expression.index) ?? []].flat() : [];
    case "call":
      return readerOf(expression, readers) === undefined ? [] : [text(positional(expression, 0)) ?? []].flat();
    default:
      return [];
  }
}

type Reader = "environ" | "decouple" | "environs" | "os" | "mapping";

/** What a file calls the functions that read one variable each. */
type Readers = ReadonlyMap<string, Reader>;

const environMethods = ["get", "pop", "setdefault"];
const environsMethods = "str int bool float list dict url json path timedelta date log_level enum dj_db_url".split(" ");

/** The names that calls are looked for by. */
function readerNames(readers: Readers): readonly string[] {
  const environs = [...readers.values()].includes("environs") ? environsMethods : [];
  return [...new Set([...readers.keys(), "getenv", ...environMethods, ...environs])];
}

function configReaders(source: Source): Readers {
  const names = new Map<string, Reader>();
  for (const { name, value } of bindingsOf(source)) {
    if (value.kind === "module" && value.path === "os") names.set(name, "os");
    if (value.kind === "imported" && value.source.path === "os" && value.name === "getenv") names.set(name, "environ");
    if (value.kind === "imported" && value.source.path === "os" && value.name === "environ") names.set(name, "mapping");
    if (value.kind === "imported" && value.source.path === "decouple" && /config/.test(value.name))
      names.set(name, "decouple");
    if (value.kind !== "expression" || value.expression.kind !== "call") continue;
    const { callee } = value.expression;
    if (callee.kind !== "name" && callee.kind !== "attribute") continue;
    if (callee.name === "Env") names.set(name, "environs");
    if (/^(Config|AutoConfig)$/.test(callee.name) && source.mentions("decouple")) names.set(name, "decouple");
  }
  return names;
}

/** Imports may also stand in functions. */
function bindingsOf(source: Source): readonly Binding[] {
  const { scope, find } = source.python();
  return [scope, ...find.functions().map(({ function: it }) => it.scope())].flatMap(({ bindings }) => bindings);
}

function readerOf({ callee }: CallExpr, readers: Readers): Reader | undefined {
  if (callee.kind === "name") {
    const reader = readers.get(callee.name);
    return reader === "os" || reader === "mapping" ? undefined : reader;
  }
  if (callee.kind !== "attribute") return undefined;
  const object = callee.object.kind === "name" ? readers.get(callee.object.name) : undefined;
  if (callee.name === "getenv" && object === "os") return "environ";
  if (environMethods.includes(callee.name) && isEnviron(callee.object, readers)) return "environ";
  // environs: `env.str("X")`, `env.int("X", 1)`.
  return object === "environs" && environsMethods.includes(callee.name) ? "environs" : undefined;
}

/** `os.environ`, or `environ` imported from it; not a WSGI `environ`, which is a parameter. */
function isEnviron(expression: Expr, readers: Readers): boolean {
  if (expression.kind === "name") return readers.get(expression.name) === "mapping";
  if (expression.kind !== "attribute" || expression.name !== "environ") return false;
  return expression.object.kind === "name" && readers.get(expression.object.name) === "os";
}

function text(expression: Expr | undefined): string | undefined {
  return expression?.kind === "string" ? expression.value : undefined;
}

function asText(value: string | number | boolean | null | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value ? "True" : "False";
  const written = String(value);
  return /[\0\n]/.test(written) ? undefined : written;
}
