import * as l10n from "@vscode/l10n";
import type { Word } from "../../tree";
import { parseNumber, parseOffset, parseSize, parseTime } from "../../values";
import { invalidParameter, invalidValue } from "../generic";
import type { Check, Checking } from "../model";
import { complexValue, within } from "../names";

/** Whether a parameter's value is taken. */
export type Test = (value: string) => boolean;

export const number: Test = (value) => parseNumber(value) !== undefined;
export const positive: Test = (value) => (parseNumber(value) ?? 0) > 0;
export const size: Test = (value) => parseSize(value) !== undefined;
export const someSize: Test = (value) => (parseSize(value) ?? 0) > 0;
export const offset: Test = (value) => parseOffset(value) !== undefined;
export const msec: Test = (value) => parseTime(value, "msec") !== undefined;
export const sec: Test = (value) => parseTime(value, "sec") !== undefined;
export const onOff: Test = (value) => value === "on" || value === "off";
export const anything: Test = () => true;
export const oneOf =
  (...words: string[]): Test =>
  (value) =>
    words.includes(value);

/** The smallest zone that nginx takes is eight pages of memory; of a cache, two. */
const page = 4096;

/** `name:size` of a zone in shared memory. */
export const zoneSize =
  (pages: number): Test =>
  (value) => {
    const colon = value.indexOf(":");
    return colon > 0 && (parseSize(value.slice(colon + 1)) ?? 0) >= pages * page;
  };

/** The parameters of a directive: words that stand alone, and `key=value` pairs. */
export interface Parameters {
  readonly words: readonly string[];
  readonly keys: Readonly<Record<string, Test>>;
  /** Keys whose value may hold variables. */
  readonly complex?: readonly string[];
}

/** The key of a `key=value` word, with the `=`; undefined for a word that has none. */
export function keyOf(word: Word): string | undefined {
  const equals = word.value.indexOf("=");
  return equals < 0 ? undefined : word.value.slice(0, equals + 1);
}

/** The value of the last `key=` among a directive's words. */
export function valueAfter(words: readonly Word[], key: string): string | undefined {
  return words.findLast((word) => word.value.startsWith(key))?.value.slice(key.length);
}

/** How parameters are written whose value is often not. */
const forms: Readonly<Record<string, string>> = {
  "rate=": "rate=10r/s",
  "zone=": "zone=NAME:10m",
  "keys_zone=": "keys_zone=NAME:10m",
  "levels=": "levels=1:2",
  "max_size=": "max_size=1g",
  "inactive=": "inactive=10m",
  "burst=": "burst=20",
  "weight=": "weight=5",
  "max_fails=": "max_fails=3",
  "fail_timeout=": "fail_timeout=10s",
  "buffer=": "buffer=32k",
  "flush=": "flush=5s",
};

/** A parameter that the directive has, with a value that it does not take. */
function invalidForm(checking: Checking, word: Word, key: string): void {
  const form = forms[key];
  if (form === undefined) {
    invalidParameter(checking, word);
    return;
  }
  const { name } = checking.directive;
  const message = l10n.t('Invalid parameter "{0}" of "{1}": it is written like "{2}".', word.value, name.value, form);
  checking.report("nginx-invalid-parameter", word, message);
}

/** Checks the arguments from an index on; answers whether nginx would take them all. */
export function checkParameters(checking: Checking, parameters: Parameters, from: number): boolean {
  const names = [...parameters.words, ...Object.keys(parameters.keys)];
  for (const word of checking.directive.args.slice(from)) {
    if (parameters.words.includes(word.value)) continue;
    const key = keyOf(word);
    const test = key === undefined ? undefined : parameters.keys[key];
    if (key === undefined || !test) {
      invalidParameter(checking, word, names);
      return false;
    }
    const value = word.value.slice(key.length);
    if (parameters.complex?.includes(key))
      complexValue(checking, { ...within(word, key.length, word.value.length), value, quote: "" });
    else if (!test(value)) {
      invalidForm(checking, word, key);
      return false;
    }
  }
  return true;
}

/** A check of the first argument alone. */
export const firstIs =
  (test: Test, expected: () => string, words: readonly string[] = []): Check =>
  (checking) => {
    const word = checking.directive.args[0];
    if (word && !test(word.value)) invalidValue(checking, word, expected(), words);
  };
