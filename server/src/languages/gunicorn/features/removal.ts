import type { Edit, Span } from "../../../findings";
import type { Given } from "../model";

/**
 * Takes options with their values out of a command line, each with what sets it apart from the word before: blanks, the
 * comma of a list, the line of an item. Undefined where one shares its word with others, as in `-Dw4`.
 */
export function removal(given: readonly Given[], text: string): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  const all = given.map((one) => without(one, text));
  for (const edit of all.sort((a, b) => (a?.start ?? 0) - (b?.start ?? 0))) {
    if (edit === undefined) return undefined;
    const last = edits.at(-1);
    if (last && edit.start <= last.end) edits.splice(-1, 1, { ...last, end: Math.max(last.end, edit.end) });
    else edits.push(edit);
  }
  return edits.map((edit) => {
    // What becomes the first of a list has no comma before it.
    const comma = /\[\s*$/.test(text.slice(0, edit.start)) ? /^\s*,\s*/.exec(text.slice(edit.end)) : null;
    return { ...edit, end: edit.end + (comma?.[0].length ?? 0) };
  });
}

function without({ name, value }: Given, text: string): Edit | undefined {
  const after = text.slice(name.end);
  if (value === undefined && !/^["']?(?:[\s,\]\\;&|]|$)/.test(after)) return undefined;
  // `=`, nothing as in `-w4`, or what stands between two words.
  if (value && !/^(?:=["']?|["']?(?:[\s,]|\\\r?\n|(?<=\n[ \t]*)-[ \t]|["'])*)$/.test(text.slice(name.end, value.start)))
    return undefined;
  const joined = value !== undefined && (text[name.end] === "=" || value.start === name.end);
  const stretches = joined
    ? [quotes({ start: name.start, end: quotes(value, text).end }, text), quotes({ ...name, end: value.end }, text)]
    : [quotes(name, text), ...(value ? [quotes(value, text)] : [])];
  const start = Math.min(...stretches.map((it) => it.start));
  const end = Math.max(...stretches.map((it) => it.end));
  const before = text.slice(0, start);
  const item = /\n[ \t]*-[ \t]+$/.exec(before);
  const gap = item ?? /(?:[ \t\r\n,]|\\\r?\n)*$/.exec(before);
  return { start: start - (gap?.[0].length ?? 0), end, text: "" };
}

/** A stretch with the quotes around it. */
function quotes({ start, end }: Span, text: string): Span {
  const quote = text.charAt(start - 1);
  return /["']/.test(quote) && text.charAt(end) === quote ? { start: start - 1, end: end + 1 } : { start, end };
}
