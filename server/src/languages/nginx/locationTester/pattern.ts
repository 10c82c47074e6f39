import { createContext, Script } from "node:vm";
import { readPattern } from "../pcre";
import { bytesOf } from "./request";

/** What a pattern took: all of it and its groups, and the groups that have names. */
export interface Taken {
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, string>>;
}

/** How long one pattern may be tried, in milliseconds. */
const patience = 200;

/**
 * What a PCRE pattern takes of a text of bytes, tried with JavaScript's engine: null where it does not match, undefined
 * where that cannot be known.
 */
export function tryPattern(pattern: string, text: string, caseless: boolean): Taken | null | undefined {
  const known = patternOf(pattern, caseless);
  if (known.last?.text === text) return known.last.found;
  const found = known.regExp && tried(known.regExp, text);
  known.last = { text, found };
  return found;
}

function tried(regExp: RegExp, text: string): Taken | null | undefined {
  try {
    // nginx stops a pattern that backtracks without end, too (pcre's match limit).
    const found: RegExpExecArray | null = isSwift(regExp, text) ? regExp.exec(text) : watched(regExp, text);
    return found && { groups: [...found], names: { ...found.groups } };
  } catch {
    return undefined;
  }
}

/** So many steps are made in no time, whatever the pattern. */
const fewSteps = 1_000_000;

/**
 * Whether a pattern cannot take long: each of its counts may go over the whole text for each place that those before it
 * came to, each group may try all of its alternatives there, and a group that is counted may make any number of that.
 * To watch one costs more than to try a hundred.
 */
function isSwift({ source }: RegExp, text: string): boolean {
  const occurring = (signs: RegExp): number => source.match(signs)?.length ?? 0;
  const groups = occurring(/\(/g) + 1;
  const alternatives = ((occurring(/\|/g) + groups) / groups) ** groups;
  const again = /\)[*+{]/.test(source) ? 2 ** text.length : 1;
  return (text.length + 1) ** (occurring(/[*+?{]/g) + 1) * alternatives * again < fewSteps;
}

/** A pattern, and what it took last: it is tried again for each way of a request. */
interface Pattern {
  /** Undefined where it cannot be tried. */
  readonly regExp: RegExp | undefined;
  last?: { readonly text: string; readonly found: Taken | null | undefined };
}

const patterns = new Map<string, Pattern>();
const mostPatterns = 50_000;

function patternOf(pattern: string, caseless: boolean): Pattern {
  const key = `${caseless ? "i" : "-"}${pattern}`;
  const known = patterns.get(key);
  if (known) return known;
  if (patterns.size >= mostPatterns) patterns.clear();
  const made: Pattern = { regExp: compile(pattern, caseless) };
  patterns.set(key, made);
  return made;
}

function compile(pattern: string, caseless: boolean): RegExp | undefined {
  if (readPattern(pattern).fault) return undefined;
  const translated = toJavaScript(bytesOf(pattern));
  try {
    return translated && new RegExp(translated.source, caseless || translated.caseless ? "i" : "");
  } catch {
    return undefined;
  }
}

const watched = ({ source, flags }: RegExp, text: string): RegExpExecArray | null =>
  execute.runInContext(Object.assign(box, { source, flags, text }), { timeout: patience });

const execute = new Script("new RegExp(source, flags).exec(text)");

/** A place of its own, in which a script can be stopped; each pattern puts its own values there. */
const box = createContext({});

const classes: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  blank: " \\t",
  digit: "0-9",
  lower: "a-z",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t-\\r ",
  upper: "A-Z",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};

/** What a letter after a backslash is in JavaScript, outside of a class and in one. All others are not known. */
const escapes: Readonly<Record<string, readonly [outside: string, inside?: string]>> = {
  A: ["(?<![\\s\\S])"],
  z: ["(?![\\s\\S])"],
  Z: ["(?=\\n?(?![\\s\\S]))"],
  b: ["\\b", "\\x08"],
  B: ["\\B"],
  d: ["\\d", "\\d"],
  D: ["\\D", "\\D"],
  w: ["\\w", "\\w"],
  W: ["\\W", "\\W"],
  s: ["[\\t-\\r ]", "\\t-\\r "],
  S: ["[^\\t-\\r ]"],
  h: ["[ \\t\\xa0]", " \\t\\xa0"],
  n: ["\\n", "\\n"],
  r: ["\\r", "\\r"],
  t: ["\\t", "\\t"],
  f: ["\\f", "\\f"],
};

/** The same pattern for JavaScript; undefined where it has something that is otherwise there, or is not known to be the same. */
function toJavaScript(pattern: string): { readonly source: string; readonly caseless: boolean } | undefined {
  const [start = ""] = /^\(\?i\)/.exec(pattern) ?? [];
  let source = "";
  for (let at = start.length; at < pattern.length; ) {
    const [piece, made] = pieceAt(pattern, at) ?? [];
    if (!piece || made === undefined) return undefined;
    source += made;
    at += piece.length;
  }
  return { source, caseless: start !== "" };
}

/** One piece of a pattern, and what it is in JavaScript. */
function pieceAt(pattern: string, at: number): readonly [piece: string, made: string] | undefined {
  const taken = (shape: RegExp): string | undefined => {
    shape.lastIndex = at;
    return shape.exec(pattern)?.[0];
  };
  const [group, name] = namedGroup(pattern, at);
  if (group) return [group, `(?<${name}>`];
  const open = taken(/\((?:\?(?:[:=!]|<[=!]))?(?![?*])/y);
  if (open) return [open, open];
  // Possessive ones give nothing back.
  const count = taken(/(?:[?*+]|\{\d+(?:,\d*)?\})\??(?!\+)/y);
  if (count) return [count, count];
  const slashed = taken(/\\[\s\S]/y);
  if (slashed) return escaped(slashed, 0);
  const bracket = taken(/\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]/y);
  if (bracket) return classOf(bracket);
  const char = pattern.charAt(at);
  if (char === "$") return [char, "(?=\\n?(?![\\s\\S]))"];
  if (char === ".") return [char, "[^\\n]"];
  return /[([*+?{}\]]/.test(char) ? undefined : [char, char];
}

function namedGroup(pattern: string, at: number): readonly [group: string | undefined, name: string | undefined] {
  const shape = /\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y;
  shape.lastIndex = at;
  const [group, first, second] = shape.exec(pattern) ?? [];
  return [group, first ?? second];
}

function escaped(slashed: string, where: 0 | 1): readonly [string, string] | undefined {
  const char = slashed.charAt(1);
  // What is no letter stands for itself; a digit would be a group that PCRE treats otherwise while it has taken nothing.
  if (!/\w/.test(char)) return [slashed, /[\^$\\.*+?()[\]{}|/-]/.test(char) ? slashed : char];
  const made = escapes[char]?.[where];
  return made === undefined ? undefined : [slashed, made];
}

function classOf(bracket: string): readonly [string, string] | undefined {
  const [open = ""] = /^\[\^?/.exec(bracket) ?? [];
  let made = open;
  const pieces = bracket.slice(open.length, -1).match(/\\[\s\S]|\[:\w+:\]|[\s\S]/g) ?? [];
  for (const piece of pieces) {
    const posix = /^\[:(\w+):\]$/.exec(piece)?.[1];
    const inside =
      posix !== undefined
        ? classes[posix]
        : piece.startsWith("\\")
          ? escaped(piece, 1)?.[1]
          : piece.replace(/[[\]]/, "\\$&");
    if (inside === undefined) return undefined;
    made += inside;
  }
  return [bracket, `${made}]`];
}
