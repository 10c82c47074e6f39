import type { SyntaxNode } from "@lezer/common";
import { children, readArguments, readExpression } from "./expressions";
import type { BoundValue, ClassFact, Expr, FunctionFact, Parameter, Range, Scope } from "./facts";
import { readScope } from "./statements";

/** The function or class that a statement defines, decorated or not, and the node of its name. */
export function readDefinition(node: SyntaxNode, text: string): { name: SyntaxNode; value: BoundValue } | undefined {
  const definition =
    node.name === "DecoratedStatement"
      ? (node.getChild("FunctionDefinition") ?? node.getChild("ClassDefinition"))
      : node;
  const name = definition?.getChild("VariableName");
  if (definition === null || name === null || name === undefined) return undefined;
  return definition.name === "FunctionDefinition"
    ? { name, value: { kind: "function", function: readFunction(definition, text) } }
    : { name, value: { kind: "class", class: readClass(definition, text) } };
}

/** What a `FunctionDefinition` says; its body is read when first asked for. */
export function readFunction(node: SyntaxNode, text: string): FunctionFact {
  const name = node.getChild("VariableName");
  const list = node.getChild("ParamList");
  const type = readType(node.getChild("TypeDef"), text);
  return {
    ...(type === undefined ? {} : { type }),
    name: name === null ? "" : text.slice(name.from, name.to),
    async: node.getChild("async") !== null,
    parameters: list === null ? [] : readParameters(list, text),
    decorators: readDecorators(node, text),
    scope: readBody(node, text),
    from: node.from,
    to: node.to,
  };
}

/** The annotation in a `TypeDef`; one in quotes is a name that is not there yet. */
export function readType(node: SyntaxNode | null, text: string): Expr | undefined {
  const type = node?.lastChild;
  if (type === null || type === undefined) return undefined;
  const expression = readExpression(type, text);
  return expression.kind === "string" ? { ...expression, kind: "name", name: expression.value } : expression;
}

function readClass(node: SyntaxNode, text: string): ClassFact {
  const name = node.getChild("VariableName");
  const list = node.getChild("ArgList");
  return {
    name: name === null ? "" : text.slice(name.from, name.to),
    bases: list === null ? [] : readArguments(list, text).flatMap((arg) => (arg.name === undefined ? [arg.value] : [])),
    decorators: readDecorators(node, text),
    scope: readBody(node, text),
    from: node.from,
    to: node.to,
  };
}

function readBody(node: SyntaxNode, text: string): () => Scope {
  let scope: Scope | undefined;
  return () => {
    const body = node.getChild("Body");
    scope ??= readScope(body ?? node, text);
    return scope;
  };
}

function readDecorators(node: SyntaxNode, text: string): readonly Expr[] {
  const parent = node.parent;
  if (parent === null || parent.name !== "DecoratedStatement") return [];
  return parent.getChildren("Decorator").map((decorator) => readDecorator(decorator, text));
}

/** The grammar lists a decorator's dotted name and arguments flat: `@`, `app`, `.`, `route`, `(...)`. */
function readDecorator(node: SyntaxNode, text: string): Expr {
  let expression: Expr = { kind: "other", from: node.from, to: node.to };
  for (const child of children(node)) {
    const range: Range = { from: expression.from, to: child.to };
    if (child.name === "ArgList") {
      expression = { kind: "call", ...range, callee: expression, args: readArguments(child, text) };
    } else if (child.name === "VariableName" || child.name === "PropertyName") {
      const name = text.slice(child.from, child.to);
      const start = { from: child.from, to: child.to };
      expression =
        expression.kind === "other"
          ? { kind: "name", ...start, name }
          : { kind: "attribute", ...range, object: expression, name };
    } else if (child.name !== "At" && child.name !== "." && !child.type.isError) {
      expression = readExpression(child, text);
    }
  }
  return expression;
}

function readParameters(list: SyntaxNode, text: string): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let star: "*" | "**" | undefined;
  let keywordOnly = false;
  const nodes = children(list);
  nodes.forEach((node, i) => {
    if (node.name === "*" || node.name === "**") {
      star = node.name;
      if (node.name === "*") keywordOnly = true;
    } else if (node.name === ",") star = undefined;
    else if (node.name === "VariableName" && nodes[i - 1]?.name !== "AssignOp") {
      parameters.push(readParameter(node, nodes, i, star ?? (keywordOnly ? "keyword" : "plain"), text));
    }
  });
  return parameters;
}

function readParameter(
  node: SyntaxNode,
  nodes: readonly SyntaxNode[],
  i: number,
  kind: Parameter["kind"],
  text: string,
): Parameter {
  const name = text.slice(node.from, node.to);
  const after = nodes[i + 1]?.name === "TypeDef" ? i + 2 : i + 1;
  const value = nodes[after]?.name === "AssignOp" ? nodes[after + 1] : undefined;
  return value === undefined ? { name, kind } : { name, kind, default: readExpression(value, text) };
}
