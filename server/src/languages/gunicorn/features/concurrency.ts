import * as l10n from "@vscode/l10n";
import type { Effective } from "../model";

/** How many requests a Gunicorn works on at once. */
export interface Concurrency {
  /** `2 workers x 4 threads = 8 at once`. */
  readonly label: string;
  readonly why: string;
}

/** Undefined where it is not known, or where there is nothing to count together. */
export function concurrency(settings: ReadonlyMap<string, Effective>): Concurrency | undefined {
  const number = (name: string): number | undefined => {
    const value = settings.get(name)?.value;
    return value?.type === "int" ? value.value : undefined;
  };
  const named = settings.get("worker_class")?.value;
  const workers = number("workers");
  const threads = number("threads");
  if (named?.type !== "str" || workers === undefined || threads === undefined) return undefined;
  if (/gevent|eventlet|ggevent|geventlet/.test(named.value)) {
    const connections = number("worker_connections");
    if (connections === undefined) return undefined;
    return {
      label: product(workerCount(workers), l10n.t("{0} connections", connections), workers * connections),
      why: l10n.t("Each worker takes as many requests as it has connections, and runs one while the others wait."),
    };
  }
  // With more than one thread, Gunicorn itself takes gthread for sync.
  const threaded = /gthread/.test(named.value) || (/^sync$|SyncWorker$/.test(named.value) && threads > 1);
  if (threaded) {
    return {
      label: product(workerCount(workers), threadCount(threads), workers * threads),
      why: l10n.t("Each thread of each worker works on one request; further ones wait."),
    };
  }
  if (!/^sync$|SyncWorker$/.test(named.value) || workers < 2) return undefined;
  return {
    label: l10n.t("{0} at once", workers),
    why: l10n.t("Each worker works on one request; further ones wait."),
  };
}

const product = (one: string, other: string, total: number): string =>
  l10n.t("{0} × {1} = {2} at once", one, other, total);

const workerCount = (count: number): string => (count === 1 ? l10n.t("1 worker") : l10n.t("{0} workers", count));

const threadCount = (count: number): string => (count === 1 ? l10n.t("1 thread") : l10n.t("{0} threads", count));
