import type { CallExpr, Expr } from "../languages/python/facts";
import { within as isWithin, nameOf, parentOf } from "../workspace/paths";
import { frameIn, keyword, positional } from "./blueprints";
import { type Constant, type Constants, projectPath } from "./constants";
import type { Layout } from "./layout";
import type { Source, Sources } from "./sources";
import type { Frame } from "./values";

/** A file that the app opens as a SQLite database. */
export interface Database {
  /** Relative to the root. */
  readonly path: string;
  /** Where the app opens or names it. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** False where the file is there and nothing in the project writes to a database: it came with the code. */
  readonly written: boolean;
}

/** What changes a database, in Python or in SQL inside of it. */
const writing =
  /\b(insert\s+(or\s+\w+\s+)?into|replace\s+into|delete\s+from|update\s+\w+\s+set|create\s+table|executescript|to_sql|create_all)\b/i;
/** Programs beside the app keep what they make for themselves. */
const besides = /(^|\/)(scripts?|tools?|bin|notebooks?)\//i;
/** Flask-SQLAlchemy puts relative files into the instance folder, which `findInstanceFolder` sees. */
const uriSettings = ["SQLALCHEMY_DATABASE_URI"];

/**
 * The SQLite files inside the project that constants name: `sqlite3.connect("notes.db")`, `create_engine("sqlite:///x")`,
 * and an absolute path in `SQLALCHEMY_DATABASE_URI`.
 */
export function findDatabases(
  own: readonly Source[],
  layout: Layout,
  sources: Sources,
  constants: Constants,
): readonly Database[] {
  const found = new Map<string, Database>();
  const app = own.filter(({ path }) => !besides.test(path));
  const writes = () => app.some((source) => source.isAmong(writing));
  const add = (path: string | undefined, source: Source, at: number, always: boolean) => {
    if (path === undefined || path === "." || found.has(path) || !/^[\p{L}\p{N} ._/-]+$/u.test(path)) return;
    const written = always || !sources.tree.has(path) || writes();
    found.set(path, { path, file: source.path, line: source.python().lineAt(at), written });
  };
  for (const source of app.filter((it) => it.mentions("sqlite"))) {
    const { find } = source.python();
    for (const { call, within } of find.calls("connect")) {
      const given = positional(call, 0) ?? keyword(call, "database");
      if (given === undefined || !isSqlite(call, source)) continue;
      const path = valuesOf(given, frameIn(source, within), app, constants).find((it) => typeof it === "string");
      if (typeof path === "string" && !/[:?\n]/.test(path) && path !== "")
        add(projectPath(path, layout.workingDirectory), source, call.from, false);
    }
    for (const { call, within } of find.calls("create_engine")) {
      const given = positional(call, 0) ?? keyword(call, "url");
      const url = given === undefined ? undefined : constants(given, frameIn(source, within));
      add(fileOf(url, layout.workingDirectory), source, call.from, true);
    }
    for (const { value, from, within } of uriSettings.flatMap(find.settings))
      add(fileOf(constants(value, frameIn(source, within)), undefined), source, from, true);
  }
  return [...found.values()];
}

/** The file of `sqlite:///notes.db`; without a folder for relative ones, only of an absolute path in the project. */
function fileOf(url: Constant | undefined, folder: string | undefined): string | undefined {
  const path = typeof url === "string" ? /^sqlite(?:\+\w+)?:\/\/\/([^?:]+)/.exec(url)?.[1] : undefined;
  if (path === undefined || (folder === undefined && !path.startsWith("/"))) return undefined;
  return projectPath(path, folder ?? ".");
}

/** What a path comes to; `app.config["DATABASE"]` is looked for where settings are given. */
function valuesOf(
  given: Expr,
  frame: Frame,
  own: readonly Source[],
  constants: Constants,
): readonly (Constant | undefined)[] {
  if (given.kind !== "subscript" || given.index.kind !== "string") return [constants(given, frame)];
  const name = given.index.value;
  const word = new RegExp(`\\b${name.replace(/\W/g, "\\$&")}\\b`);
  return own
    .filter((source) => source.isAmong(word))
    .flatMap((source) =>
      source
        .python()
        .find.settings(name)
        .map((it) => [source, it] as const),
    )
    .map(([source, { value, within }]) => constants(value, frameIn(source, within)));
}

/** `sqlite3.connect`, by whatever name the module or the function was imported. */
function isSqlite({ callee }: CallExpr, source: Source): boolean {
  if (callee.kind !== "name" && callee.kind !== "attribute") return false;
  const { scope, find } = source.python();
  const scopes = [scope, ...find.functions().map(({ function: it }) => it.scope())];
  return scopes.some(({ bindings }) =>
    bindings.some(({ name, value }) =>
      callee.kind === "name"
        ? value.kind === "imported" && value.source.path === "sqlite3" && name === callee.name
        : callee.object.kind === "name" &&
          name === callee.object.name &&
          value.kind === "module" &&
          value.path === "sqlite3",
    ),
  );
}

const isDatabaseFile = (path: string): boolean => /(\.(db|db3|sqlite|sqlite3)(-\w+)?|^\.\w+)$/i.test(nameOf(path));

/** The folder that holds a database and nothing else, which can be a volume; undefined where it lies among other files. */
export function folderOf({ path }: Pick<Database, "path">, { tree }: Pick<Sources, "tree">): string | undefined {
  const folder = parentOf(path);
  if (folder === "." || !/^[\w./-]+$/.test(folder)) return undefined;
  const others = tree.files.filter(
    (file) => file !== path && isWithin(file, folder) !== undefined && !isDatabaseFile(file),
  );
  return others.length === 0 ? folder : undefined;
}

/** What changes in a container while the code's own folders are read-only: databases beside the code. */
export const databasesBesideCode = (
  databases: readonly Database[],
  sources: Pick<Sources, "tree">,
  instanceFolder: string | null,
): readonly Database[] =>
  databases.filter(
    (database) =>
      database.written &&
      folderOf(database, sources) === undefined &&
      (instanceFolder === null || isWithin(database.path, instanceFolder) === undefined),
  );
