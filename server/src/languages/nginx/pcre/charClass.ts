import { readEscape } from "./escape";
import { readProperty } from "./properties";
import { type Reading, refuse, take, takeMatch } from "./reading";

const posixNames: ReadonlySet<string> = new Set(
  "alpha lower upper alnum ascii blank cntrl digit graph print punct space word xdigit".split(" "),
);

/** What was read last in a class: nothing that a range could begin with, a character, or a character and a hyphen. */
type Range =
  | { readonly state: "none" }
  | { readonly state: "low" | "open"; readonly code: number; readonly from: number };

const none: Range = { state: "none" };
/** The same, right after a range of several characters. */
const span: Range = { state: "none" };

/**
 * Reads a class of characters, its `[` being read already.
 * @param from offset of the `[`
 * @returns the units that PCRE2 needs for it at least; unless it has a range, it may be little more than a character
 */
export function readClass(reading: Reading, from: number): number {
  const { text } = reading;
  const outside = /[:.=]/.test(text[reading.at] ?? "") ? posixEnd(text, reading.at) : undefined;
  if (outside !== undefined) {
    refuse(reading, text[reading.at] === ":" ? "posix-outside" : "collating", from, outside + 2);
  }
  skipBeginning(reading);
  let range: Range = none;
  let quoted = false;
  let size = 2;
  // The first character is one of the class, also where it is a "]".
  for (let first = true; ; first = false) {
    if (range === span) size = map;
    const at = reading.at;
    if (at >= text.length) refuse(reading, "unclosed-class", from, text.length);
    if (quoted) {
      if (takeMatch(reading, /\\E/y)) quoted = false;
      else range = character(reading, range, take(reading).codePointAt(0) ?? 0, at);
      continue;
    }
    const code = text.charCodeAt(at);
    if (plain[code] === 1) {
      reading.at++;
      range = character(reading, range, code, at);
      continue;
    }
    const char = take(reading);
    if (char === "]" && !first) return size;
    if (reading.options.extendedMore && (char === " " || char === "\t")) continue;
    const end = char === "[" && /[:.=]/.test(text[reading.at] ?? "") ? posixEnd(text, reading.at) : undefined;
    if (end !== undefined) {
      if (range.state === "open") refuse(reading, "class-range-end", range.from, end + 2);
      readPosix(reading, at, end);
      range = none;
      size = map;
    } else if (char === "-" && range.state === "low") {
      range = { ...range, state: "open" };
    } else if (char !== "\\") {
      range = character(reading, range, char.codePointAt(0) ?? 0, at);
    } else {
      const escaped = readEscape(reading, at, true);
      if (escaped.kind === "character") range = character(reading, range, escaped.code, at);
      else if (escaped.kind === "letter" && escaped.letter === "b") range = character(reading, range, 8, at);
      else if (escaped.kind === "letter" && escaped.letter === "Q") quoted = true;
      else if (escaped.kind === "letter" && escaped.letter !== "E") {
        if (/[BRX]/.test(escaped.letter)) refuse(reading, "class-escape", at);
        if (range.state === "open") refuse(reading, "class-range-end", range.from);
        if (/[pP]/.test(escaped.letter)) readProperty(reading, at);
        else if (!/[dDsSwWhHvV]/.test(escaped.letter)) refuse(reading, "class-escape", at);
        hyphenAfter(reading, at);
        range = none;
      }
    }
  }
}

/** By code: 1 for characters that mean nothing but themselves in a class. */
const plain = new Uint8Array(128);
for (const char of "./_:,=\"'<>!&%~@;*+?|(){}$0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  plain[char.charCodeAt(0)] = 1;
}

/** Units of the map of 256 bits that most classes are. */
const map = 33;

/** A `^`, and what counts for nothing before the first character. */
function skipBeginning(reading: Reading): void {
  if (!reading.options.extendedMore && !/[\\^]/.test(reading.text[reading.at] ?? "")) return;
  const ignored = reading.options.extendedMore ? /(?:\\E|\\Q\\E|[ \t])+/y : /(?:\\E|\\Q\\E)+/y;
  takeMatch(reading, ignored);
  if (takeMatch(reading, /\^/y)) takeMatch(reading, ignored);
}

/** A character: the end of a range, or maybe the beginning of one. */
function character(reading: Reading, range: Range, code: number, from: number): Range {
  if (range.state !== "open") return { state: "low", code, from };
  if (range.code > code) refuse(reading, "class-range", range.from);
  return range.code < code ? span : none;
}

/** `[:alpha:]`, whose `[` is at `from`, and whose last `:` is at `end`. */
function readPosix(reading: Reading, from: number, end: number): void {
  const { text, at } = reading;
  if (text[at] !== ":") refuse(reading, "collating", from, end + 2);
  if (!posixNames.has(text.slice(at + 1, end).replace(/^\^/, ""))) refuse(reading, "posix-name", from, end + 2);
  reading.at = end + 2;
  hyphenAfter(reading, from);
}

/** PCRE2 takes a hyphen behind a kind of characters for a mistake, but at the end of the class. */
function hyphenAfter(reading: Reading, from: number): void {
  const { text, at, lenient } = reading;
  if (text[at] !== "-" || at >= text.length - 1) return;
  // Since 10.45 it is at the end, too, where only what counts for nothing follows.
  const last = lenient ? /-(?:\\Q?\\E|\\E|[ \t])*\]/y : /-\]/y;
  last.lastIndex = at;
  if (!last.test(text)) refuse(reading, "class-range-end", from, at + 2);
}

/**
 * Whether what begins like `[:alpha:]` ends like it, too (PCRE2's `check_posix_syntax`).
 * @param start offset of the first `:`, `.` or `=`
 * @returns offset of the last one
 */
function posixEnd(text: string, start: number): number | undefined {
  const mark = text[start];
  for (let at = start + 1; at + 1 < text.length; at++) {
    const char = text[at];
    const next = text[at + 1];
    if (char === "\\" && (next === "]" || next === "\\")) at++;
    else if ((char === "[" && next === mark) || char === "]") return undefined;
    else if (char === mark && next === "]") return at;
  }
  return undefined;
}
