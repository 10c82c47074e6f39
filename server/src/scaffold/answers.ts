import * as l10n from "@vscode/l10n";
import { otherAppNote } from "../project/notes";
import type { Candidate, Project, ServiceName } from "../project/project";
import { fail, ok, type Result } from "../result";
import { nameOf } from "../workspace/paths";
import type { Wsgi } from "./blueprint";
import type { Answers } from "./plan";

/** The port that is proposed: free on most machines, and not a privileged one. */
const proposedPort = 8080;

const serviceNames: readonly ServiceName[] = ["postgres", "mysql", "redis", "mongo", "memcached", "rabbitmq"];

/** What would be answered if nobody said anything. There is no target where none or several equal ones were found. */
export function proposeAnswers(project: Project): Omit<Answers, "target"> & { readonly target: string | null } {
  return {
    deployment: "compose",
    target: project.target,
    port: proposedPort,
    python: project.pythonVersion,
    server: "gunicorn",
    services: serviceNames.filter((name) => project.services.includes(name)),
    without: [],
    language: "en",
  };
}

/** The first of the answers that cannot be, as a problem. They come from a person, an editor or a file. */
export function checkAnswers(answers: Partial<Record<keyof Answers, unknown>>, paths: readonly string[]): Result<void> {
  const bad = (message: string) => fail("bad-answer", message);
  for (const [key, value] of Object.entries(answers)) {
    if (value === undefined) continue;
    switch (key as keyof Answers) {
      case "deployment":
        if (value !== "compose") return bad(l10n.t("'{0}' is no deployment target: use compose.", shown(value)));
        break;
      case "target":
        if (typeof value !== "string" || !isTarget(value)) {
          return bad(
            l10n.t(
              "'{0}' is no WSGI target: write module:callable, such as pkg.wsgi:app, or pkg:create_app().",
              shown(value),
            ),
          );
        }
        break;
      case "port":
        if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 65535) {
          return bad(l10n.t("'{0}' is no port: use a number from 1 to 65535.", shown(value)));
        }
        break;
      case "python":
        if (typeof value !== "string" || !/^3\.([89]|1\d)$/.test(value)) {
          return bad(l10n.t("There is no image for Python '{0}': use 3.8 or later, written as 3.13.", shown(value)));
        }
        break;
      case "server":
        if (value !== "gunicorn") return bad(l10n.t("'{0}' is no server: use gunicorn.", shown(value)));
        break;
      case "services": {
        const unknown = strings(value).find((name) => !(serviceNames as readonly string[]).includes(name));
        if (!Array.isArray(value) || unknown !== undefined) {
          return bad(l10n.t("There is no service '{0}': use {1}.", unknown ?? shown(value), serviceNames.join(", ")));
        }
        break;
      }
      case "without": {
        const unknown = strings(value).find((path) => !paths.includes(path));
        if (!Array.isArray(value) || unknown !== undefined) {
          return bad(
            l10n.t(
              "'{0}' is no file that is written, so it cannot be left out: use {1}.",
              unknown ?? shown(value),
              paths.join(", "),
            ),
          );
        }
        break;
      }
      case "language":
        if (value !== "en" && value !== "ko") {
          return bad(l10n.t("'{0}' is no language of the comments: use en or ko.", shown(value)));
        }
        break;
      default:
        return bad(l10n.t("There is no answer '{0}'.", key));
    }
  }
  return ok(undefined);
}

/** A value as a message shows it: on one line. */
const shown = (value: unknown): string => String(value).replace(/\s+/g, " ");

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** `module:callable`, a factory with its arguments, and a folder before it where candidates of two folders bear one name. */
const isTarget = (text: string): boolean =>
  /^(?:[^:\n]+\/)?[\p{L}\p{N}_][\p{L}\p{N}_.-]*:[\p{L}_][\p{L}\p{N}_.]*(?:\([^\n]*\))?$/u.test(text);

/** What Gunicorn serves for a target: the folder comes from the candidate that it is, or is written before it (`backend/app:app`). */
export function resolveTarget(project: Project, target: string): Wsgi {
  const candidate = project.candidates.find((item) => fullTarget(item) === target);
  if (candidate !== undefined) return wsgiOf(candidate);
  const best = bestByTarget(project, target);
  if (best !== undefined) return wsgiOf(best);
  const { workingDirectory, pythonPath } = project;
  const [, folder, rest] = /^(?:([^:]+)\/)?([^/]+:.*)$/s.exec(target) ?? [];
  return folder === undefined || rest === undefined
    ? { target, workingDirectory, pythonPath }
    : { target: rest, workingDirectory: folder, pythonPath: "." };
}

const bestByTarget = (project: Project, target: string): Candidate | undefined =>
  project.candidates.find(
    (item) =>
      item.target === target && (target !== project.target || item.workingDirectory === project.workingDirectory),
  );

const wsgiOf = ({ target, workingDirectory, pythonPath }: Candidate): Wsgi => ({
  target,
  workingDirectory,
  pythonPath,
});

const fullTarget = ({ target, workingDirectory }: Candidate): string =>
  workingDirectory === "." ? target : `${workingDirectory}/${target}`;

/** Why there is no target, and how to name one. */
export function noTarget(project: Project, root: string): Result<never> {
  const best = Math.max(...project.candidates.map(({ score }) => score));
  const equal = project.candidates.filter(({ score }) => score === best);
  if (equal.length === 0 && project.otherApp !== undefined) return fail("no-target", otherAppNote(project.otherApp));
  if (equal.length === 0) {
    return fail(
      "no-target",
      l10n.t(
        "No Flask app was found in {0}, where app = Flask(...) and create_app() were looked for in every Python file that could be read: name it with --set target=module:callable.",
        nameOf(root),
      ),
      project.unread?.length ? project.unread.join("\n") : undefined,
    );
  }
  const repeated = (item: Candidate) => equal.some((other) => other !== item && other.target === item.target);
  const names = equal.map((item) => `${repeated(item) ? fullTarget(item) : item.target} (${item.file}:${item.line})`);
  return fail(
    "several-targets",
    l10n.t("Several apps are equally likely: choose one with --set target=, which can be {0}.", names.join(", ")),
  );
}
