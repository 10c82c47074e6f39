import type { SyntaxNode } from "@lezer/common";
import type { Argument, CallExpr, DictEntry, Expr } from "./facts";
import { readString } from "./strings";

/** The children of a node that are not punctuation or comments. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "Comment") all.push(child);
  }
  return all;
}

const punctuation = new Set(["(", ")", "[", "]", "{", "}", ",", ":", "."]);

function parts(node: SyntaxNode): SyntaxNode[] {
  return children(node).filter((child) => !punctuation.has(child.name));
}

/** Expressions that people write are shallower; what a program has made would overflow the stack. */
const deepest = 150;
let depth = 0;

/** What an expression node says. Never fails: what is not understood, or nested without measure, is `other`. */
export function readExpression(node: SyntaxNode, text: string): Expr {
  if (depth >= deepest) return { kind: "other", from: node.from, to: node.to };
  depth++;
  try {
    return readKnown(node, text);
  } finally {
    depth--;
  }
}

function readKnown(node: SyntaxNode, text: string): Expr {
  const range = { from: node.from, to: node.to };
  const source = () => text.slice(node.from, node.to);
  switch (node.name) {
    case "VariableName":
    case "PropertyName":
      return { kind: "name", ...range, name: source() };
    case "String":
    case "ContinuedString":
    case "FormatString":
      return readString(node, text, (inner) => readExpression(inner, text));
    case "Number":
      return readNumber(source(), range);
    case "Boolean":
      return { kind: "constant", ...range, value: source() === "True" };
    case "None":
      return { kind: "constant", ...range, value: null };
    case "ParenthesizedExpression":
    case "AwaitExpression": {
      const inner = parts(node).find((child) => child.name !== "await");
      return inner === undefined ? { kind: "other", ...range } : readExpression(inner, text);
    }
    case "NamedExpression": {
      const value = node.lastChild;
      return value === null ? { kind: "other", ...range } : readExpression(value, text);
    }
    case "MemberExpression":
      return readMember(node, text);
    case "CallExpression":
      return readCall(node, text) ?? { kind: "other", ...range };
    case "ArrayExpression":
    case "SetExpression":
      return { kind: "list", ...range, items: parts(node).map((item) => readExpression(item, text)) };
    case "TupleExpression":
      return { kind: "tuple", ...range, items: parts(node).map((item) => readExpression(item, text)) };
    case "DictionaryExpression":
      return { kind: "dict", ...range, entries: readEntries(node, text) };
    case "ConditionalExpression": {
      const [yes, , , , no] = children(node);
      return {
        kind: "choice",
        ...range,
        options: [yes, no].filter(isNode).map((option) => readExpression(option, text)),
      };
    }
    case "BinaryExpression":
      return readBinary(node, text);
    case "UnaryExpression":
      return readUnary(node, text);
    default:
      return { kind: "other", ...range };
  }
}

function isNode(node: SyntaxNode | undefined): node is SyntaxNode {
  return node !== undefined;
}

function readNumber(source: string, range: { from: number; to: number }): Expr {
  const value = Number(source.replace(/_/g, ""));
  return Number.isNaN(value) ? { kind: "other", ...range } : { kind: "number", ...range, value };
}

function readMember(node: SyntaxNode, text: string): Expr {
  const range = { from: node.from, to: node.to };
  const [object, ...rest] = children(node);
  if (object === undefined) return { kind: "other", ...range };
  const property = rest.find((child) => child.name === "PropertyName");
  if (property !== undefined) {
    const name = text.slice(property.from, property.to);
    return { kind: "attribute", ...range, object: readExpression(object, text), name };
  }
  const [index, ...more] = rest.filter((child) => child.name !== "[" && child.name !== "]");
  if (index === undefined || index.name === ":" || more.length > 0) return { kind: "other", ...range };
  return { kind: "subscript", ...range, object: readExpression(object, text), index: readExpression(index, text) };
}

/** A call; undefined where half of it is written. */
export function readCall(node: SyntaxNode, text: string): CallExpr | undefined {
  const callee = node.firstChild;
  const list = node.getChild("ArgList");
  if (callee === null || list === null) return undefined;
  const args = readArguments(list, text);
  return { kind: "call", from: node.from, to: node.to, callee: readExpression(callee, text), args };
}

/** The arguments of a call or the bases of a class. */
export function readArguments(list: SyntaxNode, text: string): readonly Argument[] {
  const args: Argument[] = [];
  let group: SyntaxNode[] = [];
  const finish = () => {
    const arg = readArgument(group, text);
    if (arg !== undefined) args.push(arg);
    group = [];
  };
  for (const child of children(list)) {
    if (child.name === "," || child.name === ")") finish();
    else if (child.name !== "(") group.push(child);
  }
  finish();
  return args;
}

function readArgument(group: readonly SyntaxNode[], text: string): Argument | undefined {
  const [first, second, third] = group;
  if (first === undefined || first.type.isError) return undefined;
  if (first.name === "*" || first.name === "**") {
    return second === undefined ? undefined : { star: first.name, value: readExpression(second, text) };
  }
  if (second?.name === "AssignOp" && third !== undefined) {
    const value = readExpression(third, text);
    return text.slice(second.from, second.to) === "=" ? { name: text.slice(first.from, first.to), value } : { value };
  }
  return { value: readExpression(first, text) };
}

function readEntries(node: SyntaxNode, text: string): readonly DictEntry[] {
  const entries: DictEntry[] = [];
  const nodes = children(node);
  nodes.forEach((child, i) => {
    const [key, value] = [nodes[i - 1], nodes[i + 1]];
    if (child.name === ":" && key !== undefined && value !== undefined) {
      entries.push({ key: readExpression(key, text), value: readExpression(value, text) });
    }
  });
  return entries;
}

function readBinary(node: SyntaxNode, text: string): Expr {
  const range = { from: node.from, to: node.to };
  const nodes = children(node);
  const [left, operator, right] = [nodes[0], nodes[1], nodes.at(-1)];
  if (left === undefined || operator === undefined || right === undefined) return { kind: "other", ...range };
  const sides = [readExpression(left, text), readExpression(right, text)] as const;
  if (operator.name === "or" || operator.name === "and") return { kind: "choice", ...range, options: sides };
  const word =
    nodes.length > 3 ? `${text.slice(operator.from, operator.to)} in` : text.slice(operator.from, operator.to);
  return { kind: "binary", ...range, operator: word, left: sides[0], right: sides[1] };
}

function readUnary(node: SyntaxNode, text: string): Expr {
  const range = { from: node.from, to: node.to };
  const [operator, operand] = children(node);
  if (operator === undefined || operand === undefined) return { kind: "other", ...range };
  const value = readExpression(operand, text);
  if (value.kind === "number" && text[operator.from] === "-") return { ...value, ...range, value: -value.value };
  return { kind: "other", ...range };
}
