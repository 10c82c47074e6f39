import type { Files } from "../workspace/files";
import { within } from "../workspace/paths";
import { findUnrunnable } from "./asyncViews";
import { findPrefixes } from "./blueprints";
import { type Found, findCandidates } from "./candidates";
import { findCelery } from "./celery";
import { choose, type Ranked, rank } from "./choose";
import { createConstants } from "./constants";
import { readDependencies } from "./dependencies";
import { findEnvironment } from "./environment";
import { brokenNote, notesOf, ofFiles, uploadNote } from "./notes";
import { findOtherApp } from "./otherFramework";
import type { Candidate, Project } from "./project";
import { readPythonVersion } from "./pythonVersion";
import { createReach, findUsers, leavesViewsOut } from "./reach";
import { readRemembered } from "./remembered";
import { createResolver } from "./resolve";
import { findHealthPath, hasAsyncViews } from "./routes";
import { findInstanceFolder, findUploadLimit } from "./settings";
import { levelProjects } from "./severalProjects";
import { openSources } from "./sources";
import { databasesBesideCode, findDatabases, folderOf } from "./sqlite";
import { matchStatements } from "./stated";
import { readStatements } from "./statements";
import { findStaticFolders } from "./staticFolders";
import { findBroken } from "./syntax";
import { findUndeclared } from "./undeclared";
import { findUploads } from "./uploads";
import { callsOut, findServices, usesProxyFix, usesWebsockets } from "./uses";
import { findWrittenFolders } from "./writtenFolders";

export { inspectReport } from "./report";

/**
 * What Flask project is this? Read from its files, never by running its code, and never failing:
 * what could not be told is null, "none" or "default", and `notes` says why.
 * @param decided the target that the user chose (`pkg:app`, `backend/pkg:app`), else the one chosen at an earlier
 * Containerize: then the facts are of that app.
 */
export function inspect(files: Files, decided?: string): Project {
  const remembered = readRemembered(files);
  const target = decided ?? remembered.target;
  const sources = openSources(files);
  const resolver = createResolver(sources);
  const constants = createConstants(sources);

  const found = findCandidates(sources, resolver);
  const statements = readStatements(files, sources.tree, remembered.files);
  const reach = createReach(sources);
  const users = findUsers(sources.all, resolver);
  const field = { all: found, leavesViewsOut: (it: Found) => leavesViewsOut(it, found, users, reach) };
  const stated = matchStatements(statements, found, sources, resolver);
  const candidates = levelProjects(rank(field, stated), stated, sources);
  const chosen = candidates.find((it) => isNamed(it, target)) ?? choose(candidates);
  const likely = chosen ?? candidates[0];
  const layout = likely?.layout ?? { module: "", workingDirectory: ".", pythonPath: "." };

  const own = sources.all.filter(
    ({ path, role }) => role === "app" && within(path, layout.workingDirectory) !== undefined,
  );
  const dependencies = readDependencies(files, layout.workingDirectory);
  const python = readPythonVersion(files, layout.workingDirectory, remembered.files);
  const prefixes = findPrefixes(own, resolver, constants);
  const sqlalchemy = dependencies.requirements.some(({ name }) => name === "flask-sqlalchemy");

  const instanceFolder = likely === undefined ? null : findInstanceFolder(own, layout, constants, sqlalchemy);
  const databases = likely === undefined ? [] : findDatabases(own, layout, sources, constants);
  const databaseFolders = databases.flatMap((it) => (it.written ? (folderOf(it, sources) ?? []) : []));
  const stray = databasesBesideCode(databases, sources, instanceFolder);
  const undeclared =
    likely === undefined ? [] : findUndeclared(own, dependencies, sources, files, () => reach(likely.source.path));
  const broken = findBroken(own, likely?.source.path, reach);
  const celery =
    likely?.target !== undefined && dependencies.requirements.some(({ name }) => name === "celery")
      ? findCelery(own, sources, layout, likely.target)
      : undefined;

  const uploadLimit = findUploadLimit(own, constants);
  const uploads = likely === undefined || uploadLimit !== null ? undefined : findUploads(own);
  const otherApp = likely === undefined ? findOtherApp(sources) : undefined;
  const { requirements, dependencyFiles } = dependencies;
  const unrunnable =
    likely === undefined ? undefined : findUnrunnable(own, resolver, requirements, dependencyFiles, files);

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
    healthPath: findHealthPath(own, { resolver, constants, prefixes, application: likely?.value }),
    uploadLimit,
    instanceFolder,
    writtenFolders: findWrittenFolders(own, layout, constants, instanceFolder, databaseFolders),
    databases,
    proxyFix: usesProxyFix(own),
    environment: findEnvironment(own, constants),
    outbound: callsOut(dependencies.requirements, own),
    ...(celery === undefined ? {} : { celery }),
    unread: ofFiles(files.root, sources),
    broken: broken.map(brokenNote),
    ...(uploads === undefined ? {} : { uploadNote: uploadNote(uploads) }),
    ...(otherApp === undefined ? {} : { otherApp }),
    notes: notesOf({
      root: files.root,
      candidates,
      chosen,
      decided: target,
      sources,
      statements,
      python,
      stray,
      undeclared,
      broken,
      uploads,
      unrunnable,
      otherApp,
    }),
  };
}

function isNamed({ target, layout }: Ranked, wanted: string | undefined): boolean {
  return wanted !== undefined && (target === wanted || `${layout?.workingDirectory}/${target}` === wanted);
}

function describe({ target, source, at, score, reason, layout }: Ranked): readonly Candidate[] {
  if (target === undefined || layout === undefined) return [];
  const { workingDirectory, pythonPath } = layout;
  return [{ target, file: source.path, line: source.python().lineAt(at), score, reason, workingDirectory, pythonPath }];
}
