import type { PythonValue } from "../model";

/**
 * A value as Python writes it: `"gthread"`, `True`, `["a", "b"]`.
 * @param asText how a text is put between quotes
 */
export function pythonSource(value: PythonValue, asText = quoted): string {
  const inside = (one: PythonValue): string => pythonSource(one, asText);
  switch (value.type) {
    case "str":
      return asText(value.value);
    case "int":
      return String(value.value);
    case "float":
      return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
    case "bool":
      return value.value ? "True" : "False";
    case "None":
      return "None";
    case "list":
      return `[${value.items.map(inside).join(", ")}]`;
    case "tuple":
      return `(${value.items.map(inside).join(", ")}${value.items.length === 1 ? "," : ""})`;
    case "set":
      return value.items.length === 0 ? "set()" : `{${value.items.map(inside).join(", ")}}`;
    case "dict":
      return `{${value.entries.map(([key, own]) => `${inside(key)}: ${inside(own)}`).join(", ")}}`;
    case "object":
    case "function":
    case "class":
      return value.name;
  }
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** A text between the quotes that it needs no escapes for, double ones where both would do. */
export function quoted(text: string): string {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return `${quote}${escaped(text, quote)}${quote}`;
}

/** What stands for a text between such quotes. */
export function escaped(text: string, quote: string): string {
  return text.replace(/[\n\r\t\\"']/g, (one) => (one === quote ? `\\${one}` : (escapes[one] ?? one)));
}
