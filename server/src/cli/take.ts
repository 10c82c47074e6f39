import type { Result } from "../result";
import { showProblem, type Terminal } from "./terminal";

/** The values of a command's arguments; undefined, with the first problem shown, where one of them is no good. */
export function take<T extends object>(
  terminal: Terminal,
  results: { readonly [K in keyof T]: Result<T[K]> },
): T | undefined {
  const values: [string, unknown][] = [];
  for (const [name, result] of Object.entries<Result<unknown>>(results)) {
    if (!result.ok) {
      showProblem(terminal, result.problem);
      return undefined;
    }
    values.push([name, result.value]);
  }
  return Object.fromEntries(values) as T;
}
