import * as l10n from "@vscode/l10n";
import type { Project } from "../project/project";
import { type Plain, record } from "../record";
import { join } from "../workspace/paths";

/** Packages whose tasks a program beside the app works off, under the name that a person knows; and how that program is started. */
const queues: readonly { readonly packages: RegExp; readonly name: string; readonly command: string }[] = [
  { packages: /^celery$/, name: "Celery", command: "celery -A ... worker" },
  { packages: /^(rq|flask-rq2?)$/, name: "RQ", command: "rq worker --url ..." },
  { packages: /^(flask-)?dramatiq$/, name: "Dramatiq", command: "dramatiq ..." },
  { packages: /^huey$/, name: "Huey", command: "huey_consumer ..." },
];

/** Modules that are there for Celery's command alone; the first is that of Flask's documentation. */
const celeryModules = ["make_celery", "celery_app", "celery_worker", "celeryapp"];

/** A service of a compose file that works tasks off, by its name or by the program that it runs. */
export const isWorker = ([name, service]: readonly [string, unknown], program: string): boolean =>
  /worker|celery|queue/i.test(name) || JSON.stringify(record(service).command ?? "").includes(program);

/**
 * Says that tasks wait where nothing of the stack works them off, and how to add what does.
 * @param services those of the compose file as it will be
 * @param text a file of the project, by its path
 */
export function workerNotes(
  { requirements, workingDirectory }: Pick<Project, "requirements" | "workingDirectory">,
  composePath: string,
  services: Plain,
  text: (path: string) => string | undefined,
): readonly string[] {
  const queue = queues.find(({ packages }) => requirements.some(({ name }) => packages.test(name)));
  if (queue === undefined) return [];
  const program = queue.command.split(" ", 1)[0] ?? "";
  if (Object.entries(services).some((service) => isWorker(service, program))) return [];
  const module = celeryModules.find((name) => text(join(workingDirectory, `${name}.py`)) !== undefined);
  // A process of a Procfile is a name and what a shell runs.
  const lines = (text("Procfile") ?? "").split(/\r?\n/).map((line) => line.replace(/^[\w-]+:\s*/, "").trim());
  return [
    l10n.t(
      "Tasks of {0} wait for a worker, and the stack starts none: add a service to {1} with {2}, and command: {3}",
      queue.name,
      composePath,
      `extends: {service: web}, healthcheck: {test: [CMD, "true"]}`,
      lines.find((line) => line.includes(`${program} `)) ?? queue.command.replace("-A ...", `-A ${module ?? "..."}`),
    ),
  ];
}
