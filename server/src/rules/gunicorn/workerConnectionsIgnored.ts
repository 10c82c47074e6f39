import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, placeOf, removeSetting, valueOfSetting } from "../settings";
import { workerKind } from "../workers";

/** `worker_connections` beside a worker that takes one request at a time, which never looks at it (`workers/sync.py`). */
export const workerConnectionsIgnored: Rule = {
  code: "gunicorn-worker-connections-ignored",
  severity: "warning",
  check(subject) {
    const given = givenOf(subject, "worker_connections");
    if (given === undefined || valueOfSetting(subject, "worker_connections") === undefined) return [];
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
