import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, numberOf, placeOf, removeSetting } from "../settings";
import { workerKind } from "../workers";

/** The workers that never look at `threads` (`gunicorn/workers/`: only gthread does). */
const without = ["gevent", "eventlet", "tornado", "asgi", "uvicorn"];

/** `threads` beside a worker that takes many requests at once in another way. */
export const threadsIgnored: Rule = {
  code: "gunicorn-threads-ignored",
  severity: "warning",
  unlessUsed: true,
  check(subject) {
    const given = givenOf(subject, "threads");
    const kind = workerKind(subject);
    const threads = numberOf(subject, "threads");
    if (given === undefined || kind === undefined || threads === undefined || threads < 2) return [];
    if (!without.includes(kind)) return [];
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          '"threads" does nothing here: the {0} worker takes many requests at once without threads. Remove it, or use the gthread worker.',
          kind,
        ),
        fixes: removeSetting(given, l10n.t('Remove "{0}"', "threads"), subject),
      },
    ];
  },
};
