import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, placeOf, replaceValue, textOf } from "../settings";

/** uvicorn's own workers are deprecated since 0.30: they moved to a package of their own. */
export const uvicornWorkerMoved: Rule = {
  code: "gunicorn-uvicorn-worker-moved",
  severity: "hint",
  check(subject) {
    const given = givenOf(subject, "worker_class");
    const name = /^uvicorn\.workers\.(\w+)$/.exec(textOf(subject, "worker_class") ?? "")?.[1];
    if (given === undefined || name === undefined) return [];
    const moved = JSON.stringify(`uvicorn_worker.${name}`);
    const installed = subject.packages.installs("uvicorn-worker") === true;
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          "uvicorn.workers is deprecated: install the package uvicorn-worker, and name the worker {0}.",
          moved,
        ),
        fixes: installed ? replaceValue(given, l10n.t("Change to {0}", moved), moved) : [],
      },
    ];
  },
};
