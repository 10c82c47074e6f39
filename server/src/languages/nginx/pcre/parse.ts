import { add, branch, closeGroup, nextBranch, refer } from "./build";
import { readClass } from "./charClass";
import { readEscape } from "./escape";
import { openParenthesis } from "./group";
import { readProperty } from "./properties";
import {
  type Item,
  largest,
  type Reading,
  refuse,
  type Step,
  take,
  takeGroupNumber,
  takeMatch,
  takeName,
} from "./reading";

/** Groups inside each other. */
const deepest = 250;

/** Reads a pattern to its end as PCRE2's `parse_regex` does. */
export function parse(reading: Reading): void {
  const { text } = reading;
  while (reading.at < text.length) {
    if (reading.open.length > deepest) refuse(reading, "too-deep", reading.open.at(-1)?.group.at ?? 0);
    if (reading.steps === undefined && takePlain(reading)) continue;
    const from = reading.at;
    const around = reading.open.at(-1)?.group;
    const depth = reading.open.length;
    const kind = readStep(reading, take(reading), from);
    if (!reading.steps) continue;
    const group = reading.open.at(-1)?.group;
    const opens = reading.open.length > depth && group ? { opens: group } : {};
    const closes = reading.open.length < depth && around ? { closes: around } : {};
    reading.steps.push({ at: from, end: reading.at, kind, ...opens, ...closes });
  }
  const unclosed = reading.open.at(-1);
  if (unclosed) refuse(reading, "unclosed-group", unclosed.group.at, text.length);
}

/** Most characters mean themselves: this is for speed alone. */
function takePlain(reading: Reading): boolean {
  if (plain[reading.text.charCodeAt(reading.at)] !== 1 || reading.quoted || reading.awaited > 0) return false;
  reading.at++;
  reading.awaited = 0;
  reading.repeated = false;
  one(reading);
  return true;
}

/** By code: 1 for characters that are never special. */
const plain = new Uint8Array(128);
for (const char of "/-_:,=\"'<>!&%~@;0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  plain[char.charCodeAt(0)] = 1;
}

function readStep(reading: Reading, char: string, from: number): Step["kind"] {
  if (reading.quoted) return readQuoted(reading, char, from);
  if (ignored(reading, char, from)) return "ignored";
  readItem(reading, char, from);
  return "item";
}

/** A character between `\Q` and `\E`. */
function readQuoted(reading: Reading, char: string, from: number): Step["kind"] {
  if (char === "\\" && takeMatch(reading, /E/y)) {
    reading.quoted = false;
    return "ignored";
  }
  if (reading.awaited > 0) refuse(reading, "assertion-expected", from);
  one(reading);
  reading.repeated = false;
  return "quoted";
}

/** What is no part of the pattern, so that a quantifier behind it is one of what stands before it. */
function ignored(reading: Reading, char: string, from: number): boolean {
  const { text, options, newline } = reading;
  if (char === "\\") {
    const mark = text[reading.at];
    if (mark !== "Q" && mark !== "E") return false;
    reading.quoted = mark === "Q";
    reading.at++;
    return true;
  }
  // White space is what C's isspace() says, and Unicode's pattern white space.
  if (options.extended && /[\t-\r \x85\u200e\u200f\u2028\u2029]/.test(char)) return true;
  if (options.extended && char === "#") {
    newline.lastIndex = reading.at;
    reading.at = newline.test(text) ? newline.lastIndex : text.length;
    return true;
  }
  if (char === "(" && text.startsWith("?#", reading.at)) {
    const end = text.indexOf(")", reading.at);
    if (end < 0) refuse(reading, "unclosed-comment", from, text.length);
    reading.at = end + 1;
    return true;
  }
  return false;
}

function readItem(reading: Reading, char: string, from: number) {
  const { awaited, repeatable, repeated } = reading;
  if (awaited > 0 && !assertionFollows(reading, char)) refuse(reading, "assertion-expected", from);
  reading.awaited = 0;
  reading.repeatable = false;
  reading.repeated = false;
  if (repeated && (char === "?" || char === "+")) return;
  switch (char) {
    case "\\":
      return readEscaped(reading, from);
    case "^":
    case "$":
      return add(reading, { kind: "nothing" });
    case ".":
      reading.repeatable = true;
      return add(reading, { kind: "one", size: 1 });
    case "*":
      return quantifier(reading, from, repeatable, 0, Number.POSITIVE_INFINITY);
    case "+":
      return quantifier(reading, from, repeatable, 1, Number.POSITIVE_INFINITY);
    case "?":
      return quantifier(reading, from, repeatable, 0, 1);
    case "{": {
      const counts = takeMatch(reading, /(\d+)(?:(,)(\d*))?\}/y);
      if (!counts) return one(reading);
      const least = Number(counts[1]);
      const most = counts[2] ? (counts[3] ? Number(counts[3]) : Number.POSITIVE_INFINITY) : least;
      if (least > largest || (most > largest && most < Number.POSITIVE_INFINITY)) {
        refuse(reading, "quantifier-size", from);
      }
      if (most < least) refuse(reading, "quantifier-order", from);
      return quantifier(reading, from, repeatable, least, most);
    }
    case "[":
      return bracket(reading, from);
    case "(":
      return openParenthesis(reading, from, awaited);
    case "|":
      return nextBranch(reading);
    case ")":
      return closeGroup(reading, from);
    default:
      return one(reading);
  }
}

/** Whether an assertion, or a callout before it, begins here. */
function assertionFollows(reading: Reading, char: string): boolean {
  const rest = reading.text.slice(reading.at, reading.at + 3);
  if (char !== "(" || rest.length < 3) return false;
  return /^(?:\*[a-z]|\?[=!]|\?<[=!])/.test(rest) || (rest.startsWith("?C") && reading.awaited === 2);
}

const character: Item = { kind: "one", size: 2 };

function one(reading: Reading): void {
  add(reading, character);
  reading.repeatable = true;
}

function quantifier(reading: Reading, from: number, repeatable: boolean, least: number, most: number): void {
  if (!repeatable) refuse(reading, "nothing-to-repeat", from);
  const items = branch(reading);
  // (*ACCEPT) can be repeated: as a group of its own.
  if (items.at(-1)?.kind === "stop") {
    items.pop();
    add(reading, { kind: "group", form: "plain", branches: [[{ kind: "stop" }]], at: from, end: from });
  }
  add(reading, { kind: "repeat", least, most });
  reading.repeated = true;
}

/** `[[:<:]]` and `[[:>:]]` are the edges of a word; all else behind a `[` is a class. */
function bracket(reading: Reading, from: number): void {
  reading.repeatable = true;
  const edge = takeMatch(reading, /\[:([<>]):\]\]/y)?.[1];
  if (edge === undefined) {
    add(reading, { kind: "one", size: readClass(reading, from) });
    return;
  }
  const form = edge === "<" ? "ahead" : "behind";
  if (form === "behind") reading.hasLookbehind = true;
  add(reading, { kind: "nothing" });
  add(reading, { kind: "group", form, branches: [[{ kind: "one", size: 1 }]], at: from, end: reading.at });
}

function readEscaped(reading: Reading, from: number) {
  const read = readEscape(reading, from, false);
  if (read.kind === "character") return one(reading);
  if (read.kind === "back") return refer(reading, "back", read.group, from);
  const { letter } = read;
  if (letter === "k" || letter === "g") return referByName(reading, letter, from);
  if (/[pP]/.test(letter)) readProperty(reading, from);
  if (/[ABGKZbz]/.test(letter)) {
    const inside = reading.open.some(({ group: { form } }) => form === "ahead" || form === "behind");
    // PCRE2 before 10.38 took it.
    if (letter === "K" && inside && !reading.lenient) refuse(reading, "keep-in-lookaround", from);
    return add(reading, { kind: "nothing" });
  }
  if (letter === "R") add(reading, { kind: "line-end" });
  else if (letter === "X") add(reading, { kind: "cluster" });
  else if (letter === "C") add(reading, { kind: "byte", at: from });
  else add(reading, { kind: "one", size: 1 });
  reading.repeatable = true;
}

/** `\k<name>`, `\k'name'`, `\k{name}`, `\g{name}`; and the calls `\g<name>`, `\g'1'`. */
function referByName(reading: Reading, letter: "k" | "g", from: number) {
  const opening = reading.text[reading.at];
  if (opening !== "{" && opening !== "<" && opening !== "'") refuse(reading, "bad-reference", from);
  const terminator = opening === "<" ? ">" : opening === "{" ? "}" : "'";
  reading.at++;
  if (letter === "g") {
    const number = takeGroupNumber(reading);
    if (number !== undefined) {
      if (reading.text[reading.at] !== terminator) refuse(reading, "bad-reference", from);
      reading.at++;
      return refer(reading, "call", number, from);
    }
  }
  refer(reading, letter === "g" ? "call" : "back", takeName(reading, from, terminator), from);
}
