import type { FlagMatch, SettingSpec } from "./catalog";

/** What argparse itself adds, and Gunicorn for its version. */
const builtIn = ["-h", "--help", "-v", "--version"];

/** What argparse makes of a word, by its `_parse_optional` and `_get_option_tuples`. */
export function findFlag(word: string, byFlag: ReadonlyMap<string, SettingSpec>): FlagMatch {
  if (!word.startsWith("-") || word === "-") return { kind: "positional" };
  const isFlag = (flag: string) => byFlag.has(flag) || builtIn.includes(flag);
  const match = (flag: string, value?: string): FlagMatch => ({ kind: "flag", flag, spec: byFlag.get(flag), value });
  if (isFlag(word)) return match(word);
  const equals = word.indexOf("=");
  const name = equals < 0 ? word : word.slice(0, equals);
  const value = equals < 0 ? undefined : word.slice(equals + 1);
  if (value !== undefined && isFlag(name)) return match(name, value);
  const all = [...byFlag.keys(), ...builtIn];
  const short = word.slice(0, 2);
  const found = word.startsWith("--")
    ? all.filter((flag) => flag.startsWith(name)).map((flag) => match(flag, value))
    : all.filter((flag) => flag === short).map((flag) => match(flag, word.slice(2)));
  const [first] = found;
  if (found.length > 1) return { kind: "ambiguous", flags: found.flatMap((it) => (it.kind === "flag" ? it.flag : [])) };
  if (first) return first;
  // What looks like a negative number or has a space in it is a value.
  return /^-\d+$|^-\d*\.\d+$/.test(word) || word.includes(" ") ? { kind: "positional" } : { kind: "unknown" };
}
