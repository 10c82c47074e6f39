import * as l10n from "@vscode/l10n";
import type { Files } from "../workspace/files";
import { within } from "../workspace/paths";
import { isAside } from "./aside";
import { findPrefixes } from "./blueprints";
import { type Found, findCandidates } from "./candidates";
import { choose, type Ranked, rank } from "./choose";
import { createConstants } from "./constants";
import { readDependencies } from "./dependencies";
import { findEnvironment } from "./environment";
import type { Candidate, Project } from "./project";
import { readPythonVersion } from "./pythonVersion";
import { createReach, findUsers, leavesViewsOut } from "./reach";
import { createResolver } from "./resolve";
import { findHealthPath, hasAsyncViews } from "./routes";
import { findInstanceFolder, findUploadLimit } from "./settings";
import { openSources, type Sources } from "./sources";
import { matchStatements, ownFiles } from "./stated";
import { readStatements } from "./statements";
import { findStaticFolders } from "./staticFolders";
import { callsOut, findServices, usesProxyFix, usesWebsockets } from "./uses";

export { inspectReport } from "./report";

/**
 * What Flask project is this? Read from its files, never by running its code, and never failing:
 * what could not be told is null, "none" or "default", and `notes` says why.
 */
export function inspect(files: Files): Project {
  const sources = openSources(files);
  const resolver = createResolver(sources);
  const constants = createConstants(sources);

  const found = findCandidates(sources, resolver);
  const statements = readStatements(files, sources.tree, ownFiles(files));
  const reach = createReach(sources);
  const users = findUsers(sources.all, resolver);
  const field = { all: found, leavesViewsOut: (it: Found) => leavesViewsOut(it, found, users, reach) };
  const candidates = rank(field, matchStatements(statements, found, sources, resolver));
  const chosen = choose(candidates);
  const likely = chosen ?? candidates[0];
  const layout = likely?.layout ?? { module: "", workingDirectory: ".", pythonPath: "." };

  const own = sources.all.filter(({ path }) => within(path, layout.workingDirectory) !== undefined && !isAside(path));
  const dependencies = readDependencies(files, layout.workingDirectory);
  const python = readPythonVersion(files, layout.workingDirectory);
  const prefixes = findPrefixes(own, resolver, constants);
  const sqlalchemy = dependencies.requirements.some(({ name }) => name === "flask-sqlalchemy");

  return {
    target: chosen?.target ?? null,
    workingDirectory: layout.workingDirectory,
    pythonPath: layout.pythonPath,
    candidates: candidates.flatMap(describe),
    ...dependencies,
    pythonVersion: python.version,
    pythonVersionSource: python.source,
    staticFolders: findStaticFolders(likely?.value, own, sources, resolver, constants, prefixes),
    services: findServices(dependencies.requirements, own, constants),
    async: hasAsyncViews(own),
    websockets: usesWebsockets(dependencies.requirements, own),
    healthPath: findHealthPath(own, resolver, prefixes),
    uploadLimit: findUploadLimit(own, constants),
    instanceFolder: likely === undefined ? null : findInstanceFolder(own, layout, constants, sqlalchemy),
    proxyFix: usesProxyFix(own),
    environment: findEnvironment(own, constants),
    outbound: callsOut(dependencies.requirements, own),
    notes: notesOf(candidates, chosen, sources),
  };
}

function describe({ target, source, at, score, reason, layout }: Ranked): readonly Candidate[] {
  if (target === undefined || layout === undefined) return [];
  const { workingDirectory, pythonPath } = layout;
  return [{ target, file: source.path, line: source.python().lineAt(at), score, reason, workingDirectory, pythonPath }];
}

function notesOf(candidates: readonly Ranked[], chosen: Ranked | undefined, sources: Sources): readonly string[] {
  const notes: string[] = [];
  const [first, second] = candidates;
  if (first === undefined) {
    notes.push(
      l10n.t(
        "No Flask app was found: looked in {0} Python files for an object made by Flask(...) and for a function without required parameters that returns one. Name it with --set target=module:app, or open the folder that the app is in.",
        sources.all.length,
      ),
    );
  } else if (chosen === undefined && second !== undefined) {
    notes.push(
      l10n.t(
        "{0} and {1} are equally likely to be the app: choose one with --set target={0}.",
        first.target ?? "",
        second.target ?? "",
      ),
    );
  }
  for (const path of sources.unreadable) {
    notes.push(l10n.t("{0} was left out: it is too large to be source code, or may not be read.", path));
  }
  if (!sources.tree.whole) {
    notes.push(l10n.t("The folder holds too many files to read them all: open the folder that the app is in."));
  }
  return notes;
}
