import * as l10n from "@vscode/l10n";
import { nearest } from "../../languages/nginx/diagnostics/nearest";
import type { Rule, Subject } from "../rule";
import { givenOf, isSince, placeOf, replaceWord, textOf } from "../settings";

/** `gunicorn.workers.SUPPORTED_WORKERS` of every release; eventlet, which is gone, has a rule of its own. */
const always = ["sync", "gthread", "gevent", "gevent_wsgi", "gevent_pywsgi", "tornado"];

/** The workers that Gunicorn knows by a short name; those of every release where no file names one. */
function workersOf(subject: Subject): readonly string[] {
  const told = subject.gunicorn.versionSource !== undefined;
  return [
    ...always,
    ...(!told || isSince(subject, "24.0") ? ["asgi"] : []),
    ...(!told || !isSince(subject, "20.0") ? ["gaiohttp"] : []),
  ];
}

/** A short name that is no worker: Gunicorn does not start (`gunicorn.util.load_class`). A path of dots may be anything. */
export const unknownWorker: Rule = {
  code: "gunicorn-unknown-worker",
  severity: "error",
  check(subject) {
    const given = givenOf(subject, "worker_class");
    const name = textOf(subject, "worker_class")?.trim();
    if (given === undefined || name === undefined || !/^[\w-]*$/.test(name) || name === "eventlet") return [];
    const workers = workersOf(subject);
    if (workers.includes(name)) return [];
    const meant = nearest(name.toLowerCase(), workers);
    const message =
      meant === undefined
        ? l10n.t(
            'Gunicorn has no worker "{0}", and does not start with it. Use {1}, or the whole path of a class.',
            name,
            "sync, gthread, gevent, tornado",
          )
        : l10n.t('Gunicorn has no worker "{0}", and does not start with it. Did you mean "{1}"?', name, meant);
    return [{ ...placeOf(given), message, fixes: meant === undefined ? [] : replaceWord(subject, given, name, meant) }];
  },
};
