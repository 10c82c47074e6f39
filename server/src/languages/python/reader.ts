import { Tree, type TreeBuffer } from "@lezer/common";
import { parser } from "@lezer/python";
import { lineCounter } from "../lines";
import type { PythonFile, Scope } from "./facts";
import { createFinder } from "./find";
import { readScope } from "./statements";

/** Parses a Python file once. Never fails: a file with errors says what its sound parts say. */
export function readPython(text: string): PythonFile {
  const tree = parser.parse(text);
  let scope: Scope | undefined;
  let lineOf: ((offset: number) => number) | undefined;
  return {
    text,
    get scope() {
      scope ??= readScope(tree.topNode, text);
      return scope;
    },
    find: createFinder(tree, text),
    lineAt: (offset) => {
      lineOf ??= lineCounter(text);
      return lineOf(offset) + 1;
    },
    misread: () => holdsError(tree),
  };
}

function holdsError(tree: Tree | TreeBuffer): boolean {
  if (tree instanceof Tree) return tree.type.isError || tree.children.some(holdsError);
  // Small nodes lie in buffers of four numbers each, whose first is the type: to make nodes of them takes half as long as to parse.
  for (let at = 0; at < tree.buffer.length; at += 4) {
    if (tree.set.types[tree.buffer[at] ?? 0]?.isError) return true;
  }
  return false;
}
