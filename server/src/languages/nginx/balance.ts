import { belongsOutside, layoutOf, sections, standsIn } from "./flatLayout";
import { wholeOnly } from "./fragment";
import { eachMark, type Mark } from "./indentation";
import { isSpace } from "./scanner";
import type { Item } from "./tree";

/** Offsets at which the reader must think a `}` (how many), or take a `}` for one too many. */
export interface Guess {
  readonly missing: ReadonlyMap<number, number>;
  readonly surplus: ReadonlySet<number>;
  /** A `{` where none may stand has its own `}`, as in `location / {{ ... }}`: one is as much too many as the other. */
  readonly pairs?: boolean;
}

/** A block that is open where a line begins. */
type Opened = Pick<Mark, "indent" | "name">;

/**
 * Where braces out of balance were forgotten or are too many, judged by indentation, or by what may stand where in a text
 * without one: at most as many of each as nginx's own reading lacks, so that a text in balance is never touched by a guess.
 * @returns offsets before which `}` are to be thought, and offsets of `}` to be left out
 */
export function balance(
  text: string,
  tree: { readonly items: readonly Item[] },
  unclosed: number,
  surplus: number,
): Guess {
  const missing = new Map<number, number>();
  const left = new Set<number>();
  const stack: Opened[] = [];
  const layout = layoutOf(text, tree.items);
  let lacking = unclosed;
  let tooMany = surplus;
  /** The block that the `}` right before has closed. */
  let closed: { readonly at: number; readonly block: Opened } | undefined;
  eachMark(text, tree.items, (mark) => {
    if (lacking === 0 && tooMany === 0) return false;
    const isFlat = layout === "flat" || (layout === "lines" && !mark.first);
    const early = mark.close || tooMany === 0 ? undefined : closed;
    closed = undefined;
    if (early && standsIn(mark, early.block.name) && !standsBeside(mark, early.block, stack)) {
      left.add(early.at);
      tooMany--;
      stack.push(early.block);
    }
    if (mark.first || isFlat) {
      while (lacking > 0 && stack.length > 0 && (isFlat ? belongsOutside(mark, stack) : misplaced(mark, stack))) {
        missing.set(mark.at, (missing.get(mark.at) ?? 0) + 1);
        lacking--;
        stack.pop();
      }
    }
    if (!mark.close) {
      if (mark.opens) stack.push(mark);
      return true;
    }
    const own = stack.at(-1);
    const strays =
      mark.first &&
      tooMany > 0 &&
      (!own || (own.indent !== mark.indent && !stack.some((open) => open.indent === mark.indent)));
    if (strays) {
      left.add(mark.at);
      tooMany--;
    } else {
      stack.pop();
      if (own) closed = { at: mark.at, block: own };
    }
    return true;
  });
  // What is still open at the end is closed there.
  if (lacking > 0) missing.set(text.length, lacking);
  return { missing, surplus: left };
}

/** Whether a directive may stand where a block was that is closed. */
function standsBeside(mark: Mark, block: Opened, stack: readonly Opened[]): boolean {
  const around = stack.at(-1);
  return standsIn(mark, around?.name, block.name);
}

/** Whether this line shows that the innermost open block should have been closed before it. */
function misplaced(mark: Mark, stack: readonly Opened[]): boolean {
  const top = stack.at(-1);
  if (!top) return false;
  if (mark.close) return mark.indent < top.indent && stack.some((open) => open.indent === mark.indent);
  // Many do not indent what stands in a section.
  if (sections.has(top.name) && mark.indent === top.indent) return wholeOnly.has(mark.name);
  return mark.indent <= top.indent;
}

/** End of the last thing before `at` that is not white space. */
export function lastEnd(text: string, at: number): number {
  let end = at;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** Where the last item of a block has its last character, or the block its brace. */
export function lastLeafStart(block: { readonly items: readonly Item[]; readonly open: number }): number {
  const last = block.items.at(-1);
  return last ? Math.max(last.start, last.end - 1) : block.open;
}
