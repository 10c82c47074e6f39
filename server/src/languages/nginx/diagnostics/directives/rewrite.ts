import * as l10n from "@vscode/l10n";
import { readPattern } from "../../pcre";
import type { Word } from "../../tree";
import { parseNumber } from "../../values";
import { interpolation } from "../../variables";
import { invalidParameter, invalidValue } from "../generic";
import type { Check, Checking } from "../model";
import { complexValue, defineVariable, use, within } from "../names";
import { regularExpression } from "../regex";
import { conditionSlip } from "../slips";

const flags = ["last", "break", "redirect", "permanent"];

const rewrite: Check = (checking) => {
  const [pattern, replacement, flag] = checking.directive.args;
  if (!pattern || !replacement) return;
  if (replacement.value === "") return invalidValue(checking, replacement, l10n.t("the replacement must not be empty"));
  regularExpression(checking, pattern);
  if (flag && !flags.includes(flag.value)) return invalidParameter(checking, flag, flags);
  complexValue(checking, replacement);
  missingGroup(checking, pattern, replacement);
};

/** `$3` where the expression has two groups: nginx puts nothing there. */
function missingGroup({ report }: Checking, pattern: Word, replacement: Word): void {
  const { groups, fault, unclear } = readPattern(pattern.value);
  const { captures } = interpolation(replacement.value);
  if (fault || unclear || captures <= groups) return;
  const at = replacement.value.indexOf(`$${captures}`);
  const where = within(replacement, Math.max(0, at), Math.max(0, at) + 2);
  report(
    "nginx-missing-group",
    where,
    l10n.t("The regular expression has {0} group(s), so ${1} is always empty.", groups, captures),
  );
}

const giveBack: Check = (checking) => {
  const code = checking.directive.args[0];
  const text = checking.directive.args[1];
  if (!code) return;
  const status = parseNumber(code.value);
  if (status === undefined) {
    if (!text && /^(?:https?:\/\/|\$scheme)/.test(code.value)) return complexValue(checking, code);
    return invalidValue(
      checking,
      code,
      l10n.t("it must be a status code, or a URL that begins with http://, https:// or $scheme"),
    );
  }
  if (status > 999) return invalidValue(checking, code, l10n.t("a status code has three digits at most"));
  if (text) complexValue(checking, text);
};

/** The condition of `if`: `($a)`, `($a = b)`, `($a ~ re)`, `(-f path)`; brackets may stand apart or be part of a word. */
const condition: Check = (checking) => {
  const { args } = checking.directive;
  const first = args[0];
  const last = args.at(-1);
  if (!first || !last) return;
  const invalid = (word: Word): void => {
    checking.report("nginx-invalid-value", word, l10n.t('Invalid condition "{0}".', word.value));
  };
  const slip = conditionSlip(args);
  if (slip) return checking.report("nginx-invalid-value", slip.word, slip.message);
  // With one word both brackets are on it.
  if (!last.value.endsWith(")") || (first === last && first.value === "(")) return invalid(last);
  const words = args.map((word) => word);
  if (first.value === "(") words.shift();
  else words[0] = cut(first, 1, first.value.length);
  const closing = words.at(-1);
  if (closing?.value === ")" && words.length > 0) words.pop();
  else if (closing) words[words.length - 1] = cut(closing, 0, closing.value.length - 1);
  const [subject, operator, operand, ...more] = words;
  if (!subject) return invalid(first);
  if (subject.value.length > 1 && subject.value.startsWith("$")) {
    if (words.length !== 1 && words.length !== 3) return invalid(subject);
    use(checking, "variable", subject.value.slice(1), subject);
    if (!operator || !operand) return;
    if (operator.value === "=" || operator.value === "!=") return complexValue(checking, operand);
    if (/^!?~\*?$/.test(operator.value)) return regularExpression(checking, operand);
    checking.report(
      "nginx-invalid-value",
      operator,
      l10n.t('Unexpected "{0}" in a condition: it must be =, !=, ~, ~*, !~ or !~*.', operator.value),
    );
    return;
  }
  if (/^!?-.$/.test(subject.value)) {
    if (!operator || operand || more.length > 0) return invalid(subject);
    complexValue(checking, operator);
    if (!/^!?-[fdex]$/.test(subject.value)) invalid(subject);
    return;
  }
  invalid(subject);
};

function cut(word: Word, start: number, end: number): Word {
  return { ...within(word, start, end), value: word.value.slice(start, end), quote: "" };
}

const set: Check = (checking) => {
  const name = checking.directive.args[0];
  const value = checking.directive.args[1];
  defineVariable(checking, name);
  if (value) complexValue(checking, value);
};

/** The rewrite module. */
export const rewrites: Readonly<Record<string, Check>> = {
  http_rewrite: rewrite,
  http_rewrite_return: giveBack,
  stream_return: (checking) => {
    const value = checking.directive.args[0];
    if (value) complexValue(checking, value);
  },
  http_rewrite_if: condition,
  http_rewrite_set: set,
  stream_set: set,
};
