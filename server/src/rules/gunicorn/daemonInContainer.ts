import * as l10n from "@vscode/l10n";
import type { Span } from "../../findings";
import type { GunicornCommand } from "../../languages/gunicorn/model";
import type { Rule, Subject } from "../rule";
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
    if (!isLast(command, subject)) return [];
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

/** Whether nothing follows it in what the container starts: another program may keep the container alive. */
function isLast(command: GunicornCommand, { containers, text }: Subject): boolean {
  const end = command.words.at(-1) ?? command;
  const whole = text(end.path);
  if (whole === undefined) return false;
  if (command.place === "shell") return whole.slice(end.end).trim() === "";
  const starts = containers.flatMap(({ service, stage }) => [
    ...[service, service?.base].flatMap((it) => started(it?.facts, it?.path)),
    ...started(stage?.facts, stage?.path),
  ]);
  const own = starts.find(({ path, start, end: stop }) => path === end.path && start <= end.start && end.start < stop);
  return own !== undefined && /^[\s"'\]]*$/.test(whole.slice(end.end, own.end));
}

const started = (
  facts: { readonly command: Span | undefined; readonly entrypoint: Span | undefined } | undefined,
  path: string | undefined,
) =>
  facts === undefined || path === undefined
    ? []
    : [facts.command, facts.entrypoint].flatMap((at) =>
        at === undefined ? [] : { path, start: at.start, end: at.end },
      );
