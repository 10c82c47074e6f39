import type { Finding } from "../findings";
import { type ProblemsParams, type ProblemsResult, problemsRequest } from "../protocol";
import { answer } from "./answer";
import type { Feature } from "./feature";
import { settingsOf } from "./gunicorn/diagnostics";
import { sessionOf } from "./gunicorn/sessions";
import { viewsOf } from "./nginx/features";

/** `flaskStack/problems`: judges files as it does when they are open, and as `flask-stack check` does. */
export const problemsFeature: Feature = {
  capabilities: {},

  register(context) {
    answer<ProblemsParams, ProblemsResult>(context.connection, problemsRequest, async ({ uris }) => {
      const nginx = await viewsOf(context.documents);
      const gunicorn = await sessionOf(context).folders;
      const { findingsOf } = await import("./gunicorn/service");
      // It is asked because something on the disk is another, which the client may tell of a moment later.
      nginx.forget();
      gunicorn.forget("all");
      const counts = uris.map((uri) => {
        const told = gunicorn.closed(uri);
        return counted([
          ...(nginx.findings(uri) ?? []),
          ...(told === undefined ? [] : findingsOf(told, settingsOf(context))),
        ]);
      });
      return { counts };
    });
  },
};

const counted = (findings: readonly Pick<Finding, "severity">[]) => ({
  errors: findings.filter(({ severity }) => severity === "error").length,
  warnings: findings.filter(({ severity }) => severity === "warning").length,
});
