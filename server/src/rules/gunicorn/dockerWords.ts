import * as l10n from "@vscode/l10n";
import { changeTo, type Span } from "../../findings";
import { type NotJson, nearlyJson } from "../../languages/dockerfile/nearlyJson";
import { placeStrings } from "../../languages/json";
import { verbatim } from "../../languages/mapped";
import { rememberedByText } from "../../languages/remembered";
import type { Container } from "../../stack/model";
import type { Rule, Said, Subject } from "../rule";

/** Docker reads the words of a Dockerfile otherwise than they look: Gunicorn does not start, or gets less than is written. */
export const dockerWords: Rule = {
  code: "gunicorn-docker-words",
  severity: "error",
  check: (subject) => [
    ...subject.containers.flatMap((container) => [...startForm(subject, container), ...lostFlags(subject, container)]),
    ...unfilledPort(subject),
  ],
};

/** `CMD` and `ENTRYPOINT` that Gunicorn's words stand in: lists that are no JSON, and one text that is meant to be several. */
function startForm({ gunicorn: { command }, text }: Subject, { stage }: Container): readonly Said[] {
  const { entrypoint, command: behind } = stage?.facts ?? {};
  const words = command === undefined ? [] : [command.command, ...command.command.words];
  const isIn = (start: Span | undefined): boolean =>
    words.some(
      (word) => word.path === stage?.path && start !== undefined && start.start <= word.start && word.start < start.end,
    );
  return [entrypoint, behind].flatMap((start): readonly Said[] => {
    // What stands in `CMD` is behind the entry point, where that is not said elsewhere.
    const own = isIn(start) || (start === entrypoint && isIn(behind));
    if (stage === undefined || start === undefined || !own) return [];
    const at = { path: stage.path, start: start.start, end: start.end };
    const written = text(stage.path)?.slice(start.start, start.end) ?? "";
    const { near, strings } = formOf(written);
    if (near !== undefined) return [{ ...at, message: notJson(near.why), fixes: asList(at, near.words.map(wordText)) }];
    const [only, ...others] = strings;
    if (only === undefined || others.length > 0 || !/^\s*\S*gunicorn\s/.test(only.text)) return [];
    const message = l10n.t(
      'Docker looks for one program of the name "{0}", and there is none: write each word as a text of its own.',
      only.text,
    );
    // What a shell would do with quotes and the like is not a list of words.
    const plain = !/["'\\$`|&;<>()]/.test(only.text);
    return [{ ...at, message, fixes: plain ? asList(at, only.text.trim().split(/\s+/)) : [] }];
  });
}

/** The same after every key in another file. */
const formOf = rememberedByText((written: string) => {
  const joined = verbatim(written.replace(/\\[ \t]*\r?\n/g, (end) => " ".repeat(end.length)));
  return { near: nearlyJson(joined), strings: placeStrings(joined) ?? [] };
});

const wordText = ({ text }: { readonly text: string }): string => text;

function notJson(why: NotJson): string {
  switch (why) {
    case "single-quotes":
      return l10n.t(
        "This is no JSON, which has double quotes: Docker hands it to a shell as it is, which finds no such command.",
      );
    case "trailing-comma":
      return l10n.t(
        "This is no JSON, since a comma stands before the bracket: Docker hands it to a shell as it is, which finds no such command.",
      );
    case "comment":
      return l10n.t(
        "This is no JSON, since a comment stands behind it: Docker hands it to a shell as it is, which finds no such command. Give the comment a line of its own.",
      );
  }
}

function asList(at: { readonly path: string; readonly start: number; readonly end: number }, words: readonly string[]) {
  const text = `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
  return [changeTo(at.path, at, text)];
}

/** `ENV GUNICORN_CMD_ARGS=--bind=X --workers=4`: what follows the first blank is a variable of the name `--workers`. */
function lostFlags({ text, gunicorn }: Subject, { stage }: Container): readonly Said[] {
  const own = stage?.facts.environment.get("GUNICORN_CMD_ARGS");
  if (stage === undefined || own === undefined || gunicorn.environment?.command.path !== stage.path) return [];
  const all = text(stage.path) ?? "";
  const newline = all.indexOf("\n", own.start);
  const end = newline === -1 ? all.length : newline;
  const lost = [...stage.facts.environment].find(
    ([name, { start }]) => name.startsWith("-") && own.end <= start && start < end,
  );
  if (lost === undefined) return [];
  const [name, at] = lost;
  const line = all.slice(own.start, end).trimEnd();
  const value = /^GUNICORN_CMD_ARGS=([^"'\\$\r\n]*)$/.exec(line)?.[1];
  const message = l10n.t(
    'Docker ends GUNICORN_CMD_ARGS at the first blank, and "{0}" does not come to Gunicorn: put quotes around the whole value.',
    name,
  );
  const edits = [{ start: own.start, end: own.start + line.length, text: `GUNICORN_CMD_ARGS="${value ?? ""}"` }];
  const fixes = value === undefined ? [] : [{ title: l10n.t("Put it in quotes"), path: stage.path, edits }];
  return [{ path: stage.path, start: at.start, end: at.end, message, fixes }];
}

/** `["gunicorn", "-b", "0.0.0.0:$PORT"]`: no shell fills it in, and Gunicorn refuses the port (`util.parse_address`). */
function unfilledPort({ gunicorn: { command }, containers, text }: Subject): readonly Said[] {
  if (command === undefined || containers.length === 0) return [];
  return command.given.flatMap((given): readonly Said[] => {
    const { setting, evaluated, value: at, path } = given;
    const items = setting === "bind" && evaluated.value?.type === "list" ? evaluated.value.items : [];
    const last = items.at(-1);
    const [, variable] = (last?.type === "str" && /:\$\{?([A-Za-z_]\w*)\}?$/.exec(last.value)) || [];
    const word = command.command.words.find((it) => at !== undefined && it.path === path && it.end >= at.end);
    if (variable === undefined || at === undefined || word === undefined || word.unknown) return [];
    const message = l10n.t(
      'No shell fills in ${0} here, and Gunicorn refuses it as a port: start it with "sh", "-c", "exec gunicorn ...", or write the number.',
      variable,
    );
    return text(path) === undefined ? [] : [{ path, start: at.start, end: at.end, message }];
  });
}
