import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { addSetting, givenOf, numberOf, placeOf, replaceValue } from "../settings";

/** `max_requests` without jitter: workers that started together and share the load are renewed together. */
export const maxRequestsJitter: Rule = {
  code: "gunicorn-max-requests-jitter",
  severity: "information",
  check(subject) {
    const given = givenOf(subject, "max_requests");
    const requests = numberOf(subject, "max_requests");
    const workers = numberOf(subject, "workers");
    if (given === undefined || requests === undefined || requests <= 0) return [];
    if (workers === undefined || workers < 2 || numberOf(subject, "max_requests_jitter") !== 0) return [];
    const jitter = String(Math.max(1, Math.round(requests / 10)));
    const zero = givenOf(subject, "max_requests_jitter");
    const title = l10n.t("Set {0}", `max_requests_jitter = ${jitter}`);
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          "All {0} workers restart at about the same time, since they count to the same number. Set max_requests_jitter, such as {1}.",
          workers,
          jitter,
        ),
        fixes:
          zero === undefined
            ? addSetting(subject, title, `max_requests_jitter = ${jitter}`)
            : replaceValue(zero, title, jitter),
      },
    ];
  },
};
