import type { Tree } from "@lezer/common";

/** A text literal of Python. */
export interface Quoted {
  /** Where the literal starts, with its prefix. */
  readonly from: number;
  /** Where what is between its quotes stands. */
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** The text literal that an offset is in, also one that is not closed yet. */
export function quotedAt(tree: Tree, text: string, offset: number): Quoted | undefined {
  const node = [-1, 1].map((side) => tree.resolveInner(offset, side as -1 | 1)).find(({ name }) => name === "String");
  const [opening, quote = ""] = node ? (/^[A-Za-z]*("""|'''|"|')/.exec(text.slice(node.from, node.to)) ?? []) : [];
  if (!node || opening === undefined) return unclosed(text, offset);
  const start = node.from + opening.length;
  const end = node.to - quote.length;
  if (end < start || !text.startsWith(quote, end)) return unclosed(text, offset);
  return offset >= start && offset <= end ? { from: node.from, start, end, quote } : undefined;
}

/** `loglevel = "inf`: a quote on this line that nothing closes. */
function unclosed(text: string, offset: number): Quoted | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  let quote: string | undefined;
  let from = 0;
  for (let at = lineStart; at < offset; at++) {
    const char = text.charAt(at);
    if (quote === undefined && char === "#") return undefined;
    if (char === "\\") at++;
    else if (quote === undefined && (char === '"' || char === "'")) [quote, from] = [char, at];
    else if (char === quote) quote = undefined;
  }
  if (quote === undefined) return undefined;
  const rest = /^[^\n"'#,)\]}]*/.exec(text.slice(offset))?.[0].trimEnd().length ?? 0;
  return { from, start: from + 1, end: offset + rest, quote };
}
