import { wholeOnly } from "./fragment";
import { isSpace } from "./scanner";
import type { Item } from "./tree";

/** Offsets at which the reader must think a `}` (how many), or take a `}` for one too many. */
export interface Guess {
  readonly missing: ReadonlyMap<number, number>;
  readonly surplus: ReadonlySet<number>;
  /** A `{` where none may stand has its own `}`, as in `location / {{ ... }}`: one is as much too many as the other. */
  readonly pairs?: boolean;
}

/** A line that closes or opens something: its indentation tells which block its writer had in mind. */
interface Mark {
  readonly at: number;
  readonly indent: number;
  readonly close: boolean;
  /** Indentation is told only by what stands first on its line. */
  readonly first: boolean;
  /** The directive opens a block that ends on a later line. */
  readonly opens: boolean;
  /** The directive's; "" for a `}`. */
  readonly name: string;
}

/** A block that is open where a line begins. */
type Opened = Pick<Mark, "indent" | "name">;

/**
 * Where braces out of balance were forgotten or are too many, judged by indentation: at most as many of each as nginx's
 * own reading lacks, so that a text in balance is never touched by a guess.
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
  let lacking = unclosed;
  let tooMany = surplus;
  eachMark(text, tree.items, (mark) => {
    if (lacking === 0 && tooMany === 0) return false;
    if (mark.first) {
      while (lacking > 0 && stack.length > 0 && misplaced(mark, stack)) {
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
    } else stack.pop();
    return true;
  });
  // What is still open at the end is closed there.
  if (lacking > 0) missing.set(text.length, lacking);
  return { missing, surplus: left };
}

const sections: ReadonlySet<string> = new Set(["http", "stream", "mail"]);

/** Whether this line shows that the innermost open block should have been closed before it. */
function misplaced(mark: Mark, stack: readonly Opened[]): boolean {
  const top = stack.at(-1);
  if (!top) return false;
  if (mark.close) return mark.indent < top.indent && stack.some((open) => open.indent === mark.indent);
  // Many do not indent what stands in a section.
  if (sections.has(top.name) && mark.indent === top.indent) return wholeOnly.has(mark.name);
  return mark.indent <= top.indent;
}

/** Shows every directive, `}` and comment-free line start of the text in order, until one is answered with false. */
function eachMark(text: string, items: readonly Item[], show: (mark: Mark) => boolean): void {
  let line = 0;
  let lineFeed = text.indexOf("\n");
  const mark = (at: number, close: boolean, opens: boolean, name: string): boolean => {
    while (lineFeed >= 0 && lineFeed < at) {
      line = lineFeed + 1;
      lineFeed = text.indexOf("\n", line);
    }
    let indent = 0;
    let column = line;
    while (column < at && isSpace(text.charCodeAt(column))) {
      indent = text.charCodeAt(column) === 9 ? indent + 8 - (indent % 8) : indent + 1;
      column++;
    }
    return show({ at, close, opens, name, indent, first: column === at });
  };
  const visit = (list: readonly Item[]): boolean =>
    list.every((item) => {
      if (item.kind === "stray" && text[item.start] === "}") return mark(item.start, true, false, "");
      if (item.kind !== "directive") return true;
      const block = item.block?.kind === "raw" ? undefined : item.block;
      if (!mark(item.start, false, block !== undefined, item.name.value)) return false;
      if (!block) return true;
      return visit(block.items) && (!block.closed || mark(block.close, true, false, ""));
    });
  visit(items);
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
