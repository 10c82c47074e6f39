import { availableParallelism } from "node:os";
import { type GunicornParams, type GunicornResult, gunicornRequest } from "../protocol";
import { answer } from "./answer";
import type { Feature } from "./feature";

/** `flaskStack/gunicorn`: every setting of every Gunicorn of a folder, its value and where it comes from. */
export const effectiveGunicornFeature: Feature = {
  // Requests of our own are not in LSP's list of capabilities.
  capabilities: {},

  register({ connection, files }) {
    answer<GunicornParams, GunicornResult>(connection, gunicornRequest, async ({ folder }) => {
      const [{ readGunicorns }, { gunicornReport }] = await Promise.all([
        import("../project/gunicorns"),
        import("../project/gunicornReport"),
      ]);
      const view = await files(folder);
      return { gunicorns: gunicornReport(readGunicorns(view, { cpus: availableParallelism() }), view) };
    });
  },
};
