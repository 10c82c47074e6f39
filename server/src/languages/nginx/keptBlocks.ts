import type { Guess } from "./balance";
import { contextInside } from "./contexts";
import { move } from "./movedItems";
import type { Directive, Item, NginxTree, SyntaxFault } from "./tree";

/** The blocks of an older tree that stand in a text as they did in its own, by where they now begin. */
export type Kept = ReadonlyMap<number, KeptBlock>;

interface KeptBlock {
  readonly directive: Directive;
  /** What it was read as a part of: how it is read depends on that, and on its text. */
  readonly context: string;
  readonly depth: number;
}

/** The lines of an older text that became others. */
export interface Change {
  readonly first: number;
  /** Offset of the line feed after the last of them. */
  readonly last: number;
  /** How far what comes after them has moved. */
  readonly delta: number;
}

/**
 * What of a tree may be taken over after a change: closed blocks without fault that it did not touch. All that stands
 * after the change is moved to where it is now, so the tree must not be used any more.
 */
export function keep({ items, errors }: NginxTree, change: Change): Kept {
  const kept = new Map<number, KeptBlock>();
  const faults = errors.map(reach);
  const visit = (list: readonly Item[], context: string, depth: number, moved: boolean): void => {
    for (const item of list) {
      const { start, end } = item;
      const after = moved || start > change.last;
      if (!moved && after) move(item, change.delta);
      if (item.kind !== "directive" || !item.block) continue;
      const from = moved ? start - change.delta : start;
      const isFaulty = faults.some((each) => each.start < from + end - start && each.end > from);
      if (item.block.closed && !isFaulty && (after || end < change.first)) {
        // What stands in it is as deep and where it was only if all of it is.
        kept.set(item.start, { directive: item, context, depth });
      } else if (item.block.kind === "directives") {
        visit(item.block.items, contextInside(item.name.value, context) ?? "", depth + 1, after);
      }
    }
  };
  visit(items, "", 0, false);
  return kept;
}

/** All that a fault has to do with. That of a missing `}` is noticed at the end, whatever stands there. */
const reach = ({ code, start, end, noticed = 0 }: SyntaxFault): { start: number; end: number } => ({
  start,
  end: code === "nginx-missing-close-brace" ? end : Math.max(end, noticed + 1),
});

/** The directive to be taken over at an offset, where it would be read just as it was; undefined where there is none. */
export function keptAt(
  kept: Kept,
  at: number,
  context: string,
  depth: number,
  guess: Guess | undefined,
): Directive | undefined {
  const known = kept.get(at);
  if (known?.context !== context || known.depth !== depth) return undefined;
  const { directive } = known;
  const isInside = (brace: number): boolean => directive.start < brace && brace < directive.end;
  for (const brace of guess?.missing.keys() ?? []) if (isInside(brace)) return undefined;
  for (const brace of guess?.surplus ?? []) if (isInside(brace)) return undefined;
  return directive;
}
