import type { SyntaxNode, Tree } from "@lezer/common";
import { readFunction } from "./definitions";
import { children, readCall, readExpression } from "./expressions";
import type { CallExpr, DeepFacts, Enclosing, Expr, FunctionFact, Scope, Setting } from "./facts";
import { readScope } from "./statements";

/** Walks a whole file once; for what may stand anywhere in it. */
export function readDeep(tree: Tree, text: string): DeepFacts {
  const calls: { call: CallExpr; within: Enclosing }[] = [];
  const subscripts: Extract<Expr, { kind: "subscript" }>[] = [];
  const functions: { function: FunctionFact; within: Enclosing }[] = [];
  const settings: Setting[] = [];
  let within: Enclosing = [];

  tree.iterate({
    enter(ref) {
      if (ref.name === "FunctionDefinition") {
        const found = readFunction(ref.node, text);
        functions.push({ function: found, within });
        within = [lazyScope(found.scope), ...within];
      } else if (ref.name === "ClassDefinition") {
        const node = ref.node;
        within = [lazyScope(() => readScope(node.getChild("Body") ?? node, text)), ...within];
      } else if (ref.name === "CallExpression") {
        const call = readCall(ref.node, text);
        if (call === undefined) return;
        calls.push({ call, within });
        for (const arg of call.args) {
          if (arg.name !== undefined) settings.push({ name: arg.name, value: arg.value, from: call.from, to: call.to });
        }
      } else if (ref.name === "MemberExpression") {
        const member = readExpression(ref.node, text);
        if (member.kind === "subscript") subscripts.push(member);
      } else if (ref.name === "DictionaryExpression") {
        settings.push(...entriesOf(readExpression(ref.node, text)));
      } else if (ref.name === "AssignStatement") settings.push(...assigned(ref.node, text));
    },
    leave(ref) {
      if (ref.name === "FunctionDefinition" || ref.name === "ClassDefinition") within = within.slice(1);
    },
  });
  return { calls, subscripts, functions, settings };
}

/** Most scopes are never looked into. */
function lazyScope(read: () => Scope): Scope {
  let scope: Scope | undefined;
  const get = () => {
    scope ??= read();
    return scope;
  };
  return {
    get bindings() {
      return get().bindings;
    },
    get stars() {
      return get().stars;
    },
    get calls() {
      return get().calls;
    },
    get stores() {
      return get().stores;
    },
    get returns() {
      return get().returns;
    },
    get globals() {
      return get().globals;
    },
    get yields() {
      return get().yields;
    },
  };
}

function entriesOf(dict: Expr): Setting[] {
  if (dict.kind !== "dict") return [];
  return dict.entries.flatMap(({ key, value }) =>
    key.kind === "string" ? [{ name: key.value, value, from: key.from, to: value.to }] : [],
  );
}

function assigned(node: SyntaxNode, text: string): Setting[] {
  const nodes = children(node).filter((child) => child.name !== "TypeDef");
  const [target, operator, value] = nodes;
  if (target === undefined || operator?.name !== "AssignOp" || value === undefined || nodes.length !== 3) return [];
  const left = readExpression(target, text);
  const name =
    left.kind === "name"
      ? left.name
      : left.kind === "subscript" && left.index.kind === "string"
        ? left.index.value
        : undefined;
  return name === undefined ? [] : [{ name, value: readExpression(value, text), from: target.from, to: value.to }];
}
