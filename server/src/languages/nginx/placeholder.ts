import { firstOnLine } from "./statement";

/** End of a `${NAME}` (or several) that is all there is on its line; `at` where something else is. */
export function placeholderEnd(text: string, at: number): number {
  if (text[at] !== "$" || !firstOnLine(text, at)) return at;
  placeholder.lastIndex = at;
  return placeholder.exec(text)?.[1] === undefined ? at : placeholder.lastIndex;
}

const placeholder = /((?:\$\{[A-Za-z_][A-Za-z0-9_]*\})+)(?=[ \t]*(?:\r?\n|$))/y;
