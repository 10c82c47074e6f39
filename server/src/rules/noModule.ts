import * as l10n from "@vscode/l10n";
import { changeTo, type Fix, type Severity, type Span } from "../findings";
import { nearest } from "../languages/nginx/diagnostics/nearest";
import type { Sought } from "../stack/served";
import { join } from "../workspace/paths";
import type { Said, Subject } from "./rule";

/** A module that Gunicorn is told to import, where it is written. */
export interface Named {
  readonly name: string;
  readonly path: string;
  readonly at: Span;
  /** Undefined where it is put together from what is written elsewhere. */
  readonly moduleAt: Span | undefined;
  readonly module: Sought;
  /** The folders in which it was looked for, all that there are. */
  readonly roots: readonly string[];
}

/**
 * What to say of a module that is nowhere; undefined where it is there, or may be.
 * @param otherwise how bad it is that nothing is like it; undefined where a package may have it
 */
export function noSuchModule(
  subject: Subject,
  { name, path, at, moduleAt, module, roots }: Named,
  otherwise: () => Severity | undefined,
): readonly Said[] | undefined {
  if (module?.kind !== "none" || changesPath(subject)) return undefined;
  const place = { path, ...(moduleAt ?? at) };
  if (module.parent !== undefined) {
    const message = l10n.t(
      'There is no module "{0}", since {1} has no such part, and Gunicorn does not start: correct the name.',
      name,
      module.parent,
    );
    return [{ ...place, message, related: [whole(module.parent, l10n.t("This is what it would be a part of."))] }];
  }
  const [first = ""] = name.split(".");
  // What is installed can be imported as well, and so can the project itself.
  if (module.names.length === 0 || isPackaged(subject, roots) || subject.packages.installs(first) === true) return [];
  // Further places may be told from outside.
  const severity = subject.containers.length > 0 ? "error" : "warning";
  if (module.elsewhere !== undefined) {
    const message = l10n.t(
      'Gunicorn finds no module "{0}" where it is started: it is in {1}. Add --chdir with that folder.',
      name,
      module.elsewhere,
    );
    return [{ ...place, severity, message }];
  }
  const near = nearest(first, module.names);
  if (near !== undefined) {
    const meant = [near, ...name.split(".").slice(1)].join(".");
    const message = l10n.t('Gunicorn finds no module "{0}" where it is started. Did you mean "{1}"?', name, meant);
    return [{ ...place, message, fixes: replaced(path, moduleAt, meant) }];
  }
  const bad = otherwise();
  if (bad === undefined) return [];
  const message = l10n.t(
    'Gunicorn finds no module "{0}" where it is started, and no package of that name is installed: correct the name, or add the package to what is installed.',
    name,
  );
  return [{ ...place, severity: bad, message }];
}

/** Writes another text in the place of one. */
export function replaced(path: string, at: Span | undefined, text: string): readonly Fix[] {
  return at === undefined ? [] : [changeTo(path, at, text)];
}

/** A file as a whole, beside what is said. */
export const whole = (path: string, message: string) => ({ path, start: 0, end: 0, message });

/** A config file may say where else to look. */
const changesPath = ({ gunicorn: { file }, text }: Subject): boolean =>
  file !== undefined && /sys\.path|site\.addsitedir|import_module/.test(text(file) ?? "");

/** The project can be installed as a package: then it is found wherever Gunicorn is started. */
const isPackaged = ({ exists, text }: Subject, roots: readonly string[]): boolean =>
  [...new Set([".", ...roots])].some(
    (root) =>
      ["setup.py", "setup.cfg"].some((name) => exists(join(root, name))) ||
      /^\s*\[(?:build-system|tool\.(?:poetry|pdm|hatch|flit))\b/m.test(text(join(root, "pyproject.toml")) ?? ""),
  );
