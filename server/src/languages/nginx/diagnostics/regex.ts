import * as l10n from "@vscode/l10n";
import { type PatternFault, readPattern } from "../pcre";
import type { Word } from "../tree";
import type { Checking } from "./model";
import { define, within } from "./names";

/** Checks a regular expression that begins at an offset of a word, and defines the variables that its groups name. */
export function regularExpression(checking: Checking, word: Word, from = 0): void {
  const { names, fault } = readPattern(word.value.slice(from));
  if (fault) {
    const at = Math.min(from + fault.at, word.value.length);
    checking.report("nginx-invalid-regex", within(word, at, word.value.length), explain(fault.reason));
  }
  for (const name of names) define(checking, "variable", name.toLowerCase(), word);
}

function explain(reason: PatternFault): string {
  switch (reason) {
    case "unclosed-group":
      return l10n.t("This regular expression has a ( that is not closed.");
    case "unopened-group":
      return l10n.t("This regular expression has a ) too many.");
    case "unclosed-class":
      return l10n.t("This regular expression has a [ that is not closed.");
    case "nothing-to-repeat":
      return l10n.t("There is nothing before this quantifier that it could repeat.");
    case "trailing-backslash":
      return l10n.t("A regular expression must not end with a backslash.");
    case "group-name":
      return l10n.t("The name of a group must be letters, digits and _ and be closed by >.");
    case "duplicate-name":
      return l10n.t("Two groups of this regular expression have the same name.");
    case "class-range":
      return l10n.t("This range of characters is out of order.");
    case "group-syntax":
      return l10n.t("What follows (? is nothing that PCRE knows.");
    case "quantifier-order":
      return l10n.t("The numbers of this quantifier are out of order or too large.");
    case "unknown-escape":
      return l10n.t("PCRE does not know this escape.");
    case "lookbehind-length":
      return l10n.t("A lookbehind must have a fixed length.");
    case "no-such-group":
      return l10n.t("This refers to a group that the regular expression does not have.");
  }
}
