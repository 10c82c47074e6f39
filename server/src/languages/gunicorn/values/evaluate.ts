import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";
import { readString, withEscapes } from "../../python/strings";
import type { PythonValue } from "../model";
import { builtin } from "./builtinFunctions";
import { functions } from "./calls";
import { call, isNamespace } from "./evaluateCall";
import { isLogic, logic } from "./logic";
import { type Names, source } from "./names";
import { equal, operate } from "./operators";
import { signatureOf } from "./signature";
import {
  asText,
  bool,
  float,
  int,
  noneValue,
  nothing,
  numberOf,
  settled,
  type Thing,
  text as textValue,
  thing,
  truth,
} from "./things";

const deepest = 150;
let depth = 0;

/** What an expression comes to, as far as that can be known without running it. Never fails. */
export function evaluate(node: SyntaxNode, names: Names): Thing {
  if (depth >= deepest) return nothing;
  depth++;
  try {
    return readers[node.name]?.(node, names) ?? nothing;
  } finally {
    depth--;
  }
}

type Reader = (node: SyntaxNode, names: Names) => Thing;

const readers: Readonly<Record<string, Reader>> = {
  VariableName: (node, names) => lookup(source(node, names), names),
  Number: (node, names) => thing(number(source(node, names))),
  Boolean: (node, names) => thing(bool(source(node, names) === "True")),
  None: () => thing(noneValue),
  String: (node, names) => thing(literal(node, names)),
  FormatString: (node, names) => formatString(node, names),
  ContinuedString: (node, names) => {
    const parts = children(node).map((part) => evaluate(part, names));
    const texts = parts.map(({ value }) => (value?.type === "str" ? value.value : undefined));
    return thing(texts.includes(undefined) ? undefined : textValue(texts.join("")), parts);
  },
  ParenthesizedExpression: (node, names) => {
    const inner = children(node).find(({ name }) => name !== "(" && name !== ")");
    return inner ? evaluate(inner, names) : nothing;
  },
  ArrayExpression: (node, names) => collection("list", node, names),
  TupleExpression: (node, names) => collection("tuple", node, names),
  SetExpression: (node, names) => {
    const made = collection("list", node, names);
    return made.value ? { ...made, value: functions.set?.([made.value]) } : made;
  },
  DictionaryExpression: dictionary,
  ConditionalExpression: (node, names) => {
    const [yes, , test, , no] = children(node);
    if (!yes || !test || !no) return nothing;
    const condition = evaluate(test, names);
    const holds = truth(condition.value);
    if (holds === undefined) return thing(undefined, [condition, evaluate(yes, names), evaluate(no, names)]);
    const taken = evaluate(holds ? yes : no, names);
    return { ...taken, ...thing(taken.value, [condition, taken]) };
  },
  BinaryExpression: binary,
  UnaryExpression: unary,
  NamedExpression: (node, names) => {
    const [target, , value] = children(node);
    if (!target || !value) return nothing;
    const result = evaluate(value, names);
    names.bind(target, result);
    return result;
  },
  LambdaExpression: (node) => {
    const list = node.getChild("ParamList");
    return thing({ type: "function", name: "<lambda>", ...signatureOf(list) });
  },
  MemberExpression: member,
  CallExpression: (node, names) => call(node, names, evaluate),
};

const constants: ReadonlyMap<string, PythonValue> = new Map([["__name__", textValue("__config__")]]);

/** A name of the file, else one of Python's own. */
function lookup(name: string, names: Names): Thing {
  const found = names.lookup(name);
  if (found) return found;
  const constant = constants.get(name);
  return constant ? thing(constant) : { ...nothing, value: builtin(name), path: name };
}

function number(written: string): PythonValue | undefined {
  const digits = written.replaceAll("_", "");
  if (/j$/i.test(digits)) return { type: "object", name: "complex" };
  if (/^0[xob]/i.test(digits)) return int(Number(digits));
  if (/^\d+$/.test(digits)) return /^0+[1-9]/.test(digits) ? undefined : int(Number(digits));
  return float(Number(digits));
}

function literal(node: SyntaxNode, names: Names): PythonValue | undefined {
  const written = source(node, names);
  if (!isClosed(written)) return undefined;
  if (/^[a-z]*b/i.test(written)) return { type: "object", name: "bytes" };
  const read = readString(node, names.text);
  return read.kind === "string" ? textValue(read.value) : undefined;
}

/** Whether a text has its closing quote: without it Python refuses the file, and half a value is none. */
function isClosed(written: string): boolean {
  const [opening = "", quote = ""] = /^\w*("""|'''|"|')/.exec(written) ?? [];
  const rest = written.slice(opening.length);
  const [backslashes = ""] = /\\*$/.exec(rest.slice(0, -quote.length)) ?? [];
  return rest.endsWith(quote) && backslashes.length % 2 === 0;
}

function formatString(node: SyntaxNode, names: Names): Thing {
  const written = source(node, names);
  const [opening = "", prefix = "", quote = ""] = written.match(/^(\w*)("""|'''|"|')/) ?? [];
  if (!isClosed(written)) return nothing;
  const unescaped = (from: number, to: number) => {
    const part = names.text.slice(from, to);
    const plain = /r/i.test(prefix) ? part : withEscapes(part);
    return plain.replaceAll("{{", "{").replaceAll("}}", "}");
  };
  const parts: Thing[] = [];
  const texts: (string | undefined)[] = [];
  let at = node.from + opening.length;
  for (const replacement of node.getChildren("FormatReplacement")) {
    const [, inner, ...rest] = children(replacement);
    const value = inner ? evaluate(inner, names) : nothing;
    // Only `{value}` itself: no width, no `!r`, no `=`.
    const plain = rest.length === 1 && rest[0]?.name === "}";
    parts.push(value);
    texts.push(unescaped(at, replacement.from), plain ? asText(settled(value)) : undefined);
    at = replacement.to;
  }
  texts.push(unescaped(at, node.to - quote.length));
  return thing(texts.includes(undefined) ? undefined : textValue(texts.join("")), parts);
}

/** The members of a list or tuple, with `*other` unpacked. */
function collection(type: "list" | "tuple", node: SyntaxNode, names: Names): Thing {
  const brackets = new Set(["[", "]", "(", ")", "{", "}", ","]);
  return itemsOf(
    type,
    children(node).filter(({ name }) => !brackets.has(name)),
    names,
  );
}

/** The same for what stands between commas without brackets. */
export function itemsOf(type: "list" | "tuple", nodes: readonly SyntaxNode[], names: Names): Thing {
  const items: (PythonValue | undefined)[] = [];
  const parts: Thing[] = [];
  nodes.forEach((child, i) => {
    if (child.name === "*") return;
    const part = evaluate(child, names);
    const value = settled(part);
    parts.push(part);
    if (nodes[i - 1]?.name !== "*") items.push(value);
    else if (value && "items" in value) items.push(...value.items);
    else items.push(undefined);
  });
  const known = items.filter((item) => item !== undefined);
  return thing(known.length === items.length ? { type, items: known } : undefined, parts);
}

function dictionary(node: SyntaxNode, names: Names): Thing {
  const entries: (readonly [PythonValue, PythonValue])[] = [];
  const parts: Thing[] = [];
  let known = true;
  const put = (key: PythonValue, value: PythonValue) => {
    const at = entries.findIndex(([own]) => equal(own, key));
    if (at >= 0) entries[at] = [entries[at]?.[0] ?? key, value];
    else entries.push([key, value]);
  };
  const nodes = children(node);
  nodes.forEach((child, i) => {
    const [before, after] = [nodes[i - 1], nodes[i + 1]];
    if (!after) return;
    if (child.name === "**") {
      const other = evaluate(after, names);
      const value = settled(other);
      parts.push(other);
      if (value?.type === "dict") for (const [key, it] of value.entries) put(key, it);
      else known = false;
    } else if (child.name === ":" && before) {
      const [key, value] = [evaluate(before, names), evaluate(after, names)];
      const [k, v] = [settled(key), settled(value)];
      parts.push(key, value);
      // A dictionary is one, whatever is in it that is not known.
      if (k) put(k, v ?? { type: "object", name: "unknown" });
      else known = false;
    }
  });
  return thing(known ? { type: "dict", entries } : undefined, parts);
}

function binary(node: SyntaxNode, names: Names): Thing {
  const nodes = children(node);
  const [first, second] = nodes;
  const last = nodes.at(-1);
  if (!first || !second || !last || nodes.length < 3) return nothing;
  if (isLogic(node)) return logic(node, names, evaluate);
  const left = evaluate(first, names);
  const right = evaluate(last, names);
  const operator = nodes
    .slice(1, -1)
    .map((part) => source(part, names))
    .join(" ");
  // `1 < x < 3` is read as `(1 < x) < 3`, which is something else.
  const chained = first.name === "BinaryExpression" && isComparison(second) && isComparison(children(first)[1]);
  if (chained) return thing(undefined, [left, right]);
  if ((operator === "in" || operator === "not in") && right.path === "os.environ" && left.value?.type === "str") {
    const set = names.environment(left.value.value) !== undefined;
    return { ...thing(bool(set === (operator === "in")), [left]), variables: [left.value.value] };
  }
  // Whether a variable is set at all may be asked.
  const asks = ["is", "is not", "==", "!="].includes(operator);
  const [a, b] = asks ? [left.value, right.value] : [settled(left), settled(right)];
  return thing(operate(operator, a, b), [left, right]);
}

const isComparison = (node: SyntaxNode | undefined): boolean =>
  node !== undefined && ["CompareOp", "in", "not", "is"].includes(node.name);

function unary(node: SyntaxNode, names: Names): Thing {
  const [operator, operand] = children(node);
  if (!operator || !operand) return nothing;
  if (isLogic(node)) return logic(node, names, evaluate);
  const inner = evaluate(operand, names);
  const value = settled(inner);
  const size = numberOf(value);
  if (size === undefined) return thing(undefined, [inner]);
  const sign = source(operator, names);
  const result = sign === "-" ? -size : sign === "+" ? size : value?.type === "float" ? undefined : -size - 1;
  return thing(result === undefined ? undefined : value?.type === "float" ? float(result) : int(result), [inner]);
}

function member(node: SyntaxNode, names: Names): Thing {
  const [first, ...rest] = children(node);
  if (!first) return nothing;
  if (isNamespace(first, names)) {
    const key = rest.length === 3 && rest[1] ? evaluate(rest[1], names).value : undefined;
    return (key?.type === "str" && names.lookup(key.value)) || nothing;
  }
  const object = evaluate(first, names);
  const property = rest.find(({ name }) => name === "PropertyName");
  if (property) {
    return object.path === undefined
      ? thing(undefined, [object])
      : { ...nothing, path: `${object.path}.${source(property, names)}` };
  }
  const [index, ...more] = rest.filter(({ name }) => name !== "[" && name !== "]");
  if (!index || more.length > 0 || index.name === ":") return thing(undefined, [object]);
  const key = evaluate(index, names);
  const [own, wanted] = [settled(object), settled(key)];
  if (object.path === "os.environ" && wanted?.type === "str") {
    const set = names.environment(wanted.value);
    return { ...thing(set === undefined ? undefined : textValue(set), [key]), variables: [wanted.value] };
  }
  return thing(own && wanted ? item(own, wanted) : undefined, [object, key]);
}

function item(own: PythonValue, key: PythonValue): PythonValue | undefined {
  if (own.type === "dict") {
    const found = own.entries.find(([other]) => equal(other, key))?.[1];
    return found?.type === "object" && found.name === "unknown" ? undefined : found;
  }
  if (key.type !== "int") return undefined;
  if (own.type === "str") {
    const letter = [...own.value].at(key.value);
    return letter === undefined ? undefined : textValue(letter);
  }
  return own.type === "list" || own.type === "tuple" ? own.items.at(key.value) : undefined;
}
