import type { Catalog, SettingSpec } from "./catalog/catalog";
import type { CommandWord } from "./model";

/** One option of a command line: several may stand in one word, `-Dw4`. */
export interface Option {
  /** In full, with its dashes. */
  readonly flag: string;
  /** Undefined for `--help` and `--version`. */
  readonly spec: SettingSpec | undefined;
  /** The word that its value is in, and from where on; undefined for an option without one. */
  readonly value: { readonly word: CommandWord; readonly from: number } | undefined;
}

export interface ReadOptions {
  readonly options: readonly Option[];
  /** How many words they take. */
  readonly count: number;
  /** What argparse refuses the last of them for. */
  readonly trouble:
    | { readonly kind: "missing-value"; readonly flag: string }
    /** It takes no value, and has one from this offset of its word on. */
    | { readonly kind: "unwanted-value"; readonly flag: string; readonly from: number }
    | undefined;
}

/** By argparse's actions; the others (`store_true`, ...) only switch something on. */
export const takesValue = ({ action }: SettingSpec): boolean => action === "store" || action === "append";

/** Reads the options of a word that argparse takes for one, and the value that may follow it (`consume_optional`). */
export function readOptions(
  word: CommandWord,
  first: { readonly flag: string; readonly spec: SettingSpec | undefined; readonly value: string | undefined },
  next: CommandWord | undefined,
  catalog: Catalog,
): ReadOptions {
  const options: Option[] = [];
  let { flag, spec, value } = first;
  for (;;) {
    const from = word.text.length - (value ?? "").length;
    if (spec !== undefined && takesValue(spec)) {
      const own = value === undefined ? undefined : { word, from };
      const following = own === undefined && next !== undefined && isValue(next, catalog) ? next : undefined;
      if (own === undefined && following === undefined && spec.nargs !== "?")
        return { options, count: 1, trouble: { kind: "missing-value", flag } };
      options.push({ flag, spec, value: own ?? (following && { word: following, from: 0 }) });
      return { options, count: following === undefined ? 1 : 2, trouble: undefined };
    }
    // `--reload=yes`, `-D=`: nothing of it can be another option.
    if (value === "" || (value !== undefined && flag.startsWith("--")))
      return { options, count: 1, trouble: { kind: "unwanted-value", flag, from } };
    options.push({ flag, spec, value: undefined });
    if (value === undefined || spec === undefined) return { options, count: 1, trouble: undefined };
    // `-Dw4`: the letters that follow are options as well.
    const letter: ReturnType<Catalog["findFlag"]> = catalog.findFlag(`-${value.charAt(0)}`);
    if (letter.kind !== "flag") return { options, count: 1, trouble: { kind: "unwanted-value", flag, from } };
    ({ flag, spec } = letter);
    value = value.length > 1 ? value.slice(1) : undefined;
  }
}

/** A word that is no option itself, by argparse's `A`; what is not known is taken for one. */
export function isValue(word: CommandWord, catalog: Catalog): boolean {
  if (word.spreads) return true;
  return word.text !== "--" && catalog.findFlag(word.text).kind === "positional";
}
