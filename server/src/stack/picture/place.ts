import { lineCounter } from "../../languages/lines";
import type { PictureFact } from "../../protocol";
import type { Files } from "../../workspace/files";
import type { Said } from "./nginx";

/** Turns what a file says into a fact with a place that an editor understands. */
export type MakeFact = (said: Said) => PictureFact;

/** Counts the lines of each file once. */
export function factsIn(files: Files): MakeFact {
  const counters = new Map<string, { readonly text: string; readonly line: (offset: number) => number }>();
  return ({ path, start, end, name, value }) => {
    const text = counters.get(path)?.text ?? files.text(path) ?? "";
    const known = counters.get(path) ?? { text, line: lineCounter(text) };
    counters.set(path, known);
    const at = (offset: number) => ({
      line: known.line(offset),
      character: offset - (text.lastIndexOf("\n", offset - 1) + 1),
    });
    return { name, value, place: { path, start: at(start), end: at(end) } };
  };
}
