import { contextBit, contextNames, directiveSpecs } from "./catalog/catalog";
import { eachMark, type Mark } from "./indentation";
import { valueBlocks } from "./shapes";
import type { Item } from "./tree";

/** So many blocks tell how a text is laid out. */
const enough = 50;

/** Many do not indent what stands in these. */
export const sections: ReadonlySet<string> = new Set(["http", "stream", "mail"]);

/** How far indentation tells which block its writer had in mind. */
export type Layout = "flat" | "lines" | "indented";

/** How a text is laid out: `flat` where what stands in a block is not indented, `lines` where no block has several. */
export function layoutOf(text: string, items: readonly Item[]): Layout {
  let indented = 0;
  let flat = 0;
  let opened: Mark | undefined;
  eachMark(text, items, (mark) => {
    if (opened && mark.first && !mark.close && !sections.has(opened.name)) {
      if (mark.indent > opened.indent) indented++;
      else flat++;
    }
    opened = mark.opens && mark.first ? mark : undefined;
    return indented + flat < enough;
  });
  if (flat > indented) return "flat";
  return indented > 0 ? "indented" : "lines";
}

const masks = new Map<string, number>();

/** The contexts that a block of this name opens, whichever of nginx's worlds it is in; 0 for what is none. */
function inside(block: string): number {
  const known = masks.get(block);
  if (known !== undefined) return known;
  const own = contextNames.filter((name) => name === block || name.endsWith(`/${block}`));
  const mask = own.reduce((bits, name) => bits | contextBit(name), 0);
  masks.set(block, mask);
  return mask;
}

/** Where a directive may stand, with a block or whichever it has. */
const contextsOf = (name: string, opens: boolean): number =>
  directiveSpecs(name)?.reduce((bits, { contexts, block }) => (block || !opens ? bits | contexts : bits), 0) ?? 0;

type Stands = Pick<Mark, "name" | "opens">;

/**
 * Whether a directive may stand in a block; true of what is not known.
 * @param sibling where no block is around, a directive that stands there
 */
export function standsIn({ name, opens }: Stands, block: string | undefined, sibling = ""): boolean {
  const own = contextsOf(name, opens);
  const there = block === undefined ? contextsOf(sibling, true) : inside(block);
  return own === 0 || there === 0 || (own & there) !== 0;
}

/** Whether there is a directive of that name that may stand in a block. */
export const isKnownIn = (name: string, block: string): boolean => (contextsOf(name, false) & inside(block)) !== 0;

/** Whether the innermost open block should have been closed before a directive, by what may stand in it. */
export function belongsOutside(mark: Mark, stack: readonly Pick<Mark, "name">[]): boolean {
  const top = stack.at(-1);
  const { name, close, opens } = mark;
  if (close || !top || contextsOf(name, opens) === 0) return false;
  // Entries may be called as anything, but none has a block.
  const isEntry = valueBlocks.has(top.name) && !opens;
  // A location may stand in another one, and hardly ever does.
  const nests = standsIn(mark, top.name) && !(name === "location" && top.name === name) && !valueBlocks.has(top.name);
  if (isEntry || nests) return false;
  return stack.some(({ name: open }, at) => standsIn(mark, stack[at - 1]?.name, open));
}
