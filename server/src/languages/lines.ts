import { firstAtOrAfter } from "./firstAtOrAfter";

/** 0-based line of an offset, by the line feeds before it. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => Math.max(0, firstAtOrAfter(starts, offset + 1, (start) => start) - 1);
}
