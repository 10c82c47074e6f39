import * as l10n from "@vscode/l10n";
import { readSteps } from "../pcre";
import { explainEscape, explainGroup, flags, times } from "./explainPieces";

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
  let depth = 0;
  /** Plain characters that stand beside each other. */
  let run: { readonly source: string; readonly text: string }[] = [];
  let repeats = false;
  const add = (source: string, meaning: string): void => {
    parts.push({ source, meaning, depth });
  };
  const endRun = (): void => {
    if (run.length > 0) add(run.map(({ source }) => source).join(""), exactly(run.map(({ text }) => text).join("")));
    run = [];
  };
  for (const { at, end, kind, opens, closes } of readSteps(pattern)?.steps ?? []) {
    if (kind === "ignored") continue;
    const source = pattern.slice(at, end);
    const plain = kind === "quoted" ? source : plainText(source);
    if (plain !== undefined) {
      run.push({ source, text: plain });
      repeats = false;
    } else if (isQuantifier(source)) {
      // It is one of the last character alone.
      const last = run.pop();
      endRun();
      if (last) add(last.source, exactly(last.text));
      const before = parts.pop();
      if (before) parts.push(repeated(before, source, repeats));
      repeats = !repeats;
    } else {
      endRun();
      if (closes) depth--;
      add(source, closes ? "" : explain(source, opens?.number));
      if (opens) depth++;
      repeats = false;
    }
  }
  endRun();
  // The end of a group says nothing unless it is repeated.
  const told = parts.filter(({ meaning }) => meaning !== "").slice(0, most);
  return told.every(({ source, meaning }) => meaning === exactly(source)) ? [] : told;
}

const exactly = (text: string): string => l10n.t("exactly {0}", `\`${text}\``);

/** The character that a piece stands for, where it is one that is written as it is or after a backslash. */
function plainText(source: string): string | undefined {
  if (/^[^\\^$.|?*+()[]$/su.test(source)) return source;
  return /^\\[^A-Za-z0-9]$/su.test(source) ? source.slice(1) : undefined;
}

const isQuantifier = (source: string): boolean => /^(?:[*+?]|\{\d+(?:,\d*)?\})$/.test(source);

/** A part and how often it is repeated; where that is said already, `?` and `+` change it. */
function repeated({ source, meaning, depth }: Part, quantifier: string, already: boolean): Part {
  const added = already ? (quantifier === "?" ? l10n.t("as few as will do") : "") : times(quantifier);
  return { source: source + quantifier, meaning: [meaning, added].filter(Boolean).join(", "), depth };
}

/** What one piece stands for, which is no plain character and no quantifier. */
function explain(source: string, number: number | undefined): string {
  if (source.startsWith("("))
    return number === undefined && source.endsWith(")") ? flags(source) : explainGroup(source, number);
  if (source.startsWith("\\")) return explainEscape(source);
  if (source.startsWith("[")) return explainClass(source);
  switch (source) {
    case "^":
      return l10n.t("the beginning");
    case "$":
      return l10n.t("the end");
    case ".":
      return l10n.t("any character");
    case "|":
      return l10n.t("or");
    default:
      return exactly(source);
  }
}

function explainClass(source: string): string {
  if (source === "[[:<:]]") return l10n.t("the beginning of a word");
  if (source === "[[:>:]]") return l10n.t("the end of a word");
  const negated = source[1] === "^";
  const inside = `\`${source.slice(negated ? 2 : 1, -1)}\``;
  return negated ? l10n.t("a character that is none of {0}", inside) : l10n.t("one of {0}", inside);
}
