import type { SyntaxNode, Tree } from "@lezer/common";
import type { Span } from "../../../findings";
import type { Evaluated } from "../model";
import type { Seen } from "./look";
import { parse } from "./parse";

/** A Gunicorn config file, parsed once. Evaluate it with `runConfigFile`. */
export interface ConfigFile {
  /** However the caller names its files: a path or a URI. */
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
  readonly seen: Seen;
  /** Where each name is read, anywhere in the file: not where it is given a value. */
  readonly reads: ReadonlyMap<string, readonly number[]>;
  /** Names that a function declares `global`: what they are is known only while Gunicorn runs. */
  readonly globals: ReadonlySet<string>;
}

/** A name of the module that is given a value. */
export interface Binding {
  /** The file that it stands in: another one where that is imported. */
  readonly path: string;
  readonly name: string;
  readonly kind: "assignment" | "function" | "class" | "import" | "other";
  /** The name where it is written. */
  readonly at: Span;
  /** The whole statement, for a function with its body. */
  readonly statement: Span;
  /** The value as it is written; undefined for functions, classes, imports and loop variables. */
  readonly value: Span | undefined;
  readonly evaluated: Evaluated;
  /** Its value is `None` since an environment variable is not set that has no default. */
  readonly missing: boolean;
  /** Stands in a branch (`if`, `try`, a loop, ...): it may not hold. */
  readonly conditional: boolean;
  /** Where the block begins that it stands in: two with the same stand side by side. */
  readonly block: number;
  /** Stands in a branch that Gunicorn never takes: `if __name__ == "__main__"`. */
  readonly dead: boolean;
}

/** What the names of the module are when Gunicorn has read the file. */
export interface ConfigRun {
  /** Every binding in the order of the text. */
  readonly bindings: readonly Binding[];
  /** By name: what it is in the end, and which of its bindings may have made it so (several after a branch). */
  readonly names: ReadonlyMap<string, Outcome>;
  /** Names may get values in ways that cannot be seen: `from x import *`, `exec`, `globals()[...]`. */
  readonly open: boolean;
  /** Where that is first so. */
  readonly openAt: Span | undefined;
}

export interface Outcome {
  readonly evaluated: Evaluated;
  readonly from: readonly Binding[];
  /** With what is known of the environment, no branch that gives it a value is gone through. */
  readonly unset: boolean;
}

/** Parses a file. Never fails: one with errors says what its sound parts say. */
export function readConfigFile(path: string, text: string): ConfigFile {
  const before = latest.get(path);
  if (before?.text === text) return before;
  const file = read(text, path);
  latest.delete(path);
  latest.set(path, file);
  for (const oldest of latest.keys()) if (latest.size > mostKept) latest.delete(oldest);
  return file;
}

/** The last files by path, which all questions are about: what stood in one before its last edit is asked for no more. */
const latest = new Map<string, ConfigFile>();
const mostKept = 16;

function read(text: string, path: string): ConfigFile {
  const { tree, seen } = parse(path, text);
  const reads = new Map<string, number[]>();
  const globals = new Set<string>();
  for (const node of seen.names) {
    const { from } = node;
    const name = text.slice(from, node.to);
    if (node.parent?.name === "ScopeStatement") globals.add(name);
    if (!isRead(node)) continue;
    const known = reads.get(name);
    if (known) known.push(from);
    else reads.set(name, [from]);
  }
  return { path, text, tree, seen, reads, globals };
}

/** A name that is asked for, not one that is assigned, imported, defined, a parameter or that of an argument. */
function isRead(node: SyntaxNode): boolean {
  const parent = node.parent;
  const next = node.nextSibling?.name;
  switch (parent?.name) {
    case "AssignStatement":
      // Every target has an `=` somewhere after it, and the value none; an annotation comes before.
      return !hasAfter(node, "AssignOp") && node.prevSibling !== null;
    case "TupleExpression":
    case "ArrayExpression":
      return parent.parent?.name !== "AssignStatement" || !hasAfter(parent, "AssignOp");
    case "ArgList":
      return next !== "AssignOp";
    case "ParamList":
      return node.prevSibling?.name === "AssignOp";
    case "FunctionDefinition":
    case "ClassDefinition":
    case "ImportStatement":
    case "DeleteStatement":
      return false;
    default:
      return true;
  }
}

function hasAfter(node: SyntaxNode, name: string): boolean {
  for (let at = node.nextSibling; at !== null; at = at.nextSibling) if (at.name === name) return true;
  return false;
}
