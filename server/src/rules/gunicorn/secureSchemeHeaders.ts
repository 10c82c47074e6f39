import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, placeOf, valueOfSetting } from "../settings";
import { workerKind } from "../workers";

/** Gunicorn compares with names in capitals (`http/message.py`), so another spelling never matches. */
export const secureSchemeHeaders: Rule = {
  code: "gunicorn-secure-scheme-headers",
  severity: "warning",
  check(subject) {
    const given = givenOf(subject, "secure_scheme_headers");
    const value = valueOfSetting(subject, "secure_scheme_headers");
    if (given === undefined || value?.type !== "dict") return [];
    // The ASGI workers compare without regard to case, or not at all.
    const kind = workerKind(subject);
    if (kind === undefined || kind === "asgi" || kind === "uvicorn" || kind === "other") return [];
    const names = value.entries.flatMap(([key]) => (key.type === "str" ? key.value : []));
    const [wrong] = names.filter((name) => name !== name.toUpperCase());
    if (wrong === undefined || names.includes(wrong.toUpperCase())) return [];
    const text = subject.text(given.path);
    const quoted = given.value && text?.indexOf(wrong, given.value.start);
    const inside = quoted !== undefined && quoted >= 0 && given.value !== undefined && quoted < given.value.end;
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          '"{0}" never matches: Gunicorn compares with names in capitals. Write "{1}".',
          wrong,
          wrong.toUpperCase(),
        ),
        fixes:
          inside && given.origin === "file"
            ? [
                {
                  title: l10n.t("Change to {0}", `"${wrong.toUpperCase()}"`),
                  path: given.path,
                  edits: [{ start: quoted, end: quoted + wrong.length, text: wrong.toUpperCase() }],
                },
              ]
            : [],
      },
    ];
  },
};
