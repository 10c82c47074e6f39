import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { flagOf, givenOf, placeOf, removeSetting } from "../settings";

/** `reload` in an image, whose files never change: it only costs, and a changed file would stop workers in the middle. */
export const reloadInImage: Rule = {
  code: "gunicorn-reload-in-image",
  severity: "warning",
  check(subject) {
    const given = givenOf(subject, "reload");
    const { containers } = subject;
    if (given === undefined || flagOf(subject, "reload") !== true || containers.length === 0) return [];
    if (!containers.every(({ development, stage, incomplete }) => !development && !incomplete && stage !== undefined)) {
      return [];
    }
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          '"reload" is for development: the code in an image does not change, and watching it costs processor time in every worker. Turn it off here.',
        ),
        fixes: removeSetting(given, l10n.t('Remove "{0}"', "reload"), subject),
      },
    ];
  },
};
