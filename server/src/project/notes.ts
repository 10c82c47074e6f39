import * as l10n from "@vscode/l10n";
import { nameOf } from "../workspace/paths";
import type { Unrunnable } from "./asyncViews";
import type { Ranked } from "./choose";
import type { OtherApp } from "./otherFramework";
import type { PythonVersion } from "./pythonVersion";
import { runsAtImport } from "./score";
import type { Sources } from "./sources";
import type { Database } from "./sqlite";
import { isThere } from "./stated";
import type { Statement } from "./statements";
import type { Broken } from "./syntax";
import type { Undeclared } from "./undeclared";
import type { Place } from "./uploads";

/** What was seen on the way to a project. */
export interface Seen {
  readonly root: string;
  readonly candidates: readonly Ranked[];
  readonly chosen: Ranked | undefined;
  /** The target that was decided upon, be it a candidate or not. */
  readonly decided: string | undefined;
  readonly sources: Sources;
  readonly statements: readonly Statement[];
  readonly python: PythonVersion;
  /** Databases that lie among the code. */
  readonly stray: readonly Database[];
  readonly undeclared: readonly Undeclared[];
  /** Files that the app imports and Python cannot. */
  readonly broken: readonly Broken[];
  /** Where the app takes uploads, where nothing that is known says how large they may be. */
  readonly uploads: Place | undefined;
  /** An async view that Flask cannot run. */
  readonly unrunnable: Unrunnable | undefined;
  /** An application of another framework, where there is none of Flask's. */
  readonly otherApp: OtherApp | undefined;
}

/** What a person should know of how the project was read: what is missing or not right, and what to do about it. */
export function notesOf(seen: Seen): readonly string[] {
  return [
    ...seen.broken.map(brokenNote),
    ...ofTarget(seen),
    ...ofStatements(seen),
    ...ofPython(seen),
    ...ofDatabases(seen),
    ...ofImports(seen),
    ...ofAsync(seen),
    ...(seen.uploads === undefined ? [] : [uploadNote(seen.uploads)]),
    ...ofFiles(seen.root, seen.sources),
  ];
}

function ofTarget({ root, candidates, chosen, decided, sources, otherApp }: Seen): readonly string[] {
  if (chosen === undefined && decided !== undefined) return [];
  const [first, second] = candidates;
  if (first === undefined && otherApp !== undefined) return [otherAppNote(otherApp)];
  if (first === undefined) {
    return [
      l10n.t(
        "No Flask app was found in {0}: its Python files ({1}) make no object by Flask(...), and have no function without required parameters that returns one. Name it with flask-stack containerize --set target=module:app, or open the folder that the app is in.",
        nameOf(root),
        sources.all.length,
      ),
    ];
  }
  if (chosen === undefined) {
    return [
      l10n.t(
        "{0} and {1} are equally likely to be the app: choose one with flask-stack containerize --set target={0}.",
        named(first, second),
        named(second, first),
      ),
    ];
  }
  const notes: string[] = [];
  const line = chosen.source.python().lineAt(chosen.at);
  if (runsAtImport(chosen)) {
    notes.push(
      l10n.t(
        '{0} starts Flask\'s development server when it is imported: put its call of run() below if __name__ == "__main__", or no other server can serve it.',
        chosen.source.path,
      ),
    );
  }
  if (chosen.value?.maker.startsWith("dash.") === true && chosen.how === "guess") {
    notes.push(
      l10n.t(
        "{0}, line {1}, makes a Dash app, which only Dash 4 can serve by itself: add server = app.server below it, and serve that.",
        chosen.source.path,
        line,
      ),
    );
  }
  return notes;
}

/** As `--set target=` takes it: with its folder where another one bears the same name. */
function named(one: Ranked | undefined, other: Ranked | undefined): string {
  const folder = one?.layout?.workingDirectory ?? ".";
  const target = one?.target ?? "";
  return folder === "." || target !== other?.target ? target : `${folder}/${target}`;
}

/** A command of the project that names a module that is not there is stale, or the code is elsewhere. */
function ofStatements({ statements, sources }: Seen): readonly string[] {
  const unmet = statements.filter((it) => !it.example && !isThere(it, sources.tree));
  const [first] = unmet;
  if (first === undefined || first.served.kind !== "target") return [];
  const { module, callable } = first.served;
  const target = callable === undefined ? module : `${module}:${callable}`;
  return [
    l10n.t(
      "{0} serves {1}, which is not in this folder: correct it there, or open the folder that has it.",
      first.file,
      target,
    ),
  ];
}

function ofPython({ python }: Seen): readonly string[] {
  if (python.ignored === undefined) return [];
  return [
    l10n.t(
      "{0} asks for Python {1}, which is not a Python 3 that there are images of: Python {2} is taken instead.",
      python.ignored.source,
      python.ignored.said,
      python.version,
    ),
  ];
}

function ofDatabases({ stray }: Seen): readonly string[] {
  return stray.map(({ path, file, line }) =>
    l10n.t(
      "{0}, line {1}, keeps the SQLite database {2} among the code, where the container can neither write nor keep it: move it into app.instance_path or a folder of its own such as data/, then containerize again.",
      file,
      line,
      path,
    ),
  );
}

/** Which app of another framework was found instead of one of Flask's. */
export const otherAppNote = ({ file, line, framework, command }: OtherApp): string =>
  l10n.t(
    "{0}, line {1}, makes an app of {2}, and no Flask app was found: only Flask apps are served by this stack; {3} serves that one.",
    file,
    line,
    framework,
    command,
  );

/** That uploads meet Nginx's limit. */
export const uploadNote = ({ file, line }: Place): string =>
  l10n.t(
    "{0}, line {1}, takes uploads, and no number for MAX_CONTENT_LENGTH was found: Nginx answers requests of more than 1 MiB with 413, so set it in the app, then containerize again.",
    file,
    line,
  );

function ofAsync({ unrunnable }: Seen): readonly string[] {
  if (unrunnable === undefined) return [];
  const { file, line, requirements } = unrunnable;
  return [
    l10n.t(
      "{0}, line {1}, is an async view, which Flask answers with an error as long as asgiref is not installed: write flask[async] for flask in {2}.",
      file,
      line,
      requirements,
    ),
  ];
}

/** Which file cannot be read, and where: the app does not start with it. */
export const brokenNote = ({ file, line, message }: Broken): string =>
  l10n.t("{0}, line {1}, cannot be read by Python, so the app cannot start: {2}", file, line, message);

function ofImports({ undeclared }: Seen): readonly string[] {
  return undeclared.map(({ file, line, module, distribution, requirements }) =>
    l10n.t(
      "{0}, line {1}, imports {2}, which {3} does not name: add {4} there, or the app cannot start in its container.",
      file,
      line,
      module,
      requirements,
      distribution,
    ),
  );
}

/** What was not read: too large, without the right, or too many. */
export function ofFiles(root: string, sources: Sources): readonly string[] {
  const notes = [
    ...sources.tree.unreadable.map((folder) =>
      l10n.t(
        "The folder {0} may not be read, so nothing in it was looked at: give yourself the right to read it.",
        folder === "." ? nameOf(root) : folder,
      ),
    ),
    ...sources.unreadable.map((path) =>
      l10n.t("{0} was left out: it is too large to be source code, or may not be read.", path),
    ),
  ];
  if (sources.tree.whole) return notes;
  return [...notes, l10n.t("The folder holds too many files to read them all: open the folder that the app is in.")];
}
