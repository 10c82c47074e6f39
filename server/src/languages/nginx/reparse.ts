import { firstFrom } from "./firstFrom";
import { type Change, type Kept, keep } from "./keptBlocks";
import { flatten, type Movable, type Moved, move } from "./movedItems";
import { mostFaults, parseNginx, parsePart } from "./parser";
import type { ParseOptions } from "./reader";
import type { Directive, Item, NginxTree, SyntaxFault } from "./tree";

/** What an edit did to a tree. */
export interface Reparsed {
  readonly tree: NginxTree;
  /** Undefined where the whole text was read anew. */
  readonly moved?: Moved;
}

/**
 * The tree of a text that came out of another by an edit, equal to what `parseNginx` makes of it. Only the items that
 * the edit touches are read again; where it puts braces out of or into balance, also what stands around blocks that it
 * leaves as they are. All others are taken over and moved, so the old tree must not be used any more.
 * Blocks around the edit become new objects; every other one is the same object, and holds what it held.
 */
export function reparse(old: NginxTree, text: string, options: ParseOptions = {}): Reparsed {
  if (old.text === text) return { tree: old };
  const change = difference(old.text, text);
  // A byte-order mark would be at the very start.
  if (change.start < 2) return { tree: parseNginx(text, options) };
  // Whole lines are read, since some rules look at what else is on the line.
  const first = old.text.lastIndexOf("\n", change.start - 1) + 1;
  const lineFeed = old.text.indexOf("\n", change.end);
  const last = lineFeed < 0 ? old.text.length : lineFeed;
  const lines: Change = { first, last, delta: text.length - old.text.length };
  return readEdit(old, text, options, change, lines) ?? readAround(old, text, options, lines);
}

/** Reads a text from its beginning, but no block that the change leaves as it is. */
function readAround(old: NginxTree, text: string, options: ParseOptions, change: Change): Reparsed {
  const kept = { guessed: keep(old, change), strict: old.strict && keep(old.strict, change) };
  const tree = parseNginx(text, options, kept);
  flattenNew(tree.items, kept.guessed);
  if (tree.strict && kept.strict) flattenNew(tree.strict.items, kept.strict);
  return { tree, moved: { from: change.last, delta: change.delta } };
}

function flattenNew(items: readonly Item[], kept: Kept): void {
  for (const item of items) {
    if (item.kind !== "directive" || kept.get(item.start)?.directive === item) continue;
    flatten(item);
    flattenNew(item.block?.items ?? [], kept);
  }
}

function readEdit(
  old: NginxTree,
  text: string,
  options: ParseOptions,
  change: { readonly start: number; readonly end: number },
  { first, last, delta }: Change,
): Reparsed | undefined {
  if (old.strict || old.errors.length > mostFaults) return undefined;

  const around = blocksAround(old.items, first, change.end);
  const inner = around.at(-1)?.block;
  const items = inner?.items ?? old.items;
  const begin = beginning(items, first, inner ? inner.open + 1 : 0, old.errors);
  if (!begin) return undefined;
  const end = inner?.close ?? old.text.length;

  let index = firstFrom(items, last);
  const same = (at: number): boolean => {
    while (index < items.length && (items[index]?.start ?? 0) < at - delta) index++;
    return items[index]?.start === at - delta && !old.errors.some((fault) => spans(fault, at - delta));
  };
  const part = parsePart(text, options, { at: begin.at, around, stop: same });
  if (!part) return undefined;
  const from = part.at - delta;
  const resumed = from < end ? index : items.length;
  if (from > end || (from < end && items[index]?.start !== from)) return undefined;

  flattenNew(part.items, new Map());
  const later = items.slice(resumed);
  for (const item of later) move(item, delta);
  let now: readonly Item[] = [...items.slice(0, begin.index), ...part.items, ...later];
  for (let depth = around.length - 1; depth >= 0; depth--) {
    const directive = around[depth] as Movable<Directive>;
    const { block } = directive;
    if (!block) return undefined;
    directive.block = { ...block, close: block.close + delta, items: now };
    directive.end += delta;
    now = around[depth - 1]?.block?.items ?? old.items;
    for (let after = now.indexOf(directive) + 1; after < now.length; after++) move(now[after], delta);
  }
  const errors = [
    ...old.errors.filter(({ start }) => start < begin.at),
    ...part.errors,
    ...old.errors.filter(({ start }) => start > from).map((fault) => movedFault(fault, delta)),
  ];
  return { tree: { text, items: now, errors }, moved: { from, delta } };
}

/** The stretch of the old text that became another. */
export function difference(old: string, now: string): { readonly start: number; readonly end: number } {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start + step <= most && old.slice(start, start + step) === now.slice(start, start + step)) start += step;
  while (start < most && old.charCodeAt(start) === now.charCodeAt(start)) start++;
  const delta = now.length - old.length;
  let end = old.length;
  const least = Math.max(start, start - delta);
  while (end - step >= least && old.slice(end - step, end) === now.slice(end - step + delta, end + delta)) end -= step;
  while (end > least && old.charCodeAt(end - 1) === now.charCodeAt(end + delta - 1)) end--;
  return { start, end };
}

/** Texts are compared by so many characters at once. */
const step = 2048;

/** The directives whose blocks hold all of a stretch, outermost first. */
function blocksAround(root: readonly Item[], start: number, end: number): Directive[] {
  const around: Directive[] = [];
  let items = root;
  while (true) {
    const item = items[firstFrom(items, start) - 1];
    const block = item?.kind === "directive" ? item.block : undefined;
    if (item?.kind !== "directive" || !block?.closed || block.kind === "raw") return around;
    if (block.open >= start || end > block.close) return around;
    around.push(item);
    items = block.items;
  }
}

/** Where to begin to read: after the last item that nothing at or after `first` has to do with. */
function beginning(
  items: readonly Item[],
  first: number,
  inside: number,
  errors: readonly SyntaxFault[],
): { readonly index: number; readonly at: number } | undefined {
  let index = firstFrom(items, first);
  while (index > 0 && (items[index - 1]?.end ?? 0) >= first) index--;
  while (true) {
    const at = items[index - 1]?.end ?? inside;
    const spanning = errors.find((fault) => spans(fault, at) && (index > 0 || fault.start < inside));
    if (!spanning) return { index, at };
    if (spanning.start < inside) return undefined;
    index = Math.max(0, firstFrom(items, spanning.start) - 1);
  }
}

/**
 * Whether a fault may have to do with both sides of an offset: the reader looked that far before it knew of the fault.
 * One right at the offset may be that of what stands before it.
 */
const spans = ({ start, end, noticed = 0 }: SyntaxFault, offset: number): boolean =>
  start <= offset && Math.max(end, noticed + 1) > offset;

const movedFault = (fault: SyntaxFault, delta: number): SyntaxFault => ({
  ...fault,
  start: fault.start + delta,
  end: fault.end + delta,
  ...(fault.fix ? { fix: { ...fault.fix, start: fault.fix.start + delta, end: fault.fix.end + delta } } : {}),
  ...(fault.noticed === undefined ? {} : { noticed: fault.noticed + delta }),
});
