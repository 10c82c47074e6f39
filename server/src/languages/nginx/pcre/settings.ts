import { Refused, Unclear } from "./reading";

/** What can be set at the very beginning of a pattern (PCRE2's `pso_list`). */
const plain =
  /^\(\*(?:UTF8?|UCP|NOTEMPTY|NOTEMPTY_ATSTART|NO_AUTO_POSSESS|NO_DOTSTAR_ANCHOR|NO_JIT|NO_START_OPT|CR|LF|CRLF|ANY|NUL|ANYCRLF|BSR_ANYCRLF|BSR_UNICODE)\)/;
const newer = /^\(\*(?:CASELESS_RESTRICT|TURKISH_CASING)\)/;
const limit = /^\(\*LIMIT_(?:HEAP|MATCH|DEPTH|RECURSION)=/;

const newlines: Readonly<Record<string, RegExp>> = {
  CR: /\r/g,
  LF: /\n/g,
  CRLF: /\r\n/g,
  ANYCRLF: /\r\n|[\r\n]/g,
  ANY: /\r\n|[\n-\r\x85\u2028\u2029]/g,
  NUL: /\0/g,
};

/**
 * Reads the settings before a pattern, such as `(*UTF)`.
 * @returns the offset behind them, whether it is read as characters and not as bytes, and what ends its comments
 */
export function takeSettings(text: string, lenient: boolean): { at: number; utf: boolean; newline: RegExp } {
  let at = 0;
  let utf = false;
  let newline = newlines.LF ?? /\n/g;
  while (text.startsWith("(*", at)) {
    const rest = text.slice(at);
    const set = rest.match(plain)?.[0] ?? (lenient ? rest.match(newer)?.[0] : undefined);
    const limited = rest.match(limit)?.[0];
    if (set) {
      const name = set.slice(2, -1);
      if (name.startsWith("UTF")) utf = true;
      newline = newlines[name] ?? newline;
      at += set.length;
    } else if (limited) {
      const [number, digits] = rest.slice(limited.length).match(/^(\d+)\)/) ?? [];
      // The largest number that PCRE2 reads to its end.
      if (number === undefined || Number(digits?.slice(0, -1)) > 429496728) {
        throw new Refused({ reason: "bad-verb", at, end: at + limited.length });
      }
      at += limited.length + number.length;
    } else {
      break;
    }
  }
  // What is not UTF-8 cannot be told from a character that stands for it.
  if (utf && Buffer.from(text, "latin1").toString().includes("\ufffd")) throw new Unclear();
  return { at, utf, newline };
}
