import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";
import type { PythonValue } from "../model";
import { callMethod, functions } from "./calls";
import { type Names, source } from "./names";
import { int, noneValue, nothing, settled, type Thing, text as textValue, thing } from "./things";

type Evaluate = (node: SyntaxNode, names: Names) => Thing;

const counting = new Set(["os.cpu_count", "os.process_cpu_count", "multiprocessing.cpu_count", "psutil.cpu_count"]);
/** They give any name any value, or give away the names of the module. */
const wiping = new Set(["exec", "globals", "locals", "vars", "setattr", "execfile"]);

/** What of the names of the module only reads. */
const reading = new Set(["get", "keys", "items", "values", "copy"]);

/** `globals()`, and what is the same at the top of a module. */
export function isNamespace(node: SyntaxNode, names: Names): boolean {
  const callee = node.name === "CallExpression" ? node.firstChild : null;
  if (callee?.name !== "VariableName" || !["globals", "locals", "vars"].includes(source(callee, names))) return false;
  const list = node.getChild("ArgList");
  return list !== null && children(list).length === 2 && names.lookup(source(callee, names)) === undefined;
}

/** `globals().update(workers=3)`, `globals().update({"workers": 3})`; any other call of what may change it gives any name any value. */
function namespaceCall(method: string, node: SyntaxNode, list: SyntaxNode, names: Names, evaluate: Evaluate): Thing {
  if (reading.has(method)) return nothing;
  const nodes = children(list).slice(1, -1);
  const pairs =
    method !== "update"
      ? undefined
      : nodes.length === 1 && nodes[0]?.name === "DictionaryExpression"
        ? pairsOf(children(nodes[0]).slice(1, -1), ":", (key) => {
            const { value } = evaluate(key, names);
            return value?.type === "str" ? value.value : undefined;
          })
        : pairsOf(nodes, "AssignOp", (key) => (key.name === "VariableName" ? source(key, names) : undefined));
  if (pairs === undefined) names.wiped(node);
  for (const { name, key, value } of pairs ?? []) names.assign(name, key, value, evaluate(value, names));
  return nothing;
}

interface Pair {
  readonly name: string;
  readonly key: SyntaxNode;
  readonly value: SyntaxNode;
}

/** Undefined where anything else stands between them. */
function pairsOf(
  nodes: readonly SyntaxNode[],
  between: string,
  nameOf: (key: SyntaxNode) => string | undefined,
): readonly Pair[] | undefined {
  const pairs: Pair[] = [];
  for (let at = 0; at < nodes.length; at += 4) {
    const [key, sign, value, comma] = nodes.slice(at, at + 4);
    const name = key && sign?.name === between ? nameOf(key) : undefined;
    if (!key || !value || name === undefined || (comma && comma.name !== ",")) return undefined;
    pairs.push({ name, key, value });
  }
  return pairs;
}

/** What a call comes to: of the functions and methods that only calculate, and those that ask the machine. */
export function call(node: SyntaxNode, names: Names, evaluate: Evaluate): Thing {
  const callee = node.firstChild;
  const list = node.getChild("ArgList");
  if (!callee || !list) return nothing;
  const method = callee.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
  if (method && callee.firstChild && isNamespace(callee.firstChild, names))
    return namespaceCall(source(method, names), node, list, names, evaluate);
  const nodes = children(list).filter(({ name }) => name !== "(" && name !== ")");
  const args = nodes.filter(({ name }) => name !== ",");
  // Only positional ones, none of them unpacked.
  const plain = !nodes.some(({ name }) => name === "AssignOp" || name === "*" || name === "**" || name === "for");
  const given = plain ? args.map((arg) => evaluate(arg, names)) : [];
  const property = callee.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
  const object = property && callee.firstChild ? evaluate(callee.firstChild, names) : undefined;
  const path =
    object && property
      ? object.path === undefined
        ? undefined
        : `${object.path}.${source(property, names)}`
      : evaluate(callee, names).path;
  const values = given.map(settled);
  const known = values.filter((value) => value !== undefined);
  const all = plain && known.length === given.length;

  if (path === "os.environ.get" || path === "os.getenv") return environmentVariable(args, nodes, names, evaluate);
  if (path !== undefined && counting.has(path)) {
    return args.length === 0 ? { ...thing(int(names.cpus())), cpus: true } : nothing;
  }
  // What Gunicorn and its app may run on; `len` of it is asked.
  if (path === "os.sched_getaffinity" && all) {
    const each = Array.from(
      { length: Math.min(names.cpus(), 4096) },
      (_, i): PythonValue => ({ type: "int", value: i }),
    );
    return { ...thing({ type: "set", items: each }), cpus: true };
  }
  // With a dictionary of its own, `exec` leaves the names of the module alone.
  const apart = path === "exec" && plain && args.length > 1;
  if (path !== undefined && wiping.has(path) && !apart) names.wiped(node);
  const builtIn = path !== undefined && Object.hasOwn(functions, path) ? functions[path] : undefined;
  if (builtIn) return thing(all ? builtIn(known) : undefined, given);
  if (path === "os.environ.setdefault" && known[0]?.type === "str") {
    const name = known[0].value;
    if (names.environment(name) === undefined) {
      names.setEnvironment(name, known[1]?.type === "str" ? known[1].value : undefined);
    }
  }
  const own = settled(object);
  if (own && object && property) {
    const method = source(property, names);
    const result = all ? callMethod(own, method, known) : undefined;
    if (!result && callee.firstChild) names.append(callee.firstChild, (before) => appended(before, method, all, known));
    return thing(result, [object, ...given]);
  }
  // A function that is not known may change the lists that it is given.
  for (const arg of args) names.mutated(arg);
  return thing(undefined, given);
}

/** `bind.append("x")`, `bind.extend(others)`; undefined for what else may have become of it. */
function appended(
  before: PythonValue,
  method: string,
  all: boolean,
  args: readonly PythonValue[],
): PythonValue | undefined {
  const [first] = args;
  if (before.type !== "list" || !all || !first) return undefined;
  if (method === "append") return { ...before, items: [...before.items, first] };
  return method === "extend" && "items" in first ? { ...before, items: [...before.items, ...first.items] } : undefined;
}

/** `os.environ.get("X")`, `os.getenv("X", "default")`. */
function environmentVariable(
  args: readonly SyntaxNode[],
  nodes: readonly SyntaxNode[],
  names: Names,
  evaluate: Evaluate,
): Thing {
  const [first, second] = args;
  const name = first ? evaluate(first, names) : nothing;
  if (name.value?.type !== "str") return thing(undefined, [name]);
  const variable = name.value.value;
  const set = names.environment(variable);
  const otherwise = otherwiseOf(second, nodes, names, evaluate);
  const variables = [...new Set([variable, ...(otherwise?.variables ?? [])])];
  if (set !== undefined) return { ...thing(textValue(set)), variables };
  if (otherwise === undefined) return { ...thing(noneValue), variables, missing: true };
  return { ...otherwise, variables };
}

/** The second argument, also where its name is given. */
function otherwiseOf(
  second: SyntaxNode | undefined,
  nodes: readonly SyntaxNode[],
  names: Names,
  evaluate: Evaluate,
): Thing | undefined {
  if (!second) return undefined;
  const equals = nodes.findIndex(({ name }) => name === "AssignOp");
  const value = equals < 0 ? second : nodes[equals + 1];
  return value ? evaluate(value, names) : nothing;
}
