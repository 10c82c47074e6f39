import { directiveSpecs } from "../catalog/catalog";
import type { Item, Word } from "../tree";
import { parseNumber, parseOffset, parseTime } from "../values";
import { interpolation } from "../variables";
import type { View } from "./view";

/** The kinds of tokens, in the order of the legend. */
export const tokenTypes = [
  "keyword",
  "variable",
  "string",
  "number",
  "comment",
  "regexp",
  "parameter",
  "operator",
  "property",
] as const;

export type TokenType = (typeof tokenTypes)[number];

export interface Token {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
}

/** The colours of a file, by what the words mean; the TextMate grammar has done what it could without. */
export function tokens(view: View): Token[] {
  const found: Token[] = [];
  visit(view.tree.items, found, false);
  return found.sort((a, b) => a.start - b.start);
}

function visit(items: readonly Item[], found: Token[], values: boolean): void {
  for (const item of items) {
    if (item.kind === "comment") found.push({ start: item.start, end: item.end, type: "comment" });
    if (item.kind !== "directive") continue;
    for (const { start, end } of item.comments) found.push({ start, end, type: "comment" });
    const { name } = item;
    if (values) argument(name, undefined, found);
    else found.push({ start: name.start, end: name.end, type: directiveSpecs(name.value) ? "keyword" : "property" });
    item.args.forEach((word, index) => {
      argument(word, index === 0 ? name.value : item.args[index - 1]?.value, found);
    });
    if (item.block) visit(item.block.items, found, item.block.kind === "values");
  }
}

function argument(word: Word, before: string | undefined, found: Token[]): void {
  const { start, end, value, quote } = word;
  if (/^(?:!?~\*?|!?=|\^~)$/.test(value) || value === "(" || value === ")") {
    found.push({ start, end, type: "operator" });
    return;
  }
  if ((value.startsWith("~") && value.length > 1) || /^!?~\*?$/.test(before ?? "") || before === "rewrite") {
    found.push({ start, end, type: "regexp" });
    return;
  }
  const offset = quote ? 1 : 0;
  const whole = end - start - 2 * offset === value.length;
  const uses = whole ? interpolation(value).uses : [];
  let at = start;
  const rest = quote ? "string" : undefined;
  for (const use of uses) {
    const from = start + offset + use.start;
    if (rest && from > at) found.push({ start: at, end: from, type: rest });
    at = start + offset + use.end;
    found.push({ start: from, end: at, type: "variable" });
  }
  if (rest) {
    if (at < end) found.push({ start: at, end, type: rest });
    return;
  }
  if (uses.length > 0) return;
  const equals = value.indexOf("=");
  if (equals > 0 && whole && /^\w+$/.test(value.slice(0, equals))) {
    found.push({ start, end: start + equals, type: "parameter" });
    return;
  }
  const isNumber = parseNumber(value) ?? parseOffset(value) ?? parseTime(value, "msec");
  if (isNumber !== undefined) found.push({ start, end, type: "number" });
}
