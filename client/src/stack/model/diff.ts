import type { Node } from "./node";

/**
 * The smallest parts of the tree that have to be drawn again to get from one picture to the next: nodes of the new one
 * whose own line has changed, or whose list of children. Undefined where the roots themselves are others.
 */
export function changedNodes(before: readonly Node[], after: readonly Node[]): readonly Node[] | undefined {
  if (!sameList(before, after)) return undefined;
  return after.flatMap((node, index) => {
    const old = before[index];
    return old === undefined ? [] : changedWithin(old, node);
  });
}

function changedWithin(before: Node, after: Node): readonly Node[] {
  if (!sameLine(before, after) || !sameList(before.children, after.children)) return [after];
  return after.children.flatMap((node, index) => {
    const old = before.children[index];
    return old === undefined ? [] : changedWithin(old, node);
  });
}

const sameList = (before: readonly Node[], after: readonly Node[]): boolean =>
  before.length === after.length && before.every(({ id }, index) => id === after[index]?.id);

function sameLine(before: Node, after: Node): boolean {
  const { children: _before, ...one } = before;
  const { children: _after, ...other } = after;
  return JSON.stringify(one) === JSON.stringify(other);
}
