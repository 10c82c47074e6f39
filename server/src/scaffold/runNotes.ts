import * as l10n from "@vscode/l10n";
import { parseDocument } from "yaml";
import { type Plain, record } from "../record";
import type { Blueprint } from "./blueprint";
import { dataFolders } from "./dataFolders";
import { developmentNotes, missingNames, missingValues } from "./missingValues";
import { workerNotes } from "./taskWorker";
import { networksOf } from "./theirServices";

/** What is there once the plan is applied. */
export interface Outcome {
  readonly composePath: string;
  readonly compose: string;
  /** A file of the project, by its path; undefined where it is not there. */
  readonly text: (path: string) => string | undefined;
  /** The port that was asked for now, and not remembered. */
  readonly port: number | undefined;
  /** Something is written. What the app cannot do in its container is news only then. */
  readonly writes: boolean;
}

/** What a person meets when the stack runs: what the app cannot do in its container, and values that do not arrive. */
export function runNotes(outcome: Outcome, { project }: Blueprint): readonly string[] {
  const file = record(parseDocument(outcome.compose, { merge: true }).toJS());
  const services = record(file.services);
  const web = record(services.web);
  const notes: string[] = [];
  if (outcome.port !== undefined && !publishes(record(services.nginx), outcome.port)) {
    notes.push(
      l10n.t(
        "{0} is yours and keeps the port that it publishes: change it there to have the site at {1}.",
        outcome.composePath,
        outcome.port,
      ),
    );
  }
  notes.push(...sharedPortNotes(outcome, services));
  const networks = networksOf(web).map((name) => [name, record(record(file.networks)[name])] as const);
  if (outcome.writes && networks.length > 0 && networks.every(([, { internal }]) => internal === true)) {
    notes.push(
      l10n.t(
        "No code was seen that calls other servers, so web cannot reach the internet: if it has to, add internet to the networks of web in {0}, and internet: under networks at its end.",
        outcome.composePath,
      ),
    );
  }
  if (outcome.writes && web.read_only === true) {
    notes.push(
      l10n.t(
        "The disk of web is read-only but for {0}: another folder that the app writes to needs a volume in {1}, and in the Dockerfile a RUN install -d -o 10001 -g 10001 for it.",
        ["/tmp", ...dataFolders(project).map(({ path }) => path)].join(", "),
        outcome.composePath,
      ),
    );
  }
  if (outcome.writes) notes.push(...workerNotes(project, outcome.composePath, services, outcome.text));
  const told = { web, text: outcome.text };
  if (outcome.writes) notes.push(...developmentNotes(project.environment, told));
  const missing = missingValues(missingNames(project.environment, told));
  return [
    ...notes,
    ...dotenvNotes(outcome.text(".env") ?? "", record(web.environment)),
    ...(missing === undefined ? [] : [missing]),
  ];
}

/** What `.env` says and the container does not hear, by name: values of this file are never shown. */
function dotenvNotes(dotenv: string, told: Plain): readonly string[] {
  const entries = dotenv.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
  const local = entries.filter(({ name, value }) => pointsHere(name, value) && !Object.hasOwn(told, name));
  const cut = entries.filter(({ value }) => /^[^'].*?\$[A-Za-z_{]|^\$[A-Za-z_{]/.test(value.replace(/\$\$/g, "")));
  return [
    ...(local.length === 0
      ? []
      : [
          l10n.t(
            ".env: {0} names localhost, which in a container is the container itself: put the name of a service of the compose file there.",
            names(local),
          ),
        ]),
    ...(cut.length === 0
      ? []
      : [
          l10n.t(
            ".env: compose takes the $ in {0} for the start of a variable, so the app gets less than is written: single quotes around the value keep it.",
            names(cut),
          ),
        ]),
  ];
}

const here = "(localhost|127\\.0\\.0\\.1|\\[::1\\])";

const pointsHere = (name: string, value: string): boolean =>
  new RegExp(`^["']?[a-z][a-z0-9+.]*://([^@/]*@)?${here}([:/"'?\\s]|$)`, "i").test(value) ||
  (/HOST(NAME)?$/.test(name) && new RegExp(`^["']?${here}["']?\\s*$`, "i").test(value));

const names = (entries: readonly { readonly name: string }[]): string =>
  [...new Set(entries.map(({ name }) => name))].join(", ");

/** A service of theirs publishes the port that Nginx has where `HTTP_PORT` does not say another. */
function sharedPortNotes({ composePath, text }: Outcome, services: Plain): readonly string[] {
  const { ports } = record(services.nginx);
  const [, port] = /^\$\{HTTP_PORT:-(\d+)\}:/.exec(Array.isArray(ports) ? String(ports[0]) : "") ?? [];
  if (port === undefined || /^\s*(export\s+)?HTTP_PORT\s*=/m.test(text(".env") ?? "")) return [];
  return Object.entries(services)
    .filter(
      ([name, it]) => name !== "nginx" && record(it).profiles === undefined && publishes(record(it), Number(port)),
    )
    .map(([name]) =>
      l10n.t(
        "{0}: {1} and nginx both publish the port {2}, so only one of them can start: set HTTP_PORT in .env to another port for nginx.",
        composePath,
        name,
        port,
      ),
    );
}

/** One of the published ports is this one, or would be if `HTTP_PORT` did not say otherwise. */
function publishes({ ports }: Plain, port: number): boolean {
  if (!Array.isArray(ports)) return false;
  return ports.some((entry) =>
    typeof entry === "object"
      ? String(record(entry).published) === String(port)
      : new RegExp(`(^|:|:-)${port}\\}?:\\d+(/tcp)?$`).test(String(entry)),
  );
}
