import * as l10n from "@vscode/l10n";
import { readPattern, readSteps } from "../pcre";
import type { Directive, Word } from "../tree";
import type { Hovered } from "./hover";

/** What `$1` to `$9` at an offset stands for: the group of the regular expression that is in force there. */
export function groupAt(directive: Directive, word: Word, offset: number): Hovered | undefined {
  const quote = word.quote ? 1 : 0;
  if (word.end - word.start - 2 * quote !== word.value.length) return undefined;
  for (const match of word.value.matchAll(/\$([1-9])/g)) {
    const start = word.start + quote + match.index;
    if (offset < start || offset > start + 2) continue;
    const pattern = patternFor(directive);
    const group = pattern && groupText(pattern, Number(match[1]));
    if (!group) return undefined;
    return {
      start,
      end: start + 2,
      markdown: `\`${match[0]}\`: \`${group}\`\n\n${l10n.t("Of the regular expression")} \`${pattern}\``,
    };
  }
  return undefined;
}

/** How many of `$1` to `$9` the regular expression that is in force at a directive sets. */
export function groupsFor(directive: Directive): number {
  const pattern = patternFor(directive);
  return pattern === undefined ? 0 : Math.min(9, readPattern(pattern).groups);
}

/** The regular expression of a `rewrite`, else that of the `if` or location around. */
function patternFor(directive: Directive): string | undefined {
  if (directive.name.value === "rewrite") return directive.args[0]?.value;
  for (let at: Directive | undefined = directive.parent; at; at = at.parent) {
    const words = at.args.map(({ value }) => value);
    if (at.name.value === "if") {
      const operator = words.findIndex((word) => /^~\*?$/.test(word));
      if (operator >= 0) return words[operator + 1]?.replace(/\)$/, "");
    }
    if (at.name.value === "location" && words[0]?.startsWith("~")) {
      return words[1] ?? words[0].replace(/^~\*?/, "");
    }
  }
  return undefined;
}

/** The text of a group that keeps what it matches, by its number. */
function groupText(pattern: string, number: number): string | undefined {
  const group = readSteps(pattern)?.groups.get(number);
  return group && pattern.slice(group.at, group.end + 1);
}
