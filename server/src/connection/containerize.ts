import {
  type InspectParams,
  type InspectResult,
  inspectRequest,
  type PlanParams,
  type PlanResult,
  planRequest,
} from "../protocol";
import { answer } from "./answer";
import type { Feature } from "./feature";

/** `flaskStack/inspect` and `flaskStack/plan`: what Containerize asks before it writes. */
export const containerizeFeature: Feature = {
  // Requests of our own are not in LSP's list of capabilities.
  capabilities: {},

  register({ connection, files }) {
    answer<InspectParams, InspectResult>(connection, inspectRequest, async ({ folder }) => {
      const { inspect } = await import("../project/inspect");
      return inspect(await files(folder));
    });

    answer<PlanParams, PlanResult>(connection, planRequest, async ({ folder, answers, replace }, token) => {
      const { inspect } = await import("../project/inspect");
      const { plan } = await import("../scaffold/containerize");
      const view = await files(folder);
      const project = inspect(view, answers.target);
      if (token.isCancellationRequested) return { project };
      const planned = plan(view, project, answers, replace);
      return planned.ok ? { project, plan: planned.value } : { project, problem: planned.problem };
    });
  },
};
