import * as l10n from "@vscode/l10n";
import { userOf } from "../../stack/containers";
import type { Rule } from "../rule";
import { givenOf, placeOf, removeSetting } from "../settings";

/** Only root can become someone else: started as another user, every worker fails at `setuid` or `setgid`. */
export const userNotRoot: Rule = {
  code: "gunicorn-user-not-root",
  severity: "error",
  check(subject) {
    const users = subject.containers.map(userOf);
    const [own] = users;
    if (own === undefined || own === "root" || !users.every((user) => user !== undefined && user !== "root")) return [];
    const given = givenOf(subject, "user");
    // A name is only known to the machine, and so is what Gunicorn makes of it.
    const value = given?.conditional ? undefined : given?.evaluated.value;
    const wanted = value?.type === "str" || value?.type === "int" ? String(value.value) : undefined;
    if (given === undefined || wanted === undefined) return [];
    // A name and a number may be the same user.
    const comparable = /^\d+$/.test(wanted) === /^\d+$/.test(own.value);
    const isRoot = wanted === "root" || wanted === "0";
    if (!(comparable || isRoot) || wanted === own.value) return [];
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          'Gunicorn is started as {0} here, and only root can change to user {1}: no worker would start. Remove "user", or start it as root.',
          own.value,
          wanted,
        ),
        related: [
          { path: own.path, start: own.start, end: own.end, message: l10n.t("The container's user is set here.") },
        ],
        fixes: removeSetting(given, l10n.t('Remove "{0}"', "user"), subject),
      },
    ];
  },
};
