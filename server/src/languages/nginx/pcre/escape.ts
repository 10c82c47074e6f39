import { largest, type Reading, refuse, takeGroupNumber, takeMatch } from "./reading";

/** What stands behind a backslash: a character, a kind of thing by its letter, or a reference to a group. */
export type Escape =
  | { readonly kind: "character"; readonly code: number }
  | { readonly kind: "letter"; readonly letter: string }
  | { readonly kind: "back"; readonly group: number };

const character = (code: number): Escape => ({ kind: "character", code });

/** Characters that cannot be typed well. */
const controls: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

/**
 * Reads an escape, the backslash being read already (PCRE2's `check_escape`).
 * @param from offset of the backslash
 */
export function readEscape(reading: Reading, from: number, inClass: boolean): Escape {
  const { text } = reading;
  if (reading.at >= text.length) return refuse(reading, "trailing-backslash", from);
  const code = text.codePointAt(reading.at) ?? 0;
  const char = String.fromCodePoint(code);
  reading.at += char.length;
  if (!/[0-9A-Za-z]/.test(char)) return character(code);
  const control = controls[char];
  if (control !== undefined) return character(control);
  if (/[1-9]/.test(char)) return readDigits(reading, from, inClass);
  switch (char) {
    case "0":
      return octal(reading, from);
    case "N":
      return readN(reading, from);
    case "g":
      return inClass ? character(code) : readG(reading, from);
    case "k":
      // In a class a letter since PCRE2 10.45.
      if (inClass && reading.lenient) return character(code);
      break;
    case "o":
      return braced(reading, from, 8);
    case "x":
      if (text[reading.at] === "{") return braced(reading, from, 16);
      return character(Number.parseInt(takeMatch(reading, /[0-9A-Fa-f]{1,2}/y)?.[0] ?? "0", 16));
    case "c":
      return readControl(reading, from);
  }
  if (/[ABCDEGHKPQRSVWXZbdhkpsvwz]/.test(char)) return { kind: "letter", letter: char };
  return refuse(reading, "unknown-escape", from);
}

/** `\1` to `\9`, and what has more digits: a group where there are as many, else a character by its octal number. */
function readDigits(reading: Reading, from: number, inClass: boolean): Escape {
  const start = reading.at - 1;
  const first = reading.text[start] ?? "";
  if (!inClass) {
    reading.at = start;
    const number = Number(takeMatch(reading, /\d+/y)?.[0]);
    // PCRE2 takes a number that an int can hardly hold for none.
    if (number <= 214748363 && (number < 10 || first >= "8" || number <= reading.groups)) {
      return number > largest ? refuse(reading, "group-number", from) : { kind: "back", group: number };
    }
    reading.at = start + 1;
  }
  return first >= "8" ? character(first.charCodeAt(0)) : octal(reading, from);
}

/** Up to three octal digits, of which the first is read already. */
function octal(reading: Reading, from: number): Escape {
  reading.at--;
  const code = Number.parseInt(takeMatch(reading, /[0-7]{1,3}/y)?.[0] ?? "0", 8);
  return code > 0xff && !reading.utf ? refuse(reading, "code-too-large", from) : character(code);
}

/**
 * The number in braces of `\x{...}`, `\o{...}` and `\N{U+...}`.
 * @param opening source of the expression for what stands before the number
 */
function braced(reading: Reading, from: number, base: 8 | 16, opening = "\\{"): Escape {
  const digits = base === 8 ? "[0-7]" : "[0-9A-Fa-f]";
  const blank = reading.lenient ? "[ \\t]*" : "";
  const match = takeMatch(reading, new RegExp(`${opening}${blank}(${digits}+)${blank}(\\}?)`, "y"));
  if (!match) return refuse(reading, "bad-brace-escape", from, closed(reading));
  const code = Number.parseInt(match[1] ?? "", base);
  if (code > (reading.utf ? 0x10ffff : 0xff)) return refuse(reading, "code-too-large", from);
  if (match[2] === "") return refuse(reading, "bad-brace-escape", from, closed(reading));
  if (reading.utf && code >= 0xd800 && code <= 0xdfff) return refuse(reading, "surrogate", from);
  return character(code);
}

/** Offset past the `}` that follows, else past the next character. */
function closed({ text, at }: Reading): number {
  const end = text.indexOf("}", at);
  return end < 0 ? Math.min(at + 1, text.length) : end + 1;
}

/** `\N` is any character but a line feed; `\N{U+41}` a character, where the pattern is `(*UTF)`. */
function readN(reading: Reading, from: number): Escape {
  const { text, at } = reading;
  if (text[at] !== "{") return { kind: "letter", letter: "N" };
  if (/\{[ \t]*U\+/y.test(text.slice(at)) && (reading.lenient || text[at + 1] === "U")) {
    if (!reading.utf) return refuse(reading, "unicode-escape", from, closed(reading));
    return braced(reading, from, 16, "\\{[ \\t]*U\\+");
  }
  const counts = reading.lenient ? /\{[ \t]*(?:\d+[ \t]*(?:,[ \t]*\d*)?|,[ \t]*\d+)[ \t]*\}/y : /\{\d+(?:,\d*)?\}/y;
  counts.lastIndex = at;
  if (!counts.test(text)) return refuse(reading, "unknown-escape", from, closed(reading));
  return { kind: "letter", letter: "N" };
}

/** `\g1`, `\g{-1}` are references; `\g{name}` is one by name (`\k`); `\g<...>` and `\g'...'` are calls. */
function readG(reading: Reading, from: number): Escape {
  const next = reading.text[reading.at];
  if (next === "<" || next === "'") return { kind: "letter", letter: "g" };
  const start = reading.at;
  if (next === "{") {
    reading.at++;
    if (reading.lenient) takeMatch(reading, /[ \t]*/y);
  }
  const number = takeGroupNumber(reading);
  if (number === undefined) {
    if (next !== "{") return refuse(reading, "bad-reference", from);
    reading.at = start;
    return { kind: "letter", letter: "k" };
  }
  if (next === "{") {
    if (reading.lenient) takeMatch(reading, /[ \t]*/y);
    if (reading.text[reading.at] !== "}") return refuse(reading, "bad-reference", from);
    reading.at++;
  }
  return number === 0 ? refuse(reading, "no-such-group", from) : { kind: "back", group: number };
}

/** `\cA`: a control character by its letter. */
function readControl(reading: Reading, from: number): Escape {
  const code = reading.text.charCodeAt(reading.at);
  if (!(code >= 32 && code <= 126)) return refuse(reading, "bad-control", from, reading.at + 1);
  reading.at++;
  return character(String.fromCharCode(code).toUpperCase().charCodeAt(0) ^ 0x40);
}
