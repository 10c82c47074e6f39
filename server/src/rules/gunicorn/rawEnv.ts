import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, placeOf, valueOfSetting } from "../settings";

/** An entry of `raw_env` without "=": Gunicorn does not start (`Config.env`). */
export const rawEnv: Rule = {
  code: "gunicorn-raw-env",
  severity: "error",
  check(subject) {
    const given = givenOf(subject, "raw_env");
    const value = valueOfSetting(subject, "raw_env");
    if (given === undefined || value === undefined) return [];
    const items = value.type === "list" || value.type === "tuple" ? value.items : value.type === "str" ? [value] : [];
    const bad = items.find((item) => item.type === "str" && !item.value.includes("="));
    if (bad?.type !== "str") return [];
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          '"{0}" is no NAME=VALUE: Gunicorn does not start with it. Write the value after "=".',
          bad.value,
        ),
      },
    ];
  },
};
