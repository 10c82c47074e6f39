/** Why PCRE refuses a regular expression. */
export type PatternFault =
  | "assertion-expected"
  | "bad-brace-escape"
  | "bad-callout"
  | "bad-condition"
  | "bad-control"
  | "bad-reference"
  | "bad-verb"
  | "byte-in-lookbehind"
  | "class-escape"
  | "class-range"
  | "class-range-end"
  | "code-too-large"
  | "collating"
  | "condition-branches"
  | "different-names"
  | "duplicate-name"
  | "group-name"
  | "group-name-digit"
  | "group-name-long"
  | "group-number"
  | "group-syntax"
  | "keep-in-lookaround"
  | "lookbehind-complicated"
  | "lookbehind-length"
  | "lookbehind-too-long"
  | "no-such-group"
  | "nothing-to-repeat"
  | "number-expected"
  | "option"
  | "option-hyphen"
  | "posix-name"
  | "posix-outside"
  | "property"
  | "property-syntax"
  | "quantifier-order"
  | "quantifier-size"
  | "surrogate"
  | "too-deep"
  | "too-large"
  | "trailing-backslash"
  | "unclosed-class"
  | "unclosed-comment"
  | "unclosed-group"
  | "unicode-escape"
  | "unknown-assertion"
  | "unknown-escape"
  | "unopened-group"
  | "verb-argument"
  | "verb-name-long";

/** A fault with its place in the text that was read. */
export interface Fault {
  readonly reason: PatternFault;
  readonly at: number;
  readonly end: number;
}

/** Thrown where PCRE would stop. */
export class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.reason);
  }
}

/** Thrown where only a newer PCRE2 knows what follows, so that nothing can be said of it. */
export class Unclear extends Error {}

/** What a branch of a pattern is made of, as far as it decides whether the pattern compiles. */
export type Item =
  /** A character of whatever kind, with the units that PCRE2 needs for it at least. */
  | { readonly kind: "one"; readonly size: number }
  /** `\R`, which is one character or two. */
  | { readonly kind: "line-end" }
  /** `\X`, which is any number of characters. */
  | { readonly kind: "cluster" }
  /** `\C`. */
  | { readonly kind: "byte"; readonly at: number }
  /** What takes no character: an anchor, a verb, a change of options. */
  | { readonly kind: "nothing" }
  /** `(*ACCEPT)` and `(*FAIL)`: what follows in the branch is never reached. */
  | { readonly kind: "stop" }
  /** How often the item before it is repeated; `Infinity` for any number of times. */
  | { readonly kind: "repeat"; readonly least: number; readonly most: number }
  | Reference
  | Group;

/** A back reference, or a call of a group as a subroutine. */
export interface Reference {
  readonly kind: "back" | "call";
  readonly group: number | string;
  readonly at: number;
  readonly end: number;
}

/** A group that must be there. */
export interface Needed {
  readonly group: number | string;
  /** Where no group has the name, the number of one will do: `(?(R1)`. */
  readonly call?: number;
  readonly at: number;
  readonly end: number;
}

export interface Group {
  readonly kind: "group";
  readonly form: "plain" | "ahead" | "behind" | "condition" | "define";
  /** Of a group that is kept. */
  readonly number?: number;
  /** In the order of the pattern; the last one is being read while the group is open. */
  readonly branches: Item[][];
  readonly at: number;
  /** Offset of its `)`. */
  end: number;
}

/** A group that is not closed yet, and what its end brings back. */
export interface Open {
  readonly group: Group;
  readonly options: Options;
  /** The number of groups before a `(?|`, with which each of its branches begins. */
  readonly reset?: number;
  /** The most groups that a branch of a `(?|` had. */
  most: number;
  /** It is the condition of a `(?(`, which cannot be repeated. */
  readonly isCondition: boolean;
}

/** The options that can change inside a pattern, as far as they change what is read. */
export interface Options {
  /** `x`: white space and comments count for nothing. */
  readonly extended: boolean;
  /** `xx`: the same in character classes. */
  readonly extendedMore: boolean;
  /** `J`: names may be given twice. */
  readonly repeatedNames: boolean;
  /** `n`: plain groups keep nothing. */
  readonly noCapture: boolean;
}

export interface NamedGroup {
  readonly name: string;
  readonly number: number;
  /** Another group has this name too. */
  repeated: boolean;
}

/** A piece of a pattern that PCRE reads in one go. */
export interface Step {
  readonly at: number;
  readonly end: number;
  /** `ignored` counts for nothing: `\\Q`, a comment, white space after `(?x)`. */
  readonly kind: "item" | "quoted" | "ignored";
  /** The group that begins or ends here. */
  readonly opens?: Group;
  readonly closes?: Group;
}

/** A pattern while it is read. */
export interface Reading {
  /** One character for each byte; or, where the pattern says `(*UTF)`, as it is. */
  readonly text: string;
  readonly utf: boolean;
  /** Takes what any PCRE2 from 10.32 to 10.46 takes, not 10.42 alone. */
  readonly lenient: boolean;
  /** What ends a comment. */
  readonly newline: RegExp;
  at: number;
  options: Options;
  /** Inside `\Q...\E`. */
  quoted: boolean;
  /** What was read last can be repeated. */
  repeatable: boolean;
  /** What was read last is a quantifier, which `?` or `+` may follow. */
  repeated: boolean;
  /** 2 right after the `(?(` of a condition that is an assertion, 1 after a callout there, else 0 or less. */
  awaited: number;
  /** Number of groups so far. */
  groups: number;
  /** Some group has a number that another one has, by `(?|`. */
  sharesNumbers: boolean;
  readonly open: Open[];
  readonly root: Group;
  readonly names: NamedGroup[];
  /** The first group of each number. */
  readonly numbered: Map<number, Group>;
  /** All that must name a group. */
  readonly references: Needed[];
  /** Groups that are conditions, for the count of their branches. */
  readonly conditions: Group[];
  hasLookbehind: boolean;
  /** What was read so far, where that is asked for. */
  readonly steps: Step[] | undefined;
}

/** Stops, for PCRE would; what is wrong goes from one offset to another. */
export function refuse(reading: Reading, reason: PatternFault, at: number, end = reading.at): never {
  throw new Refused({ reason, at, end: Math.max(end, at) });
}

/** The next character, past which the reading goes; there must be one. */
export function take(reading: Reading): string {
  const char = String.fromCodePoint(reading.text.codePointAt(reading.at) ?? 0);
  reading.at += char.length;
  return char;
}

/** The text that a sticky expression matches here, past which the reading goes. */
export function takeMatch(reading: Reading, sticky: RegExp): RegExpExecArray | undefined {
  sticky.lastIndex = reading.at;
  const match = sticky.exec(reading.text);
  if (!match) return undefined;
  reading.at += match[0].length;
  return match;
}

/** The largest number that a group can have, and that a quantifier can say. */
export const largest = 65535;

/**
 * A number of a group (PCRE2's `read_number`): relative to the groups so far where a sign is before it.
 * @returns undefined where there is none, then nothing is read
 */
export function takeGroupNumber(reading: Reading, signed = true): number | undefined {
  const from = reading.at;
  const match = takeMatch(reading, signed ? /([+-]?)(\d+)/y : /()(\d+)/y);
  if (!match) return undefined;
  const [, sign, digits] = match;
  const number = Number(digits);
  if (sign === "") return number > largest ? refuse(reading, "group-number", from) : number;
  if (number === 0) return refuse(reading, "bad-reference", from);
  if (sign === "+") {
    return number + reading.groups > largest ? refuse(reading, "group-number", from) : number + reading.groups;
  }
  return number > reading.groups ? refuse(reading, "no-such-group", from) : reading.groups + 1 - number;
}

/** A name of a group up to what must end it (PCRE2's `read_name`), which is read too. */
export function takeName(reading: Reading, from: number, terminator: string): string {
  const start = reading.at;
  if (reading.lenient && terminator === "}") takeMatch(reading, /[ \t]*/y);
  if ((reading.utf ? /\p{Nd}/uy : /\d/y).test(reading.text.slice(reading.at, reading.at + 2))) {
    return refuse(reading, "group-name-digit", start, reading.at + 1);
  }
  const name = takeMatch(reading, reading.utf ? /[\p{L}\p{Nd}_]+/uy : /\w+/y)?.[0] ?? "";
  const longest = reading.lenient ? 128 : 32;
  if (name.length > longest) return refuse(reading, "group-name-long", start);
  if (name !== "" && reading.lenient && terminator === "}") takeMatch(reading, /[ \t]*/y);
  if (name === "" || reading.text[reading.at] !== terminator) return refuse(reading, "group-name", from);
  reading.at++;
  return name;
}
