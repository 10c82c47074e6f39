/**
 * End of a `${NAME}` (or several) that stands where a directive would and has the rest of its line for itself, but for a
 * comment or the end of a block; `at` where something else is.
 */
export function placeholderEnd(text: string, at: number): number {
  if (text[at] !== "$") return at;
  placeholder.lastIndex = at;
  return placeholder.exec(text)?.[1] === undefined ? at : placeholder.lastIndex;
}

const placeholder = /((?:\$\{[A-Za-z_][A-Za-z0-9_]*\})+)(?=[ \t]*(?:\r?\n|[#}]|$))/y;
