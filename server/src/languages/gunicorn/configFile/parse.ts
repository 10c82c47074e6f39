import { type Tree, TreeFragment } from "@lezer/common";
import { parser } from "@lezer/python";
import { firstError, look, type Seen } from "./look";

export interface Parsed {
  readonly text: string;
  readonly tree: Tree;
  readonly seen: Seen;
}

/** The last trees by path. */
const latest = new Map<string, Parsed>();
const mostKept = 16;

/**
 * Parses a text; the statements before the first error that are as they were are not parsed again. How the parser gets
 * over an error depends on what stands around it: what follows one is always parsed again, so that the tree is the one
 * that the text alone would give.
 */
export function parse(path: string, text: string): Parsed {
  const before = latest.get(path);
  const { start, until, fragments } = before ? unchanged(before, text) : { start: 0, until: 0, fragments: [] };
  let tree = parser.parse(text, fragments);
  let seen = look(tree);
  if (firstError(seen, tree) < until) {
    tree = parser.parse(
      text,
      fragments.filter(({ to }) => to <= start),
    );
    seen = look(tree);
  }
  const parsed: Parsed = { text, tree, seen };
  latest.delete(path);
  latest.set(path, parsed);
  for (const oldest of latest.keys()) if (latest.size > mostKept) latest.delete(oldest);
  return parsed;
}

/** So many characters are compared at once. */
const stretch = 256;

interface Unchanged {
  /** From where on the new text may be parsed otherwise. */
  readonly start: number;
  /** Where the last part ends that is taken over. */
  readonly until: number;
  readonly fragments: readonly TreeFragment[];
}

/** What of the tree still holds, given that the two texts differ in one stretch. */
function unchanged({ text: old, tree, seen }: Parsed, text: string): Unchanged {
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start + stretch < most && old.slice(start, start + stretch) === text.slice(start, start + stretch))
    start += stretch;
  while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  const ending = (of: string): string => of.slice(of.length - same - stretch, of.length - same);
  while (same + stretch < most - start && ending(old) === ending(text)) same += stretch;
  while (same < most - start && old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same))
    same++;
  const moved = text.length - old.length;
  const { from, to } = around(tree, start, old.length - same);
  const error = firstError(seen, tree);
  const whole = error === old.length ? old.length : around(tree, error, error).from;
  const cut = { fromA: whole, toA: old.length, fromB: whole + moved, toB: text.length };
  const change = { fromA: from, toA: to, fromB: from, toB: to + moved };
  const changes =
    whole <= to
      ? [{ fromA: Math.min(from, whole), toA: old.length, fromB: Math.min(from, whole), toB: text.length }]
      : whole === old.length
        ? [change]
        : [change, cut];
  const fragments = TreeFragment.applyChanges(TreeFragment.addTree(tree), changes);
  return { start: Math.min(from, whole), until: whole <= to ? 0 : whole + moved, fragments };
}

/**
 * The whole statements of the module that a change stands in, and the one before it, which an `else` or an indentation
 * may belong to. Parts of a block are never taken over: the parser would not see where the block ends.
 */
function around(tree: Tree, start: number, end: number): { readonly from: number; readonly to: number } {
  let [before, from] = [0, 0];
  for (let statement = tree.topNode.firstChild; statement; statement = statement.nextSibling) {
    if (statement.from > end) return { from: before, to: statement.from };
    if (statement.from < start && statement.name !== "Comment") [before, from] = [from, statement.from];
  }
  return { from: before, to: tree.length };
}
