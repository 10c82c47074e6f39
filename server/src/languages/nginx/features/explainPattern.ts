import * as l10n from "@vscode/l10n";

/** A part of a regular expression: what is written, and what it stands for. */
export interface Part {
  readonly source: string;
  readonly meaning: string;
  /** How deep it is in groups. */
  readonly depth: number;
}

/** More parts than this are no explanation. */
const most = 24;

/** What the parts of a regular expression stand for, in their order; empty for one that is nothing but plain text. */
export function explainPattern(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  let depth = 0;
  let group = 0;
  while (at < pattern.length && parts.length < most) {
    const rest = pattern.slice(at);
    const opened = rest.match(/^\((?:\?(?:P?<(?![=!])(\w+)>|'(\w+)'|([^)\w]*[:=!>])|[a-zA-Z-]+\)))?/);
    if (opened) {
      const [source, name, quoted, special] = opened;
      if (source.endsWith(")")) {
        parts.push({ source, meaning: flags(source), depth });
      } else {
        const captures = special === undefined;
        if (captures) group++;
        parts.push({ source, meaning: groupMeaning(name ?? quoted, special, group), depth });
        depth++;
      }
      at += source.length;
      continue;
    }
    if (rest[0] === ")") {
      const quantifier = quantifierOf(rest.slice(1));
      depth = Math.max(0, depth - 1);
      if (quantifier) parts.push({ source: `)${quantifier}`, meaning: times(quantifier), depth });
      at += 1 + quantifier.length;
      continue;
    }
    if (rest[0] === "|") {
      parts.push({ source: "|", meaning: l10n.t("or"), depth });
      at++;
      continue;
    }
    const { source, meaning } = atom(rest);
    const quantifier = quantifierOf(rest.slice(source.length));
    parts.push({
      source: source + quantifier,
      meaning: quantifier ? `${meaning}, ${times(quantifier)}` : meaning,
      depth,
    });
    at += source.length + quantifier.length;
  }
  return parts.every(({ source, meaning }) => meaning === exactly(source)) ? [] : parts;
}

const exactly = (text: string): string => l10n.t("exactly {0}", `\`${text}\``);

/** What stands first: a run of plain characters, or one special thing. */
function atom(rest: string): { readonly source: string; readonly meaning: string } {
  // The last character of a run goes with the quantifier that follows it.
  const run = rest.match(/^(?:\\[^A-Za-z0-9]|[^\\^$.|?*+()[{])+/)?.[0] ?? "";
  if (run !== "") {
    const quantified = quantifierOf(rest.slice(run.length)) !== "";
    const units = run.match(/\\.|[^\\]/gs) ?? [];
    const source = quantified && units.length > 1 ? units.slice(0, -1).join("") : run;
    return { source, meaning: exactly(source.replace(/\\(.)/gs, "$1")) };
  }
  const set = rest.match(/^\[(\^?)\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]/)?.[0];
  if (set !== undefined) {
    const negated = set[1] === "^";
    const inside = `\`${set.slice(negated ? 2 : 1, -1)}\``;
    return {
      source: set,
      meaning: negated ? l10n.t("a character that is none of {0}", inside) : l10n.t("one of {0}", inside),
    };
  }
  const source = /^\\./s.exec(rest)?.[0] ?? rest.slice(0, 1);
  return { source, meaning: single(source) };
}

function single(source: string): string {
  switch (source) {
    case "^":
      return l10n.t("the beginning");
    case "$":
      return l10n.t("the end");
    case ".":
      return l10n.t("any character");
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
    case "\\b":
      return l10n.t("the edge of a word");
    default:
      return exactly(source);
  }
}

function groupMeaning(name: string | undefined, special: string | undefined, group: number): string {
  if (name !== undefined) return l10n.t("kept as {0}", `$${name}`);
  switch (special) {
    case undefined:
      return l10n.t("kept as {0}", `$${group}`);
    case "=":
      return l10n.t("here follows");
    case "!":
      return l10n.t("here does not follow");
    case "<=":
      return l10n.t("before it stands");
    case "<!":
      return l10n.t("before it does not stand");
    default:
      return l10n.t("a group that is not kept");
  }
}

const flags = (source: string): string =>
  source.includes("i") ? l10n.t("letters of either case") : l10n.t("other rules from here");

const quantifierOf = (rest: string): string => rest.match(/^(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?/)?.[0] ?? "";

function times(quantifier: string): string {
  const few = /.[?]$/.test(quantifier) ? `, ${l10n.t("as few as will do")}` : "";
  const counts = quantifier.match(/^\{(\d+)(,?)(\d*)/);
  if (counts) {
    const [, least = "", comma, more] = counts;
    if (!comma) return l10n.t("{0} times", least) + few;
    return (more ? l10n.t("{0} to {1} times", least, more) : l10n.t("{0} times or more", least)) + few;
  }
  if (quantifier.startsWith("*")) return l10n.t("any number of times, or not at all") + few;
  if (quantifier.startsWith("+")) return l10n.t("once or more") + few;
  return l10n.t("or not at all") + few;
}
