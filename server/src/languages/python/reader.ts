import { parser } from "@lezer/python";
import type { PythonFile } from "./facts";
import { createFinder } from "./find";
import { readScope } from "./statements";

/** Parses a Python file once. Never fails: a file with errors says what its sound parts say. */
export function readPython(text: string): PythonFile {
  const tree = parser.parse(text);
  let starts: number[] | undefined;
  return {
    text,
    scope: readScope(tree.topNode, text),
    find: createFinder(tree, text),
    lineAt: (offset) => {
      starts ??= lineStarts(text);
      return lineOf(starts, offset);
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
