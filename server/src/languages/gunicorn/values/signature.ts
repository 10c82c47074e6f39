import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";

/**
 * How many positional parameters a function has, as `inspect.signature` counts them (those with a default too, `*args`
 * and what follows it not), and how many of them have no default.
 */
export function signatureOf(list: SyntaxNode | null): { arity: number; required: number } {
  let arity = 0;
  let required = 0;
  // The grammar drops the `/` and keeps two commas.
  for (const group of parametersOf(list)) {
    const [first] = group;
    if (first === undefined) continue;
    if (first.name === "*" || first.name === "**") break;
    if (first.name !== "VariableName") continue;
    arity++;
    if (!group.some(({ name }) => name === "AssignOp")) required++;
  }
  return { arity, required };
}

/** The nodes of each parameter. */
function parametersOf(list: SyntaxNode | null): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const child of list ? children(list) : []) {
    if (child.name === ",") groups.push([]);
    else if (child.name !== "(" && child.name !== ")") groups.at(-1)?.push(child);
  }
  return groups;
}
