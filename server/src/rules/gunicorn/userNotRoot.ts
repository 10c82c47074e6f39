import * as l10n from "@vscode/l10n";
import type { Located } from "../../stack/model";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, placeOf, removeSetting } from "../settings";
import { relatedTo, type Starter, startersOf } from "../starters";

/** Only root can become someone else: started as another user, every worker fails at `chown`, `setuid` or `setgid`. */
export const userNotRoot: Rule = {
  code: "gunicorn-user-not-root",
  severity: "error",
  check(subject) {
    const starters = startersOf(subject);
    const powerless = starters.every(
      ({ user, privileged }) => user !== undefined && user !== "root" && privileged !== true,
    );
    if (starters.length === 0 || !powerless) return [];
    return (["user", "group"] as const).flatMap((name) => changed(subject, name, starters));
  },
};

function changed(subject: Subject, name: "user" | "group", starters: readonly Starter[]): readonly Said[] {
  const given = givenOf(subject, name);
  // A name is only known to the machine, and so is what Gunicorn makes of it.
  const value = given?.conditional ? undefined : given?.evaluated.value;
  const wanted = value?.type === "str" || value?.type === "int" ? String(value.value) : undefined;
  if (given === undefined || wanted === undefined || wanted === "") return [];
  const owns = starters.flatMap((starter) => {
    const own = starter[name];
    return own === undefined || own === "root" || !differs(own, wanted) ? [] : [{ own, starter }];
  });
  const [first] = owns;
  if (first === undefined || owns.length < starters.length) return [];
  const message =
    name === "user"
      ? l10n.t(
          'Gunicorn is started as {0} here, and only root can change to user {1}: no worker would start. Remove "user", or start it as root.',
          first.own.value,
          wanted,
        )
      : l10n.t(
          'Gunicorn is started in group {0} here, and only root can change to group {1}: no worker would start. Remove "group", or start it as root.',
          first.own.value,
          wanted,
        );
  const fixes = removeSetting(given, l10n.t('Remove "{0}"', name), subject);
  return [{ ...placeOf(given), message, related: [relatedTo(first.own, first.starter)], fixes }];
}

/** A name and a number may be the same user; root's is known. */
function differs(own: Located<string>, wanted: string): boolean {
  const [a, b] = [own.value, wanted].map((it) => (it === "root" ? "0" : it)) as [string, string];
  return a !== b && (a === "0" || b === "0" || /^\d+$/.test(a) === /^\d+$/.test(b));
}
