import type { Catalog, SettingSpec } from "../catalog/catalog";
import { readCommandLine } from "../commandLine";
import type { CommandPlace, CommandWord, GunicornCommand, ReadCommand } from "../model";
import { closings } from "./closings";
import { takesValue } from "./describe";

/** What could be written at an offset of a command line. */
export interface CommandCursor {
  readonly command: GunicornCommand;
  /** The command line without the word that is being written. */
  readonly others: ReadCommand;
  /** What the word is, as Gunicorn's parser would read it: a flag, the value of one, or `module:callable`. */
  readonly role: "flag" | "value" | "target" | "any";
  /** The setting whose value it is. */
  readonly spec: SettingSpec | undefined;
  /** What is to be replaced: the flag or the value, without quotes around. */
  readonly start: number;
  readonly end: number;
  /** What is written of it up to the offset. */
  readonly typed: string;
  /** The word that follows. */
  readonly next: string | undefined;
  readonly form: WordForm;
}

/** How the word is set apart from its neighbours. */
export type WordForm =
  /** Blanks, as a shell does. */
  | { readonly kind: "blank" }
  /** It is a text of its own in `[...]`; `quote`: what stands around it already. */
  | { readonly kind: "element"; readonly quote: string; readonly open: boolean }
  /** It is an item of a YAML list, `- word`. */
  | { readonly kind: "item" };

/** No file has this character. */
const mark = "\uE000";

type Read = (text: string) => readonly GunicornCommand[];

/**
 * Finds the command line that an offset is in, and what stands there: the text is read once more with a mark at the
 * offset, so that every way to write a command line, and every half-typed one, is read as it would be with a word there.
 */
export function commandPlace(
  text: string,
  offset: number,
  place: CommandPlace | undefined,
  catalog: Catalog,
  read: Read,
): CommandCursor | undefined {
  const open = isOpenElement(text, offset, place);
  const inserted = open ? `"${mark}"` : mark;
  for (const closed of closings(text, offset)) {
    const marked = closed.slice(0, offset) + inserted + closed.slice(offset);
    for (const command of read(marked)) {
      const index = command.words.findIndex((word) => word.text.includes(mark));
      const word = command.words[index];
      if (!word) continue;
      const back = (at: number): number => (at <= offset ? at : Math.max(offset, at - inserted.length));
      const before = command.words.slice(0, index).map((each) => each.text);
      const others = readCommandLine({ ...command, words: command.words.filter((each) => each !== word) }, catalog);
      return {
        command,
        others,
        ...readWord(word, before, closed, marked, back, open, catalog, command.words[index + 1]?.text),
      };
    }
  }
  return undefined;
}

/** `["gunicorn", |]`: a text of its own could begin here. */
function isOpenElement(text: string, offset: number, place: CommandPlace | undefined): boolean {
  if (place !== "dockerfile" && place !== "compose") return false;
  const line = /(?:[^\n]*\\[ \t]*\r?\n)*[^\n]*$/.exec(text.slice(0, offset))?.[0].replace(/\\[ \t]*\r?\n/g, " ") ?? "";
  const quotes = line.replace(/\\./g, "").match(/"/g)?.length ?? 0;
  return (
    quotes % 2 === 0 && /[[,]\s*$/.test(line) && line.includes("[") && /^\s*(?:[\],\n\\]|$)/.test(text.slice(offset))
  );
}

function readWord(
  word: CommandWord,
  before: readonly string[],
  text: string,
  marked: string,
  back: (at: number) => number,
  open: boolean,
  catalog: Catalog,
  next: string | undefined,
): Omit<CommandCursor, "command" | "others"> {
  const whole = word.text.replace(mark, "");
  const typed = word.text.slice(0, word.text.indexOf(mark));
  const end = back(endOf(word, marked));
  const at = (index: number): number => back(word.at(index));
  const form = formOf(text, at(0), end, open);
  const pending = pendingValue(before, catalog);
  const common = { end, form, next };
  if (pending) return { ...common, role: "value", spec: pending, start: at(0), typed };
  const match = catalog.findFlag(whole);
  const equals = whole.indexOf("=");
  if (typed.startsWith("-") && equals >= 0 && equals < typed.length && match.kind === "flag") {
    return { ...common, role: "value", spec: match.spec, start: at(equals + 1), typed: typed.slice(equals + 1) };
  }
  if (/^-\w./.test(typed) && match.kind === "flag" && match.spec && takesValue(match.spec)) {
    return { ...common, role: "value", spec: match.spec, start: at(2), typed: typed.slice(2) };
  }
  const role = typed.startsWith("-") ? "flag" : typed === "" ? "any" : "target";
  // What follows `=` stays.
  const stop = equals >= 0 && role === "flag" ? at(equals) : end;
  return { ...common, end: stop, role, spec: undefined, start: at(0), typed };
}

/** Where the last character of a word ends, before a quote that closes it. */
function endOf({ text, at }: CommandWord, written: string): number {
  const last = at(text.length - 1);
  return written.charAt(last) === text.at(-1) ? last + 1 : at(text.length);
}

/** The setting of a flag that waits for its value after these words. */
function pendingValue(words: readonly string[], catalog: Catalog): SettingSpec | undefined {
  let pending: SettingSpec | undefined;
  for (const word of words) {
    if (pending) {
      pending = undefined;
      continue;
    }
    const match = catalog.findFlag(word);
    if (match.kind === "flag" && match.spec && match.value === undefined && takesValue(match.spec))
      pending = match.spec;
  }
  return pending;
}

function formOf(text: string, start: number, end: number, open: boolean): WordForm {
  if (open) return { kind: "element", quote: '"', open };
  const quote =
    /["']/.test(text.charAt(start - 1)) && text.charAt(end) === text.charAt(start - 1) ? text.charAt(end) : "";
  const before = text.slice(0, start - quote.length).replace(/(?:\s|\\(?=\s*\n))+$/, "");
  const after = text.slice(end + quote.length).replace(/^(?:\s|\\(?=\s*\n))+/, "");
  if (/[[,]$/.test(before) && /^[\],]/.test(after)) return { kind: "element", quote, open };
  return /(?:^|\n)[ \t]*-[ \t]+$/.test(text.slice(0, start - quote.length)) ? { kind: "item" } : { kind: "blank" };
}
