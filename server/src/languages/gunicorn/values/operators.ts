import type { PythonValue } from "../model";
import { asText, bool, float, int, numberOf, text } from "./things";

type Value = PythonValue | undefined;

/** What an operator makes of two values; undefined where Python raises an error or it cannot be known. */
export function operate(operator: string, left: Value, right: Value): Value {
  if (left === undefined || right === undefined) return undefined;
  const compared = comparisons[operator];
  if (compared) {
    const result = compared(left, right);
    return result === undefined ? undefined : bool(result);
  }
  if (operator === "%" && left.type === "str") return percent(left.value, right);
  if (operator === "*" && left.type === "str" && right.type === "int") return repeat(left.value, right.value);
  if (operator === "*" && right.type === "str" && left.type === "int") return repeat(right.value, left.value);
  if (operator === "+" && left.type === "str" && right.type === "str") return text(left.value + right.value);
  if (operator === "+" && (left.type === "list" || left.type === "tuple") && right.type === left.type) {
    return { type: left.type, items: [...left.items, ...right.items] };
  }
  return calculate(operator, left, right);
}

const longest = 10_000;
const repeat = (part: string, times: number): Value =>
  part.length * times > longest ? undefined : text(part.repeat(Math.max(times, 0)));

function calculate(operator: string, left: PythonValue, right: PythonValue): Value {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined) return undefined;
  const whole = left.type !== "float" && right.type !== "float";
  const result = whole ? int : float;
  switch (operator) {
    case "+":
      return result(a + b);
    case "-":
      return result(a - b);
    case "*":
      return result(a * b);
    case "/":
      return b === 0 ? undefined : float(a / b);
    case "//":
      return b === 0 ? undefined : result(Math.floor(a / b));
    case "%":
      return b === 0 ? undefined : result(a - b * Math.floor(a / b));
    case "**":
      return whole && b >= 0 ? int(a ** b) : a === 0 && b < 0 ? undefined : float(a ** b);
    case "<<":
      return whole && b >= 0 && b < 64 ? int(a * 2 ** b) : undefined;
    case ">>":
      return whole && b >= 0 && b < 64 ? int(Math.floor(a / 2 ** b)) : undefined;
    case "|":
      return whole && small(a) && small(b) && left.type === "int" && right.type === "int" ? int(a | b) : undefined;
    case "&":
      return whole && small(a) && small(b) && left.type === "int" && right.type === "int" ? int(a & b) : undefined;
    default:
      return undefined;
  }
}

const small = (value: number): boolean => value >= 0 && value < 2 ** 31;

const comparisons: Readonly<Record<string, (left: PythonValue, right: PythonValue) => boolean | undefined>> = {
  "==": equal,
  "!=": (left, right) => negate(equal(left, right)),
  "<": (left, right) => ordered(left, right, (sign) => sign < 0),
  "<=": (left, right) => ordered(left, right, (sign) => sign <= 0),
  ">": (left, right) => ordered(left, right, (sign) => sign > 0),
  ">=": (left, right) => ordered(left, right, (sign) => sign >= 0),
  in: contains,
  "not in": (left, right) => negate(contains(left, right)),
  is: same,
  "is not": (left, right) => negate(same(left, right)),
};

const negate = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** `left == right` */
export function equal(left: PythonValue, right: PythonValue): boolean | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a === b;
  if (opaque(left) || opaque(right)) return undefined;
  if (left.type !== right.type) return false;
  if (left.type === "str" && right.type === "str") return left.value === right.value;
  if ((left.type === "list" || left.type === "tuple") && "items" in right) {
    if (left.items.length !== right.items.length) return false;
    const each = left.items.map((item, i) => {
      const other = right.items[i];
      return other ? equal(item, other) : false;
    });
    return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
  }
  return left.type === "None" ? true : undefined;
}

const opaque = ({ type }: PythonValue): boolean => type === "function" || type === "class" || type === "object";

/** Only of what Python has one of. */
function same(left: PythonValue, right: PythonValue): boolean | undefined {
  const single = ({ type }: PythonValue) => type === "None" || type === "bool";
  if (!single(left) && !single(right)) return undefined;
  return left.type === right.type && equal(left, right) === true;
}

function ordered(left: PythonValue, right: PythonValue, fits: (sign: number) => boolean): boolean | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return fits(a - b);
  if (left.type !== "str" || right.type !== "str") return undefined;
  return fits(left.value < right.value ? -1 : left.value > right.value ? 1 : 0);
}

function contains(item: PythonValue, container: PythonValue): boolean | undefined {
  if (container.type === "str") return item.type === "str" ? container.value.includes(item.value) : undefined;
  const items =
    "items" in container
      ? container.items
      : container.type === "dict"
        ? container.entries.map(([key]) => key)
        : undefined;
  const found = items?.map((one) => equal(item, one));
  return found?.includes(true) ? true : found?.includes(undefined) ? undefined : found && false;
}

/** `"%s:%d" % (host, port)`, without widths and names. */
function percent(format: string, right: PythonValue): Value {
  const given = right.type === "tuple" ? [...right.items] : [right];
  let failed = false;
  const made = format.replace(/%([\s\S]?)/g, (_all, kind: string) => {
    if (kind === "%") return "%";
    const value = given.shift();
    const number = numberOf(value);
    const written =
      kind === "s"
        ? asText(value)
        : (kind === "d" || kind === "i") && number !== undefined
          ? String(Math.trunc(number))
          : undefined;
    failed ||= written === undefined;
    return written ?? "";
  });
  return failed || given.length > 0 ? undefined : text(made);
}
