import * as l10n from "@vscode/l10n";
import type { PatternFault } from "../pcre";

/**
 * Why PCRE refuses a regular expression, and what to write instead.
 * @param part what it is that it refuses
 */
export function explainFault(reason: PatternFault, part: string): string {
  switch (reason) {
    case "unclosed-group":
      return l10n.t("This ( is not closed: write the ) where its group ends, or \\( for the character.");
    case "unopened-group":
      return l10n.t("This ) closes no group: write the ( that is missing, or \\) for the character.");
    case "unclosed-class":
      return l10n.t("This [ is not closed: write the ] where its characters end, or \\[ for the character.");
    case "unclosed-comment":
      return l10n.t('This comment is not closed: write the ")" where it ends.');
    case "trailing-backslash":
      return l10n.t("A regular expression must not end with a backslash: write \\\\ for the character.");
    case "too-deep":
      return l10n.t("PCRE takes no more than 250 groups inside each other: take some out.");
    case "too-large":
      return l10n.t("This regular expression becomes too large for PCRE: repeat its groups fewer times.");
    case "nothing-to-repeat":
      return l10n.t('There is nothing before "{0}" that it could repeat: write \\{0} for the character.', part);
    case "quantifier-order":
      return l10n.t('The numbers of "{0}" are out of order: the smaller one comes first.', part);
    case "quantifier-size":
      return l10n.t('"{0}" repeats too often: PCRE counts to 65535.', part);
    case "class-range":
    case "class-range-end":
    case "class-escape":
    case "posix-name":
    case "posix-outside":
    case "collating":
      return ofClass(reason, part);
    case "group-name":
    case "group-name-digit":
    case "group-name-long":
    case "duplicate-name":
    case "different-names":
    case "group-syntax":
    case "option":
    case "option-hyphen":
      return ofGroup(reason, part);
    case "no-such-group":
    case "bad-reference":
    case "group-number":
    case "number-expected":
    case "bad-condition":
    case "assertion-expected":
    case "condition-branches":
      return ofReference(reason, part);
    case "lookbehind-length":
    case "lookbehind-too-long":
    case "lookbehind-complicated":
    case "byte-in-lookbehind":
    case "keep-in-lookaround":
      return ofLookaround(reason);
    case "bad-verb":
    case "verb-argument":
    case "verb-name-long":
    case "unknown-assertion":
    case "bad-callout":
      return ofVerb(reason, part);
    default:
      return ofEscape(reason, part);
  }
}

type Escapes =
  | "unknown-escape"
  | "bad-brace-escape"
  | "bad-control"
  | "code-too-large"
  | "property"
  | "property-syntax"
  | "surrogate"
  | "unicode-escape";

function ofEscape(reason: Escapes, part: string): string {
  switch (reason) {
    case "unknown-escape":
      return l10n.t('PCRE does not know the escape "{0}": write \\\\ for a backslash, or the letter alone.', part);
    case "bad-brace-escape":
      return l10n.t('"{0}" must have its number in braces, as in \\x{41} or \\o{101}.', part);
    case "bad-control":
      return l10n.t('"{0}" is no control character: a letter must follow \\c, as in \\cA.', part);
    case "code-too-large":
      return l10n.t('"{0}" is no character, for nginx compares bytes: begin with (*UTF) for those above \\xff.', part);
    case "property":
      return l10n.t(
        'PCRE does not know the property "{0}": write one of Unicode\'s, such as \\p{L} or \\p{Greek}.',
        part,
      );
    case "property-syntax":
      return l10n.t('"{0}" lacks the name of a property, as in \\p{L}.', part);
    case "surrogate":
      return l10n.t('"{0}" is half of a character: write the number of the whole one.', part);
    case "unicode-escape":
      return l10n.t('"{0}" is known only after (*UTF): begin with that, or write \\x with two digits.', part);
  }
}

type Classes = "class-range" | "class-range-end" | "class-escape" | "posix-name" | "posix-outside" | "collating";

function ofClass(reason: Classes, part: string): string {
  switch (reason) {
    case "class-range":
      return /^\p{ASCII}*$/u.test(part)
        ? l10n.t('The range "{0}" is out of order: the lower character comes first.', part)
        : l10n.t(
            'The range "{0}" is out of order, for nginx compares bytes: begin with (*UTF) to have characters.',
            part,
          );
    case "class-range-end":
      return l10n.t('"{0}" is no range, for each end must be one character: write \\- for the hyphen.', part);
    case "class-escape":
      return l10n.t('"{0}" cannot stand inside of [ ]: write it outside.', part);
    case "posix-name":
      return l10n.t('PCRE does not know the class "{0}": write one such as [:alpha:], [:digit:] or [:space:].', part);
    case "posix-outside":
      return l10n.t('"{0}" is known only inside of brackets: write [{0}].', part);
    case "collating":
      return l10n.t('PCRE does not support "{0}": write the characters themselves.', part);
  }
}

type Groups =
  | "group-name"
  | "group-name-digit"
  | "group-name-long"
  | "duplicate-name"
  | "different-names"
  | "group-syntax"
  | "option"
  | "option-hyphen";

function ofGroup(reason: Groups, part: string): string {
  switch (reason) {
    case "group-name":
      return l10n.t("The name of a group must be letters, digits and _, and be closed, as in (?<name>...).");
    case "group-name-digit":
      return l10n.t("The name of a group must not begin with a digit.");
    case "group-name-long":
      return l10n.t("The name of this group is too long: give it 32 characters at most.");
    case "duplicate-name":
      return l10n.t("Another group of this regular expression has the same name: give this one another.");
    case "different-names":
      return l10n.t("This group shares its number with one of another name: give both the same name.");
    case "group-syntax":
      return l10n.t('"{0}" is nothing that PCRE knows: write \\( for the character.', part);
    case "option":
      return l10n.t('PCRE does not know the option "{0}": there are i, m, n, s, x, J and U.', part);
    case "option-hyphen":
      return l10n.t("One hyphen may stand between options, and none after ^.");
  }
}

type References =
  | "no-such-group"
  | "bad-reference"
  | "group-number"
  | "number-expected"
  | "bad-condition"
  | "assertion-expected"
  | "condition-branches";

function ofReference(reason: References, part: string): string {
  switch (reason) {
    case "no-such-group":
      return l10n.t('"{0}" refers to a group that the regular expression does not have.', part);
    case "bad-reference":
      return l10n.t('"{0}" names no group: write it as in \\1, \\g{1} or \\k<name>.', part);
    case "group-number":
      return l10n.t('"{0}" is no group: their numbers end at 65535.', part);
    case "number-expected":
      return l10n.t('"{0}" lacks the number of a group, as in (?+1).', part);
    case "bad-condition":
      return l10n.t('"{0}" is no condition: write a group\'s number or name, as in (?(1)yes|no).', part);
    case "assertion-expected":
      return l10n.t("A condition must be an assertion, such as (?(?=a)yes|no), or the number or name of a group.");
    case "condition-branches":
      return l10n.t("A condition has two branches, and (?(DEFINE)...) one: put the others into a group.");
  }
}

type Lookarounds =
  | "lookbehind-length"
  | "lookbehind-too-long"
  | "lookbehind-complicated"
  | "byte-in-lookbehind"
  | "keep-in-lookaround";

function ofLookaround(reason: Lookarounds): string {
  switch (reason) {
    case "lookbehind-length":
      return l10n.t("A lookbehind must have a fixed length: write what it looks for without *, + and the like.");
    case "lookbehind-too-long":
      return l10n.t("This lookbehind looks back further than PCRE does: make it shorter.");
    case "lookbehind-complicated":
      return l10n.t("This lookbehind is too complicated for PCRE: write a simpler one.");
    case "byte-in-lookbehind":
      return l10n.t("A lookbehind cannot have \\C after (*UTF): write a dot for a character.");
    case "keep-in-lookaround":
      return l10n.t("\\K cannot stand in a lookahead or lookbehind: write it outside.");
  }
}

type Verbs = "bad-verb" | "verb-argument" | "verb-name-long" | "unknown-assertion" | "bad-callout";

function ofVerb(reason: Verbs, part: string): string {
  switch (reason) {
    case "bad-verb":
      return l10n.t('PCRE does not know the verb "{0}": write \\( and \\* for the characters.', part);
    case "verb-argument":
      return l10n.t('"{0}" lacks a name, as in (*MARK:name).', part);
    case "verb-name-long":
      return l10n.t("The name in this verb is too long: give it 255 bytes at most.");
    case "unknown-assertion":
      return l10n.t('PCRE does not know "{0}": write one such as (*atomic:...) or (*pla:...).', part);
    case "bad-callout":
      return l10n.t('"{0}" is no callout: write (?C) or a number up to 255, as in (?C1).', part);
  }
}
