import type { Project } from "./project/project";
import type { Problem } from "./result";
import type { Answers, Plan } from "./scaffold/plan";

/** The requests that the client adds to LSP: types only. Folders are `file:` URIs. */

/** `flaskStack/inspect`: what Flask project is this? */
export const inspectRequest = "flaskStack/inspect";
export interface InspectParams {
  readonly folder: string;
}
export type InspectResult = Project;

/** `flaskStack/plan`: what would Containerize write? Answers left out are proposed. */
export const planRequest = "flaskStack/plan";
export interface PlanParams {
  readonly folder: string;
  readonly answers: Partial<Answers>;
  /** Conflicting files, by path, that the user decided to replace. */
  readonly replace?: readonly string[];
}
export interface PlanResult {
  readonly project: Project;
  /** Absent where there is a problem. */
  readonly plan?: Plan;
  /** Why there is no plan: `no-target`, `several-targets`, or what else has to be settled before there can be one. */
  readonly problem?: Problem;
}
