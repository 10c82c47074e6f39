import * as l10n from "@vscode/l10n";
import { contextBit, directiveSpecs } from "../catalog/catalog";
import type { Directive, Word } from "../tree";
import { parseOffset, parseSize, parseTime } from "../values";

/** Kinds that take a time beside other words. */
export const timed = /^http_(?:headers_expires|core_keepalive|file_cache_valid_set_slot|userid_expires)$/;
/** Those of them where each number is a time, be it without a unit. */
const onlyTimes = /^http_(?:headers_expires|core_keepalive)$/;

/** `5 requests per second`, `10,485,760 bytes`: a parameter with a number in units of its own. */
export function unitsOf(word: string): string | undefined {
  const rate = word.match(/^rate=(\d+)r\/([sm])$/);
  if (rate?.[1] && rate[2]) {
    const apart = Math.round((rate[2] === "s" ? 1000 : 60_000) / Number(rate[1]));
    return l10n.t('One request each {0}; more at once need "burst=".', inWords(apart));
  }
  if (!/^(?:keys_)?zone=.*:|^(?:max_size|min_free|buffer)=/.test(word)) return undefined;
  const bytes = parseOffset(
    word
      .slice(word.indexOf("=") + 1)
      .split(":")
      .at(-1) ?? "",
  );
  return bytes === undefined ? undefined : inBytes(bytes);
}

/** What a size or a time among the words of a directive is in plain units. */
export function ofUnits(directive: Directive, word: Word, context: string): string | undefined {
  const spec = directiveSpecs(directive.name.value)?.find((candidate) => candidate.contexts & contextBit(context));
  const own = unitsOf(word.value);
  if (own) return own;
  const value = word.value.slice(word.value.indexOf("=") + 1);
  const kind = spec?.kind ?? "";
  if (timed.test(kind) && (/\d[a-zA-Z]/.test(value) || onlyTimes.test(kind))) {
    const time = parseTime(value.replace(/^[@+-]/, ""), "sec");
    return time === undefined ? undefined : inWords(time);
  }
  if (kind === "msec" || kind === "sec" || /(?:timeout|inactive|valid|flush|interval)=/.test(word.value)) {
    const time = parseTime(value, kind === "msec" ? "msec" : "sec");
    return time === undefined ? undefined : inWords(time);
  }
  if (kind === "size" || kind === "offset" || kind === "bufs" || /(?:size|buffer|zone)=/.test(word.value)) {
    const bytes = parseSize(value) ?? parseOffset(value.split(":").at(-1) ?? "");
    return bytes === undefined || bytes < 1024 ? undefined : inBytes(bytes);
  }
  return undefined;
}

const inBytes = (bytes: number): string => l10n.t("{0} bytes", bytes.toLocaleString("en"));

const spans = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;
type Unit = (typeof spans)[number][0];

/** The whole units that a time is made of, the largest first. */
function unitsIn(milliseconds: number): (readonly [count: number, unit: Unit])[] {
  let rest = milliseconds;
  const found = spans.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return [count, unit] as const;
  });
  const whole = found.filter(([count]) => count > 0);
  return whole.length > 0 ? whole : [[0, "s"]];
}

/** `1 h 30 min`, of milliseconds. */
export const inWords = (milliseconds: number): string =>
  unitsIn(milliseconds)
    .map(([count, unit]) => inUnit(count, unit))
    .join(" ");

function inUnit(count: number, unit: Unit): string {
  switch (unit) {
    case "d":
      return l10n.t("{0} d", count);
    case "h":
      return l10n.t("{0} h", count);
    case "min":
      return l10n.t("{0} min", count);
    case "s":
      return l10n.t("{0} s", count);
    case "ms":
      return l10n.t("{0} ms", count);
  }
}

/** `1h30m`: the same as a configuration would say it. */
export const asWritten = (milliseconds: number): string =>
  unitsIn(milliseconds)
    .map(([count, unit]) => `${count}${unit === "min" ? "m" : unit}`)
    .join("");
