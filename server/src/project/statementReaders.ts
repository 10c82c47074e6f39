import { parse } from "yaml";
import { readDockerfile } from "../languages/dockerfile/reader";
import { readDotenv } from "../languages/dotenv/reader";
import { readProcfile } from "../languages/procfile/reader";
import { readPython } from "../languages/python/reader";
import type { Files } from "../workspace/files";
import type { Tree } from "../workspace/walk";
import { iniSection, readPyproject } from "./manifests";
import { readServed, readServerCommand, type Served, uwsgiTarget } from "./serverCommand";
import { at, table, text, texts } from "./toml";

/** One file of a project, as the readers below are given it: each says what its kind of file has served. */
export interface Place {
  readonly files: Files;
  readonly tree: Tree;
  readonly path: string;
  readonly content: string;
}

/** The command of the process `web`. */
export function fromProcfile({ content }: Place): readonly Served[] {
  return readProcfile(content).flatMap(({ name, command }) => (name === "web" ? readServed(command, new Map()) : []));
}

/** What the last image starts, as one command, as each of its parts, and as the `flask` command would by FLASK_APP. */
export function fromDockerfile({ content }: Place): readonly Served[] {
  const { entrypoint, command, environment } = readDockerfile(content);
  const flask = environment.get("FLASK_APP");
  const started = [command, entrypoint].flatMap((words) => {
    if (typeof words === "string") return readServed(words, environment);
    return (words && readServerCommand(words, environment)) ?? [];
  });
  const whole =
    typeof entrypoint === "object" && typeof command === "object"
      ? readServerCommand([...entrypoint, ...command], environment)
      : undefined;
  const named: Served[] = flask === undefined ? [] : [{ kind: "flask", app: flask, folder: undefined }];
  return [...(whole === undefined ? [] : [whole]), ...started, ...named];
}

/** The command, entry point and FLASK_APP of each service. */
export function fromCompose({ content }: Place): readonly Served[] {
  const services = table(at(yaml(content), "services")) ?? {};
  return Object.values(services).flatMap((service) => {
    const environment = environmentOf(at(service, "environment"));
    const commands = [at(service, "command"), at(service, "entrypoint")];
    const served = commands.flatMap((command) =>
      typeof command === "string"
        ? readServed(command, environment)
        : (readServerCommand(texts(command), environment) ?? []),
    );
    const app = environment.get("FLASK_APP");
    return app === undefined ? served : [...served, { kind: "flask" as const, app, folder: undefined }];
  });
}

function environmentOf(value: unknown): ReadonlyMap<string, string> {
  const listed = texts(value).map((item) => [item.split("=")[0] ?? "", item.slice(item.indexOf("=") + 1)] as const);
  const mapped = Object.entries(table(value) ?? {}).map(([name, it]) => [name, String(it)] as const);
  return new Map([...listed, ...mapped]);
}

/** `entrypoint`, `startCommand`, `run`, `processes`, ...: every text of a platform's file that is a command of a server. */
export function fromPlatform({ path, content }: Place): readonly Served[] {
  if (path.endsWith(".toml")) return quotedCommands(content);
  const document = yaml(content);
  const found: Served[] = [];
  const visit = (value: unknown, key: string) => {
    if (typeof value === "string" && /command|entrypoint|cmd|run|web|start/i.test(key))
      found.push(...readServed(value, new Map()));
    else if (Array.isArray(value)) for (const item of value) visit(item, key);
    else for (const [name, item] of Object.entries(table(value) ?? {})) visit(item, name);
  };
  visit(document, "");
  // App Engine's Python 3 runtimes serve main:app where app.yaml names no entrypoint.
  const engine = text(at(document, "runtime"));
  if (found.length === 0 && engine?.startsWith("python3") === true)
    found.push({ kind: "target", module: "main", callable: "app", folder: undefined });
  return found;
}

function quotedCommands(content: string): readonly Served[] {
  return [...content.matchAll(/=\s*(?:"([^"\n]+)"|'([^'\n]+)')/g)].flatMap((match) =>
    readServed(match[1] ?? match[2] ?? "", new Map()),
  );
}

/** `wsgi_app`, where the file sets it to a text. */
export function fromGunicornConfig({ content }: Place): readonly Served[] {
  const { find } = readPython(content);
  const constant = (name: string) => {
    const value = find.settings(name)[0]?.value;
    return value?.kind === "string" ? value.value : undefined;
  };
  const served = readServerCommand(["gunicorn", constant("wsgi_app") ?? ""]);
  return served?.kind === "target" ? [{ ...served, folder: constant("chdir") }] : [];
}

/** uWSGI's section of an `.ini` file. */
export function fromIni({ content }: Place): readonly Served[] {
  const served = uwsgiTarget(iniSection(content, "uwsgi"), undefined);
  return served === undefined ? [] : [served];
}

/** What systemd, supervisord or Circus start. */
export function fromService({ content }: Place): readonly Served[] {
  return [...content.matchAll(/^\s*(?:ExecStart|command|cmd)\s*=\s*(.+)$/gm)].flatMap((match) =>
    readServed(match[1] ?? "", new Map()),
  );
}

/** The servers that a shell script or a Makefile starts. */
export function fromScript({ content }: Place): readonly Served[] {
  return readServed(content.replace(/^[ \t]*@?-?/gm, ""), new Map()).filter(({ kind }) => kind !== "program");
}

/** FLASK_APP. */
export function fromEnvironment({ content }: Place): readonly Served[] {
  const app = readDotenv(content).get("FLASK_APP");
  return app === undefined || app === "" ? [] : [{ kind: "flask", app, folder: undefined }];
}

/** The `scripts` of npm. */
export function fromPackageJson({ content }: Place): readonly Served[] {
  const scripts = table(at(yaml(content), "scripts")) ?? {};
  return Object.values(scripts).flatMap((script) => (typeof script === "string" ? readServed(script, new Map()) : []));
}

/** The commands that a README shows, also after a prompt. */
export function fromReadme({ content }: Place): readonly Served[] {
  const lines = content
    .split(/\r\n|\r|\n/)
    .filter((line) => /gunicorn|waitress-serve|uwsgi|FLASK_APP|flask +(--app|run)/.test(line));
  const commands = lines.map((line) => line.replace(/^[\s>$#*-]*`*/, "").replace(/`+.*$/, ""));
  return readServed(commands.join("\n"), new Map()).filter(({ kind }) => kind === "target" || kind === "flask");
}

/** mod_wsgi's file, which no other server can import: it hands on an application of the project, or calls a factory. */
export function fromWsgiFile({ content }: Place): readonly Served[] {
  const { bindings } = readPython(content).scope;
  const last = (name: string) => bindings.filter((it) => it.name === name).at(-1)?.value;
  const value = last("application");
  const called = value?.kind === "expression" && value.expression.kind === "call" ? value.expression : undefined;
  const origin = called?.callee.kind === "name" && called.args.length === 0 ? last(called.callee.name) : value;
  if (origin?.kind !== "imported" || origin.source.level > 0) return [];
  return [
    {
      kind: "target",
      module: origin.source.path,
      callable: called === undefined ? origin.name : `${origin.name}()`,
      folder: undefined,
    },
  ];
}

/** What `pip install` makes a program of: a hint at the module, no more. */
export function fromScripts({ files, path }: Place): readonly Served[] {
  const scripts = Object.values(readPyproject(files, path)?.scripts ?? {});
  return scripts.map((script) => ({ kind: "program", file: script.replace(/:.*$/, ""), folder: undefined }));
}

/** The Python files that routes and builds lead to. */
export function fromVercel({ content }: Place): readonly Served[] {
  return [...content.matchAll(/"(?:src|dest|destination)"\s*:\s*"\/?([^"]+\.py)"/g)].map(([, file = ""]) => ({
    kind: "program",
    file,
    folder: undefined,
  }));
}

/** `"app_function": "pkg.module.app"`. */
export function fromZappa({ content }: Place): readonly Served[] {
  return [...content.matchAll(/app_function["']?\s*[:=]\s*["']?([\w.]+)\.(\w+)/g)].map(([, module = "", callable]) => ({
    kind: "target",
    module,
    callable,
    folder: undefined,
  }));
}

/** Undefined where it is no YAML: such a file states nothing. */
function yaml(content: string): unknown {
  try {
    return parse(content, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
