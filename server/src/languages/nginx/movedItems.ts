import type { Comment, Directive, Item, Word } from "./tree";

/** Everything from an offset of the old text on has moved by `delta`; what came before it stands where it stood. */
export interface Moved {
  readonly from: number;
  readonly delta: number;
}

export type Movable<T> = { -readonly [K in keyof T]: T[K] };

/** Moves an item with all that stands in it. */
export function move(item: Item | undefined, delta: number): void {
  if (!item) return;
  shift(item, delta);
  if (item.kind !== "directive") return;
  const directive: Movable<Directive> = item;
  directive.stop += delta;
  shift(item.name, delta);
  for (const word of item.args) shift(word, delta);
  for (const comment of item.comments) shift(comment, delta);
  if (!item.block) return;
  const block: Movable<typeof item.block> = item.block;
  block.open += delta;
  block.close += delta;
  for (const inner of block.items) move(inner, delta);
}

function shift(leaf: Movable<Item | Word | Comment>, delta: number): void {
  leaf.start += delta;
  leaf.end += delta;
}

/** V8 makes a part of a text by pointing into it: a word would hold all of an old text in memory for as long as it lives. */
export function flatten({ name, args }: Directive): void {
  for (const word of [name, ...args] as Movable<Word>[]) {
    if (word.value.length > pointed) word.value = ` ${word.value}`.slice(1);
  }
}

/** Shorter texts are copied anyway. */
const pointed = 12;
