import type { PythonValue } from "../model";
import { equal, operate } from "./operators";
import { parseInteger, splitSpace, strip } from "./text";
import { asText, bool, float, int, noneValue, numberOf, text, truth } from "./things";

type Value = PythonValue | undefined;

/** What is called with positional arguments that are all known, by its dotted name; undefined where it raises an error. */
export const functions: Readonly<Record<string, (args: readonly PythonValue[]) => Value>> = {
  int: ([value, base, ...more]) => {
    if (more.length > 0) return undefined;
    if (value === undefined) return int(0);
    if (base) return base.type === "int" && base.value === 10 ? whole(value) : undefined;
    return whole(value);
  },
  float: ([value]) => {
    if (value?.type !== "str") return value ? ifNumber(numberOf(value), float) : float(0);
    const plain = strip(value.value);
    return /^[+-]?(\d+(_\d+)*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)
      ? float(Number(plain.replaceAll("_", "")))
      : undefined;
  },
  str: ([value]) => (value ? ifText(asText(value)) : text("")),
  bool: ([value]) => (value ? ifBool(truth(value)) : bool(false)),
  len: ([value]) => {
    if (value?.type === "str") return int([...value.value].length);
    if (value?.type === "dict") return int(value.entries.length);
    return value && "items" in value ? int(value.items.length) : undefined;
  },
  min: (args) => extreme(args, "<"),
  max: (args) => extreme(args, ">"),
  abs: ([value]) =>
    value?.type === "float" ? float(Math.abs(value.value)) : ifNumber(numberOf(value), (it) => int(Math.abs(it))),
  round: ([value, digits]) =>
    digits || value?.type === "str" ? undefined : ifNumber(numberOf(value), (it) => int(roundHalfEven(it))),
  sum: ([value]) =>
    value && "items" in value ? value.items.reduce<Value>((all, it) => operate("+", all, it), int(0)) : undefined,
  list: ([value]) => (value ? collect("list", value) : { type: "list", items: [] }),
  tuple: ([value]) => (value ? collect("tuple", value) : { type: "tuple", items: [] }),
  set: ([value]) => (value ? collect("set", value) : { type: "set", items: [] }),
  object: () => ({ type: "object", name: "object" }),
  dict: (args) => (args.length === 0 ? { type: "dict", entries: [] } : args[0]?.type === "dict" ? args[0] : undefined),
  "math.ceil": ([value]) => ifNumber(numberOf(value), (it) => int(Math.ceil(it))),
  "math.floor": ([value]) => ifNumber(numberOf(value), (it) => int(Math.floor(it))),
  "os.path.join": (args) => {
    const parts = args.map((arg) => (arg.type === "str" ? arg.value : undefined));
    return parts.includes(undefined) ? undefined : text(joinPaths(parts.filter((part) => part !== undefined)));
  },
};

const whole = (value: PythonValue): Value => {
  if (value.type === "str") return ifNumber(parseInteger(value.value, 10), int);
  return ifNumber(numberOf(value), (it) => int(Math.trunc(it)));
};

const ifNumber = (value: number | undefined, make: (value: number) => Value): Value =>
  value === undefined ? undefined : make(value);
const ifText = (value: string | undefined): Value => (value === undefined ? undefined : text(value));
const ifBool = (value: boolean | undefined): Value => (value === undefined ? undefined : bool(value));

function extreme(args: readonly PythonValue[], operator: "<" | ">"): Value {
  const [first] = args;
  const items = args.length === 1 && first && "items" in first ? first.items : args.length > 1 ? args : [];
  let best: Value = items[0];
  for (const item of items.slice(1)) {
    const better = operate(operator, item, best);
    if (better?.type !== "bool") return undefined;
    if (better.value) best = item;
  }
  return best;
}

function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest === 0.5) return down % 2 === 0 ? down : down + 1;
  return rest < 0.5 ? down : down + 1;
}

function collect(type: "list" | "tuple" | "set", value: PythonValue): Value {
  const items =
    "items" in value
      ? value.items
      : value.type === "dict"
        ? value.entries.map(([key]) => key)
        : value.type === "str"
          ? [...value.value].map(text)
          : undefined;
  if (!items) return undefined;
  // The order of a set is not known, and members that may be equal cannot be counted.
  if (type !== "set") return "items" in value && value.type === "set" && items.length > 1 ? undefined : { type, items };
  const members: PythonValue[] = [];
  for (const item of items) {
    const known = members.map((member) => equal(member, item));
    if (known.includes(undefined)) return undefined;
    if (!known.includes(true)) members.push(item);
  }
  return { type, items: members };
}

const joinPaths = (parts: readonly string[]): string =>
  parts.reduce((all, part) =>
    part.startsWith("/") ? part : all === "" || all.endsWith("/") ? all + part : `${all}/${part}`,
  );

/** Methods of texts and dictionaries, with arguments that are all known. */
export function callMethod(object: PythonValue, name: string, args: readonly PythonValue[]): Value {
  if (object.type === "dict" && name === "get" && args[0]) {
    const [key, otherwise = noneValue] = args;
    const found = object.entries.find(([own]) => key && equal(own, key));
    return found ? found[1] : otherwise;
  }
  if (object.type !== "str" || !Object.hasOwn(methods, name)) return undefined;
  if (name === "join") return joined(object.value, args[0]);
  if (name === "format") return formatted(object.value, args);
  const texts = args.map((arg) => (arg.type === "str" ? arg.value : undefined));
  if (texts.includes(undefined)) return undefined;
  return methods[name]?.(
    object.value,
    texts.filter((it) => it !== undefined),
  );
}

const methods: Readonly<Record<string, (own: string, args: readonly string[]) => Value>> = {
  strip: (own, [chars]) => text(chars === undefined ? strip(own) : stripped(stripped(own, chars, 1), chars, -1)),
  lstrip: (own, [chars]) => (chars === undefined ? undefined : text(stripped(own, chars, 1))),
  rstrip: (own, [chars]) => (chars === undefined ? undefined : text(stripped(own, chars, -1))),
  lower: (own) => text(own.toLowerCase()),
  upper: (own) => text(own.toUpperCase()),
  startswith: (own, [start]) => (start === undefined ? undefined : bool(own.startsWith(start))),
  endswith: (own, [end]) => (end === undefined ? undefined : bool(own.endsWith(end))),
  removeprefix: (own, [start]) =>
    start === undefined ? undefined : text(own.startsWith(start) ? own.slice(start.length) : own),
  removesuffix: (own, [end]) =>
    end === undefined ? undefined : text(end && own.endsWith(end) ? own.slice(0, -end.length) : own),
  isdigit: (own) => (/^[\x20-\x7e]*$/.test(own) ? bool(/^\d+$/.test(own)) : undefined),
  replace: (own, [from, to]) => (from === undefined || to === undefined ? undefined : text(own.replaceAll(from, to))),
  split: (own, [separator]) => {
    if (separator === "") return undefined;
    return { type: "list", items: (separator === undefined ? splitSpace(own) : own.split(separator)).map(text) };
  },
  encode: () => ({ type: "object", name: "bytes" }),
  join: () => undefined,
  format: () => undefined,
};

function stripped(own: string, chars: string, side: 1 | -1): string {
  const letters = [...own];
  const set = new Set(chars);
  while (letters.length > 0 && set.has(letters.at(side === 1 ? 0 : -1) ?? ""))
    side === 1 ? letters.shift() : letters.pop();
  return letters.join("");
}

function joined(separator: string, parts: Value): Value {
  if (!parts || !("items" in parts) || parts.type === "set") return undefined;
  const texts = parts.items.map((item) => (item.type === "str" ? item.value : undefined));
  return texts.includes(undefined) ? undefined : text(texts.join(separator));
}

/** `"{}:{}".format(host, port)` and `{0}`. */
function formatted(format: string, args: readonly PythonValue[]): Value {
  let next = 0;
  let failed = false;
  const made = format.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (all, field?: string) => {
    if (all === "{{" || all === "}}") return all.charAt(0);
    const index = field === "" ? next++ : field !== undefined && /^\d+$/.test(field) ? Number(field) : undefined;
    const written = index === undefined ? undefined : asText(args[index]);
    failed ||= written === undefined;
    return written ?? "";
  });
  return failed ? undefined : text(made);
}
