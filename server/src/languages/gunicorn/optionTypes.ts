import type { SettingSpec } from "./catalog/catalog";
import type { PythonValue } from "./model";
import { parseInteger } from "./values/text";

/** What argparse makes of the text of an option's value; undefined where it refuses it. */
export function convert(spec: SettingSpec, text: string): PythonValue | undefined {
  if (spec.action !== "store" || spec.type === "str") return { type: "str", value: text };
  const value = spec.type === "int" ? parseInteger(text, 10) : autoInt(text);
  return value === undefined ? undefined : { type: "int", value };
}

/** What an option that takes no value, or was given none, sets. */
export function constant(spec: SettingSpec): PythonValue {
  return spec.const ?? { type: "bool", value: true };
}

/** Gunicorn's `auto_int`: as `int(text, 0)`, but `022` is octal. */
function autoInt(text: string): number | undefined {
  return parseInteger(/^0\d/.test(text) ? `0o${text.slice(1)}` : text, 0);
}
