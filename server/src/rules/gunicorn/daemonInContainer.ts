import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { flagOf, givenOf, placeOf, removeSetting } from "../settings";

/** A container lives as long as its first process, and `daemon` ends that one at once. */
export const daemonInContainer: Rule = {
  code: "gunicorn-daemon-in-container",
  severity: "error",
  check(subject) {
    const given = givenOf(subject, "daemon");
    const command = subject.gunicorn.command?.command;
    if (given === undefined || flagOf(subject, "daemon") !== true) return [];
    if (command === undefined || subject.containers.length === 0) return [];
    // Where another program follows, that one may keep the container alive.
    const end = command.words.at(-1) ?? command;
    const after = subject.text(end.path)?.slice(end.end) ?? "?";
    const last = command.place === "shell" ? after.trim() === "" : /^[\s"'\]]*(\n|$)/.test(after);
    if (!last) return [];
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          '"daemon" stops the container as soon as it has started: a container ends with its first process. Turn it off, the engine runs it in the background.',
        ),
        fixes: removeSetting(given, l10n.t('Remove "{0}"', "daemon"), subject),
      },
    ];
  },
};
