import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { flagOf, givenOf, numberOf, placeOfValue } from "../settings";
import { workerKind } from "../workers";

/**
 * Bytes that Gunicorn takes at least, for an app of a few lines: measured with Gunicorn 27, Flask 3.1 and Python 3.13 as
 * proportional set size, see docs/rules/gunicorn-memory.md. Every real app takes more.
 */
const least = { master: 12 * 2 ** 20, worker: 15 * 2 ** 20, preloaded: 4 * 2 ** 20, thread: 16 * 2 ** 10 };

/** More workers than the container's memory can hold, even for an app that does nothing. */
export const memory: Rule = {
  code: "gunicorn-memory",
  severity: "warning",
  check(subject) {
    const { containers } = subject;
    const limits = containers.flatMap((it) => it.memory ?? []);
    const [limit] = [...limits].sort((a, b) => b.value - a.value);
    const workers = numberOf(subject, "workers");
    const place = placeOfValue(subject, "workers");
    if (limit === undefined || limits.length < containers.length || workers === undefined || place === undefined)
      return [];
    // How many there are on a machine is told by another rule.
    if (givenOf(subject, "workers")?.evaluated.cpus) return [];
    const threads = workerKind(subject) === "gthread" ? (numberOf(subject, "threads") ?? 1) : 1;
    const each = (flagOf(subject, "preload_app") === false ? least.worker : least.preloaded) + threads * least.thread;
    const needed = least.master + workers * each;
    if (needed <= limit.value) return [];
    return [
      {
        ...place,
        message: l10n.t(
          "{0} workers need more than {1} MB even for an empty app, and the container may have {2} MB: the kernel would kill them. Start fewer workers, or raise the limit.",
          workers,
          Math.floor(needed / 2 ** 20),
          Math.floor(limit.value / 2 ** 20),
        ),
        related: [{ ...limit, message: l10n.t("The limit is set here.") }],
      },
    ];
  },
};
