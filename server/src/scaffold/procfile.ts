import * as l10n from "@vscode/l10n";
import type { Given } from "../languages/gunicorn/model";
import { readGunicorns } from "../project/gunicorns";
import type { Project } from "../project/project";
import type { Files } from "../workspace/files";
import type { PlannedFile } from "./plan";

/** What a Procfile tells Gunicorn that is good in a container, too. Times in seconds. */
export interface ProcfileSettings {
  readonly workers?: number;
  readonly threads?: number;
  readonly workerClass?: string;
  readonly workerConnections?: number;
  readonly timeout?: number;
  readonly gracefulTimeout?: number;
  readonly maxRequests?: number;
  readonly maxRequestsJitter?: number;
  readonly preload?: true;
}

/** An option as it is written. */
interface Written {
  readonly setting: string;
  readonly written: string;
}

const path = "Procfile";

/** What `gunicorn.conf.py` takes from a Procfile. */
export const procfileSettings = (files: Files, project: Project): ProcfileSettings => read(files, project).settings;

/** What a Procfile tells Gunicorn and becomes of it, while `gunicorn.conf.py` is written anew. */
export function procfileNotes(files: Files, project: Project, planned: readonly PlannedFile[]): readonly string[] {
  const config = planned.find((file) => file.path === "gunicorn.conf.py");
  if (config?.action !== "create" && config?.action !== "update") return [];
  const { kept, left } = read(files, project);
  const options = (all: readonly Written[]) => all.map(({ written }) => written).join(" ");
  return [
    ...(kept.length === 0
      ? []
      : [l10n.t("gunicorn.conf.py has {0}, as {1} says: the stack reads it there alone.", options(kept), path)]),
    ...(left.length === 0
      ? []
      : [
          l10n.t(
            "{0} starts Gunicorn with {1}, which the stack does not read: set {2} in gunicorn.conf.py.",
            path,
            options(left),
            left.map(({ setting }) => setting).join(", "),
          ),
        ]),
  ];
}

function read(files: Files, project: Project) {
  const text = files.text(path);
  const kept: Written[] = [];
  const left: Written[] = [];
  let settings: ProcfileSettings = {};
  const [gunicorn] = text === undefined ? [] : readGunicorns(files, { paths: [path] });
  for (const given of gunicorn?.command?.given ?? []) {
    const { setting, name, value } = given;
    const rule = Object.hasOwn(rules, setting) ? rules[setting] : undefined;
    // gunicorn.conf.py reads this variable by itself.
    const same = setting === "workers" && given.evaluated.variables.includes("WEB_CONCURRENCY");
    if (given.path !== path || rule === undefined || same) continue;
    const taken = rule(given, project);
    const written = { setting, written: (text ?? "").slice(name.start, value?.end ?? name.end) };
    if (taken === undefined) left.push(written);
    else kept.push(written);
    settings = { ...settings, ...taken };
  }
  return { settings, kept, left };
}

/** What an option comes to; undefined where the stack has to be told by hand. */
type Rule = (given: Given, project: Project) => ProcfileSettings | undefined;

/** A whole number in a range, under this name. */
const number =
  (key: keyof ProcfileSettings, least: number, most: number): Rule =>
  ({ evaluated: { value } }) =>
    value?.type === "int" && value.value >= least && value.value <= most ? { [key]: value.value } : undefined;

const never: Rule = () => undefined;

/** What decides how many requests are taken at once, and for how long. The rest (bind, logs, ...) is the stack's own. */
const rules: Readonly<Record<string, Rule>> = {
  // Socket.IO needs one: see gunicornConf.ts.
  workers: (given, project) => (isSocketIo(project) ? undefined : number("workers", 1, 64)(given, project)),
  threads: number("threads", 1, 256),
  worker_class: ({ evaluated: { value } }, { requirements }) => {
    const name = value?.type === "str" ? value.value : "";
    const there = name === "sync" || name === "gthread" || requirements.some((it) => it.name === name);
    return there && /^(?:sync|gthread|gevent|eventlet)$/.test(name) ? { workerClass: name } : undefined;
  },
  worker_connections: number("workerConnections", 1, 65_536),
  // With 0 Gunicorn would wait for ever, and Nginx would not.
  timeout: number("timeout", 1, 3600),
  graceful_timeout: number("gracefulTimeout", 1, 600),
  max_requests: number("maxRequests", 0, 1_000_000_000),
  max_requests_jitter: number("maxRequestsJitter", 0, 1_000_000_000),
  preload_app: ({ evaluated: { value } }) => (value?.type === "bool" && value.value ? { preload: true } : undefined),
  // These fit what Nginx is told.
  keepalive: never,
  limit_request_line: never,
  limit_request_fields: never,
  limit_request_field_size: never,
};

/** Whether the app needs each client's requests in one worker. */
export const isSocketIo = ({ requirements }: Pick<Project, "requirements">): boolean =>
  requirements.some(({ name }) => name === "flask-socketio");
