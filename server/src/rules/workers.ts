import type { Subject } from "./rule";
import { numberOf, textOf, valueOfSetting } from "./settings";

/** What kind of worker a class is; `other` for one that Gunicorn does not bring along and that is not known here. */
export type WorkerKind = "sync" | "gthread" | "gevent" | "eventlet" | "tornado" | "asgi" | "uvicorn" | "other";

const kinds: readonly (readonly [RegExp, WorkerKind])[] = [
  [/^(egg:gunicorn#)?sync$|^gunicorn\.workers\.sync\.SyncWorker$/, "sync"],
  [/^(egg:gunicorn#)?gthread$|^gunicorn\.workers\.gthread\.ThreadWorker$/, "gthread"],
  [/^(egg:gunicorn#)?gevent(_wsgi|_pywsgi)?$|^gunicorn\.workers\.ggevent\.|^geventwebsocket\.gunicorn\./, "gevent"],
  [/^(egg:gunicorn#)?eventlet$|^gunicorn\.workers\.geventlet\./, "eventlet"],
  [/^(egg:gunicorn#)?tornado$|^gunicorn\.workers\.gtornado\./, "tornado"],
  [/^asgi$|^gunicorn\.workers\.gasgi\./, "asgi"],
  [/^uvicorn(\.workers|_worker)\.Uvicorn\w*Worker$/, "uvicorn"],
];

/**
 * The worker that Gunicorn will really run: with threads it takes gthread for sync (`Config.worker_class`).
 * Undefined where it cannot be known.
 */
export function workerKind(subject: Subject): WorkerKind | undefined {
  const value = valueOfSetting(subject, "worker_class");
  if (value?.type === "class") return "other";
  const name = textOf(subject, "worker_class");
  if (name === undefined) return undefined;
  const kind = kinds.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
  if (kind !== "sync") return kind;
  const threads = numberOf(subject, "threads");
  return threads === undefined ? undefined : threads > 1 ? "gthread" : "sync";
}
