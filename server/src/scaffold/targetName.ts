import * as l10n from "@vscode/l10n";
import { defines } from "../languages/python/defines";
import type { PythonFile } from "../languages/python/facts";
import { readPython } from "../languages/python/reader";
import type { Project } from "../project/project";
import { fail, ok, type Result } from "../result";
import type { Files } from "../workspace/files";
import { join } from "../workspace/paths";
import { resolveTarget } from "./answers";

/** How many names are offered where the module has many. */
const mostNames = 5;

/** Refuses `module:name` where the module is in the project and surely has no such name; says which it has. */
export function checkTargetName(files: Files, project: Project, answer: string | undefined): Result<undefined> {
  if (answer === undefined) return ok(undefined);
  const { target, workingDirectory, pythonPath } = resolveTarget(project, answer);
  if (project.candidates.some((candidate) => candidate.target === target)) return ok(undefined);
  const [, module = "", name] = /^([^:]+):([\p{L}_][\p{L}\p{N}_]*)(?:\(.*\))?$/su.exec(target) ?? [];
  const path = fileOf(files, join(workingDirectory, pythonPath), module);
  const text = path === undefined ? undefined : files.text(path);
  if (name === undefined || path === undefined || text === undefined) return ok(undefined);
  const file = readPython(text);
  if (defines(file, name, () => undefined).is !== "no") return ok(undefined);
  const servable = project.candidates.flatMap((it) => (it.file === path ? [it.target] : []));
  const names = servable.length > 0 ? servable : namesOf(file).map((it) => `${module}:${it}`);
  return fail(
    "bad-answer",
    names.length === 0
      ? l10n.t("{0} has no '{1}' when it is imported, so Gunicorn cannot serve {2}.", path, name, target)
      : l10n.t(
          "{0} has no '{1}' when it is imported, so Gunicorn cannot serve {2}: it has {3}.",
          path,
          name,
          target,
          names.slice(0, mostNames).join(", "),
        ),
  );
}

function fileOf(files: Files, root: string, module: string): string | undefined {
  const path = join(root, module.replaceAll(".", "/"));
  return [join(path, "__init__.py"), `${path}.py`].find((file) => files.text(file) !== undefined);
}

/** What a server might be told: no modules, classes, constants and private names. */
const namesOf = ({ scope: { bindings } }: PythonFile): readonly string[] => [
  ...new Set(
    bindings.flatMap(({ name, guard, value }) => {
      const callable =
        value.kind === "function" ||
        (value.kind === "expression" && (value.expression.kind === "call" || value.expression.kind === "name"));
      return callable && (guard === "none" || guard === "branch") && !name.startsWith("_") ? [name] : [];
    }),
  ),
];
