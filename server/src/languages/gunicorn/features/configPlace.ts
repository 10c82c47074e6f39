import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { quotedAt } from "./quotedAt";

/** What could be written at an offset of a config file. */
export type ConfigPlace =
  /** The name of a setting, at the start of a statement; `hook`: after `def`. */
  | {
      readonly kind: "name";
      readonly start: number;
      readonly end: number;
      readonly hook: boolean;
      /** Nothing stands after it on its line. */
      readonly open: boolean;
    }
  | ValuePlace
  | { readonly kind: "none" };

/** A value, or a part of one, of `setting = ...`. */
export interface ValuePlace {
  readonly kind: "value";
  readonly setting: string;
  /** What is to be replaced: the whole of a text between its quotes, else the word at the offset. */
  readonly start: number;
  readonly end: number;
  /** The quotes that stand around already. */
  readonly quote: string | undefined;
  /** What is written from `start` to the offset. */
  readonly typed: string;
  /** In a dictionary: a key, or the value of a key. */
  readonly part: "whole" | "item" | "key" | "value";
}

const none: ConfigPlace = { kind: "none" };

/** What could be written at an offset. The file may be half typed. */
export function configPlace(text: string, offset: number, tree: Tree = parser.parse(text)): ConfigPlace {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineFeed = text.indexOf("\n", offset);
  const before = text.slice(lineStart, offset);
  const after = text.slice(offset, lineFeed < 0 ? text.length : lineFeed);
  const node = tree.resolveInner(offset, -1);
  if (node.name === "Comment") return none;
  const value = valuePlace(tree, text, offset);
  if (value) return value;
  const name = /^[ \t]*(?:((?:async[ \t]+)?def[ \t]+))?([A-Za-z_]\w*)?$/.exec(before);
  if (!name || isInside(node)) return none;
  const [, def, typed = ""] = name;
  const rest = /^\w*/.exec(after)?.[0].length ?? 0;
  const open = /^\s*(?:#.*)?$/.test(after.slice(rest));
  return { kind: "name", start: offset - typed.length, end: offset + rest, hook: def !== undefined, open };
}

/** In a text, between brackets or in the body of a function: no statement of the module starts here. */
function isInside(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (/String|Array|Tuple|Dictionary|ArgList|ParamList|Parenthesized|Set/.test(at.name)) return true;
    if (at.name === "FunctionDefinition" || at.name === "ClassDefinition") {
      const body = at.getChild("Body");
      return body !== null && node.from >= body.from;
    }
  }
  return false;
}

function valuePlace(tree: Tree, text: string, offset: number): ValuePlace | undefined {
  const string = quotedAt(tree, text, offset);
  const from = string?.from ?? offset;
  const assigned = assignmentAt(tree, text, from) ?? lineAssignment(text, from);
  if (!assigned) return undefined;
  const part = partOf(tree, text, from);
  if (string) {
    const { start, end, quote } = string;
    return { kind: "value", setting: assigned, start, end, quote, typed: text.slice(start, offset), part };
  }
  const typed = /[\w.+-]*$/.exec(text.slice(0, offset))?.[0] ?? "";
  const rest = /^[\w.]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const start = offset - typed.length;
  // After a whole value, an operator is what could be written.
  const before = text.slice(0, start).trimEnd().at(-1) ?? "";
  if (!/[=[({,:]/.test(before)) return undefined;
  return { kind: "value", setting: assigned, start, end: offset + rest, quote: undefined, typed, part };
}

/** The setting whose value an offset stands in, by the tree. */
function assignmentAt(tree: Tree, text: string, offset: number): string | undefined {
  for (const side of [-1, 1] as const) {
    for (let node: SyntaxNode | null = tree.resolveInner(offset, side); node; node = node.parent) {
      if (/^(?:ArgList|FunctionDefinition|LambdaExpression|MemberExpression)$/.test(node.name)) break;
      if (node.name !== "AssignStatement") continue;
      const first = node.firstChild;
      const equals = node.getChild("AssignOp");
      if (first?.name !== "VariableName" || !equals || offset < equals.to) break;
      return text.slice(first.from, first.to);
    }
  }
  return undefined;
}

/** The same by the line alone, where nothing is written after the `=` yet. */
function lineAssignment(text: string, offset: number): string | undefined {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*([A-Za-z_]\w*)[ \t]*(?::[^=]*)?=[ \t]*(?:[\w.]*|\[[^\]]*)$/.exec(line)?.[1];
}

function partOf(tree: Tree, text: string, offset: number): ValuePlace["part"] {
  for (let node: SyntaxNode | null = tree.resolveInner(offset, -1); node; node = node.parent) {
    if (node.name === "DictionaryExpression" && offset > node.from) {
      const before = text.slice(node.from + 1, offset).replace(/"[^"\n]*"|'[^'\n]*'/g, "_");
      return before.lastIndexOf(":") > Math.max(before.lastIndexOf(","), -1) ? "value" : "key";
    }
    if (/^(?:Array|Tuple|Set)Expression$/.test(node.name) && offset > node.from) return "item";
    if (node.name === "AssignStatement") break;
  }
  return "whole";
}
