import { verbatim } from "../languages/mapped";
import { cutCommands, type Variables } from "../languages/shell/commands";
import { isAssignment, isPython, isShell, unwrap } from "../languages/shell/wrappers";
import { nameOf } from "../workspace/paths";

/** What a command line serves. Folders and files are as the command writes them. */
export type Served =
  /** `gunicorn pkg.wsgi:app`, `uwsgi --wsgi-file wsgi.py`. */
  | {
      readonly kind: "target";
      /** A dotted module, or a file that ends in `.py` or `.wsgi`. */
      readonly module: string;
      readonly callable: string | undefined;
      readonly folder: string | undefined;
    }
  /** `flask --app X run`: Flask finds the callable itself. */
  | { readonly kind: "flask"; readonly app: string; readonly folder: undefined }
  /** `gunicorn -c gunicorn.conf.py`, `uwsgi uwsgi.ini`: another file says the target. */
  | { readonly kind: "config"; readonly file: string; readonly folder: string | undefined }
  /** `python run.py`, `python -m pkg`, `/entrypoint.sh`: a program of the project. */
  | { readonly kind: "program"; readonly file: string; readonly folder: undefined };

/** Options of each server that stand alone; every other takes a value. */
const aloneOptions: Readonly<Record<string, RegExp>> = {
  gunicorn:
    /^(-R|-D|--(daemon|reload|preload|spew|check-config|print-config|no-sendfile|sendfile|initgroups|capture-output|enable-stdio-inheritance|proxy-protocol|disable-redirect-access-to-syslog|log-syslog|reuse-port|suppress-ragged-eofs|do-handshake-on-connect|strip-header-spaces|no-control-socket|permit-.*|tolerate-.*|casefold-http-method|paste|help|version))$/,
  "waitress-serve": /^(--(call|no-.*|expose-tracebacks|asyncore-use-poll|clear-untrusted-proxy-headers|log-.*))$/,
};

/** The first thing that a shell text serves. */
export function readServed(text: string, variables: Variables): readonly Served[] {
  const known = new Map(variables);
  const found: Served[] = [];
  // One by one: what a command sets holds for those after it.
  for (const { words } of cutCommands(verbatim(text), known)) {
    const texts = words.map((word) => word.text);
    remember(texts, known);
    const served = readServerCommand(texts, known);
    if (served !== undefined) found.push(served);
  }
  return found;
}

/** `export FLASK_APP=app.py` and `cd backend` before the server hold for it. */
function remember(words: readonly string[], known: Map<string, string>): void {
  const assignments = words[0] === "export" ? words.slice(1) : words.every(isAssignment) ? words : [];
  for (const word of assignments)
    if (isAssignment(word)) known.set(word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1));
  if (words[0] === "cd" && words[1] !== undefined) known.set("PWD", words[1]);
}

/** What one command, given as words, serves. */
export function readServerCommand(words: readonly string[], variables: Variables = new Map()): Served | undefined {
  const own = new Map(variables);
  const { start, assignments } = unwrap(words);
  remember(
    assignments.map((at) => words[at] ?? ""),
    own,
  );
  const [program = "", ...rest] = words.slice(start);
  const name = nameOf(program);
  if (isShell(program)) return readShell(rest, own);
  const folder = own.get("PWD");
  if (name === "gunicorn" || name === "waitress-serve") return withFolder(readPositional(name, rest), folder);
  if (name === "uwsgi" || name === "pyuwsgi") return withFolder(readUwsgi(rest), folder);
  if (name === "uvicorn" || name === "hypercorn" || name === "granian" || name === "chaussette") {
    return withFolder(readPositional("other", rest), folder);
  }
  if (name === "mod_wsgi-express") {
    const file = rest.find((word) => /\.(wsgi|py)$/.test(word));
    return file === undefined ? undefined : { kind: "target", module: file, callable: undefined, folder };
  }
  if (name === "flask") return readFlask(rest, own);
  if (isPython(program)) return readPythonCommand(rest, own);
  return /\.(sh|bash)$/.test(program) || /entrypoint|start|boot|run/.test(name)
    ? { kind: "program", file: program, folder: undefined }
    : undefined;
}

function readShell(rest: readonly string[], variables: Variables): Served | undefined {
  const [first, ...others] = rest;
  if (first === undefined) return undefined;
  if (/^-\w*c$/.test(first)) return others[0] === undefined ? undefined : readServed(others[0], variables).at(-1);
  if (first.startsWith("-")) return readShell(others, variables);
  return { kind: "program", file: first, folder: undefined };
}

function readPythonCommand(rest: readonly string[], variables: Variables): Served | undefined {
  const [first, ...others] = rest;
  if (first === undefined) return undefined;
  if (first === "-m") {
    const [module, ...more] = others;
    if (module === undefined) return undefined;
    if (module === "waitress") return readServerCommand(["waitress-serve", ...more], variables);
    if (/^(gunicorn|flask|uvicorn|hypercorn|granian|uwsgi)(\.|$)/.test(module)) {
      return readServerCommand([module.split(".")[0] ?? module, ...more], variables);
    }
    return { kind: "program", file: module, folder: undefined };
  }
  if (/^-[WX]$/.test(first)) return readPythonCommand(others.slice(1), variables);
  if (first.startsWith("-")) return readPythonCommand(others, variables);
  return { kind: "program", file: first, folder: undefined };
}

function readFlask(rest: readonly string[], variables: Variables): Served | undefined {
  const app = optionValue(rest, /^(--app|-A)$/) ?? variables.get("FLASK_APP");
  return app === undefined || !rest.includes("run") ? undefined : { kind: "flask", app, folder: undefined };
}

function optionValue(words: readonly string[], option: RegExp): string | undefined {
  for (const [i, word] of words.entries()) {
    const [name = "", ...value] = word.split("=");
    if (option.test(name)) return value.length > 0 ? value.join("=") : words[i + 1];
  }
  return undefined;
}

/** `pkg.mod:callable`, `pkg.mod:factory()`, or a module alone. */
const targetWord = /^([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*)(?::(.+))?$/u;

function readPositional(server: string, words: readonly string[]): Served | undefined {
  const alone = aloneOptions[server] ?? /^--(reload|factory|no-.*|proxy-headers|use-colors|access-log)$/;
  let target: RegExpExecArray | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word.startsWith("--") ? !word.includes("=") && !alone.test(word) : /^-\w$/.test(word) && !alone.test(word)) {
      if (server !== "waitress-serve") at++;
    } else if (!word.startsWith("-")) target ??= targetWord.exec(word) ?? undefined;
  }
  const folder = optionValue(words, /^--chdir$/) ?? optionValue(words, /^--app-dir$/);
  const config = optionValue(words, /^(-c|--config)$/) ?? words.find((word) => /^-c./.test(word))?.slice(2);
  const [, module, callable] = target ?? [];
  if (module === undefined) {
    if (server !== "gunicorn") return undefined;
    return { kind: "config", file: config ?? "gunicorn.conf.py", folder };
  }
  const called =
    server === "waitress-serve" && words.includes("--call") && callable !== undefined && !callable.endsWith(")");
  return { kind: "target", module, callable: called ? `${callable}()` : callable, folder };
}

function readUwsgi(words: readonly string[]): Served | undefined {
  const folder = optionValue(words, /^--(chdir|chdir2|pythonpath|python-path|pp)$/);
  const ini = words.find((word) => /\.ini$/.test(word)) ?? optionValue(words, /^--ini$/);
  const options = new Map<string, string>();
  const value = (pattern: RegExp) => optionValue(words, pattern);
  for (const [name, pattern] of uwsgiOptions) {
    const given = value(pattern);
    if (given !== undefined) options.set(name, given);
  }
  return (
    uwsgiTarget(options, folder) ??
    (ini === undefined ? undefined : { kind: "config", file: ini.replace(/^--ini=/, ""), folder })
  );
}

const uwsgiOptions: readonly (readonly [string, RegExp])[] = [
  ["module", /^(--module|--wsgi|-w)$/],
  ["wsgi-file", /^(--wsgi-file|--file)$/],
  ["callable", /^--callable$/],
  ["mount", /^--(mount|manage-script-name-mount)$/],
];

/** What the options of uWSGI, from a command line or from an ini file, serve. */
export function uwsgiTarget(options: ReadonlyMap<string, string>, folder: string | undefined): Served | undefined {
  const mounted = options.get("mount")?.replace(/^[^=]*=/, "");
  const named = options.get("module") ?? options.get("wsgi") ?? mounted;
  const file = options.get("wsgi-file") ?? options.get("file");
  const where = folder ?? options.get("chdir") ?? options.get("pythonpath") ?? options.get("python-path");
  if (named !== undefined) {
    const [module = "", callable = options.get("callable")] = named.split(":");
    return module === "" ? undefined : { kind: "target", module, callable, folder: where };
  }
  return file === undefined
    ? undefined
    : { kind: "target", module: file, callable: options.get("callable"), folder: where };
}

function withFolder(served: Served | undefined, folder: string | undefined): Served | undefined {
  if (served === undefined || folder === undefined || served.folder !== undefined) return served;
  return served.kind === "target" || served.kind === "config" ? { ...served, folder } : served;
}
