import type { Span } from "../../findings";
import { type Builder, builder, type Mapped, slice } from "../mapped";
import type { Expand, Expansion } from "./expand";

/** A word as the program gets it, with where it is written. */
export interface ShellWord extends Mapped, Span {
  /** Some of it stands in quotes: it is no operator and no keyword. */
  readonly quoted: boolean;
  /** It has a variable or a substitution in it that is not known; it stays as it is written. */
  readonly unknown: boolean;
  /** It may be any number of words, or none: `$OPTIONS`, `"$@"`, `$(options)`. */
  readonly spreads: boolean;
  /** The variables that were asked for. */
  readonly variables: readonly string[];
}

/** How a text is cut. */
export interface Dialect {
  /** `;`, `&&`, redirections, comments: a shell's; without them they are letters like others. */
  readonly operators: boolean;
  /** What fills in variables; undefined where `$` is a letter like others. */
  readonly expand: Expand | undefined;
  /** They are filled in before anything is cut, so in single quotes too. */
  readonly expandsFirst?: boolean;
}

export type Token =
  | { readonly kind: "word"; readonly word: ShellWord }
  | { readonly kind: "operator"; readonly text: string };

/** `>`, `2>>`, `&>`, `<`: what follows is a file, not a word of the command. */
const redirection = /^(?:\d*(?:>>|>\||>&|<&|<>|>|<(?!<|\())|&>>?)[ \t]*/;
const heredoc = /^\d*<<(-?)[ \t]*(["']?)([\w.-]+)\2/;

/**
 * The words of a text and the operators between them, one by one, so that variables may become known on the way.
 * Errors (a quote that is not closed) end with the text.
 */
export function* tokens(source: Mapped, dialect: Dialect): Generator<Token> {
  const { text } = source;
  const pending: { readonly end: string; readonly indented: boolean }[] = [];
  let at = 0;
  let skipped = false;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === " " || char === "\t") {
      at++;
      continue;
    }
    const rest = /[\\<>&|;\d]/.test(char) ? text.slice(at, at + 80) : char;
    if (/[ \t\r]/.test(char) || (char === "\n" && !dialect.operators)) at++;
    else if (/^\\\r?\n/.test(rest)) at += rest.charAt(1) === "\r" ? 3 : 2;
    else if (dialect.operators && char === "#") at = lineEnd(text, at);
    else if (dialect.operators && heredoc.test(rest)) {
      const [whole = "", dash, , end = ""] = heredoc.exec(rest) ?? [];
      pending.push({ end, indented: dash === "-" });
      at += whole.length;
    } else if (dialect.operators && redirection.test(rest)) {
      at += redirection.exec(rest)?.[0].length ?? 1;
      skipped = true;
    } else if (dialect.operators && char === "\n") {
      yield { kind: "operator", text: char };
      at++;
      for (const { end, indented } of pending.splice(0)) at = afterHeredoc(text, at, end, indented);
    } else if (dialect.operators && /[;&|()]/.test(char)) {
      const operator = /^(&&|\|\||;;)/.exec(rest)?.[0] ?? char;
      yield { kind: "operator", text: operator };
      at += operator.length;
    } else {
      const cut = cutWord(source, at, dialect);
      // The file of a redirection.
      if (!skipped) for (const word of cut.words) yield { kind: "word", word };
      skipped = false;
      at = cut.end;
    }
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function afterHeredoc(text: string, start: number, end: string, indented: boolean): number {
  for (let at = start; at < text.length; ) {
    const stop = lineEnd(text, at);
    const line = text.slice(at, stop).replace(/\r$/, "");
    at = stop + 1;
    if ((indented ? line.replace(/^\t+/, "") : line) === end) return Math.min(at, text.length);
  }
  return text.length;
}

/** What a backslash escapes in double quotes. */
const shellEscape = /^\\(?:\r?\n|["\\$`])/;
const plainEscape = /^\\["\\]/;

interface Cut {
  readonly words: readonly ShellWord[];
  readonly end: number;
}

/** One written word: mostly one, none where its variables are empty, several where they hold blanks. */
function cutWord(source: Mapped, start: number, dialect: Dialect): Cut {
  const { text } = source;
  const stops = dialect.operators ? shellStops : blanks;
  // Most words are nothing but letters.
  const length = runLength(plain, text, start);
  if (length > 0 && (start + length === text.length || stops.test(text.charAt(start + length))))
    return { words: [plainWord(source, start, start + length)], end: start + length };
  const words: ShellWord[] = [];
  const state = { ...blank() };
  let at = start;
  const finish = () => {
    const { part, quoted, unknown, variables, inner } = state;
    if (part.length === 0 && !quoted) return;
    const span = { start: source.at(start), end: source.at(at) };
    const spreads = state.spreads && unknown;
    words.push({ ...part.build(inner ?? span.end), ...span, quoted, unknown, spreads, variables });
    Object.assign(state, blank());
  };
  /** Letters that stand for themselves. */
  const letters = (length: number) => {
    const from = at;
    state.part.add(text.slice(from, from + length), (offset) => source.at(from + offset));
    at += length;
    state.inner = source.at(at);
  };
  /** An escape for a letter. */
  const letter = (shown: string, length: number) => {
    state.part.stand(shown, source.at(at));
    at = Math.min(at + length, text.length);
    state.inner = source.at(at);
  };
  const expanded = (value: Mapped, { variables, unknown }: Expansion) => {
    state.part.add(value.text, value.at);
    state.inner = value.at(value.text.length);
    state.variables.push(...variables);
    state.unknown ||= unknown;
  };
  /** What stands in quotes, from the offset on. */
  const inQuotes = (end: number, expands: boolean, escapes: RegExp | undefined) => {
    state.quoted = true;
    state.inner = source.at(at);
    while (at < end) {
      const run = Math.min(runLength(plainQuoted, text, at), end - at);
      if (run > 0) {
        letters(run);
        continue;
      }
      const escaped = escapes?.exec(text.slice(at, at + 3))?.[0];
      const expansion = expands && escaped === undefined ? dialect.expand?.(source, at) : undefined;
      if (escaped !== undefined) letter(escaped.endsWith("\n") ? "" : escaped.slice(1), escaped.length);
      else if (expansion === undefined) letters(1);
      else {
        expanded(expansion.value, expansion);
        if (expansion.list) state.spreads = true;
        at = expansion.end;
      }
    }
    at = Math.min(end + 1, text.length);
  };
  while (at < text.length) {
    const run = runLength(plain, text, at);
    if (run > 0) {
      letters(run);
      continue;
    }
    const char = text.charAt(at);
    if (stops.test(char)) break;
    const continued = /^\\\r?\n/.exec(text.slice(at, at + 3))?.[0].length;
    if (continued !== undefined) at += continued;
    else if (char === "\\") letter(text.charAt(at + 1), 2);
    else if (char === "'" || (char === "$" && text.charAt(at + 1) === "'" && dialect.operators)) {
      at += char === "'" ? 1 : 2;
      inQuotes(closing(text, at, "'"), dialect.expandsFirst === true, undefined);
    } else if (char === '"') {
      at++;
      const escapes = dialect.operators ? shellEscape : plainEscape;
      inQuotes(closingDouble(source, at, dialect, escapes), true, escapes);
    } else {
      const expansion = dialect.expand?.(source, at);
      if (expansion === undefined) letters(1);
      else {
        if (expansion.unknown) {
          if (at === start) state.spreads = true;
          expanded(expansion.value, expansion);
        } else {
          // Outside quotes a shell cuts the value of a variable at its blanks.
          for (const match of expansion.value.text.matchAll(/\s+|\S+/g)) {
            const piece = slice(expansion.value, match.index, match.index + match[0].length);
            if (/\s/.test(piece.text.charAt(0))) finish();
            else expanded(piece, expansion);
          }
        }
        at = expansion.end;
      }
    }
  }
  finish();
  return { words: spansOf(words, source.at(start), source.at(at)), end: Math.max(at, start + 1) };
}

const shellStops = /[\s;&|()<>]/;
const blanks = /\s/;

function plainWord(source: Mapped, start: number, end: number): ShellWord {
  const span = { start: source.at(start), end: source.at(end) };
  return { ...slice(source, start, end), ...span, quoted: false, unknown: false, spreads: false, variables: [] };
}

/** Letters that mean nothing to any dialect, outside of quotes and in them. */
const plain = /[\w.,:/=@+~^-]+/y;
const plainQuoted = /[^"\\$`%']+/y;

function runLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

interface State {
  part: Builder;
  quoted: boolean;
  unknown: boolean;
  spreads: boolean;
  variables: string[];
  /** Where the text ends: before a closing quote. */
  inner: number | undefined;
}

const blank = (): State => ({
  part: builder(),
  quoted: false,
  unknown: false,
  spreads: false,
  variables: [],
  inner: undefined,
});

/** All words that one variable came to stand where it is written. */
function spansOf(words: readonly ShellWord[], start: number, end: number): readonly ShellWord[] {
  return words.length === 1 ? words : words.map((word) => ({ ...word, start, end }));
}

/** A text that is one word as it is, such as an item of a list, with its variables filled in. */
export function wholeWord(source: Mapped, expand: Expand | undefined): ShellWord {
  const part = builder();
  const variables: string[] = [];
  let unknown = false;
  for (let at = 0; at < source.text.length; ) {
    const expansion = expand?.(source, at);
    if (expansion === undefined) {
      part.stand(source.text.charAt(at), source.at(at));
      at++;
      continue;
    }
    part.add(expansion.value.text, expansion.value.at);
    variables.push(...expansion.variables);
    unknown ||= expansion.unknown;
    at = expansion.end;
  }
  const end = source.at(source.text.length);
  return { ...part.build(end), start: source.at(0), end, quoted: true, unknown, spreads: false, variables };
}

function closing(text: string, start: number, quote: string): number {
  const end = text.indexOf(quote, start);
  return end === -1 ? text.length : end;
}

/** The quote that closes: none that is escaped, or in a substitution. */
function closingDouble(source: Mapped, start: number, { expand }: Dialect, escapes: RegExp): number {
  const { text } = source;
  for (let at = start; at < text.length; ) {
    at += runLength(plainQuoted, text, at);
    const escaped = escapes.exec(text.slice(at, at + 3))?.[0].length;
    const expansion = escaped === undefined ? expand?.(source, at) : undefined;
    if (escaped === undefined && expansion === undefined && text.charAt(at) === '"') return at;
    at = expansion?.end ?? at + (escaped ?? 1);
  }
  return text.length;
}
