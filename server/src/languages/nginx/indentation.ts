import { isSpace } from "./scanner";
import type { Item } from "./tree";

/** A line that closes or opens something: its indentation tells which block its writer had in mind. */
export interface Mark {
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

/** Shows every directive, `}` and comment-free line start of the text in order, until one is answered with false. */
export function eachMark(text: string, items: readonly Item[], show: (mark: Mark) => boolean): void {
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
