import { parser } from "@lezer/python";
import { lineCounter } from "../lines";
import type { PythonFile } from "./facts";
import { createFinder } from "./find";
import { readScope } from "./statements";

/** Parses a Python file once. Never fails: a file with errors says what its sound parts say. */
export function readPython(text: string): PythonFile {
  const tree = parser.parse(text);
  let lineOf: ((offset: number) => number) | undefined;
  return {
    text,
    scope: readScope(tree.topNode, text),
    find: createFinder(tree, text),
    lineAt: (offset) => {
      lineOf ??= lineCounter(text);
      return lineOf(offset) + 1;
    },
    misread: () => {
      let stumbled = false;
      tree.iterate({
        enter({ type }) {
          stumbled ||= type.isError;
          return !stumbled;
        },
      });
      return stumbled;
    },
  };
}
