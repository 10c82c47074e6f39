/**
 * The values that nginx's own parsers take (`src/core/ngx_parse.c`, `ngx_string.c`), with the meaning they give them.
 * Each gives undefined for what nginx refuses.
 */

const mostInteger = 2n ** 63n - 1n;

/** Digits alone, at least one, no more than a signed 64-bit integer holds. */
export function parseNumber(text: string): number | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  return text.length < 16 || BigInt(text) <= mostInteger ? Number(text) : undefined;
}

/** Bytes: digits, then `k` or `m` in either case. */
export const parseSize = (text: string): number | undefined => scaled(text, "km");

/** Bytes, with `g` too: for what may be larger than memory. */
export const parseOffset = (text: string): number | undefined => scaled(text, "kmg");

function scaled(text: string, units: string): number | undefined {
  const unit = units.indexOf(text.slice(-1).toLowerCase());
  const has = text !== "" && unit >= 0;
  const number = parseNumber(has ? text.slice(0, -1) : text);
  if (number === undefined || !has) return number;
  const value = number * 1024 ** (unit + 1);
  return value <= Number(mostInteger) ? value : undefined;
}

/** Units of time in the order in which they may follow each other, with their seconds. */
const units = ["y", "M", "w", "d", "h", "m", "s", "ms"];
const seconds = [31_536_000, 2_592_000, 604_800, 86_400, 3600, 60, 1, 0.001];

/**
 * Milliseconds of a time such as `1h 30m`. Where nginx counts in seconds, `ms` is not allowed, and years and months are;
 * a number without a unit is seconds in both.
 */
export function parseTime(text: string, counts: "msec" | "sec"): number | undefined {
  let rest = text;
  let total = 0;
  let last = counts === "sec" ? -1 : 1;
  let valid = false;
  while (rest !== "") {
    const [whole = "", digits = "", unit = ""] = rest.match(/^([0-9]*)(ms|[yMwdhms ]?) */) ?? [];
    if (whole === "") return undefined;
    rest = rest.slice(whole.length);
    if (digits !== "") valid = true;
    const number = digits === "" ? 0 : parseNumber(digits);
    if (number === undefined) return undefined;
    if (unit === "") {
      if (rest !== "") return undefined;
      total += number * 1000;
      break;
    }
    const step = unit === " " ? 6 : units.indexOf(unit);
    if (step <= last || (unit === "ms" && counts === "sec")) return undefined;
    last = unit === " " ? 8 : step;
    total += number * (seconds[step] ?? 0) * 1000;
  }
  return valid && total <= Number(mostInteger) ? total : undefined;
}

/** As `ngx_conf_set_flag_slot` compares: in letters of either case. */
export const isFlag = (text: string): boolean => /^(?:on|off)$/i.test(text);
