import * as l10n from "@vscode/l10n";
import type { Project, StaticFolder } from "../project/project";
import type { Files } from "../workspace/files";
import { resolveTarget } from "./answers";
import type { Blueprint, StaticMount } from "./blueprint";
import { gunicornRelease } from "./gunicornRelease";
import { install } from "./install";
import type { Answers } from "./plan";
import { procfileSettings } from "./procfile";
import { systemPackages } from "./systemPackages";

/** Joins what was found with what was answered, and says what a person should know of it. */
export function makeBlueprint(
  files: Files,
  found: Project,
  answers: Answers,
  name: string,
): { readonly blueprint: Blueprint; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const project: Project = { ...found, outbound: found.outbound || found.environment.some(isMail) };
  const statics: StaticMount[] = [];
  for (const folder of project.staticFolders) {
    if (files.list(folder.path).length === 0) continue;
    const mount = mountOf(folder);
    if (folder.mixed) {
      notes.push(
        l10n.t(
          "The static files of {0} are at the root of the site, where views of the app may have the same URLs, so Flask serves them itself.",
          folder.path,
        ),
      );
    } else if (mount === undefined) {
      notes.push(
        l10n.t(
          "The static files of {0} are served by Flask itself: Nginx has no safe way to write that path.",
          folder.path,
        ),
      );
    } else if (!statics.some(({ url }) => url === mount.url)) statics.push(mount);
  }
  if (!project.requirements.some((requirement) => requirement.name === "gunicorn")) {
    notes.push(l10n.t("The project does not name Gunicorn, so the image installs it; its own files stay as they are."));
  }
  if (project.packageManager === "conda") {
    notes.push(
      l10n.t(
        "Packages of conda cannot be installed by pip: the image installs only those that PyPI has under the same name, so look at the Dockerfile before you build it.",
      ),
    );
  } else if (project.dependencyFiles.length === 0) {
    notes.push(
      l10n.t(
        "No file says what the app needs, so the image gets Flask and nothing else that the code imports: write a requirements.txt.",
      ),
    );
  }
  const gunicorn = gunicornRelease(files, project, answers.python);
  notes.push(...gunicorn.notes);
  const blueprint = {
    name,
    project,
    answers,
    wsgi: resolveTarget(project, answers.target),
    statics,
    install: install(files, project, gunicorn.beside),
    packages: systemPackages(project.requirements, answers.python),
    gunicornSettings: gunicorn.settings,
    procfile: procfileSettings(files, project),
  };
  return { blueprint, notes };
}

/** A variable of a mail server, which is always somewhere else. */
const isMail = ({ name }: Project["environment"][number]): boolean =>
  /^(MAIL|SMTP|EMAIL)_(SERVER|HOST|PORT|USE)/.test(name);

/** Where a static folder lies in the image; undefined where its names hold what Nginx or Docker would take for syntax. */
function mountOf({ url, path }: StaticFolder): StaticMount | undefined {
  const plain = /^[\p{L}\p{N}\p{M} ._~@+/-]+$/u;
  if (url === "/" && plain.test(path)) return { url, source: path, folder: "/srv/_root" };
  if (!plain.test(path) || !plain.test(url) || !/^\/[^/]/.test(url) || url.endsWith("/")) return undefined;
  return { url, source: path, folder: `/srv${url}` };
}
