import type { Evaluated, PythonValue } from "../model";

/** What an expression stands for while a file is evaluated. */
export interface Thing extends Evaluated {
  /** The dotted name of something from outside, where it is such: `os.environ`, `multiprocessing.cpu_count`. */
  readonly path?: string;
  /** It is `None` because an environment variable is not set that has no default: set, it is something else. */
  readonly missing?: boolean;
}

/** Where the expressions are evaluated: for what the file cannot say of itself. */
export interface Machine {
  /** What is known to be set; of another variable, the default that the file gives is taken. */
  readonly environment?: ReadonlyMap<string, string>;
  /** How many processors `cpu_count()` sees. */
  readonly cpus: number;
  /** The file of a module that a config file imports; undefined where it is not one of the project's own. */
  readonly module?: (name: string) => ModuleFile | undefined;
}

export interface ModuleFile {
  readonly path: string;
  readonly text: string;
}

export const nothing: Thing = { value: undefined, variables: [], cpus: false };

export const thing = (value: PythonValue | undefined, from: readonly Evaluated[] = []): Thing => ({
  value,
  variables: from.length === 0 ? [] : [...new Set(from.flatMap(({ variables }) => variables))],
  cpus: from.some(({ cpus }) => cpus),
});

/** The value to calculate with: that of a variable which is not set is none. */
export const settled = (of: Thing | undefined): PythonValue | undefined => (of?.missing ? undefined : of?.value);

export const text = (value: string): PythonValue => ({ type: "str", value });
export const bool = (value: boolean): PythonValue => ({ type: "bool", value });
export const noneValue: PythonValue = { type: "None" };

/** A whole number; undefined where JavaScript would lose digits of it. */
export const int = (value: number): PythonValue | undefined =>
  Number.isSafeInteger(value) ? { type: "int", value: value + 0 } : undefined;

export const float = (value: number): PythonValue | undefined =>
  Number.isFinite(value) ? { type: "float", value } : undefined;

/** Of `int`, `float` and `bool`. */
export const numberOf = (value: PythonValue | undefined): number | undefined =>
  value?.type === "int" || value?.type === "float"
    ? value.value
    : value?.type === "bool"
      ? Number(value.value)
      : undefined;

/** `bool(value)`; undefined where it cannot be known. */
export function truth(value: PythonValue | undefined): boolean | undefined {
  switch (value?.type) {
    case undefined:
      return undefined;
    case "None":
      return false;
    case "bool":
      return value.value;
    case "int":
    case "float":
      return value.value !== 0;
    case "str":
      return value.value !== "";
    case "list":
    case "tuple":
    case "set":
      return value.items.length > 0;
    case "dict":
      return value.entries.length > 0;
    case "object":
      return value.name === "module" ? true : undefined;
    default:
      return true;
  }
}

/** `str(value)`; undefined for what is written in more than one way. */
export function asText(value: PythonValue | undefined): string | undefined {
  switch (value?.type) {
    case "str":
      return value.value;
    case "int":
      return String(value.value);
    case "float":
      return floatText(value.value);
    case "bool":
      return value.value ? "True" : "False";
    case "None":
      return "None";
    default:
      return undefined;
  }
}

/** JavaScript and Python write the same digits; exponents they write differently. */
function floatText(value: number): string | undefined {
  const written = String(value);
  if (written.includes("e")) return undefined;
  return Number.isInteger(value) ? (Math.abs(value) < 1e16 ? `${written}.0` : undefined) : written;
}
