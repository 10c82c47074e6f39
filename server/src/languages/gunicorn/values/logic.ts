import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";
import type { Names } from "./names";
import { bool, nothing, type Thing, thing, truth } from "./things";

/** What stands between `and`s and `or`s, with how many `not`s before it. */
interface Operand {
  readonly node: SyntaxNode;
  readonly nots: number;
}

interface Flat {
  readonly operands: readonly Operand[];
  /** What stands between the operands. */
  readonly operators: readonly ("and" | "or")[];
}

type Evaluate = (node: SyntaxNode, names: Names) => Thing;

/** Whether an expression is one of `and`, `or` and `not`. */
export function isLogic(node: SyntaxNode): boolean {
  const [first, second] = children(node);
  const operator = node.name === "UnaryExpression" ? first?.name === "not" : /^(and|or)$/.test(second?.name ?? "");
  return operator && /^(Unary|Binary)Expression$/.test(node.name);
}

/**
 * `or`, `and` and `not` as Python binds them, in this order. The parser takes all that follows a `not` for what it
 * negates, so what it made of them is laid flat and put together again.
 */
export function logic(node: SyntaxNode, names: Names, evaluate: Evaluate): Thing {
  const { operands, operators } = flatten(node);
  const value = ({ node: operand, nots }: Operand): Thing => {
    const inner = evaluate(operand, names);
    const holds = truth(inner.value);
    if (nots === 0) return inner;
    return thing(holds === undefined ? undefined : bool(nots % 2 === 1 ? !holds : holds), [inner]);
  };
  const rows: Operand[][] = [[]];
  operands.forEach((operand, at) => {
    if (operators[at - 1] === "or") rows.push([]);
    rows.at(-1)?.push(operand);
  });
  return joined(
    "or",
    rows.map(
      (row) => () =>
        joined(
          "and",
          row.map((operand) => () => value(operand)),
        ),
    ),
  );
}

/** The first value that decides, else the last. */
function joined(operator: "and" | "or", parts: readonly (() => Thing)[]): Thing {
  const [first, ...others] = parts;
  let left = first?.() ?? nothing;
  for (const part of others) {
    const holds = truth(left.value);
    if (holds === (operator === "or")) return left;
    const right = part();
    left = holds === undefined ? thing(undefined, [left, right]) : { ...right, ...thing(right.value, [left, right]) };
  }
  return left;
}

/** More than anybody writes. */
const deepest = 150;

function flatten(node: SyntaxNode, depth = 0): Flat {
  const [first, second, ...rest] = children(node);
  const last = rest.at(-1);
  if (depth > deepest || !isLogic(node) || !first || !second) return { operands: [{ node, nots: 0 }], operators: [] };
  if (node.name === "UnaryExpression") {
    const { operands, operators } = flatten(second, depth + 1);
    return { operands: operands.map((it, at) => (at === 0 ? { ...it, nots: it.nots + 1 } : it)), operators };
  }
  const [left, right] = [flatten(first, depth + 1), last ? flatten(last, depth + 1) : { operands: [], operators: [] }];
  const operator = second.name === "or" ? "or" : "and";
  return {
    operands: [...left.operands, ...right.operands],
    operators: [...left.operators, operator, ...right.operators],
  };
}
