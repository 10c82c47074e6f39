import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { inspect } from "../../project/inspect";
import type { Project } from "../../project/project";
import { fail, ok, type Result } from "../../result";
import { nginxHealthPath } from "../../scaffold/blueprint";
import { plan } from "../../scaffold/containerize";
import { missingValues } from "../../scaffold/missingValues";
import { openFiles } from "../../workspace/diskFiles";
import type { Progress } from "../engine";
import { failureLines } from "../gunicornLog";
import { portHolder } from "../portHolder";
import { anyFreePort, portProblem } from "../ports";
import { cancelled } from "../run";
import type { HostFolders } from "./cache";
import { waitForAnswer } from "./daemon";
import { readDotenv } from "./environment";
import { type GunicornStart, gunicornConfPath, startGunicorn } from "./gunicorn";
import { install } from "./install";
import { nginxConfPath, startNginx } from "./nginx";
import { findNginx } from "./nginxProgram";
import { endProcess, type ProcessMark } from "./processes";
import { type HostState, isUp, readState, removeState, writeState } from "./state";
import { alivePath } from "./status";

/** How long Gunicorn and Nginx may take to answer, in milliseconds. */
const startPatience = 60_000;
/** Gunicorn's own graceful_timeout is 30 s; then it ends its workers itself. */
const webPatience = 35_000;
const nginxPatience = 30_000;
/** How many lines of a log are shown where a start fails. */
const shownLines = 20;

/** Installs what the project needs, ends what runs of its stack, and starts it anew; resolves once it answers. */
export async function start(
  root: string,
  folders: HostFolders,
  wantedPort: number | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  if (process.platform === "win32") {
    return fail("host-windows", l10n.t("Gunicorn does not run on Windows: use Docker Desktop, or do this inside WSL."));
  }
  if (!existsSync(join(root, gunicornConfPath))) {
    return fail(
      "not-containerized",
      l10n.t(
        "There is no {0} in {1}: containerize the project first (flask-stack containerize).",
        gunicornConfPath,
        root,
      ),
    );
  }
  const files = openFiles(root);
  const project = inspect(files);
  const planned = plan(files, project, {});
  if (!planned.ok) return planned;
  const { answers } = planned.value;
  const dotenv = readDotenv(root);
  // As compose does: the shell's variable wins over the .env, and that over the file.
  const port = wantedPort ?? portOf(process.env.HTTP_PORT) ?? portOf(dotenv.HTTP_PORT) ?? answers.port;
  const before = readState(folders.state);
  const running = await isUp(before);
  if (!(running && before?.port === port)) {
    const problem = await portProblem(port, () => portHolder(port, undefined, signal));
    if (problem) return problem;
  }
  if (answers.services.length > 0) {
    progress.step(
      l10n.t(
        "{0} is not started on this machine: the app has to find it where its .env says.",
        answers.services.join(", "),
      ),
    );
  }
  const value = missingValues(missingHere(project, dotenv));
  const missing = [...(project.broken ?? []), ...(value === undefined ? [] : [value])];
  for (const sentence of missing) progress.step(sentence);
  const python = await install(files, project, answers.python, folders, progress, signal);
  if (!python.ok) return python;
  await stop(folders, progress);
  const started = await startPrograms(
    { root, project, target: answers.target, python: python.value, folders, dotenv, port },
    progress,
    signal,
  );
  if (started.ok || !failures.has(started.problem.code)) return started;
  return { ...started, problem: { ...started.problem, message: [started.problem.message, ...missing].join(" ") } };
}

/** What an app that lacks a value of its own, or cannot be read, comes to. */
const failures: ReadonlySet<string> = new Set(["start-failed", "start-timeout"]);

/** The variables that the app fails without and that neither the `.env` nor this machine gives. */
const missingHere = ({ environment }: Project, dotenv: Readonly<Record<string, string>>): readonly string[] =>
  environment
    .filter(({ name, required, default: fallback }) => required && fallback === undefined && !(name in dotenv))
    .filter(({ name }) => process.env[name] === undefined)
    .map(({ name }) => name);

/** @param what with the port that the stack is published at: Gunicorn's own only where there is no Nginx */
async function startPrograms(
  what: Omit<GunicornStart, "proxy">,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  const { root, project, folders, port } = what;
  const configured = existsSync(join(root, nginxConfPath));
  const nginx = configured ? await findNginx(signal) : undefined;
  if (signal.aborted) return cancelled();
  if (!configured) {
    progress.step(l10n.t("There is no {0}, so Gunicorn is served alone.", nginxConfPath));
  } else if (nginx === undefined) {
    progress.step(l10n.t("Nginx is not installed on this machine, so Gunicorn is served alone."));
  }
  mkdirSync(folders.base, { recursive: true });
  for (const log of [folders.webLog, folders.nginxLog]) writeFileSync(log, "");
  const webPort = nginx === undefined ? port : await anyFreePort();
  const { healthPath } = project;
  // Installing takes a while, and whoever has taken the port since would answer in place of this stack.
  const taken = () => portProblem(port, () => portHolder(port, undefined, signal));
  const problem = await taken();
  if (problem) return problem;

  progress.step(l10n.t("Starting Gunicorn with {0}", what.target));
  const web = await startGunicorn({ ...what, port: webPort, proxy: nginx !== undefined });
  if (!web.ok) return web;
  let state: HostState = { version: 1, port, web: web.value, webPort, healthPath };
  writeState(folders.state, state);
  const webReady = await waitForAnswer(web.value, webPort, alivePath(healthPath), startPatience, signal);
  if (!webReady.ok) return giveUp(folders, progress, webReady, "Gunicorn", folders.webLog);

  if (nginx !== undefined) {
    progress.step(l10n.t("Starting Nginx {0} with {1}", nginx.version, nginxConfPath));
    const proxy = (await taken()) ?? (await startNginx({ root, project, nginx, folders, port, webPort }, signal));
    if (!proxy.ok) return giveUp(folders, progress, proxy, "Nginx", undefined);
    state = { ...state, nginx: proxy.value };
    writeState(folders.state, state);
    const ready = await waitForAnswer(proxy.value, port, nginxHealthPath, startPatience, signal);
    if (!ready.ok) return giveUp(folders, progress, ready, "Nginx", folders.nginxLog);
  }
  return ok(undefined);
}

/** Takes down what was started, and says which program failed, with the last lines of its log. */
async function giveUp(
  folders: HostFolders,
  progress: Progress,
  failed: Result<never> & { readonly ok: false },
  program: string,
  log: string | undefined,
): Promise<Result<never>> {
  await stop(folders, progress);
  const lines = log === undefined ? "" : failureLines(readFileSync(log, "utf8"), shownLines);
  switch (failed.problem.code) {
    case "ended":
      return fail(
        "start-failed",
        l10n.t("{0} ended while it was starting: correct what its last lines say.", program),
        lines,
      );
    case "unanswered":
      return fail(
        "start-timeout",
        l10n.t("{0} did not answer within {1} seconds: its last lines may say why.", program, startPatience / 1000),
        lines,
      );
    default:
      return failed;
  }
}

/** Ends Nginx first, then Gunicorn: each answers what it has begun. Nothing happens where nothing is up. */
export async function stop(folders: HostFolders, progress: Progress): Promise<void> {
  const state = readState(folders.state);
  if (state === undefined) return;
  if (await isUp(state)) {
    progress.step(l10n.t("Stopping what runs"));
    writeState(folders.state, { ...state, stopping: true });
  }
  const end = (mark: ProcessMark | undefined, signal: NodeJS.Signals, patience: number) =>
    mark === undefined ? Promise.resolve() : endProcess(mark, signal, patience);
  await end(state.nginx, "SIGQUIT", nginxPatience);
  await end(state.web, "SIGTERM", webPatience);
  removeState(folders.state);
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return text !== undefined && Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined;
}
