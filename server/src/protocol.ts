import type { Project } from "./project/project";
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
  /** Absent where no answer could be found or proposed for the WSGI target. */
  readonly plan?: Plan;
  /** Why there is no plan: one sentence that says what to do. */
  readonly problem?: string;
}
