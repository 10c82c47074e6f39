import { wholeOnly } from "./fragment";
import { isSpace } from "./scanner";
import type { Item } from "./tree";

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
): { missing: ReadonlyMap<number, number>; surplus: ReadonlySet<number> } {
  const missing = new Map<number, number>();
  const left = new Set<number>();
  const stack: Opened[] = [];
  let lacking = unclosed;
  let tooMany = surplus;
  for (const mark of marks(text, tree.items)) {
    if (mark.first) {
      while (lacking > 0 && stack.length > 0 && misplaced(mark, stack)) {
        missing.set(mark.at, (missing.get(mark.at) ?? 0) + 1);
        lacking--;
        stack.pop();
      }
    }
    if (!mark.close) {
      if (mark.opens) stack.push(mark);
      continue;
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
  }
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

/** Every directive, `}` and comment-free line start of the text in order. */
function marks(text: string, items: readonly Item[]): Mark[] {
  const found: Mark[] = [];
  let line = 0;
  let lineFeed = text.indexOf("\n");
  const mark = (at: number, close: boolean, opens: boolean, name = ""): Mark => {
    while (lineFeed >= 0 && lineFeed < at) {
      line = lineFeed + 1;
      lineFeed = text.indexOf("\n", line);
    }
    return { at, close, opens, name, ...indentation(text, line, at) };
  };
  const visit = (list: readonly Item[]): void => {
    for (const item of list) {
      if (item.kind === "stray" && text[item.start] === "}") found.push(mark(item.start, true, false));
      if (item.kind !== "directive") continue;
      const nested = item.block !== undefined && item.block.kind !== "raw";
      found.push(mark(item.start, false, nested, item.name.value));
      if (!nested || !item.block) continue;
      visit(item.block.items);
      if (item.block.closed) found.push(mark(item.block.close, true, false));
    }
  };
  visit(items);
  return found;
}

/** Columns of white space at the start of a line, and whether that is all there is before `at`. */
function indentation(text: string, line: number, at: number): { indent: number; first: boolean } {
  let indent = 0;
  let column = line;
  while (column < at && isSpace(text.charCodeAt(column))) {
    indent = text.charCodeAt(column) === 9 ? indent + 8 - (indent % 8) : indent + 1;
    column++;
  }
  return { indent, first: column === at };
}
