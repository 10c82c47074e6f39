import * as l10n from "@vscode/l10n";
import { nearest } from "../../languages/nginx/diagnostics/nearest";
import type { Rule } from "../rule";
import { givenOf, placeOf, replaceWord, textOf } from "../settings";

/** `gunicorn.glogging.Logger.LOG_LEVELS`, in any case. */
const levels = ["debug", "info", "warning", "error", "critical"];

/** Short for a level in other programs. */
const short: Readonly<Record<string, string>> = { warn: "warning", err: "error", crit: "critical", fatal: "critical" };

/** A level that Gunicorn's logger does not know: it takes info without a word. A logger of one's own may know more. */
export const logLevel: Rule = {
  code: "gunicorn-log-level",
  severity: "warning",
  check(subject) {
    const given = givenOf(subject, "loglevel");
    const level = textOf(subject, "loglevel")?.trim();
    if (given === undefined || level === undefined || !/^\w+$/.test(level)) return [];
    if (levels.includes(level.toLowerCase()) || subject.gunicorn.settings.get("logger_class")?.origin !== "default") {
      return [];
    }
    const meant = short[level.toLowerCase()] ?? nearest(level.toLowerCase(), levels);
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          'Gunicorn knows no log level "{0}" and takes "info" without a word. Use {1}.',
          level,
          levels.join(", "),
        ),
        fixes: meant === undefined ? [] : replaceWord(subject, given, level, meant),
      },
    ];
  },
};
