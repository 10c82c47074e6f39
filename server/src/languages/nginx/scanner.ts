/**
 * Cuts words as nginx's own reader does (`ngx_conf_read_token` in `src/core/ngx_conf_file.c` tells the rules):
 * a quote or `#` means something only at the start of a word; `\` takes the next character whatever it is; after `$` a
 * `{` belongs to the word; a `}` inside a word is part of it; blank, tab, CR and LF alone separate words.
 */

/** nginx reads files through a buffer of this many bytes; a word or comment that fills it is refused. */
const bufferSize = 4096;

const TAB = 9;
const LF = 10;
const CR = 13;
const BLANK = 32;
const DOUBLE = 34;
const DOLLAR = 36;
const SINGLE = 39;
const SEMICOLON = 59;
const BACKSLASH = 92;
const OPEN = 123;

/** What parts words (`ngx_conf_read_token`). */
export const isSpace = (code: number): boolean => code === BLANK || code === LF || code === TAB || code === CR;

/** Offset of the first character at or after `at` that is not white space. */
export function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && isSpace(text.charCodeAt(next))) next++;
  return next;
}

/** Offset of the line feed that ends a comment, or the end of the text. A CR alone does not end one. */
export function commentEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return text.charCodeAt(end - 1) === CR && end > at ? end - 1 : end;
}

/** End of the bare word that starts at `at`: the offset of the blank, `;` or `{` after it, or the end of the text. */
export function bareEnd(text: string, at: number): number {
  let variable = false;
  for (let next = at; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === OPEN && variable) continue;
    if (code === BACKSLASH) {
      variable = false;
      next++;
    } else if (code === DOLLAR) {
      variable = true;
    } else {
      variable = false;
      // The first character begins the word whatever it is: the caller has dealt with those that cannot.
      if (next > at && (isSpace(code) || code === SEMICOLON || code === OPEN)) return next;
    }
  }
  return text.length;
}

/** Offset past the closing quote of the word whose opening quote is at `at`; -1 where none closes it. */
export function quotedEnd(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let next = at + 1; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === BACKSLASH) next++;
    else if (code === quote) return next + 1;
  }
  return -1;
}

/** A quote in the middle of a word is a letter; who asks knows where the word begins. */
export const isQuote = (code: number): boolean => code === DOUBLE || code === SINGLE;

/** What nginx makes of the characters of a word (its quotes left out). */
export function resolveEscapes(raw: string): string {
  if (!raw.includes("\\")) return raw;
  let value = "";
  for (let at = 0; at < raw.length; at++) {
    const next = raw[at] === "\\" ? raw[at + 1] : undefined;
    const meant = next === undefined ? undefined : escapes.get(next);
    if (meant === undefined) value += raw[at];
    else {
      value += meant;
      at++;
    }
  }
  return value;
}

const escapes = new Map([
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["t", "\t"],
  ["r", "\r"],
  ["n", "\n"],
]);

/** Whether the file is UTF-8 on the disk. It is asked only where it matters; where it is not, a character has at least a byte. */
export type AskUtf8 = () => boolean;

/** Whether a run of that text is more than nginx's buffer takes: a byte more is read with it. */
export function overflows(text: string, start: number, end: number, isUtf8?: AskUtf8): boolean {
  const units = end - start;
  if (units * 3 + 1 < bufferSize) return false;
  if (units + 1 > bufferSize) return true;
  return Buffer.byteLength(text.slice(start, end)) + 1 > bufferSize && isUtf8?.() !== false;
}

/**
 * Offset of the `}` that closes a block of Lua whose text begins at `at`; -1 where none does.
 * Braces in Lua's strings, long brackets and comments do not count, as in lua-nginx-module's lexer.
 */
export function luaEnd(text: string, at: number): number {
  let depth = 1;
  /** Until where a quote of each kind is a character as any other: none closes it on its line. */
  const lone = { '"': at, "'": at };
  for (let next = at; next < text.length; next++) {
    const char = text[next];
    switch (char) {
      case "{":
        depth++;
        break;
      case "}":
        if (--depth === 0) return next;
        break;
      case '"':
      case "'": {
        if (next < lone[char]) break;
        const end = luaStringEnd(text, next);
        if (text[end] === char) next = end;
        else lone[char] = end;
        break;
      }
      case "[":
        next = longBracketEnd(text, next) ?? next;
        break;
      case "-":
        if (text[next + 1] === "-") {
          const line = text.indexOf("\n", next);
          next = longBracketEnd(text, next + 2) ?? (line < 0 ? text.length : line);
        }
        break;
    }
  }
  return -1;
}

/** Offset of the quote that closes a Lua string, else of the end of its line: the module's lexer lets no `\` join two. */
function luaStringEnd(text: string, at: number): number {
  for (let next = at + 1; next < text.length; next++) {
    if (text[next] === "\\" && text[next + 1] !== "\n") next++;
    else if (text[next] === text[at]) return next;
    else if (text[next] === "\n") return next;
  }
  return text.length;
}

/** Offset of the last character of a `[[...]]` or `[==[...]==]` that begins at `at`; undefined where none does. */
function longBracketEnd(text: string, at: number): number | undefined {
  if (text[at] !== "[") return undefined;
  let open = at + 1;
  while (text[open] === "=") open++;
  if (text[open] !== "[") return undefined;
  const closing = `]${"=".repeat(open - at - 1)}]`;
  const end = text.indexOf(closing, open + 1);
  return end < 0 ? text.length : end + closing.length - 1;
}
