import * as l10n from "@vscode/l10n";
import type { Rule, Said, Subject } from "../rule";
import { flagOf, givenOf, placeOf, removeSetting, replaceValue, textOf } from "../settings";

/** `spew` and the debug log in an image that is no one's for development. */
export const debugInImage: Rule = {
  code: "gunicorn-debug-in-image",
  severity: "warning",
  check(subject) {
    const { containers } = subject;
    if (containers.length === 0 || containers.some(({ development, incomplete }) => development || incomplete))
      return [];
    return [...spew(subject), ...debugLog(subject)];
  },
};

function spew(subject: Subject): readonly Said[] {
  const given = givenOf(subject, "spew");
  if (given === undefined || flagOf(subject, "spew") !== true) return [];
  const message = l10n.t(
    '"spew" prints every line of Python that is run, with its values, and makes the app many times slower. Turn it off here.',
  );
  return [{ ...placeOf(given), message, fixes: removeSetting(given, l10n.t('Remove "{0}"', "spew"), subject) }];
}

function debugLog(subject: Subject): readonly Said[] {
  const given = givenOf(subject, "loglevel");
  if (given === undefined || textOf(subject, "loglevel")?.toLowerCase() !== "debug") return [];
  // A level that the environment decides is one that can be changed without a new image.
  if (given.evaluated.variables.length > 0) return [];
  const message = l10n.t(
    'The debug log prints each request and each closed connection, which hides what matters. Use "info", or read the level from the environment.',
  );
  const fixes = replaceValue(given, l10n.t("Change to {0}", '"info"'), '"info"');
  return [{ ...placeOf(given), severity: "information", message, fixes }];
}
