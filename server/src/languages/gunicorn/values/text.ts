/** What Python's `str` and `int` do, where JavaScript's `trim` and `Number` do something else. */

const space = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const around = new RegExp(`^[${space}]+|[${space}]+$`, "g");
const between = new RegExp(`[${space}]+`);

/** Separators of files and records are spaces for `strip`, and not for `int`. */
const separator = (letter: string): boolean => letter >= "\x1c" && letter <= "\x1f";

/** `text.strip()` */
export const strip = (text: string): string => text.replace(around, "");

/** `text.split()` */
export const splitSpace = (text: string): string[] => strip(text).split(between).filter(Boolean);

/** `int(text)` and `int(text, 0)`, also with the digits of other scripts; undefined where Python raises an error. */
export function parseInteger(text: string, base: 0 | 10): number | undefined {
  const plain = [...text].some(separator) ? "" : strip(text).replace(/\p{Nd}/gu, digitValue);
  const [, sign = "", body = ""] = plain.match(/^([+-]?)(.*)$/s) ?? [];
  const prefix = base === 0 ? body.slice(0, 2).toLowerCase() : "";
  const radix = radixes.get(prefix);
  const digits = radix === undefined ? body : body.slice(2).replace(/^_/, "");
  if (!(radix ? radix.digits : /^\d+(_\d+)*$/).test(digits)) return undefined;
  const number = digits.replaceAll("_", "");
  if (base === 0 && radix === undefined && /^0+[1-9]/.test(number)) return undefined;
  const value = Number(radix ? prefix + number : number);
  return sign === "-" && value !== 0 ? -value : value;
}

const radixes: ReadonlyMap<string, { digits: RegExp }> = new Map([
  ["0x", { digits: /^[\da-f]+(_[\da-f]+)*$/i }],
  ["0o", { digits: /^[0-7]+(_[0-7]+)*$/ }],
  ["0b", { digits: /^[01]+(_[01]+)*$/ }],
]);

/** The digits of a script stand in Unicode as runs of ten, some runs side by side. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}
