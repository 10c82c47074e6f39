import * as l10n from "@vscode/l10n";

/** What an escape stands for that is no plain character. */
export function explainEscape(source: string): string {
  switch (source) {
    case "\\d":
      return l10n.t("a digit");
    case "\\D":
      return l10n.t("no digit");
    case "\\w":
      return l10n.t("a letter, a digit or _");
    case "\\W":
      return l10n.t("no letter, no digit, no _");
    case "\\s":
      return l10n.t("white space");
    case "\\S":
      return l10n.t("no white space");
    case "\\h":
      return l10n.t("a blank or a tab");
    case "\\R":
      return l10n.t("a line break");
    case "\\N":
      return l10n.t("any character");
    case "\\b":
      return l10n.t("the edge of a word");
    case "\\B":
      return l10n.t("not the edge of a word");
    case "\\A":
      return l10n.t("the beginning");
    case "\\z":
    case "\\Z":
      return l10n.t("the end");
    case "\\K":
      return l10n.t("what is before this is left out of the match");
  }
  const property = source.match(/^\\([pP])(?:\{(\^?)(.*)\}|(.))$/s);
  if (property) {
    const [, letter, caret, name = "", short = ""] = property;
    const inside = `\`${name || short}\``;
    return (letter === "P") !== (caret === "^")
      ? l10n.t("a character without the property {0}", inside)
      : l10n.t("a character with the property {0}", inside);
  }
  if (/^\\g[<']/.test(source)) return l10n.t("the pattern of {0} once more", nameOf(source));
  if (/^\\(?:[1-9]\d*$|[gk])/.test(source)) return l10n.t("the same text as {0}", nameOf(source));
  return l10n.t("exactly {0}", `\`${source}\``);
}

/** The group that a reference names, as a variable where it has a number or a name of its own. */
function nameOf(reference: string): string {
  const name = reference.match(/[+-]?\w+(?=\W*$)/)?.[0] ?? "";
  return /^[+-]/.test(name) ? `\`${name}\`` : `\`$${name.replace(/^[gk](?=\d+$)/, "")}\``;
}

/** What the beginning of a group says of it. */
export function explainGroup(opening: string, number: number | undefined): string {
  const name = opening.match(/^\(\?(?:P?<|')(\w+)/)?.[1];
  if (name !== undefined) return l10n.t("kept as {0}", `$${name}`);
  if (number !== undefined) return l10n.t("kept as {0}", `$${number}`);
  if (/^\(\?[=*]|^\(\*(?:pla|napla|\w*positive_lookahead):/.test(opening)) return l10n.t("here follows");
  if (/^\(\?!|^\(\*(?:nla|negative_lookahead):/.test(opening)) return l10n.t("here does not follow");
  if (/^\(\?<[=*]|^\(\*(?:plb|naplb|\w*positive_lookbehind):/.test(opening)) return l10n.t("before it stands");
  if (/^\(\?<!|^\(\*(?:nlb|negative_lookbehind):/.test(opening)) return l10n.t("before it does not stand");
  if (/^\(\?\(/.test(opening)) return l10n.t("if that holds, the first branch, else the second");
  if (/^\(\?>|^\(\*atomic:/.test(opening)) return l10n.t("a group that is not kept, and that gives nothing back");
  if (/^\(\?\|/.test(opening)) return l10n.t("a group whose branches number their groups alike");
  return l10n.t("a group that is not kept");
}

/** What stands in brackets of its own and is no group: options, calls and verbs. */
export function flags(source: string): string {
  if (/^\(\?(?:R|0)\)/.test(source)) return l10n.t("the whole pattern once more");
  if (/^\(\?P=/.test(source)) return l10n.t("the same text as {0}", nameOf(source));
  if (/^\(\?(?:[+-]?\d|&|P>)/.test(source)) return l10n.t("the pattern of {0} once more", nameOf(source));
  if (/^\(\*UTF8?\)/.test(source)) return l10n.t("characters instead of bytes");
  if (/^\(\?\^?[a-zA-Z]*i/.test(source)) return l10n.t("letters of either case");
  return l10n.t("other rules from here");
}

/** How often a quantifier repeats. */
export function times(quantifier: string): string {
  const counts = quantifier.match(/^\{(\d+)(,?)(\d*)/);
  if (counts) {
    const [, least = "", comma, more] = counts;
    if (!comma) return l10n.t("{0} times", least);
    return more ? l10n.t("{0} to {1} times", least, more) : l10n.t("{0} times or more", least);
  }
  if (quantifier === "*") return l10n.t("any number of times, or not at all");
  if (quantifier === "+") return l10n.t("once or more");
  return l10n.t("or not at all");
}
