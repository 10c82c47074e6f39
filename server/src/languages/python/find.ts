import type { SyntaxNode, Tree } from "@lezer/common";
import { readFunction } from "./definitions";
import { children, readCall, readExpression } from "./expressions";
import type { Enclosing, Expr, Found, FunctionFact, Scope, Setting } from "./facts";
import { readScope } from "./statements";
import { readString } from "./strings";

/** Finds things anywhere in a file by the word that they must have in them, without walking the rest of the tree. */
export function createFinder(tree: Tree, text: string): Found {
  const scopes = new Map<number, Scope>();

  /** The innermost nodes of a kind at every place where the text has the word. */
  function* nodes(word: string, kinds: readonly string[]): Generator<SyntaxNode> {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      const node = tree.resolveInner(at, 1);
      if (kinds.includes(node.name)) yield node;
    }
  }

  function within(node: SyntaxNode): Enclosing {
    const found: Scope[] = [];
    for (let at = node.parent; at !== null; at = at.parent) {
      if (at.name !== "FunctionDefinition" && at.name !== "ClassDefinition") continue;
      let scope = scopes.get(at.from);
      if (scope === undefined) {
        scope = readScope(at.getChild("Body") ?? at, text);
        scopes.set(at.from, scope);
      }
      found.push(scope);
    }
    return found;
  }

  return {
    calls: (name) => {
      const found: ReturnType<Found["calls"]>[number][] = [];
      for (const node of nodes(name, names)) {
        if (node.to - node.from !== name.length) continue;
        const callee = node.name === "PropertyName" ? node.parent : node;
        const parent = callee?.parent;
        if (parent?.name !== "CallExpression" || parent.firstChild?.from !== callee?.from) continue;
        const call = readCall(parent, text);
        if (call !== undefined) found.push({ call, within: within(parent) });
      }
      return found;
    },
    subscripts: (name) => {
      const found: Extract<Expr, { kind: "subscript" }>[] = [];
      for (const node of nodes(name, names)) {
        const object = node.name === "PropertyName" ? node.parent : node;
        const parent = object?.parent;
        if (parent?.name !== "MemberExpression" || isTarget(parent)) continue;
        const member = readExpression(parent, text);
        if (member.kind === "subscript") found.push(member);
      }
      return found;
    },
    memberships: (name) => {
      const found: { value: string; container: Expr }[] = [];
      for (const node of nodes(name, names)) {
        const object = node.name === "PropertyName" ? node.parent : node;
        const test = object?.parent?.name === "BinaryExpression" ? readExpression(object.parent, text) : undefined;
        if (test?.kind !== "binary" || !/(^|\s)in$/.test(test.operator) || test.left.kind !== "string") continue;
        found.push({ value: test.left.value, container: test.right });
      }
      return found;
    },
    settings: (name) => {
      const found: Setting[] = [];
      for (const node of nodes(name, [...names, "String"])) {
        const value = settingValue(node, name, text);
        if (value !== undefined)
          found.push({ name, value: readExpression(value, text), from: node.from, to: value.to, within: within(node) });
      }
      return found;
    },
    functions: () => functionsOf(tree, text, within),
  };
}

const names = ["VariableName", "PropertyName"];

/** `x["NAME"] = value` only writes. */
function isTarget(node: SyntaxNode): boolean {
  const parent = node.parent;
  return parent?.name === "AssignStatement" && parent.firstChild?.from === node.from;
}

/** What the setting is given where its name stands: by assignment, as an argument, or in a dictionary. */
function settingValue(node: SyntaxNode, name: string, text: string): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent === null) return undefined;
  if (node.name === "String") {
    const literal = readString(node, text);
    if (literal.kind !== "string" || literal.value !== name) return undefined;
    if (parent.name === "DictionaryExpression")
      return node.nextSibling?.name === ":" ? (node.nextSibling.nextSibling ?? undefined) : undefined;
    return parent.name === "MemberExpression" ? assignedValue(parent) : undefined;
  }
  if (text.slice(node.from, node.to) !== name) return undefined;
  if (parent.name === "AssignStatement") return assignedValue(node);
  if (node.name === "PropertyName") return assignedValue(parent);
  const equals = parent.name === "ArgList" ? node.nextSibling : null;
  return equals?.name === "AssignOp" ? (equals.nextSibling ?? undefined) : undefined;
}

/** Of `target = value` with one target and one value. */
function assignedValue(target: SyntaxNode): SyntaxNode | undefined {
  const statement = target.parent;
  if (statement?.name !== "AssignStatement" || statement.firstChild?.from !== target.from) return undefined;
  const parts = children(statement).filter((child) => child.name !== "TypeDef");
  return parts.length === 3 ? parts[2] : undefined;
}

/** Statements that functions may stand in; no expression needs to be looked into. */
const blocks = /^(Script|Body|StatementGroup|\w+Statement|MatchBody|MatchClause|FunctionDefinition|ClassDefinition|⚠)$/;
const simple =
  /^(Assign|Update|Expression|Delete|Pass|Break|Continue|Return|Yield|Print|Raise|Import|Scope|Assert)Statement$/;

function functionsOf(
  tree: Tree,
  text: string,
  within: (node: SyntaxNode) => Enclosing,
): ReturnType<Found["functions"]> {
  const found: { function: FunctionFact; within: Enclosing }[] = [];
  tree.iterate({
    enter(ref) {
      if (ref.name === "FunctionDefinition")
        found.push({ function: readFunction(ref.node, text), within: within(ref.node) });
      return blocks.test(ref.name) && !simple.test(ref.name);
    },
  });
  return found;
}
