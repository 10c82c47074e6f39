import * as l10n from "@vscode/l10n";
import type { Project } from "../project/project";
import type { Files } from "../workspace/files";
import { nameOf } from "../workspace/paths";

/**
 * What to say of a WSGI target that the user named and that no file of the project can be: a slip of the pen, or a
 * package that is installed. Undefined where its module is there.
 */
export function missingModule(files: Files, target: string, project: Project): string | undefined {
  if (project.candidates.some((candidate) => candidate.target === target)) return undefined;
  const named = target.split(":", 1)[0] ?? "";
  // `backend/pkg:app` names the folder too.
  const folder = named.includes("/") ? named.slice(0, named.lastIndexOf("/")) : ".";
  const module = named.slice(named.lastIndexOf("/") + 1);
  const path = module.replaceAll(".", "/");
  const places = new Set([folder, project.pythonPath, project.workingDirectory, ".", "src"]);
  for (const place of places) {
    const at = place === "." ? path : `${place}/${path}`;
    if ([`${at}.py`, `${at}/__init__.py`].some((file) => files.text(file) !== undefined)) return undefined;
  }
  return l10n.t(
    "No module {0} was found in {1}: unless a dependency brings it, Gunicorn will not find it either.",
    module,
    nameOf(files.root),
  );
}
