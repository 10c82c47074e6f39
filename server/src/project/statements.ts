import { parse } from "yaml";
import { readDockerfile } from "../languages/dockerfile/reader";
import { readDotenv } from "../languages/dotenv/reader";
import { readProcfile } from "../languages/procfile/reader";
import { readPython } from "../languages/python/reader";
import type { Files } from "../workspace/files";
import { join, nameOf, normalize, parentOf } from "../workspace/paths";
import type { Tree } from "../workspace/walk";
import { rolesOfFolders } from "./aside";
import { iniSection, readPyproject } from "./manifests";
import { readServed, readServerCommand, type Served, uwsgiTarget } from "./serverCommand";
import { at, table, text, texts } from "./toml";

/** A file of the project that says what is to be served. */
export interface Statement {
  readonly file: string;
  readonly served: Served;
  /** Where the command runs, relative to the root, as far as that is known. */
  readonly folder: string;
  /** How much it means: what production runs before what a developer runs. */
  readonly weight: number;
  /** An example for people, which counts only for what the code shows to be an app. */
  readonly example: boolean;
}

/** What a reader of one kind of file is given. */
interface Place {
  readonly files: Files;
  readonly tree: Tree;
  readonly path: string;
  readonly content: string;
}

interface Kind {
  readonly name: RegExp;
  readonly weight: number;
  readonly read: (place: Place) => readonly Served[];
  readonly example?: boolean;
}

const kinds: readonly Kind[] = [
  { name: /^Procfile(\.\w+)?$/, weight: 110, read: fromProcfile },
  {
    name: /^(render\.ya?ml|app\.ya?ml|fly\.toml|railway\.(json|toml)|nixpacks\.toml|heroku\.yml|apprunner\.yaml)$/,
    weight: 105,
    read: fromPlatform,
  },
  { name: /^(Dockerfile(\..+)?|.+\.Dockerfile|Containerfile)$/i, weight: 100, read: fromDockerfile },
  { name: /^(docker-)?compose(\..+)?\.ya?ml$/, weight: 98, read: fromCompose },
  { name: /^gunicorn([._-]?conf(ig)?)?\.py$|^gunicorn\.conf\.py$/, weight: 100, read: fromGunicornConfig },
  { name: /^u?wsgi.*\.ini$|^.*uwsgi\.ini$/, weight: 95, read: fromIni },
  { name: /\.service$|^supervisord?.*\.conf$|^circus.*\.ini$/, weight: 90, read: fromService },
  {
    name: /^(.*entrypoint.*|start.*|boot.*|run.*|serve.*|web|gunicorn.*)\.(sh|bash)$|^(docker-)?entrypoint$|^startup\.txt$/,
    weight: 85,
    read: fromScript,
  },
  { name: /\.wsgi$/, weight: 88, read: fromWsgiFile },
  { name: /^zappa_settings\.(json|ya?ml|toml)$/, weight: 90, read: fromZappa },
  { name: /^\.flaskenv$/, weight: 80, read: fromEnvironment },
  { name: /^\.env$/, weight: 78, read: fromEnvironment },
  {
    name: /^\.env[.-](example|sample|template|dist|dev\w*)$|^(example|sample)\.env$/,
    weight: 60,
    read: fromEnvironment,
  },
  { name: /^[Mm]akefile$|^justfile$/, weight: 50, read: fromScript },
  { name: /^package\.json$/, weight: 40, read: fromPackageJson },
  { name: /^README(\.(md|rst|txt))?$/i, weight: 30, read: fromReadme, example: true },
  { name: /^pyproject\.toml$/, weight: 20, read: fromScripts },
  { name: /^vercel\.json$/, weight: 90, read: fromVercel },
];

/** `FLASK_APP` and `flask run` are also how migrations and developers run the app, so a server's command beside them wins. */
const flaskDiscount = 15;

/** Folders deeper than this hold no deployment of the whole. */
const deepest = 3;

/** Most files of a project are Python's, of which one kind is a statement. */
function kindOf(name: string): Kind | undefined {
  if (name.endsWith(".py") && !name.startsWith("gunicorn")) return undefined;
  return kinds.find((kind) => kind.name.test(name));
}

/** Everything that the project itself says of what is to be served, the weightiest first. */
export function readStatements(files: Files, tree: Tree, ours: ReadonlySet<string>): readonly Statement[] {
  const statements: Statement[] = [];
  const roleOfFolder = rolesOfFolders();
  for (const path of tree.files) {
    const kind = kindOf(nameOf(path));
    if (kind === undefined || ours.has(path)) continue;
    const depth = path.split("/").length - 1;
    if (depth > deepest || roleOfFolder(parentOf(path)) !== "app") continue;
    const content = files.text(path);
    if (content === undefined) continue;
    const place = { files, tree, path, content };
    for (const served of kind.read(place)) {
      const weight = kind.weight - 2 * depth - (served.kind === "flask" ? flaskDiscount : 0);
      statements.push(
        ...follow(place, { file: path, served, folder: parentOf(path), weight, example: kind.example === true }, 0),
      );
    }
  }
  return statements.sort((a, b) => b.weight - a.weight);
}

/** A command that names another file of the project (a script, a Gunicorn or uWSGI configuration) says what that one says. */
function follow(place: Place, statement: Statement, depth: number): readonly Statement[] {
  const { served } = statement;
  if ((served.kind !== "config" && served.kind !== "program") || depth > 3) return [statement];
  const path = findFile(place.tree, served.file, [served.folder ?? ".", statement.folder]);
  if (path === undefined) return served.kind === "program" ? [statement] : [];
  if (served.kind === "program" && path.endsWith(".py")) return [statement];
  const content = place.files.text(path) ?? "";
  const inner = { ...place, path, content };
  const read = served.kind === "config" ? (path.endsWith(".ini") ? fromIni : fromGunicornConfig) : fromScript;
  return read(inner).flatMap((found) =>
    follow(inner, { ...statement, served: withFolder(found, served.folder) }, depth + 1),
  );
}

function withFolder(served: Served, folder: string | undefined): Served {
  if (folder === undefined || served.folder !== undefined) return served;
  return served.kind === "target" || served.kind === "config" ? { ...served, folder } : served;
}

/** A path of a command line may be one inside an image: then the file of that name is meant. */
function findFile(tree: Tree, written: string, folders: readonly string[]): string | undefined {
  const name = nameOf(written);
  for (const folder of [...folders, "."]) {
    const relative = normalize(join(folder.replace(/^\/.*/, "."), written.replace(/^\/+/, "")));
    if (relative !== undefined && tree.has(relative)) return relative;
  }
  return tree.files.find((path) => nameOf(path) === name);
}

function fromProcfile({ content }: Place): readonly Served[] {
  return readProcfile(content).flatMap(({ name, command }) => (name === "web" ? readServed(command, new Map()) : []));
}

function fromDockerfile({ content }: Place): readonly Served[] {
  const { entrypoint, command, environment } = readDockerfile(content);
  const flask = environment.get("FLASK_APP");
  const started = [...started2(entrypoint, command)].flatMap((words) =>
    typeof words === "string" ? readServed(words, environment) : (readServerCommand(words, environment) ?? []),
  );
  const whole =
    typeof entrypoint === "object" && typeof command === "object"
      ? readServerCommand([...entrypoint, ...command], environment)
      : undefined;
  const named: Served[] = flask === undefined ? [] : [{ kind: "flask", app: flask, folder: undefined }];
  return [...(whole === undefined ? [] : [whole]), ...started, ...named];
}

function started2(
  entrypoint: readonly string[] | string | undefined,
  command: readonly string[] | string | undefined,
): readonly (readonly string[] | string)[] {
  return [command, entrypoint].filter((it) => it !== undefined);
}

function fromCompose({ content }: Place): readonly Served[] {
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
function fromPlatform({ path, content }: Place): readonly Served[] {
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

function fromGunicornConfig({ content }: Place): readonly Served[] {
  const { find } = readPython(content);
  const constant = (name: string) => {
    const value = find.settings(name)[0]?.value;
    return value?.kind === "string" ? value.value : undefined;
  };
  const served = readServerCommand(["gunicorn", constant("wsgi_app") ?? ""]);
  return served?.kind === "target" ? [{ ...served, folder: constant("chdir") }] : [];
}

function fromIni({ content }: Place): readonly Served[] {
  const served = uwsgiTarget(iniSection(content, "uwsgi"), undefined);
  return served === undefined ? [] : [served];
}

function fromService({ content }: Place): readonly Served[] {
  return [...content.matchAll(/^\s*(?:ExecStart|command|cmd)\s*=\s*(.+)$/gm)].flatMap((match) =>
    readServed(match[1] ?? "", new Map()),
  );
}

function fromScript({ content }: Place): readonly Served[] {
  return readServed(content.replace(/^[ \t]*@?-?/gm, ""), new Map()).filter(({ kind }) => kind !== "program");
}

function fromEnvironment({ content }: Place): readonly Served[] {
  const app = readDotenv(content).get("FLASK_APP");
  return app === undefined || app === "" ? [] : [{ kind: "flask", app, folder: undefined }];
}

function fromPackageJson({ content }: Place): readonly Served[] {
  const scripts = table(at(yaml(content), "scripts")) ?? {};
  return Object.values(scripts).flatMap((script) => (typeof script === "string" ? readServed(script, new Map()) : []));
}

/** The commands that a README shows, also after a prompt. */
function fromReadme({ content }: Place): readonly Served[] {
  const lines = content
    .split(/\r\n|\r|\n/)
    .filter((line) => /gunicorn|waitress-serve|uwsgi|FLASK_APP|flask +(--app|run)/.test(line));
  const commands = lines.map((line) => line.replace(/^[\s>$#*-]*`*/, "").replace(/`+.*$/, ""));
  return readServed(commands.join("\n"), new Map()).filter(({ kind }) => kind === "target" || kind === "flask");
}

/** mod_wsgi's file, which no other server can import: it hands on an application of the project, or calls a factory. */
function fromWsgiFile({ content }: Place): readonly Served[] {
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
function fromScripts({ files, path }: Place): readonly Served[] {
  const scripts = Object.values(readPyproject(files, path)?.scripts ?? {});
  return scripts.map((script) => ({ kind: "program", file: script.replace(/:.*$/, ""), folder: undefined }));
}

function fromVercel({ content }: Place): readonly Served[] {
  return [...content.matchAll(/"(?:src|dest|destination)"\s*:\s*"\/?([^"]+\.py)"/g)].map(([, file = ""]) => ({
    kind: "program",
    file,
    folder: undefined,
  }));
}

/** `"app_function": "pkg.module.app"`. */
function fromZappa({ content }: Place): readonly Served[] {
  return [...content.matchAll(/app_function["']?\s*[:=]\s*["']?([\w.]+)\.(\w+)/g)].map(([, module = "", callable]) => ({
    kind: "target",
    module,
    callable,
    folder: undefined,
  }));
}

function yaml(content: string): unknown {
  try {
    return parse(content, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
