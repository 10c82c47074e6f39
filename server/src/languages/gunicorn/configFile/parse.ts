import { type Tree, TreeFragment } from "@lezer/common";
import { parser as python } from "@lezer/python";

/** What is kept in one piece of a tree is parsed again in one: small pieces make a key cost half as much. */
const parser = python.configure({ bufferLength: 128 });

interface Parsed {
  readonly text: string;
  readonly tree: Tree;
}

/** The last trees without an error, by path. */
const sound = new Map<string, Parsed>();
const mostKept = 16;

/**
 * Parses a text, of which the parts that are as they were when the file was last without an error are not parsed again.
 * How the parser gets over an error depends on what stands around it: what follows the change is parsed again then, so
 * that the tree is the one that the text alone would give.
 */
export function parse(path: string, text: string): Tree {
  const before = sound.get(path);
  if (before === undefined) return kept(path, text, parser.parse(text));
  const { start, fragments } = unchanged(before, text);
  const tree = parser.parse(text, fragments);
  if (!hasError(tree)) return kept(path, text, tree);
  return parser.parse(
    text,
    fragments.filter(({ to }) => to <= start),
  );
}

function kept(path: string, text: string, tree: Tree): Tree {
  if (hasError(tree)) return tree;
  sound.delete(path);
  sound.set(path, { text, tree });
  for (const oldest of sound.keys()) if (sound.size > mostKept) sound.delete(oldest);
  return tree;
}

function hasError(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter({ type }) {
      found ||= type.isError;
      return !found;
    },
  });
  return found;
}

/** So many characters are compared at once. */
const stretch = 256;

/** From where on two texts may be parsed otherwise, and what of the tree still holds, given that they differ in one stretch. */
function unchanged(
  { text: old, tree }: Parsed,
  text: string,
): { readonly start: number; readonly fragments: readonly TreeFragment[] } {
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
  const { from, to } = around(tree, start, old.length - same);
  const change = { fromA: from, toA: to, fromB: from, toB: text.length - old.length + to };
  return { start: from, fragments: TreeFragment.applyChanges(TreeFragment.addTree(tree), [change], 0) };
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
