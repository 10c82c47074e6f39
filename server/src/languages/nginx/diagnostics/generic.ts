import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../findings";
import type { Word } from "../tree";
import { isFlag, parseNumber, parseOffset, parseSize, parseTime } from "../values";
import { meantUnit } from "./meantUnit";
import type { Check, Checking, Range } from "./model";
import { complexValue } from "./names";
import { nearest } from "./nearest";
import { takesVariables, wordsOf } from "./newer";

/**
 * Says that a word is no value of its kind, and offers the nearest one that is.
 * @param meant the one that is meant, where that is known
 */
export function invalidValue(
  checking: Checking,
  word: Word,
  expected: string,
  words: readonly string[] = [],
  meant?: string,
): void {
  const near = meant ?? nearest(word.value.toLowerCase(), words);
  const message = l10n.t('Invalid value "{0}" in "{1}": {2}.', word.value, checking.directive.name.value, expected);
  const fixes = near ? [changeTo(checking.source.path, word, near)] : [];
  checking.report("nginx-invalid-value", word, message, { fixes });
}

/** What `yes`, `false` and the like of other languages mean here. */
function meantFlag(text: string): string | undefined {
  if (/^(?:yes|true|enabled?|1)$/i.test(text)) return "on";
  return /^(?:no|false|disabled?|0)$/i.test(text) ? "off" : undefined;
}

/** An argument that nginx itself does not know as a parameter of the directive. */
export function invalidParameter(checking: Checking, word: Word, words: readonly string[] = []): void {
  const key = /^\w+=/.exec(word.value)?.[0] ?? "";
  const value = word.value.slice(key.length);
  const meant = nearest(key || word.value, words);
  const near = meant && (meant.endsWith("=") ? meant + value : meant);
  const message = near
    ? l10n.t('Invalid parameter "{0}" of "{1}". Did you mean "{2}"?', word.value, checking.directive.name.value, near)
    : l10n.t('Invalid parameter "{0}" of "{1}".', word.value, checking.directive.name.value);
  const fixes = near ? [changeTo(checking.source.path, word, near)] : [];
  checking.report("nginx-invalid-parameter", word, message, { fixes });
}

const rangeOf = ({ start, end }: Range): Range => ({ start, end });

/** A word that its directive has already: nginx warns of it, and passes over it. */
export function repeatedWord(checking: Checking, word: Word): void {
  const { source, directive } = checking;
  // Without its only word, the directive says nothing.
  const alone = directive.args.length === 1;
  const before = source.tree.text.slice(0, word.start).match(/\s*$/)?.[0].length ?? 0;
  checking.report("nginx-duplicate-value", word, l10n.t('"{0}" is here already: nginx passes over it.', word.value), {
    fixes: [
      {
        title: l10n.t('Remove "{0}"', word.value),
        path: source.path,
        edits: [alone ? { ...rangeOf(directive), text: "" } : { start: word.start - before, end: word.end, text: "" }],
      },
    ],
  });
}

const isSize = (value: string): boolean => parseSize(value) !== undefined;

const first =
  (test: (value: string) => boolean, expected: () => string): Check =>
  (checking) => {
    const word = checking.directive.args[0];
    if (word && !test(word.value)) invalidValue(checking, word, expected(), [], meantUnit(word.value, test));
  };

/** What nginx's own setters check: by the kinds that the catalog gives. */
export const kinds: Readonly<Record<string, Check>> = {
  flag: (checking) => {
    const word = checking.directive.args[0];
    if (!word || isFlag(word.value)) return;
    if (wordsOf(checking.config, checking.directive.name.value, []).includes(word.value)) return;
    const meant = meantFlag(word.value);
    invalidValue(checking, word, l10n.t('it must be "on" or "off"'), meant ? [] : ["on", "off"], meant);
  },
  number: (checking) => {
    const word = checking.directive.args[0];
    if (!word) return;
    const value = parseNumber(word.value);
    if (value === undefined) return invalidValue(checking, word, l10n.t("it must be a number"));
    const { bounds } = checking.spec;
    if (bounds && (value < bounds[0] || (bounds[1] >= 0 && value > bounds[1]))) {
      invalidValue(checking, word, l10n.t("it must be between {0} and {1}", bounds[0], bounds[1]));
    }
  },
  size: (checking) => {
    const word = checking.directive.args[0];
    if (!word) return;
    if (word.value.includes("$") && takesVariables(checking.config, checking.directive.name.value)) {
      return complexValue(checking, word);
    }
    if (!isSize(word.value)) {
      invalidValue(
        checking,
        word,
        l10n.t("it must be a size such as 512, 8k or 1m"),
        [],
        meantUnit(word.value, isSize),
      );
    }
  },
  offset: first(
    (value) => parseOffset(value) !== undefined,
    () => l10n.t("it must be a size such as 512, 8k, 1m or 1g"),
  ),
  msec: first(
    (value) => parseTime(value, "msec") !== undefined,
    () => l10n.t("it must be a time such as 500ms, 30s or 1h30m"),
  ),
  sec: first(
    (value) => parseTime(value, "sec") !== undefined,
    () => l10n.t("it must be a time in whole seconds such as 30s, 10m or 1d"),
  ),
  bufs: (checking) => {
    const count = checking.directive.args[0];
    const size = checking.directive.args[1];
    if (count && !parseNumber(count.value)) invalidValue(checking, count, l10n.t("it must be a number of buffers"));
    else if (size && !parseSize(size.value)) invalidValue(checking, size, l10n.t("it must be a size such as 4k"));
  },
  enum: (checking) => {
    const word = checking.directive.args[0];
    const words = wordsOf(checking.config, checking.directive.name.value, checking.spec.words ?? []);
    if (word && words.length > 0 && !words.some((allowed) => allowed.toLowerCase() === word.value.toLowerCase())) {
      invalidValue(checking, word, l10n.t("it must be one of {0}", words.join(", ")), words);
    }
  },
  bitmask: (checking) => {
    const words = checking.spec.words ?? [];
    if (words.length === 0) return;
    const { args } = checking.directive;
    for (const [index, word] of args.entries()) {
      const known = words.some((allowed) => allowed.toLowerCase() === word.value.toLowerCase());
      if (!known && word.value.includes(",")) {
        const apart = word.value.replaceAll(",", " ").trim();
        return invalidValue(checking, word, l10n.t("between two words stands a blank, and no comma"), [], apart);
      }
      if (!known) return invalidValue(checking, word, l10n.t("it must be one of {0}", words.join(", ")), words);
      const first = args.findIndex(({ value }) => value.toLowerCase() === word.value.toLowerCase());
      if (first < index) repeatedWord(checking, word);
    }
  },
  path: (checking) => {
    const [, ...levels] = checking.directive.args;
    for (const level of levels) {
      const value = parseNumber(level.value);
      if (!value) return invalidValue(checking, level, l10n.t("a level is a number from 1 to 3"));
    }
  },
  access: (checking) => {
    for (const word of checking.directive.args) {
      if (/^(?:user|group|all):(?:rw|r)$/.test(word.value)) continue;
      return invalidValue(checking, word, l10n.t("it must be user, group or all with :r or :rw"));
    }
  },
  complex: (checking) => {
    for (const word of checking.directive.args) complexValue(checking, word);
  },
  complex_size: (checking) => {
    const word = checking.directive.args[0];
    if (!word) return;
    complexValue(checking, word);
    if (!word.value.includes("$") && parseSize(word.value) === undefined) {
      invalidValue(checking, word, l10n.t("it must be a size such as 512, 8k or 1m"));
    }
  },
  keyval: (checking) => {
    // nginx looks for variables in the second word of the headers that it sends.
    const value = checking.directive.args[1];
    if (value && checking.directive.name.value.endsWith("set_header")) complexValue(checking, value);
  },
  predicate: (checking) => {
    for (const word of checking.directive.args) complexValue(checking, word);
  },
};
