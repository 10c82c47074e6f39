import type { PythonValue } from "../model";
import { escaped, pythonSource } from "./source";

/** A value as `gunicorn --print-config` prints it: by Python's `str()`. */
export function printed(value: PythonValue): string {
  if (value.type === "str") return value.value;
  return value.type === "function" || value.type === "class" ? `<${value.name}()>` : pythonSource(value, inRepr);
}

/** As `repr()` quotes: in single quotes, unless it has one and no double quote. */
function inRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return `${quote}${escaped(text, quote)}${quote}`;
}
