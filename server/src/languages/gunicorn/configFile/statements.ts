import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";
import type { PythonValue } from "../model";
import { evaluate, itemsOf } from "../values/evaluate";
import { isNamespace } from "../values/evaluateCall";
import { operate } from "../values/operators";
import { signatureOf } from "../values/signature";
import { nothing, settled, type Thing, thing } from "../values/things";
import type { ConfigRun } from "./file";
import { bind, bindName, mutate, namesOf, type Running, setVariable, textOf, wipe } from "./running";

/** `x = y = 1`, `x, y = 1, 2`, `x[0] = 1`. */
export function assignment(node: SyntaxNode, running: Running): void {
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
  const result = tuple ? itemsOf("tuple", items, namesOf(running)) : evaluate(first, namesOf(running));
  for (const group of groups) assign(group, value, result, node, running);
}

function assign(
  group: readonly SyntaxNode[],
  value: readonly SyntaxNode[],
  result: Thing,
  statement: SyntaxNode,
  running: Running,
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
      assignOne(target, [], thing(part, [result]), statement, running);
    });
  } else if (only) assignOne(only, value, result, statement, running);
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
  running: Running,
): void {
  if (target.name === "VariableName") {
    bind(target, { kind: "assignment", statement, value, result }, running);
    return;
  }
  const inner = membersOf(target);
  if (inner) {
    for (const one of inner) assignOne(one, [], thing(undefined, [result]), statement, running);
    return;
  }
  if (target.name !== "MemberExpression") return;
  // `os.environ["X"] = "1"` and `settings["X"] = 1`.
  const names = namesOf(running);
  const [object, bracket, index] = children(target);
  const key = bracket?.name === "[" && index ? evaluate(index, names).value : undefined;
  if (object && isNamespace(object, names)) {
    if (key?.type === "str" && index)
      bindName(key.value, index, { kind: "assignment", statement, value, result }, running);
    else wipe(statement, running);
    return;
  }
  if (object && key?.type === "str" && evaluate(object, names).path === "os.environ") {
    const text = settled(result);
    setVariable(key.value, text?.type === "str" ? text.value : undefined, running);
  }
  if (object) {
    evaluate(object, names);
    mutate(object, running);
  }
}

/** `x += 1` */
export function update(node: SyntaxNode, running: Running): void {
  const [target, operator, value] = children(node);
  if (!target || !operator || !value) return;
  const names = namesOf(running);
  const [before, more] = [evaluate(target, names), evaluate(value, names)];
  if (target.name !== "VariableName") {
    mutate(target, running);
    return;
  }
  const result = operate(textOf(operator, running).slice(0, -1), settled(before), settled(more));
  mutate(target, running);
  bind(target, { kind: "assignment", statement: node, value: [value], result: thing(result, [before, more]) }, running);
}

/** `import a.b as c`, `from a import b, c` */
export function importing(node: SyntaxNode, running: Running): void {
  const nodes = children(node);
  const from = nodes[0]?.name === "from";
  const at = nodes.findIndex(({ name }) => name === "import");
  const source = nodes
    .slice(1, at)
    .map((part) => textOf(part, running))
    .join("");
  let group: SyntaxNode[] = [];
  const finish = () => {
    const [first] = group;
    const alias = group.findIndex(({ name }) => name === "as");
    const path = group
      .slice(0, alias < 0 ? undefined : alias)
      .map((part) => textOf(part, running))
      .join("");
    const target = alias < 0 ? first : group[alias + 1];
    group = [];
    if (!target) return;
    const own = from ? module(source, running) : undefined;
    if (target.name === "*") return own === undefined ? wipe(node, running) : takeAll(own, node, running);
    const outcome = own?.open === false ? own.names.get(path) : undefined;
    if (outcome !== undefined && !outcome.unset) {
      bind(target, { kind: "import", statement: node, result: outcome.evaluated }, running);
      return;
    }
    // `import a.b` gives `a`, which is a module; what stands for a name of a module is not known.
    const whole = from ? `${source}.${path}` : alias < 0 ? textOf(target, running) : path;
    bind(target, { kind: "import", statement: node, result: imported(canonical(whole), !from) }, running);
  };
  for (const child of nodes.slice(at + 1)) {
    if (child.name === ",") finish();
    else if (child.name !== "(" && child.name !== ")") group.push(child);
  }
  finish();
}

function module(name: string, { machine, asked }: Running): ConfigRun | undefined {
  asked.always = true;
  return machine.module(name);
}

/** `from base import *` of a module of the project: its names, as it leaves them. */
function takeAll({ names, openAt }: ConfigRun, statement: SyntaxNode, running: Running): void {
  // `__all__` says otherwise which.
  if (openAt !== undefined || names.has("__all__")) wipe(statement, running);
  for (const [name, { evaluated, from, unset }] of names) {
    if (name.startsWith("_")) continue;
    const { file, conditional } = running;
    const thing = file.globals.has(name) || unset || (openAt !== undefined && evaluated.value === undefined);
    const marked = conditional ? from.map((binding) => ({ ...binding, conditional })) : from;
    running.names.own.set(name, { thing: thing ? nothing : evaluated, from: marked });
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
export function definition(node: SyntaxNode, running: Running): void {
  const decorated = node.name === "DecoratedStatement";
  const inner = decorated ? (node.getChild("FunctionDefinition") ?? node.getChild("ClassDefinition")) : node;
  const name = inner?.getChild("VariableName");
  if (!inner || !name) return;
  const isFunction = inner.name === "FunctionDefinition";
  const own = textOf(name, running);
  const value: PythonValue = isFunction
    ? { type: "function", name: own, ...signatureOf(inner.getChild("ParamList")) }
    : { type: "class", name: own };
  // A decorator may give back anything.
  const result = thing(decorated ? undefined : value);
  bind(name, { kind: isFunction ? "function" : "class", statement: node, result }, running);
}

/** `for x in`, `with ... as x`: bound, to what is not known. */
export function targets(node: SyntaxNode, running: Running): void {
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
    } else evaluate(child, namesOf(running));
  }
  for (const target of nodes) {
    if (target.name === "VariableName") bind(target, { kind: "other", statement: target, result: nothing }, running);
  }
}
