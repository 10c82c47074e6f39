import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, isSince, placeOf } from "../settings";
import { workerKind } from "../workers";

/** Gunicorn 25 says that the eventlet worker goes, 26 has it no more. */
export const eventletGone: Rule = {
  code: "gunicorn-eventlet-gone",
  severity: "error",
  check(subject) {
    const given = givenOf(subject, "worker_class");
    if (given === undefined || workerKind(subject) !== "eventlet" || !isSince(subject, "25.0")) return [];
    const { version, versionSource } = subject.gunicorn;
    const gone = isSince(subject, "26.0");
    // A release that nobody names may not be the one that is installed.
    const severity = gone && versionSource !== undefined ? "error" : "warning";
    const message = gone
      ? l10n.t(
          "Gunicorn {0} has no eventlet worker any more, and does not start with it. Use gevent or gthread.",
          version,
        )
      : l10n.t("The eventlet worker is deprecated, and Gunicorn 26 does not have it any more. Use gevent or gthread.");
    return [{ ...placeOf(given), severity, message }];
  },
};
