import { firstFrom } from "./firstFrom";
import { alignedByHand, commentedOut } from "./madeByHand";
import { skipSpace } from "./scanner";
import type { Block, Comment, Directive, Edit, Item, NginxTree } from "./tree";

export interface FormatOptions {
  /** One level of indentation. */
  readonly indent: string;
  /** How many blank lines may stand together. */
  readonly maxBlankLines: number;
  /** Whether the values of a `map`, `types`, ... stand in one column. */
  readonly alignValues: boolean;
}

export const formatDefaults: FormatOptions = { indent: "    ", maxBlankLines: 1, alignValues: false };

/** A single directive in a block that was written on one line stays there if the line is no longer than this. */
const lineWidth = 100;

/**
 * What to change so that a config is laid out well. Only white space between words is ever touched, so nginx reads the
 * same words and comments before and after; formatting the result changes nothing. A text with syntax errors is left
 * alone: there it is not known what belongs to what.
 * @param range offsets between which it is to be laid out, for "format selection": the rest is not looked at
 */
export function formatEdits(
  tree: NginxTree,
  options: FormatOptions = formatDefaults,
  range?: readonly [number, number],
): Edit[] {
  const [from, to] = range ?? [0, tree.text.length];
  const edits = layOut(tree, options, from, to);
  return range ? editsWithin(edits, from, to, tree.text) : edits;
}

/** What to change from an offset to another; it may be more on both sides, and beyond the end it may be wrong. */
function layOut(tree: NginxTree, options: FormatOptions, from: number, to: number): Edit[] {
  if (tree.errors.length > 0) return [];
  const { text } = tree;
  const lineFeed = text.includes("\r\n") ? "\r\n" : "\n";
  const edits: Edit[] = [];
  /** End of what was put last. */
  let at = 0;

  const indentation = (depth: number): string => options.indent.repeat(depth);
  const put = (start: number, end: number, gap: string): void => {
    if (text.slice(at, start) !== gap) edits.push({ start: at, end: start, text: gap });
    at = end;
  };
  const lineFeeds = (start: number): number => countLineFeeds(text, at, start);
  /** White space before something that begins a line. */
  const ownLine = (start: number, depth: number, first: boolean): string => {
    const lines = first ? 1 : Math.min(Math.max(1, lineFeeds(start)), options.maxBlankLines + 1);
    return lineFeed.repeat(lines) + indentation(depth);
  };
  /** White space before a comment that follows something on its line: as it was, since people align these. */
  const besides = (start: number): string => text.slice(at, start) || " ";

  const items = (list: readonly Item[], depth: number, oneLine: boolean): void => {
    const widths = options.alignValues ? columns(list, text) : undefined;
    const aligned = alignedByHand(list, text);
    const deeper = commentedOut(list, text);
    const begin = Math.max(0, firstFrom(list, from) - 1);
    const before = list[begin - 1];
    if (before) at = before.end;
    for (let index = begin; index < list.length; index++) {
      const item = list[index];
      if (!item || item.start > to) return;
      const first = index === 0;
      const trailing = item.kind === "comment" && lineFeeds(item.start) === 0 && (!first || depth > 0);
      const gap = trailing
        ? besides(item.start)
        : oneLine
          ? " "
          : first && depth === 0
            ? ""
            : ownLine(item.start, depth, first) + (deeper.get(item) ?? "");
      if (item.kind === "directive") directive(item, depth, gap, widths?.get(item), aligned.has(item));
      else put(item.start, item.end, gap);
    }
  };

  const directive = (
    item: Directive,
    depth: number,
    gap: string,
    valueColumn: number | undefined,
    aligned: boolean,
  ): void => {
    // Looked for only where it is needed: a file may be one line of a megabyte.
    const base = () => lineIndentation(text, item.start);
    const hanging = hangingIndentation(item, text);
    const under = hanging === undefined ? undefined : wordAbove(item, hanging, text);
    put(item.name.start, item.name.end, gap);
    let afterComment = false;
    // How far the last word put reaches from where the directive begins, and where the one begins that others stand under.
    let reach = item.name.end - item.name.start;
    let column: number | undefined;
    for (const leaf of wordsAndComments(item)) {
      const isComment = "kind" in leaf;
      const between = text.slice(at, leaf.start);
      let before = " ";
      if (between.includes("\n") || afterComment)
        before = lineFeed + continued(between, base(), hanging, depth, column);
      else if (isComment) before = besides(leaf.start);
      else if (between === "") before = "";
      else if (valueColumn !== undefined && leaf === item.args[0]) before = " ".repeat(valueColumn - reach);
      else if (aligned && valueColumn === undefined) before = between;
      if (leaf === under) column = reach + before.length;
      reach += before.length + leaf.end - leaf.start;
      put(leaf.start, leaf.end, before);
      afterComment = isComment;
    }
    const stop = afterComment ? lineFeed + indentation(depth) : "";
    put(item.stop, item.stop + 1, stop || (item.terminator === "{" ? " " : ""));
    if (item.block) block(item.block, depth, item);
  };

  /**
   * The indentation of a continued line: it keeps its place relative to the word of the first line that it stands under,
   * else to that line; where one of them is not deeper than that, to the others.
   */
  const continued = (
    between: string,
    base: string,
    hanging: string | undefined,
    depth: number,
    column: number | undefined,
  ): string => {
    const own = between.slice(between.lastIndexOf("\n") + 1);
    if (column !== undefined && hanging !== undefined && own.startsWith(hanging)) {
      return indentation(depth) + " ".repeat(column) + own.slice(hanging.length);
    }
    const deeper = hanging?.startsWith(base) && hanging.length > base.length;
    if (deeper && own.startsWith(base)) return indentation(depth) + own.slice(base.length);
    return indentation(depth + 1) + (hanging !== undefined && own.startsWith(hanging) ? own.slice(hanging.length) : "");
  };

  const block = (inside: Block, depth: number, owner: Directive): void => {
    if (inside.kind === "raw") {
      at = inside.close + 1;
      return;
    }
    const oneLine = staysOnLine(inside, owner, text, indentation(depth).length);
    items(inside.items, depth + 1, oneLine);
    const gap = inside.items.length === 0 ? "" : oneLine ? " " : lineFeed + indentation(depth);
    put(inside.close, inside.close + 1, gap);
  };

  items(tree.items, 0, false);
  if (at > 0) put(text.length, text.length, lineFeed);
  else if (text !== "" && skipSpace(text, 0) === text.length) put(text.length, text.length, "");
  return edits;
}

/** Those within a range: of white space that begins before it, its last line alone, the indentation of a line of the range. */
const editsWithin = (edits: readonly Edit[], start: number, end: number, text: string): Edit[] =>
  edits.flatMap((edit) => {
    if (edit.end > end || edit.end < start) return [];
    if (edit.start >= start) return [edit];
    const line = text.lastIndexOf("\n", edit.end - 1) + 1;
    const lineFeed = edit.text.lastIndexOf("\n");
    if (line < start || line > edit.end || lineFeed < 0) return [];
    const indentation = edit.text.slice(lineFeed + 1);
    return text.slice(line, edit.end) === indentation ? [] : [{ start: line, end: edit.end, text: indentation }];
  });

/** It looks no further than the stretch: a file may be one line of a megabyte. */
function countLineFeeds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 10) count++;
  return count;
}

function wordsAndComments(item: Directive): readonly (Comment | Directive["args"][number])[] {
  if (item.comments.length === 0) return item.args;
  return [...item.args, ...item.comments].sort((a, b) => a.start - b.start);
}

/** The least indentation of the lines that a directive goes on in; undefined where it is on one. */
function hangingIndentation(item: Directive, text: string): string | undefined {
  let least: string | undefined;
  let at = item.name.end;
  for (const leaf of wordsAndComments(item)) {
    const between = text.slice(at, leaf.start);
    at = leaf.end;
    const line = between.lastIndexOf("\n");
    if (line < 0) continue;
    const own = between.slice(line + 1);
    if (least === undefined || own.length < least.length) least = own;
  }
  return least;
}

/** The word of a directive's first line that the lines after it stand under, as in `log_format  main  '...'`. */
function wordAbove(item: Directive, hanging: string, text: string): Directive["args"][number] | undefined {
  const line = text.lastIndexOf("\n", item.start - 1) + 1;
  const base = lineIndentation(text, item.start);
  const above = item.args.find(({ start }) => start === line + hanging.length);
  // Where the lines do not begin alike, or there are tabs between, it depends on the editor what stands under what.
  const aligned = hanging.startsWith(base) && /^ *$/.test(hanging.slice(base.length));
  return above && aligned && !/[\t\n]/.test(text.slice(line + base.length, above.start)) ? above : undefined;
}

/** The white space that the line of an offset begins with. */
function lineIndentation(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  let end = line;
  while (text[end] === " " || text[end] === "\t") end++;
  return text.slice(line, end);
}

/** Whether a block is one short directive on the line of its owner, as in `if ($a) { return 403; }`. */
function staysOnLine(block: Block, owner: Directive, text: string, indent: number): boolean {
  const [only, ...more] = block.items;
  if (only?.kind !== "directive" || only.block || more.length > 0) return false;
  const whole = text.slice(owner.start, block.close + 1);
  return whole.length + indent <= lineWidth && !whole.includes("\n") && owner.block?.kind === "directives";
}

/** The column of the values of a value block's entries; undefined entries are left as they are. */
function columns(list: readonly Item[], text: string): Map<Directive, number> | undefined {
  const entries = list.filter((item) => item.kind === "directive");
  const inValues = entries[0]?.parent?.block?.kind === "values";
  if (!inValues) return undefined;
  const plain = entries.filter((entry) => entry.args.length > 0 && !text.slice(entry.start, entry.stop).includes("\n"));
  const column = Math.max(...plain.map(({ name }) => name.end - name.start), 0) + 1;
  return new Map(plain.map((entry) => [entry, column]));
}
