import type { PythonValue } from "../model";

/**
 * Python's own functions with the number of parameters that `inspect.signature` counts, where all of Python 3 agree on it.
 * That of `print` has none for some, and Gunicorn takes neither.
 */
const arities: Readonly<Record<string, number>> = {
  ...{ abs: 1, all: 1, any: 1, ascii: 1, bin: 1, callable: 1, chr: 1, delattr: 2, divmod: 2, hasattr: 2, hash: 1 },
  ...{ hex: 1, id: 1, isinstance: 2, issubclass: 2, len: 1, oct: 1, ord: 1, print: 0, repr: 1, setattr: 3, sorted: 1 },
};

/** A function of Python's own by its name. */
export function builtin(name: string): PythonValue | undefined {
  const arity = Object.hasOwn(arities, name) ? arities[name] : undefined;
  return arity === undefined ? undefined : { type: "function", name, arity, required: arity };
}
