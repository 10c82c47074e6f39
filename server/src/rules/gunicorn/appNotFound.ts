import * as l10n from "@vscode/l10n";
import { changeTo, type Fix } from "../../findings";
import { nearest } from "../../languages/nginx/diagnostics/nearest";
import type { Served, Target } from "../../stack/served";
import { noSuchModule, replaced, whole } from "../noModule";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, isSince } from "../settings";

/** What applications and their factories are called. */
const usual = ["app", "application", "create_app", "make_app", "server", "api"];

/** What the modules of projects are called, and no package is. */
const usualModules = new Set(["app", "wsgi", "asgi", "main", "run", "server", "application", "api", "manage", "web"]);

/** Gunicorn imports what it serves when its workers start, and ends where it is not there (`gunicorn.util.import_app`). */
export const appNotFound: Rule = {
  code: "gunicorn-app-not-found",
  severity: "error",
  check(subject) {
    const unreadable = malformed(subject);
    if (unreadable !== undefined) return unreadable;
    const served = subject.served();
    if (served === undefined) return [];
    return noModule(subject, served) ?? noObject(subject, served) ?? [];
  },
};

/** A path or nothing where a module is to be named, and behind the colon what is neither a name nor a call of one. */
function malformed(subject: Subject): readonly Said[] | undefined {
  const { command } = subject.gunicorn;
  const [word, ...others] = command?.targets ?? [];
  if (word === undefined || word.unknown || others.length > 0 || command?.command.open) return undefined;
  const { path, start, end, text } = word;
  const [, module = "", , object] = /^([^:]*)(:(.*))?$/s.exec(text) ?? [];
  const isFile = module.endsWith(".py");
  if (isFile || module.includes("/")) {
    const meant = module
      .replace(/^\.?\//, "")
      .replace(/\.py$/, "")
      .replaceAll("/", ".");
    const instead = `${meant}:${object ?? "app"}`;
    const message = l10n.t('Gunicorn imports a module, and "{0}" is a path: write "{1}".', module, instead);
    return [{ path, start, end, message, fixes: module.startsWith("/") ? [] : replaced(path, word, instead) }];
  }
  // Paste takes the place of what is named beside it.
  if (object !== undefined && module === "" && givenOf(subject, "paste") === undefined) {
    const message = l10n.t(
      '"{0}" names no module, and Gunicorn does not start: write one before the colon, such as "app:app".',
      text,
    );
    return [{ path, start, end, message }];
  }
  // Before 20.0 it was any expression.
  if (object === undefined || /^\s*[\p{L}_][\p{L}\p{Nd}_]*\s*(\(.*\)\s*)?$/su.test(object) || !isSince(subject, "20.0"))
    return undefined;
  const message = l10n.t(
    'Gunicorn cannot read "{0}": behind the colon stands a name, such as "app", or a call of one, such as "create_app()".',
    text,
  );
  return [{ path, start, end, message }];
}

function noModule(subject: Subject, { target, module, imports }: Served): readonly Said[] | undefined {
  if (!imports.sure || !imports.whole) return undefined;
  const { module: name, moduleAt, path, at, nameAt } = target;
  const said = noSuchModule(subject, { name, moduleAt, path, at, module, roots: imports.roots }, () =>
    subject.packages.installs(name.split(".")[0] ?? "") !== false
      ? undefined
      : // A package may have modules of other names than its own, though none of these.
        usualModules.has(name)
        ? "error"
        : "warning",
  );
  // `gunicorn app.app`, where `app.py` is no package.
  const [, parent, object] = /^(.+)\.(\w+)$/.exec(name) ?? [];
  const isDotted = nameAt === undefined && module?.kind === "none" && /(?<!__init__)\.py$/.test(module.parent ?? "");
  if (!isDotted || parent === undefined) return said;
  const instead = `${parent}:${object}`;
  const message = l10n.t('Gunicorn takes "{0}" for a module, and there is none: write "{1}".', name, instead);
  return said?.map((it) => ({ ...it, message, fixes: replaced(path, moduleAt, instead) }));
}

function noObject({ text }: Subject, { target, module, object, imports }: Served): readonly Said[] | undefined {
  if (module?.kind !== "file" || object?.is !== "no") return undefined;
  const { name, nameAt, path } = target;
  const said = {
    path,
    ...(nameAt ?? target.at),
    ...(imports.sure ? {} : { severity: "warning" as const }),
    related: [whole(module.path, l10n.t("This is the module."))],
  };
  if (object.asProgram) {
    const message = l10n.t(
      '{0} makes "{1}" only where it is run as a program, not where Gunicorn imports it: take it out of the "if __name__" block.',
      module.path,
      name,
    );
    return [{ ...said, message }];
  }
  const meant = nearest(name, object.names) ?? usual.find((it) => object.names.includes(it));
  if (meant === undefined) {
    const message = l10n.t(
      '{0} has no "{1}", and Gunicorn does not start: make it there, or name the application that it has.',
      module.path,
      name,
    );
    return [{ ...said, message }];
  }
  const shown = /^(create|make)_app$/.test(meant) && target.call === undefined ? `${meant}()` : meant;
  return [
    {
      ...said,
      message: l10n.t('{0} has no "{1}", and Gunicorn does not start. Did you mean "{2}"?', module.path, name, shown),
      fixes: instead(target, shown, text(path) ?? ""),
    },
  ];
}

/** A shell reads brackets otherwise: they are written only where quotes stand around. */
function instead({ path, at, nameAt, moduleAt }: Target, text: string, written: string): readonly Fix[] {
  const quoted = [at.start, at.start - 1].some((offset) => /["']/.test(written.charAt(offset)));
  if (text.includes("(") && !quoted) return [];
  if (nameAt !== undefined) return replaced(path, nameAt, text);
  const end = moduleAt?.end;
  if (end === undefined) return [];
  return [changeTo(path, { start: end, end }, `:${text}`)];
}
