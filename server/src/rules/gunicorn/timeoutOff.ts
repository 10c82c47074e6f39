import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, numberOf, placeOf, replaceValue } from "../settings";

/** Gunicorn's own default. */
const usual = 30;

/** `timeout = 0`: nobody looks whether a worker still lives (`Arbiter.murder_workers` returns at once). */
export const timeoutOff: Rule = {
  code: "gunicorn-timeout-off",
  severity: "information",
  check(subject) {
    const given = givenOf(subject, "timeout");
    if (given === undefined || numberOf(subject, "timeout") !== 0) return [];
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          'With "timeout" 0 a worker that hangs is never replaced. Set seconds, unless the platform before it ends requests by itself (as Cloud Run does).',
        ),
        fixes: replaceValue(given, l10n.t("Change to {0}", usual), String(usual)),
      },
    ];
  },
};
