import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";
import type { PythonValue } from "../model";
import { evaluate, itemsOf } from "../values/evaluate";
import { isNamespace } from "../values/evaluateCall";
import { operate } from "../values/operators";
import { signatureOf } from "../values/signature";
import { nothing, settled, type Thing, thing } from "../values/things";
import type { ConfigRun } from "./file";
import { bind, bindName, type Following, mutate, namesOf, setVariable, textOf, wipe } from "./following";

/** `x = y = 1`, `x, y = 1, 2`, `x[0] = 1`. */
export function assignment(node: SyntaxNode, following: Following): void {
  const groups: SyntaxNode[][] = [[]];
  for (const child of children(node)) {
    if (child.name === "AssignOp") groups.push([]);
    else if (child.name !== "TypeDef") groups.at(-1)?.push(child);
  }
  const value = groups.pop() ?? [];
  const [first] = value;
  // `x: int` gives no value.
  if (groups.length === 0 || !first) return;
  const tuple = value.some(({ name }) => name === "," || name === "*");
  const items = value.filter(({ name }) => name !== ",");
  const result = tuple ? itemsOf("tuple", items, namesOf(following)) : evaluate(first, namesOf(following));
  for (const group of groups) assign(group, value, result, node, following);
}

function assign(
  group: readonly SyntaxNode[],
  value: readonly SyntaxNode[],
  result: Thing,
  statement: SyntaxNode,
  following: Following,
): void {
  const plain = group.filter(({ name }) => name !== "," && name !== "*");
  const [only] = plain;
  const unpacked = group.length > 1 ? plain : only ? membersOf(only) : undefined;
  if (unpacked) {
    const starred = group.some(({ name }) => name === "*");
    const items = settled(result);
    const parts = items && "items" in items && items.type !== "set" && !starred ? items.items : [];
    unpacked.forEach((target, i) => {
      const part = parts.length === unpacked.length ? parts[i] : undefined;
      assignOne(target, [], thing(part, [result]), statement, following);
    });
  } else if (only) assignOne(only, value, result, statement, following);
}

function membersOf(target: SyntaxNode): SyntaxNode[] | undefined {
  if (target.name !== "TupleExpression" && target.name !== "ArrayExpression") return undefined;
  return children(target).filter(({ name }) => !["(", ")", "[", "]", ",", "*"].includes(name));
}

function assignOne(
  target: SyntaxNode,
  value: readonly SyntaxNode[],
  result: Thing,
  statement: SyntaxNode,
  following: Following,
): void {
  if (target.name === "VariableName") {
    bind(target, { kind: "assignment", statement, value, result }, following);
    return;
  }
  const inner = membersOf(target);
  if (inner) {
    for (const one of inner) assignOne(one, [], thing(undefined, [result]), statement, following);
    return;
  }
  if (target.name !== "MemberExpression") return;
  // `os.environ["X"] = "1"` and `settings["X"] = 1`.
  const names = namesOf(following);
  const [object, bracket, index] = children(target);
  const key = bracket?.name === "[" && index ? evaluate(index, names).value : undefined;
  if (object && isNamespace(object, names)) {
    if (key?.type === "str" && index)
      bindName(key.value, index, { kind: "assignment", statement, value, result }, following);
    else wipe(statement, following);
    return;
  }
  if (object && key?.type === "str" && evaluate(object, names).path === "os.environ") {
    const text = settled(result);
    setVariable(key.value, text?.type === "str" ? text.value : undefined, following);
  }
  if (object) {
    evaluate(object, names);
    mutate(object, following);
  }
}

/** `x += 1` */
export function update(node: SyntaxNode, following: Following): void {
  const [target, operator, value] = children(node);
  if (!target || !operator || !value) return;
  const names = namesOf(following);
  const [before, more] = [evaluate(target, names), evaluate(value, names)];
  if (target.name !== "VariableName") {
    mutate(target, following);
    return;
  }
  const result = operate(textOf(operator, following).slice(0, -1), settled(before), settled(more));
  mutate(target, following);
  bind(
    target,
    { kind: "assignment", statement: node, value: [value], result: thing(result, [before, more]) },
    following,
  );
}

/** `import a.b as c`, `from a import b, c` */
export function importing(node: SyntaxNode, following: Following): void {
  const nodes = children(node);
  const from = nodes[0]?.name === "from";
  const at = nodes.findIndex(({ name }) => name === "import");
  const source = nodes
    .slice(1, at)
    .map((part) => textOf(part, following))
    .join("");
  let group: SyntaxNode[] = [];
  const finish = () => {
    const [first] = group;
    const alias = group.findIndex(({ name }) => name === "as");
    const path = group
      .slice(0, alias < 0 ? undefined : alias)
      .map((part) => textOf(part, following))
      .join("");
    const target = alias < 0 ? first : group[alias + 1];
    group = [];
    if (!target) return;
    const own = from ? module(source, following) : undefined;
    if (target.name === "*") return own === undefined ? wipe(node, following) : takeAll(own, node, following);
    const outcome = own?.open === false ? own.names.get(path) : undefined;
    if (outcome !== undefined && !outcome.unset) {
      bind(target, { kind: "import", statement: node, result: outcome.evaluated }, following);
      return;
    }
    // `import a.b` gives `a`, which is a module; what stands for a name of a module is not known.
    const whole = from ? `${source}.${path}` : alias < 0 ? textOf(target, following) : path;
    bind(target, { kind: "import", statement: node, result: imported(canonical(whole), !from) }, following);
  };
  for (const child of nodes.slice(at + 1)) {
    if (child.name === ",") finish();
    else if (child.name !== "(" && child.name !== ")") group.push(child);
  }
  finish();
}

function module(name: string, { machine, asked }: Following): ConfigRun | undefined {
  asked.always = true;
  return machine.module(name);
}

/** `from base import *` of a module of the project: its names, as it leaves them. */
function takeAll({ names, openAt }: ConfigRun, statement: SyntaxNode, following: Following): void {
  // `__all__` says otherwise which.
  if (openAt !== undefined || names.has("__all__")) wipe(statement, following);
  for (const [name, { evaluated, from, unset }] of names) {
    if (name.startsWith("_")) continue;
    const { file, conditional } = following;
    const thing = file.globals.has(name) || unset || (openAt !== undefined && evaluated.value === undefined);
    const marked = conditional ? from.map((binding) => ({ ...binding, conditional })) : from;
    following.names.own.set(name, { thing: thing ? nothing : evaluated, from: marked });
  }
}

const aModule: PythonValue = { type: "object", name: "module" };
const imports = new Map<string, Thing>();

/** What is imported is the same thing in every file: what was worked out with it still holds. */
function imported(path: string, whole: boolean): Thing {
  const key = `${whole} ${path}`;
  const known = imports.get(key) ?? { ...thing(whole ? aModule : undefined), path };
  if (imports.size > 1000) imports.clear();
  imports.set(key, known);
  return known;
}

/** One name for what Python has under several. */
const canonical = (path: string): string => path.replace(/^builtins\./, "");

/** A function or class, decorated or not. */
export function definition(node: SyntaxNode, following: Following): void {
  const decorated = node.name === "DecoratedStatement";
  const inner = decorated ? (node.getChild("FunctionDefinition") ?? node.getChild("ClassDefinition")) : node;
  const name = inner?.getChild("VariableName");
  if (!inner || !name) return;
  const isFunction = inner.name === "FunctionDefinition";
  const own = textOf(name, following);
  const value: PythonValue = isFunction
    ? { type: "function", name: own, ...signatureOf(inner.getChild("ParamList")) }
    : { type: "class", name: own };
  // A decorator may give back anything.
  const result = thing(decorated ? undefined : value);
  bind(name, { kind: isFunction ? "function" : "class", statement: node, result }, following);
}

/** `for x in`, `with ... as x`: bound, to what is not known. */
export function targets(node: SyntaxNode, following: Following): void {
  const nodes: SyntaxNode[] = [];
  let named = false;
  for (const child of children(node)) {
    if (child.name === "Body") break;
    if (child.name === "as" || child.name === "for") named = true;
    else if (child.name === "in") named = false;
    else if (child.name === ",") continue;
    else if (named) {
      nodes.push(...(membersOf(child) ?? [child]));
      if (node.name === "WithStatement") named = false;
    } else evaluate(child, namesOf(following));
  }
  for (const target of nodes) {
    if (target.name === "VariableName") bind(target, { kind: "other", statement: target, result: nothing }, following);
  }
}
