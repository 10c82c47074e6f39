import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { flagOf, givenOf, placeOf } from "../settings";

/** A preloaded app stays in the master process: a reloaded worker is a copy of it, with the code as it was. */
export const preloadReload: Rule = {
  code: "gunicorn-preload-reload",
  severity: "warning",
  check(subject) {
    const reload = givenOf(subject, "reload");
    const preload = givenOf(subject, "preload_app");
    if (reload === undefined || preload === undefined) return [];
    if (flagOf(subject, "reload") !== true || flagOf(subject, "preload_app") !== true) return [];
    return [
      {
        ...placeOf(reload),
        message: l10n.t(
          '"reload" cannot bring in new code while "preload_app" is on: the app stays loaded in the master process. Turn one of them off.',
        ),
        related: [{ ...placeOf(preload), message: l10n.t('"preload_app" is turned on here.') }],
      },
    ];
  },
};
