import * as l10n from "@vscode/l10n";
import type { Expr, PythonFile } from "../languages/python/facts";
import { readPython } from "../languages/python/reader";
import { roleOf } from "../project/aside";
import type { Files } from "../workspace/files";
import { join, nameOf, parentOf } from "../workspace/paths";
import type { Blueprint, Wsgi } from "./blueprint";

/** As many Python files are read for this at most: those nearest to where the app starts. */
const most = 100;

/** What a command or function that makes the tables is called: `init-db`, `create_tables`. One that empties them is not among these. */
const setupName = /^(init|create|setup|make)[-_]?(db|database|tables|schema)$/;

/**
 * What a person has to do once, before the app finds its tables: Gunicorn runs neither the commands of `flask` nor what
 * stands under `if __name__ == "__main__"`. The first page fails without it, and no health check sees that.
 */
export function databaseNotes(files: Files, { project, wsgi }: Blueprint): readonly string[] {
  const migrates =
    project.requirements.some(({ name }) => name === "flask-migrate") &&
    files.text(join(wsgi.workingDirectory, "migrations/env.py")) !== undefined;
  const texts = pythonTexts(files, wsgi.workingDirectory);
  const command = migrates ? "db upgrade" : setupCommand(texts);
  if (command !== undefined) return [madeBy(`flask --app ${appOption(wsgi)} ${command}`)];
  const lost = onlyInMain(texts);
  if (lost === undefined) return [];
  // A program for just that, which finds the app's modules beside it.
  const script = nameOf(lost.path);
  if (setupName.test(script.slice(0, -".py".length))) {
    return parentOf(lost.path) === wsgi.workingDirectory ? [madeBy(`python ${script}`)] : [];
  }
  return [
    l10n.t(
      '{0}, line {1}: {2}() stands under if __name__ == "__main__", which Gunicorn does not run: call it where the app is made, inside with app.app_context(), or the database has no tables.',
      lost.path,
      lost.line,
      lost.name,
    ),
  ];
}

const madeBy = (command: string): string =>
  l10n.t("A new database has no tables: once the stack is up, docker compose exec web {0} makes them.", command);

/** What `flask --app` takes: Flask finds the usual names in a module by itself. */
function appOption({ target }: Wsgi): string {
  const [module = target, object = ""] = target.split(":", 2);
  if (/^(app|application|(create|make)_app\(\))$/.test(object)) return module;
  return /[()]/.test(object) ? `'${target}'` : target;
}

interface PythonText {
  readonly path: string;
  readonly text: string;
  readonly read: () => PythonFile;
}

/** The app's Python files, those near its start first. */
function pythonTexts(files: Files, start: string): readonly PythonText[] {
  const found: PythonText[] = [];
  const folders = [start];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const { name, kind } of files.list(folder)) {
      const path = join(folder, name);
      if (kind === "folder") {
        if (/^[A-Za-z_]\w*$/.test(name) && !ignored.has(name) && path.split("/").length < 5) folders.push(path);
      } else if (name.endsWith(".py") && roleOf(path) === "app") {
        const text = files.text(path);
        let python: PythonFile | undefined;
        if (text !== undefined) {
          found.push({
            path,
            text,
            read: () => {
              python ??= readPython(text);
              return python;
            },
          });
        }
        if (found.length === most) return found;
      }
    }
  }
  return found;
}

const ignored: ReadonlySet<string> = new Set(["venv", "env", "node_modules", "site", "static", "templates", "tests"]);

/** The command of the app that makes the tables, by the name that `flask` has it under. */
function setupCommand(texts: readonly PythonText[]): string | undefined {
  const added = texts.some(({ text }) => text.includes("cli.add_command"));
  for (const { text, read } of texts) {
    if (!text.includes(".command")) continue;
    for (const { function: made } of read().find.functions()) {
      for (const decorator of made.decorators) {
        if (decorator.kind !== "call" || !isOfFlask(decorator.callee, added)) continue;
        const [given] = decorator.args;
        const named =
          given?.value.kind === "string" && (given.name ?? "name") === "name" ? given.value.value : undefined;
        const name = named ?? made.name.replace(/_(command|cmd)$/, "").replaceAll("_", "-");
        if (setupName.test(name)) return name;
      }
    }
  }
  return undefined;
}

/** `@app.cli.command`, or `@click.command` where commands are added to an app. One of a blueprint is in a group of its own. */
function isOfFlask(callee: Expr, added: boolean): boolean {
  if (callee.kind !== "attribute" || callee.name !== "command") return false;
  const { object } = callee;
  if (object.kind === "name") return object.name === "click" && added;
  return (
    object.kind === "attribute" &&
    object.name === "cli" &&
    object.object.kind === "name" &&
    /app(lication)?$/i.test(object.object.name)
  );
}

/** The call that makes the tables, where the app makes it only as a program. */
function onlyInMain(texts: readonly PythonText[]): { path: string; line: number; name: string } | undefined {
  const makers = texts.filter(({ text }) => /__main__/.test(text) && /create_all|(init|create|setup|make)_/.test(text));
  for (const { path, read } of makers) {
    const { scope, lineAt } = read();
    for (const { call, guard } of scope.calls) {
      const name = calledName(call.callee);
      if (guard !== "main" || name === undefined || !(name === "create_all" || setupName.test(name))) continue;
      const elsewhere = texts.some(
        (other) =>
          other.text.includes(`${name}(`) &&
          other
            .read()
            .find.calls(name)
            .some((it) => other.path !== path || it.call.from !== call.from),
      );
      if (!elsewhere) return { path, line: lineAt(call.from), name };
    }
  }
  return undefined;
}

const calledName = (callee: Expr): string | undefined =>
  callee.kind === "name" || callee.kind === "attribute" ? callee.name : undefined;
