import * as l10n from "@vscode/l10n";
import type { Rule, Said } from "../rule";
import { givenOf, placeOf, textOf, valueOfSetting } from "../settings";

/** Gunicorn's own logger by each of its names (`Config.logger_class`). */
const own = ["gunicorn.glogging.Logger", "simple", "gunicorn.instrument.statsd.Statsd"];

/** Metrics that are set up, and go nowhere. */
export const statsd: Rule = {
  code: "gunicorn-statsd",
  severity: "warning",
  check(subject) {
    const host = valueOfSetting(subject, "statsd_host");
    if (host === undefined) return [];
    const logger = textOf(subject, "logger_class");
    if (host.type !== "None") {
      const given = givenOf(subject, "statsd_host");
      if (given === undefined || logger === undefined || own.includes(logger)) return [];
      // A logger of the project's may well be one that knows statsd; the others of the field do not.
      if (!/^(gunicorn\.|logging\.)/.test(logger)) return [];
      const message = l10n.t(
        'No metrics are sent: with a "logger_class" of its own Gunicorn does not use "statsd_host".',
      );
      return [{ ...placeOf(given), message }];
    }
    return ["statsd_prefix", "dogstatsd_tags"].flatMap((name): readonly Said[] => {
      const given = givenOf(subject, name);
      const value = valueOfSetting(subject, name);
      if (given === undefined || value === undefined || value.type === "None") return [];
      if (value.type === "str" && value.value === "") return [];
      return [{ ...placeOf(given), message: l10n.t('"{0}" does nothing without "statsd_host": set it, too.', name) }];
    });
  },
};
