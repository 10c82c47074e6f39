import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { addSetting, givenOf, numberOf, placeOf, placeOfMissing, replaceValue } from "../settings";
import { workerKind } from "../workers";

/** The workers that keep connections open (`workers/sync.py` closes each). */
const keeping = ["gthread", "gevent", "eventlet", "asgi", "uvicorn"];

/** nginx sends a request into a connection that Gunicorn is just closing. */
export const keepaliveBelowProxy: Rule = {
  code: "gunicorn-keepalive-below-proxy",
  severity: "warning",
  check(subject) {
    const kind = workerKind(subject);
    const seconds = numberOf(subject, "keepalive");
    if (kind === undefined || seconds === undefined || !keeping.includes(kind)) return [];
    const upstreams = subject.proxies.flatMap(({ upstream }) => upstream ?? []);
    const waiting = upstreams.filter(
      ({ keepalive, keepaliveTimeout }) => keepalive !== undefined && keepalive.value > 0 && keepaliveTimeout > seconds,
    );
    const [longest] = waiting.sort((a, b) => b.keepaliveTimeout - a.keepaliveTimeout);
    const given = givenOf(subject, "keepalive");
    const place = given === undefined ? placeOfMissing(subject) : placeOf(given);
    if (longest?.keepalive === undefined || place === undefined || given?.conditional === true) return [];
    const wanted = Math.ceil(longest.keepaliveTimeout) + 5;
    const at = longest.keepaliveTimeoutAt ?? longest.keepalive;
    const title = l10n.t("Set {0}", `keepalive = ${wanted}`);
    return [
      {
        ...place,
        message: l10n.t(
          "Gunicorn closes an idle connection after {0} s, while nginx keeps it for {1} s: now and then nginx sends a request into one that is closing, and answers 502. Set keepalive to more than {1}.",
          seconds,
          longest.keepaliveTimeout,
        ),
        related: [
          {
            path: at.path,
            start: at.start,
            end: at.end,
            message: l10n.t("nginx keeps idle connections because of this."),
          },
        ],
        fixes:
          given === undefined
            ? addSetting(subject, title, `keepalive = ${wanted}`)
            : replaceValue(given, title, String(wanted)),
      },
    ];
  },
};
