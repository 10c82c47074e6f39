import type { SyntaxNode } from "@lezer/common";
import type { Part, Placed } from "./parse";

/** How the names of a text are used in it. */
export interface Uses {
  /** Those that are asked for, not only given a value. */
  readonly reads: ReadonlySet<string>;
  /** Those that a function declares `global`. */
  readonly globals: ReadonlySet<string>;
}

/** The uses of all parts of a file together. */
export function usesOf(parts: readonly Placed[]): Uses {
  const each = parts.map(({ part }) => usesIn(part));
  if (last?.each.length === each.length && last.each.every((uses, i) => uses === each[i])) return last.uses;
  const uses = {
    reads: new Set(each.flatMap(({ reads }) => [...reads])),
    globals: new Set(each.flatMap(({ globals }) => [...globals])),
  };
  last = { each, uses };
  return uses;
}

/** The names of a file are the same after nearly every key in it. */
let last: { readonly each: readonly Uses[]; readonly uses: Uses } | undefined;

const ofPart = new WeakMap<Part, Uses>();
/** The same for all parts with the same names, so that it is seen that a key has changed none. */
const alike = new Map<string, Uses>();
const mostAlike = 1000;

function usesIn(part: Part): Uses {
  const known = ofPart.get(part);
  if (known) return known;
  const reads = new Set<string>();
  const globals = new Set<string>();
  for (const node of part.names) {
    const name = part.text.slice(node.from, node.to);
    if (node.parent?.name === "ScopeStatement") globals.add(name);
    if (isRead(node)) reads.add(name);
  }
  const key = `${[...reads].join(" ")}, ${[...globals].join(" ")}`;
  const uses = alike.get(key) ?? { reads, globals };
  if (alike.size > mostAlike) alike.clear();
  alike.set(key, uses);
  ofPart.set(part, uses);
  return uses;
}

/** A name that is asked for, not one that is assigned, imported, defined, a parameter or that of an argument. */
export function isRead(node: SyntaxNode): boolean {
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
