import type { DockerStage, DockerStart } from "../../dockerfile/facts";
import { nearlyJson } from "../../dockerfile/nearlyJson";
import { readStages } from "../../dockerfile/stages";
import { placeStrings } from "../../json";
import { type Mapped, replaced, slice, verbatim } from "../../mapped";
import { cutWords } from "../../shell/commands";
import { shellExpand } from "../../shell/expand";
import { isAssignment, isPython, isShell, unwrap } from "../../shell/wrappers";
import type { CommandWord, GunicornCommand } from "../model";
import { type Around, aroundFile, type ReadContext } from "./around";
import { contextOf, copiesOf, inWorkspace } from "./copies";
import { argumentsFrom, inShell, inWords } from "./find";

/** What the stages of a Dockerfile start: `CMD` and `ENTRYPOINT` together, `GUNICORN_CMD_ARGS`, scripts written in place. */
export function fromDockerfile(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  return dockerStarts(path, text, context).flatMap(({ around, words, stage }) => {
    const variable = stage.environment.get("GUNICORN_CMD_ARGS");
    const set = variable !== undefined && isIn(variable, stage) ? around.arguments : undefined;
    const scripts = stage.copies.flatMap((copy) => {
      const script = isIn(copy, stage) ? heredoc(text, copy) : undefined;
      return script === undefined ? [] : inShell(script, around);
    });
    return [...(set === undefined ? [] : [set]), ...scripts, ...inWords(words, around)];
  });
}

/** What one stage starts. */
export interface DockerStartOf {
  readonly stage: DockerStage;
  readonly around: Around;
  /** None where the stage says nothing of its own. */
  readonly words: readonly CommandWord[];
}

/** What each stage starts, in the order of the file. */
export function dockerStarts(path: string, text: string, context: ReadContext): readonly DockerStartOf[] {
  const stages = readStages(text);
  const folder = contextOf(path, stages, context.files);
  return stages.map((stage) => {
    const own = [stage.entrypoint, stage.command].some((start) => start !== undefined && isIn(start, stage));
    const open = stage.entrypoint !== undefined && stage.command === undefined;
    const around = { ...aroundStage(path, text, stage, folder, context), open, ...context.around };
    return { stage, around, words: own ? startWords(path, text, stage) : [] };
  });
}

/**
 * What holds for whatever a stage starts.
 * @param folder the folder that is built, relative to the workspace
 */
export function aroundStage(
  path: string,
  text: string,
  stage: DockerStage,
  folder: string,
  context: ReadContext,
): Around {
  const environment = new Map(
    [...stage.environment].flatMap(([name, { value }]) => (value.includes("$") ? [] : [[name, value]])),
  );
  const copies = copiesOf(stage, folder, context.files);
  const imageDirectory = stage.workingDirectory ?? "/";
  const around: Around = {
    ...aroundFile(path, "dockerfile", {}),
    service: stage.name,
    inContainer: true,
    environment,
    imageDirectory,
    directory: inWorkspace(imageDirectory, copies),
    copies,
  };
  const variable = stage.environment.get("GUNICORN_CMD_ARGS");
  if (variable === undefined) return around;
  const written = argumentsOf(text, variable);
  const value = valueIn(written, environment);
  return { ...around, arguments: argumentsFrom(value, around, variable.value.includes("$")) };
}

/** The words that a stage starts: its entry point, and its command behind it. A shell form is `sh -c TEXT`. */
export function startWords(path: string, text: string, stage: DockerStage): readonly CommandWord[] {
  const entry = stage.entrypoint && wordsOf(path, text, stage.entrypoint);
  // A shell gets the text of the entry point alone.
  if (entry?.form === "shell") return entry.words;
  const command = stage.command && wordsOf(path, text, stage.command);
  return joinStart(entry?.words ?? [], command?.words ?? []);
}

/** Behind a program that is not known, such as a script, `$NAME` may still be filled in. */
export function joinStart(entry: readonly CommandWord[], command: readonly CommandWord[]): readonly CommandWord[] {
  const program = entry[unwrap(entry.map((word) => word.text)).start]?.text;
  const plain = program === undefined || isShell(program) || isPython(program) || /gunicorn$/.test(program);
  const words = plain
    ? command
    : command.map((word) => ({ ...word, unknown: word.unknown || word.text.includes("$") }));
  return [...entry, ...words];
}

interface Started {
  readonly form: "exec" | "shell";
  readonly words: readonly CommandWord[];
}

function wordsOf(path: string, text: string, start: DockerStart): Started {
  const written = argumentsOf(text, start);
  // What Docker makes of a list that is none is said by a rule; what is meant is judged as well.
  const listed = placeStrings(written) ?? nearlyJson(written)?.words;
  const strings =
    listed?.length === 1 && listed[0] && /^\s*\S*gunicorn\s/.test(listed[0].text) ? cutWords(listed[0]) : listed;
  if (strings !== undefined) return { form: "exec", words: strings.map((word) => wordOf(path, word)) };
  const given = (word: string) => wordOf(path, { text: word, at: () => start.start });
  return { form: "shell", words: [given("/bin/sh"), given("-c"), wordOf(path, written)] };
}

function wordOf(path: string, word: Mapped): CommandWord {
  const span = { start: word.at(0), end: word.at(word.text.length) };
  return { ...word, ...span, path, unknown: false, spreads: false, variables: [] };
}

/** A stretch of a Dockerfile without the ends of continued lines and the comments between them. */
function argumentsOf(text: string, { start, end }: { readonly start: number; readonly end: number }): Mapped {
  const continues = /^#\s*escape\s*=\s*`/im.test(text.slice(0, 200)) ? "`" : "\\\\";
  const pattern = new RegExp(`${continues}[ \\t]*\\r?\\n(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*`, "g");
  return replaced(verbatim(text.slice(start, end), start), pattern, () => "");
}

/** The value of `NAME=value` or `NAME value`, unquoted. */
function valueIn(property: Mapped, environment: ReadonlyMap<string, string>): Mapped {
  const [word] = cutWords(property, shellExpand(environment));
  if (word !== undefined && isAssignment(word.text)) return slice(word, word.text.indexOf("=") + 1);
  const written = slice(property, (/^\w+\s+/.exec(property.text)?.[0] ?? "").length);
  const quoted = /^(["'])(?:(?!\1)[^\\])*\1\s*$/.test(written.text);
  return quoted ? slice(written, 1, written.text.trimEnd().length - 1) : written;
}

/** The shell script of `COPY <<EOF /entrypoint.sh`. */
function heredoc(text: string, copy: { readonly start: number; readonly end: number }): Mapped | undefined {
  const content = text.slice(copy.start, copy.end);
  const body = /^[^\n]*<<-?["']?\w+["']?[^\n]*\n/.exec(content)?.[0].length;
  if (body === undefined) return undefined;
  const last = content.lastIndexOf("\n");
  const script = content.slice(body, last);
  return /^#!.*sh\b/.test(script) ? verbatim(script, copy.start + body) : undefined;
}

function isIn(span: { readonly start: number }, stage: DockerStage): boolean {
  return span.start >= stage.start && span.start <= stage.end;
}
