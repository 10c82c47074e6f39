import type { SyntaxNode } from "@lezer/common";
import { readDefinition, readType } from "./definitions";
import { children, readExpression } from "./expressions";
import type { Binding, BoundValue, Expr, Guard, GuardedCall, Scope, StarImport, Store } from "./facts";
import { readImport } from "./imports";

interface Open {
  readonly text: string;
  readonly bindings: Binding[];
  readonly stars: StarImport[];
  readonly calls: GuardedCall[];
  readonly stores: Store[];
  readonly returns: Expr[];
  readonly globals: string[];
  yields: boolean;
  depth: number;
}

/** What the statements below a node (a `Script` or a `Body`) say, without those of inner functions and classes. */
export function readScope(node: SyntaxNode, text: string): Scope {
  const open: Open = {
    text,
    bindings: [],
    stars: [],
    calls: [],
    stores: [],
    returns: [],
    globals: [],
    yields: false,
    depth: 0,
  };
  readBlock(node, open, "none");
  const { bindings, stars, calls, stores, returns, globals, yields } = open;
  return { bindings, stars, calls, stores, returns, globals, yields };
}

/** Python itself allows 100 levels of indentation. */
const deepest = 100;

function readBlock(block: SyntaxNode, open: Open, guard: Guard): void {
  if (open.depth >= deepest) return;
  open.depth++;
  for (const statement of children(block)) readStatement(statement, open, guard);
  open.depth--;
}

type Reader = (node: SyntaxNode, open: Open, guard: Guard) => void;

const readers: Readonly<Record<string, Reader>> = {
  StatementGroup: readBlock,
  ImportStatement: (node, open, guard) => {
    const imported = readImport(node, open.text, guard);
    open.bindings.push(...imported.bindings);
    open.stars.push(...imported.stars);
  },
  AssignStatement: readAssignment,
  ExpressionStatement: readExpressionStatement,
  ReturnStatement: readReturn,
  YieldStatement: (_node, open) => {
    open.yields = true;
  },
  ScopeStatement: (node, open) => {
    for (const name of node.getChildren("VariableName")) open.globals.push(open.text.slice(name.from, name.to));
  },
  FunctionDefinition: bindDefinition,
  ClassDefinition: bindDefinition,
  DecoratedStatement: bindDefinition,
  IfStatement: readIf,
  MatchStatement: (node, open, guard) => {
    const clauses = node.getChild("MatchBody")?.getChildren("MatchClause") ?? [];
    for (const clause of clauses) readBodies(clause, open, narrower(guard, "branch"));
  },
  WithStatement: (node, open, guard) => {
    readTargets(node, open, guard);
    readBodies(node, open, guard);
  },
  TryStatement: readBranches,
  ForStatement: readBranches,
  WhileStatement: readBranches,
};

function readStatement(node: SyntaxNode, open: Open, guard: Guard): void {
  const read = readers[node.name];
  if (read !== undefined) read(node, open, guard);
  // The parser wraps what it could not place; statements inside it still say something.
  else if (node.type.isError) readBlock(node, open, narrower(guard, "branch"));
}

function readBranches(node: SyntaxNode, open: Open, guard: Guard): void {
  readTargets(node, open, narrower(guard, "branch"));
  readBodies(node, open, narrower(guard, "branch"));
}

function narrower(outer: Guard, inner: Guard): Guard {
  return outer === "main" || outer === "typing" ? outer : inner;
}

function readBodies(node: SyntaxNode, open: Open, guard: Guard): void {
  for (const body of node.getChildren("Body")) readBlock(body, open, guard);
}

/** `for x in`, `with ... as x`. */
function readTargets(node: SyntaxNode, open: Open, guard: Guard): void {
  let expectsTarget = false;
  for (const child of children(node)) {
    if (child.name === "Body") break;
    if (child.name === "as" || child.name === "for") expectsTarget = true;
    else {
      if (expectsTarget) bind(child, { kind: "unknown" }, open, guard);
      expectsTarget = false;
    }
  }
}

function readIf(node: SyntaxNode, open: Open, guard: Guard): void {
  let taken: Guard = "branch";
  for (const child of children(node)) {
    if (child.name === "Body") {
      readBlock(child, open, narrower(guard, taken));
      taken = "branch";
    } else if (child.name !== "if" && child.name !== "elif" && child.name !== "else") {
      taken = guardOf(readExpression(child, open.text));
      readWalrus(child, open, guard);
    }
  }
}

function guardOf(test: Expr): Guard {
  if (test.kind === "name" || test.kind === "attribute") return test.name === "TYPE_CHECKING" ? "typing" : "branch";
  if (test.kind === "choice") {
    return test.options.some((option) => guardOf(option) === "main") ? "main" : "branch";
  }
  if (test.kind !== "binary") return "branch";
  const sides = [test.left, test.right];
  const named = sides.some((side) => side.kind === "name" && side.name === "__name__");
  const main = sides.some((side) => side.kind === "string" && side.value === "__main__");
  if (!named || !main) return "branch";
  return test.operator === "==" ? "main" : "none";
}

function readAssignment(node: SyntaxNode, open: Open, guard: Guard): void {
  const groups: SyntaxNode[][] = [[]];
  for (const child of children(node)) {
    if (child.name === "AssignOp") groups.push([]);
    else if (child.name !== "TypeDef") groups.at(-1)?.push(child);
  }
  const last = groups.pop();
  const value = last === undefined || groups.length === 0 ? undefined : readGroup(last, open.text);
  if (value === undefined) return;
  for (const child of last ?? []) readWalrus(child, open, guard);
  const type = readType(node.getChild("TypeDef"), open.text);
  for (const targets of groups) assign(targets, value, type, open, guard);
}

function readGroup(group: readonly SyntaxNode[], text: string): Expr | undefined {
  const items = group.filter((node) => node.name !== "," && node.name !== "*");
  const [first] = items;
  if (first === undefined) return undefined;
  if (items.length === 1 && !group.some((node) => node.name === ",")) return readExpression(first, text);
  return {
    kind: "tuple",
    from: first.from,
    to: items.at(-1)?.to ?? first.to,
    items: items.map((item) => readExpression(item, text)),
  };
}

function assign(targets: readonly SyntaxNode[], value: Expr, type: Expr | undefined, open: Open, guard: Guard): void {
  const names = targets.filter((node) => node.name !== "," && node.name !== "*");
  const [only] = names;
  if (only === undefined) return;
  const unpacked = names.length > 1 || targets.some((node) => node.name === ",");
  const items = unpacked ? names : itemsOf(only);
  if (items === undefined) {
    const annotated = type === undefined ? {} : { type };
    assignOne(only, { kind: "expression", expression: value, ...annotated }, value, open, guard);
  }
  items?.forEach((target, item) => {
    const part = value.kind === "tuple" || value.kind === "list" ? value.items[item] : undefined;
    assignOne(
      target,
      part === undefined ? { kind: "expression", expression: value, item } : { kind: "expression", expression: part },
      part ?? { kind: "other", from: value.from, to: value.to },
      open,
      guard,
    );
  });
}

function itemsOf(target: SyntaxNode): SyntaxNode[] | undefined {
  if (target.name !== "TupleExpression" && target.name !== "ArrayExpression") return undefined;
  return children(target).filter((child) => !["(", ")", "[", "]", ",", "*"].includes(child.name));
}

function assignOne(target: SyntaxNode, bound: BoundValue, value: Expr, open: Open, guard: Guard): void {
  if (target.name === "VariableName") bind(target, bound, open, guard);
  else if (target.name === "MemberExpression") {
    open.stores.push({ target: readExpression(target, open.text), value, guard, from: target.from, to: target.to });
  }
}

function bind(target: SyntaxNode, value: BoundValue, open: Open, guard: Guard): void {
  const items = itemsOf(target);
  if (items !== undefined) for (const item of items) bind(item, { kind: "unknown" }, open, guard);
  else if (target.name === "VariableName") {
    const name = open.text.slice(target.from, target.to);
    open.bindings.push({ name, guard, value, from: target.from, to: target.to });
  }
}

function readExpressionStatement(node: SyntaxNode, open: Open, guard: Guard): void {
  for (const child of children(node)) {
    const expression = readExpression(child, open.text);
    if (expression.kind === "call") open.calls.push({ call: expression, guard });
    if (child.name === "YieldExpression") open.yields = true;
    readWalrus(child, open, guard);
  }
}

function readReturn(node: SyntaxNode, open: Open): void {
  const value = readGroup(
    children(node).filter((child) => child.name !== "return"),
    open.text,
  );
  if (value !== undefined) open.returns.push(value);
}

/** `(app := Flask(__name__))`: an assignment that hides in an expression. */
function readWalrus(node: SyntaxNode, open: Open, guard: Guard): void {
  if (!open.text.slice(node.from, node.to).includes(":=")) return;
  const cursor = node.cursor();
  do {
    if (cursor.from >= node.to) break;
    if (cursor.name !== "NamedExpression") continue;
    const [target, , value] = children(cursor.node);
    if (target === undefined || value === undefined) continue;
    bind(target, { kind: "expression", expression: readExpression(value, open.text) }, open, guard);
  } while (cursor.next());
}

function bindDefinition(node: SyntaxNode, open: Open, guard: Guard): void {
  const definition = readDefinition(node, open.text);
  if (definition !== undefined) bind(definition.name, definition.value, open, guard);
}
