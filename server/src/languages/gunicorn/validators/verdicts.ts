import type { PythonValue } from "../model";
import { pythonSource } from "../values/source";
import type { Verdict } from "./validate";

export const accepted = (value?: PythonValue): Verdict => ({ kind: "accepted", value });
export const refused = (reason: string): Verdict => ({ kind: "refused", reason });
export const unknown: Verdict = { kind: "unknown" };

export const str = (value: string): PythonValue => ({ type: "str", value });
export const int = (value: number): PythonValue => ({ type: "int", value });
export const list = (items: readonly PythonValue[]): PythonValue => ({ type: "list", items });
export const none: PythonValue = { type: "None" };

const longest = 60;

/** A value as a message shows it: as Python writes it, long ones cut. */
export function shown(value: PythonValue): string {
  const source = pythonSource(value);
  return source.length > longest ? `${source.slice(0, longest)}…` : source;
}

/** `if not value`; undefined where only running tells. */
export function isFalsy(value: PythonValue): boolean | undefined {
  switch (value.type) {
    case "None":
      return true;
    case "str":
      return value.value === "";
    case "int":
    case "float":
      return value.value === 0;
    case "bool":
      return !value.value;
    case "list":
    case "tuple":
    case "set":
      return value.items.length === 0;
    case "dict":
      return value.entries.length === 0;
    case "object":
      return value.name === "bytes" ? undefined : false;
    default:
      return false;
  }
}
