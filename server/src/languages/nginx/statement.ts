import { isKnownIn } from "./flatLayout";
import {
  type AskUtf8,
  bareEnd,
  commentEnd,
  isQuote,
  isSpace,
  overflows,
  quotedEnd,
  resolveEscapes,
  skipSpace,
} from "./scanner";
import { isLuaBlock, type Shape, type Shapes, valueBlocks } from "./shapes";
import type { Comment, SyntaxFault, Word } from "./tree";

/** Words up to their terminator, as nginx reads them. */
export interface Statement {
  readonly words: readonly Word[];
  /** Index of the directive's name: more than 0 where a forgotten `;` has cut an earlier directive off. */
  readonly first: number;
  readonly comments: Comment[];
  readonly terminator: ";" | "{" | "}" | "end";
  /** Offset of the terminator, or the end of the text. */
  readonly stop: number;
}

export const closeBrace = 125;
export const openBrace = 123;
export const semicolon = 59;
export const sharp = 35;
const closeParenthesis = 41;

/** Most directives have none among their words. */
export const noComments: Comment[] = [];

/** Words up to `;`, `{`, a `}` where a word would begin, or the end of the text. */
export function readStatement(text: string, from: number, errors: SyntaxFault[], isUtf8?: AskUtf8): Statement {
  const words: Word[] = [];
  let comments: Comment[] = noComments;
  let at = from;
  while (true) {
    at = skipSpace(text, at);
    if (at >= text.length) return { words, first: 0, comments, terminator: "end", stop: text.length };
    const code = text.charCodeAt(at);
    if (code === semicolon) return { words, first: 0, comments, terminator: ";", stop: at };
    if (code === openBrace) return { words, first: 0, comments, terminator: "{", stop: at };
    if (code === closeBrace) return { words, first: 0, comments, terminator: "}", stop: at };
    if (code === sharp) {
      const end = commentEnd(text, at);
      if (end < text.length && overflows(text, at, end, isUtf8)) errors.push(tooLong(text, at, end, "#"));
      if (comments === noComments) comments = [];
      comments.push({ kind: "comment", start: at, end });
      at = end;
    } else if (isQuote(code)) {
      const word = quoted(text, at, errors, isUtf8);
      words.push(word);
      at = word.end;
    } else {
      const bare = bareEnd(text, at);
      const end = patternEnd(text, at, bare, words[0]?.value);
      if (end > bare) errors.push(unquoted(text, at, end));
      if (end < text.length && overflows(text, at, end, isUtf8)) errors.push(tooLong(text, at, end, ""));
      words.push({ start: at, end, value: resolveEscapes(text.slice(at, end)), quote: "" });
      at = end;
    }
  }
}

const quantifier = /\{\d+(?:,\d*)?\}/y;

/**
 * End of the regular expression whose first part is the bare word from `at` to `end`: nginx ends the word at the `{` of
 * a quantifier such as `\d{4}`, and nothing that it would take begins so. `end` itself where there is none.
 */
function patternEnd(text: string, at: number, end: number, directive: string | undefined): number {
  let next = end;
  while (text.charCodeAt(next) === openBrace) {
    quantifier.lastIndex = next;
    if (!quantifier.test(text)) break;
    next = quantifier.lastIndex;
    const code = text.charCodeAt(next);
    if (next < text.length && !isSpace(code) && code !== semicolon && code !== openBrace) next = bareEnd(text, next);
  }
  if (next === end) return end;
  // The parenthesis that closes the condition is none of the expression.
  const parts = text.slice(at, next);
  const condition = directive === "if" && parts.endsWith(")");
  return condition && parts.split(")").length > parts.split("(").length ? next - 1 : next;
}

function unquoted(text: string, start: number, end: number): SyntaxFault {
  const subject = text.slice(start, end);
  const quote = subject.includes('"') ? "'" : '"';
  const fix = { start, end, text: `${quote}${subject}${quote}` };
  return { code: "nginx-invalid-regex", start, end, subject, ...(subject.includes(quote) ? {} : { fix }) };
}

/** A word in quotes, and the error where nothing may follow its closing quote or none closes it. */
function quoted(text: string, at: number, errors: SyntaxFault[], isUtf8?: AskUtf8): Word {
  const quote = text[at] === '"' ? '"' : "'";
  const end = quotedEnd(text, at);
  const next = end < 0 ? text.length : end;
  const after = text.charCodeAt(next);
  const clean =
    end >= 0 &&
    (next === text.length ||
      isSpace(after) ||
      after === semicolon ||
      after === openBrace ||
      after === closeParenthesis);
  if (clean) {
    if (overflows(text, at + 1, end, isUtf8)) errors.push(tooLong(text, at, end, quote));
    return { start: at, end, value: resolveEscapes(text.slice(at + 1, end - 1)), quote };
  }
  const line = lineFeedWithin(text, at, next);
  const multiline = line >= 0;
  if (end >= 0 && !multiline) {
    const fix = inOtherQuotes(text, at) ?? { start: next, end: next, text: " " };
    errors.push({ ...unexpected(text, next), fix });
    return { start: at, end, value: resolveEscapes(text.slice(at + 1, end - 1)), quote };
  }
  // The quote that closes it is a later one's opening quote: its own was forgotten on its own line.
  const belongs = lineContentEnd(text, at, line < 0 ? text.length : line);
  errors.push({
    code: "nginx-unclosed-quote",
    start: at,
    end: end < 0 ? belongs : Math.min(text.length, next + 1),
    subject: quote,
    fix: { start: belongs, end: belongs, text: quote },
    noticed: next,
  });
  return { start: at, end: belongs, value: resolveEscapes(text.slice(at + 1, belongs)), quote };
}

/** A text in quotes that has one more of them in it, as an apostrophe is. */
const threeQuotes = /(['"])[^"'\\\n]*\1[^"'\\\n]*\1(?=[ \t]*[;{])/y;

/** Such a text put into the other quotes; undefined where this is none. */
function inOtherQuotes(text: string, at: number): SyntaxFault["fix"] {
  threeQuotes.lastIndex = at;
  const [whole, quote] = threeQuotes.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const other = quote === "'" ? '"' : "'";
  return { start: at, end: at + whole.length, text: other + whole.slice(1, -1) + other };
}

/** Offset of the first line feed of a part of a text; -1 where it has none. What comes after the part is not looked at. */
function lineFeedWithin(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 10) return at;
  return -1;
}

/** Where a quote forgotten on a line belongs: before its `;`, `{` or white space at the end. */
function lineContentEnd(text: string, at: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > at + 1 && isSpace(text.charCodeAt(end - 1))) end--;
  const last = text.charCodeAt(end - 1);
  if (end > at + 1 && (last === semicolon || last === openBrace)) end--;
  while (end > at + 1 && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** How many words the directive has if a later one, first on its line, is a directive of its own; 0 where none is. */
export function cutAt(
  text: string,
  statement: Statement,
  shape: Shape | undefined,
  shapes: Shapes | undefined,
  context: string,
): number {
  const { words } = statement;
  if (shape?.block === "always") {
    const excess = words.length - statement.first - 1 > shape.max;
    const begin = excess || statement.terminator === ";" ? blockBegin(text, statement, shape) : 0;
    if (begin > 0) return begin;
  }
  for (let index = statement.first + 1; index < words.length; index++) {
    const word = words[index];
    if (!word || word.quote || !firstOnLine(text, word.start)) continue;
    if (!shapes) {
      // Without a catalog: what follows a line break where the reader stumbled anyway.
      if (statement.terminator === "}" || statement.terminator === "end") return index;
      continue;
    }
    if (shapes(word.value, context) || isLuaBlock(word.value)) return index;
    if (shape && index - statement.first - 1 >= shape.max) return index;
  }
  return 0;
}

/** Which word is the first in a block whose `{` was forgotten; 0 where none shows it. */
function blockBegin(text: string, { words, first }: Statement, { min, max }: Shape): number {
  const block = words[first]?.value ?? "";
  const holdsValues = valueBlocks.has(block);
  for (let index = first + 1 + min; index < words.length; index++) {
    const word = words[index];
    if (!word) continue;
    if (firstOnLine(text, word.start)) return index;
    // What a block of values is about, and what it makes, are variables.
    if (holdsValues && (index - first > max || !word.value.startsWith("$"))) return index;
    if (!holdsValues && !word.quote && isKnownIn(word.value, block)) return index;
  }
  return 0;
}

/** Whether nothing but white space stands before it on its line. */
export function firstOnLine(text: string, at: number): boolean {
  for (let back = at - 1; back >= 0; back--) {
    const code = text.charCodeAt(back);
    if (code === 10) return true;
    if (!isSpace(code)) return false;
  }
  return true;
}

/** The fault of a character that cannot stand there. */
export function unexpected(text: string, at: number, fix?: SyntaxFault["fix"]): SyntaxFault {
  const subject = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const error = { code: "nginx-unexpected-character" as const, start: at, end: at + subject.length, subject };
  return fix ? { ...error, fix } : error;
}

/** The fault of a word or comment that does not fit into nginx's buffer; shown on its first line. */
export function tooLong(text: string, start: number, end: number, subject: string): SyntaxFault {
  const line = text.indexOf("\n", start);
  return { code: "nginx-word-too-long", start, end: line < 0 ? end : Math.min(end, line), subject };
}
