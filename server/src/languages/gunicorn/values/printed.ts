import type { PythonValue } from "../model";

/** A value as `gunicorn --print-config` prints it: by Python's `str()`. */
export function printed(value: PythonValue): string {
  if (value.type === "str") return value.value;
  return value.type === "function" ? `<${value.name}()>` : repr(value);
}

function repr(value: PythonValue): string {
  switch (value.type) {
    case "str":
      return quoted(value.value);
    case "int":
      return String(value.value);
    case "float":
      return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
    case "bool":
      return value.value ? "True" : "False";
    case "None":
      return "None";
    case "list":
      return `[${value.items.map(repr).join(", ")}]`;
    case "tuple":
      return `(${value.items.map(repr).join(", ")}${value.items.length === 1 ? "," : ""})`;
    case "set":
      return value.items.length === 0 ? "set()" : `{${value.items.map(repr).join(", ")}}`;
    case "dict":
      return `{${value.entries.map(([key, own]) => `${repr(key)}: ${repr(own)}`).join(", ")}}`;
    default:
      return value.name;
  }
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** In single quotes, unless it has one and no double quote. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(/[\n\r\t\\'"]/g, (one) => (one === quote ? `\\${one}` : (escapes[one] ?? one)));
  return `${quote}${inside}${quote}`;
}
