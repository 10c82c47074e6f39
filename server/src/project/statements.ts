import type { Files } from "../workspace/files";
import { join, nameOf, normalize, parentOf } from "../workspace/paths";
import type { Tree } from "../workspace/walk";
import { rolesOfFolders } from "./aside";
import type { Served } from "./serverCommand";
import {
  fromCompose,
  fromDockerfile,
  fromEnvironment,
  fromGunicornConfig,
  fromIni,
  fromPackageJson,
  fromPlatform,
  fromProcfile,
  fromReadme,
  fromScript,
  fromScripts,
  fromService,
  fromVercel,
  fromWsgiFile,
  fromZappa,
  type Place,
} from "./statementReaders";

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
