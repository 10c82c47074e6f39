import type { Span } from "../../findings";
import type { Catalog } from "./catalog/catalog";
import { anyRelease, meantFlag } from "./meantFlag";
import type { CommandWord, Given, GunicornCommand, PythonValue, ReadCommand } from "./model";
import { isValue, type Option, readOptions, takesValue } from "./options";
import { constant, convert } from "./optionTypes";

/** What Gunicorn's parser refuses a command line for, where it stands. */
export interface CommandProblem extends Span {
  readonly path: string;
  readonly kind: /** No option of this release; `text` is the option as it is written. */
    | "unknown-flag"
    /** A beginning of several options, `among`. */
    | "ambiguous-flag"
    /** An option that takes a value has none. */
    | "missing-value"
    /** An option that takes none has one, `text`. */
    | "unwanted-value"
    /** A value, `text`, that is no number. */
    | "ill-typed-value"
    /** A positional word behind options that stand behind the first one: argparse takes only one row of them. */
    | "extra-target"
    /** A positional word beside the first: Gunicorn passes it by without a word. */
    | "ignored-target";
  readonly text: string;
  /** The option, in full, that it is about. */
  readonly flag: string | undefined;
  readonly among: readonly string[];
}

/** A command line as it is read, with what is wrong with it. */
export interface CommandLine extends ReadCommand {
  readonly problems: readonly CommandProblem[];
  /** All of its words are known to be there: none may be an option, a target, or nothing. */
  readonly complete: boolean;
  /** `--help` or `--version` stands in it: Gunicorn prints that and ends. */
  readonly asksOnly: boolean;
}

/**
 * Reads the words of a command line as Gunicorn's argparse does: abbreviations, `--flag=value`, `-w4`, `-Dw 4`, `--`,
 * and positional words in one row only.
 */
export function readCommandLine(command: GunicornCommand, catalog: Catalog): CommandLine {
  const { words } = command;
  const given: Given[] = [];
  const targets: CommandWord[] = [];
  const problems: CommandProblem[] = [];
  const giving = settings(command, given, problems);
  let complete = !command.open;
  let asksOnly = false;
  let config: CommandWord | undefined;
  /** An option follows the first row of positional words: argparse takes no others. */
  let rowEnded = false;
  let ended = false;

  for (let at = 0; at < words.length && !asksOnly; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (word.spreads) complete = false;
    else if (!ended && word.text === "--") {
      ended = true;
      // Behind a row that has ended, it is one word too many itself.
      if (rowEnded && complete) problems.push(problem("extra-target", word, word));
    } else {
      const match = ended ? ({ kind: "positional" } as const) : catalog.findFlag(word.text);
      if (match.kind === "positional") {
        if (targets.length > 0 && complete)
          problems.push(problem(rowEnded ? "extra-target" : "ignored-target", word, word));
        targets.push(word);
        continue;
      }
      rowEnded = targets.length > 0;
      if (match.kind === "flag") {
        const { options, count, trouble } = readOptions(word, match, words[at + 1], catalog);
        for (const option of options) giving(option, word);
        const told = options.findLast(({ spec, value }) => spec?.name === "config" && value !== undefined);
        if (told?.value) config = part(told.value.word, told.value.from);
        asksOnly = options.some(({ spec }) => spec === undefined);
        at += count - 1;
        if (trouble) problems.push(troubleOf(trouble, word));
      } else if (word.unknown && /[$`%]/.test(nameText(word))) complete = false;
      else {
        const among = match.kind === "ambiguous" ? match.flags : [];
        const kind = match.kind === "ambiguous" ? "ambiguous-flag" : "unknown-flag";
        // The value of what is meant is no app to serve: one mistake is told once.
        const meant = match.kind === "ambiguous" ? match.flags : (meantFlag(nameText(word), catalog) ?? []);
        const next = words[at + 1];
        // Where nothing is meant that is known, the app that is told already says it.
        const takes = meant.length === 0 ? targets.length > 0 : [meant].flat().every(takesAny);
        if (!word.text.includes("=") && next && isValue(next, catalog) && takes) at++;
        const span = { start: word.at(0), end: word.at(nameText(word).length) };
        problems.push(problem(kind, word, span, { text: nameText(word), among }));
      }
    }
  }
  // What argparse does not know it tells of in the end, which it does not come to.
  const told = asksOnly ? problems.filter(({ kind }) => kind !== "unknown-flag" && kind !== "extra-target") : problems;
  return { command, given, targets, config, problems: told, complete, asksOnly };
}

/** Whether an option, of any release, takes a value. */
function takesAny(flag: string): boolean {
  const spec = anyRelease(flag);
  return spec !== undefined && takesValue(spec);
}

/** Takes down what each option sets. */
function settings(command: GunicornCommand, given: Given[], problems: CommandProblem[]) {
  const lists = new Map<string, readonly PythonValue[] | undefined>();
  return ({ flag, spec, value: at }: Option, word: CommandWord): void => {
    if (spec === undefined) return;
    const span = at && stretch(at.word, at.from);
    let value = at ? undefined : constant(spec);
    if (at && span && !at.word.unknown) {
      const text = at.word.text.slice(at.from);
      value = convert(spec, text);
      if (value === undefined) problems.push(problem("ill-typed-value", at.word, span, { text, flag }));
    }
    if (spec.action === "append") {
      const before = lists.has(spec.name) ? lists.get(spec.name) : [];
      // Of a list with an item that is not known, nothing is known.
      const items = value && before && [...before, value];
      lists.set(spec.name, items);
      value = items && { type: "list", items };
    }
    given.push({
      setting: spec.name,
      origin: command.kind === "arguments" ? "environment" : "command",
      path: word.path,
      name: nameSpan(word),
      value: span,
      evaluated: { value, variables: at?.word.variables ?? [], cpus: false },
      conditional: false,
    });
  };
}

function problem(
  kind: CommandProblem["kind"],
  { path, text }: CommandWord,
  { start, end }: Span,
  more: Partial<CommandProblem> = {},
): CommandProblem {
  return { path, kind, text, flag: undefined, among: [], start, end, ...more };
}

function troubleOf(trouble: NonNullable<ReturnType<typeof readOptions>["trouble"]>, word: CommandWord): CommandProblem {
  const { flag, kind } = trouble;
  if (kind === "missing-value") return problem(kind, word, nameSpan(word), { flag });
  return problem(kind, word, stretch(word, trouble.from), { flag, text: word.text.slice(trouble.from) });
}

/** Where a word's text stands in the file, from an offset on. */
function stretch(word: CommandWord, from: number): Span {
  return { start: word.at(from), end: word.at(word.text.length) };
}

function part(word: CommandWord, from: number): CommandWord {
  return { ...word, ...stretch(word, from), text: word.text.slice(from), at: (offset) => word.at(from + offset) };
}

/** `--flag` of `--flag=value`. */
const nameText = ({ text }: CommandWord): string => text.replace(/=.*$/s, "");

/** Where the option's name stands: `-w` of `-w4`. */
function nameSpan(word: CommandWord): Span {
  const { text } = word;
  const end = text.startsWith("--") ? nameText(word).length : Math.min(2, text.length);
  return { start: word.at(0), end: word.at(end) };
}
