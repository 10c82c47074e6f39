import type { Result } from "../../../server/src/result";

/** Nobody stops what was begun. */
export const noSignal = new AbortController().signal;

/** What a step gave; throws all that its problem says where it gave none. */
export function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.code}: ${result.problem.message}\n${result.problem.detail ?? ""}`);
}

/** What an engine tells while it works, kept. */
export function listening() {
  const steps: string[] = [];
  const lines: string[] = [];
  return {
    steps,
    lines,
    step: (text: string) => void steps.push(text),
    output: (text: string) => void lines.push(text),
  };
}
