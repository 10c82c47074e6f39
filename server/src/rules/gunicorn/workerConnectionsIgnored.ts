import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, numberOf, placeOf, removeSetting } from "../settings";
import { workerKind } from "../workers";

/** The default. */
const usual = 1000;

/** `worker_connections` beside a worker that takes one request at a time, which never looks at it (`workers/sync.py`). */
export const workerConnectionsIgnored: Rule = {
  code: "gunicorn-worker-connections-ignored",
  severity: "warning",
  unlessUsed: true,
  check(subject) {
    const given = givenOf(subject, "worker_connections");
    const connections = numberOf(subject, "worker_connections");
    // Gunicorn's own example writes its default down, which is meant to change nothing.
    if (given === undefined || connections === undefined || connections === usual) return [];
    if (workerKind(subject) !== "sync") return [];
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          '"worker_connections" does nothing here: a sync worker takes one request at a time. Remove it, or set "threads" or another worker_class.',
        ),
        fixes: removeSetting(given, l10n.t('Remove "{0}"', "worker_connections"), subject),
      },
    ];
  },
};
