import type { Result } from "../../../server/src/result";
import type { Parts } from "../parts";
import { showProblem } from "./run";

/** What the commands return to a caller: a key binding, a task, another extension. */
export type Outcome = { readonly result: "done" | "left" } | { readonly result: "failed"; readonly message: string };

export const done: Outcome = { result: "done" };
export const left: Outcome = { result: "left" };

/** Says what went wrong where something did, and tells it to the caller. */
export function outcomeOf(parts: Parts, result: Result<unknown>): Outcome {
  if (result.ok) return done;
  void showProblem(parts, result.problem);
  return result.problem.code === "cancelled" ? left : { result: "failed", message: result.problem.message };
}
