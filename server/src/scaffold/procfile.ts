import * as l10n from "@vscode/l10n";
import { readGunicorns } from "../project/gunicorns";
import type { Files } from "../workspace/files";
import type { PlannedFile } from "./plan";

/** What decides how many requests are taken at once, and for how long: it holds in any container. */
const carried = new Set([
  "workers",
  "threads",
  "worker_class",
  "worker_connections",
  "timeout",
  "graceful_timeout",
  "keepalive",
  "max_requests",
  "max_requests_jitter",
  "preload_app",
  "limit_request_line",
  "limit_request_fields",
  "limit_request_field_size",
]);

/** What a Procfile tells Gunicorn and the stack does not hear, while `gunicorn.conf.py` is written anew. */
export function procfileNotes(files: Files, planned: readonly PlannedFile[]): readonly string[] {
  const path = "Procfile";
  const text = files.text(path);
  const config = planned.find((file) => file.path === "gunicorn.conf.py");
  if (text === undefined || (config?.action !== "create" && config?.action !== "update")) return [];
  const [gunicorn] = readGunicorns(files, { paths: [path] });
  const options = (gunicorn?.command?.given ?? []).flatMap(({ path: at, setting, name, value }) =>
    at === path && carried.has(setting) ? [{ setting, written: text.slice(name.start, value?.end ?? name.end) }] : [],
  );
  if (options.length === 0) return [];
  return [
    l10n.t(
      "{0} starts Gunicorn with {1}, which the stack does not read: set {2} in gunicorn.conf.py.",
      path,
      options.map(({ written }) => written).join(" "),
      options.map(({ setting }) => setting).join(", "),
    ),
  ];
}
