import * as l10n from "@vscode/l10n";
import type { Rule } from "../rule";
import { givenOf, isSince, placeOf, textOf } from "../settings";
import { workerKind } from "../workers";

/** The distribution that each worker is not there without, and others that bring it along. */
const needs: Readonly<Partial<Record<string, readonly string[]>>> = {
  gevent: ["gevent", "grequests", "locust", "zerorpc", "gipc", "psycogreen"],
  eventlet: ["eventlet", "nameko", "oslo-service", "oslo.service"],
  tornado: ["tornado", "jupyter", "notebook", "bokeh", "livereload", "flower", "dask", "distributed", "streamlit"],
};

/** A worker class whose package is not installed: Gunicorn does not start. */
export const workerClassPackage: Rule = {
  code: "gunicorn-worker-class-package",
  severity: "warning",
  check(subject) {
    const given = givenOf(subject, "worker_class");
    const name = textOf(subject, "worker_class");
    if (given === undefined || name === undefined) return [];
    // No package brings a worker back that Gunicorn has no more.
    if (workerKind(subject) === "eventlet" && isSince(subject, "26.0")) return [];
    const packages = /^uvicorn_worker\./.test(name)
      ? ["uvicorn-worker"]
      : /^uvicorn\.workers\./.test(name)
        ? ["uvicorn", "fastapi", "connexion", "litestar"]
        : needs[workerKind(subject) ?? ""];
    const [wanted] = packages ?? [];
    if (packages === undefined || wanted === undefined) return [];
    if (!packages.every((each) => subject.packages.installs(each) === false)) return [];
    return [
      {
        ...placeOf(given),
        message: l10n.t(
          "This worker needs the package {0}, which {1} does not name: without it Gunicorn does not start. Add it there.",
          wanted,
          subject.packages.source() ?? l10n.t("the project"),
        ),
      },
    ];
  },
};
