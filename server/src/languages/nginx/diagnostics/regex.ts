import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../versions";
import { type Library, type PatternFault, readPattern } from "../pcre";
import type { Word } from "../tree";
import { isTaken } from "./fixedVariables";
import type { Checking } from "./model";
import { define, within } from "./names";
import { explainFault } from "./regexFaults";

/**
 * Checks a regular expression that begins at an offset of a word, and defines the variables that its groups name.
 * @param keeps nginx makes variables of its named groups (`ngx_http_regex_compile`)
 */
export function regularExpression(checking: Checking, word: Word, from = 0, keeps = true): void {
  const { version } = checking.config.environment;
  const { names, fault } = readPattern(word.value.slice(from), libraryOf(version));
  if (fault && (!isOld(version) || alwaysRefused.has(fault.reason))) {
    const start = Math.min(from + fault.at, word.value.length);
    const end = Math.min(from + fault.end, word.value.length);
    const message = explainFault(fault.reason, word.value.slice(start, end));
    checking.report("nginx-invalid-regex", within(word, start, end), message);
  }
  if (!keeps) return;
  for (const name of names) {
    const variable = name.toLowerCase();
    if (isTaken(checking, variable)) taken(checking, word, from, name);
    else define(checking, "variable", variable, word);
  }
}

/** nginx makes a variable of each named group, and some of its own cannot be made anew. */
function taken(checking: Checking, word: Word, from: number, name: string): void {
  const opening = new RegExp(`\\(\\?(?:P?<|')${name}(?=[>'])`).exec(word.value.slice(from));
  const start = opening ? from + opening.index + opening[0].length - name.length : from;
  checking.report(
    "nginx-duplicate-definition",
    within(word, start, opening ? start + name.length : word.value.length),
    l10n.t('The group "{0}" would set ${0}, which is nginx\'s own: give it another name.', name),
  );
}

/** Distributions have PCRE2 10.43 or newer, which takes more, only with nginx 1.25 or newer. */
const libraryOf = (version: string | undefined): Library =>
  version !== undefined && compareVersions(version, "1.25.0") < 0 ? "10.42" : "any";

/** nginx is linked with PCRE2 since 1.21.5; with PCRE 8, which takes many an escape that PCRE2 refuses, before. */
const isOld = (version: string | undefined): boolean => version !== undefined && compareVersions(version, "1.21.5") < 0;

/** What PCRE 8 refuses, too. */
const alwaysRefused: ReadonlySet<PatternFault> = new Set([
  "unclosed-group",
  "unopened-group",
  "unclosed-class",
  "unclosed-comment",
  "trailing-backslash",
  "class-range",
  "quantifier-order",
  "quantifier-size",
  "lookbehind-length",
  "no-such-group",
]);
