import { tmpdir } from "node:os";
import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";
import { atPort, type Compose, composeConfig, hasComposeFile, portVariable, runCompose } from "./compose";
import { buildSteps, containerSteps } from "./docker/buildOutput";
import type { ComposeProject } from "./docker/composeConfig";
import { keepConfig, keptConfig } from "./docker/configCache";
import { type StackContainer, serviceStatuses, stackContainers } from "./docker/containers";
import { buildProblem, failingContainer, otherProblem, startProblem } from "./docker/failures";
import type { Engine, Progress, StackStatus } from "./engine";
import { failureLines } from "./gunicornLog";
import type { Endpoint } from "./locate";
import { portAvailability, portBusy } from "./ports";
import { cancelled } from "./run";

/** How many lines of a container's log are shown where it keeps the stack from coming up. */
const shownLines = 20;
/** How many are read to find them: the reason is not always at the very end. */
const readLines = 200;

/** The stack in containers: compose does the work, the engine's own API says what runs. */
export function dockerEngine(root: string, endpoint: Endpoint, compose: Compose, description: string): Engine {
  const docker: Docker = { root, endpoint, compose };
  return {
    name: endpoint.kind,
    description,
    up: (options, progress, signal) => up(docker, options.port, progress, signal),
    down: (options, progress, signal) => down(docker, options.volumes ?? false, progress, signal),
    status: (signal) => status(docker, signal),
    async logs(options, line, signal) {
      const args = ["logs", "--no-color", ...(options.follow ? ["--follow"] : [])];
      if (options.tail !== undefined) args.push("--tail", String(options.tail));
      if (options.service !== undefined) args.push(options.service);
      const shown = await inProject(docker, args, signal, (text) => line(withoutErase(text)));
      if (!shown.ok) return shown;
      return shown.value.code === 0 ? ok(undefined) : otherProblem(shown.value.stderr);
    },
  };
}

/** Compose 2.26 begins lines with a terminal's "erase the line", even where there is no terminal. */
const withoutErase = (line: string): string => (line.startsWith(eraseLine) ? line.slice(eraseLine.length) : line);
const eraseLine = "\u001b[2K";

interface Docker {
  readonly root: string;
  readonly endpoint: Endpoint;
  readonly compose: Compose;
}

async function up(
  { root, endpoint, compose: plain }: Docker,
  port: number | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<StackStatus>> {
  if (!hasComposeFile(root)) return notContainerized(root);
  const compose = atPort(plain, port);
  const config = await composeConfig(compose, root, signal);
  if (!config.ok) return config;
  const published = config.value.services.flatMap(({ ports }) => ports);
  if (port !== undefined && !published.some((one) => one.published === port)) {
    return fail(
      "port-fixed",
      l10n.t(
        "compose.yaml publishes at a fixed port, so the stack cannot be started at {0}: write {1} there.",
        port,
        `"\${${portVariable}:-8080}:8080"`,
      ),
    );
  }
  if (endpoint.local) {
    const busy = await busyPort(endpoint, root, config.value, signal);
    if (busy !== undefined) return portBusy(busy);
  }
  progress.step(l10n.t("Building the images"));
  const buildStep = buildSteps(progress.step);
  const built = await runCompose(compose, root, ["build"], {
    signal,
    line(line) {
      buildStep(line);
      progress.output(line);
    },
  });
  if (!built.ok) return built;
  if (built.value.code !== 0) return buildProblem(built.value.stdout + built.value.stderr);

  progress.step(l10n.t("Starting the containers"));
  const containerStep = containerSteps(progress.step);
  const started = await runCompose(compose, root, ["up", "--detach", "--no-build", "--wait"], {
    signal,
    line(line) {
      containerStep(line);
      progress.output(line);
    },
  });
  if (!started.ok) return started;
  if (started.value.code !== 0) {
    const output = started.value.stdout + started.value.stderr;
    return (await startProblem(output)) ?? (await containerProblem({ root, endpoint, compose }, output, signal));
  }
  return status({ root, endpoint, compose }, signal);
}

/** The first port that compose would publish and that somebody else has: neither free nor this stack's own. */
async function busyPort(
  endpoint: Endpoint,
  root: string,
  config: ComposeProject,
  signal: AbortSignal,
): Promise<number | undefined> {
  const containers = await stackContainers(endpoint, root, signal).catch(() => []);
  const own = new Set(containers.flatMap(({ info }) => info.Ports.map(({ PublicPort }) => PublicPort)));
  for (const { published } of config.services.flatMap(({ ports }) => ports)) {
    if (published === undefined || own.has(published)) continue;
    for (const host of ["0.0.0.0", "127.0.0.1"]) {
      // A port that this user may not listen at, the engine may.
      if ((await portAvailability(published, host)) === "busy") return published;
    }
  }
  return undefined;
}

/** Which container kept the stack from coming up, with the last lines that it wrote. */
async function containerProblem(docker: Docker, output: string, signal: AbortSignal): Promise<Result<never>> {
  const containers = await stackContainers(docker.endpoint, docker.root, signal).catch(() => []);
  const failed = culprit(output, containers);
  if (failed === undefined) return otherProblem(output);
  const { container, unhealthy } = failed;
  const logs = await runCompose(
    docker.compose,
    docker.root,
    ["logs", "--no-color", "--no-log-prefix", "--tail", String(readLines), container.service],
    { signal, timeout: 20_000 },
  );
  const lines = logs.ok
    ? failureLines((logs.value.stdout + logs.value.stderr).replaceAll(eraseLine, ""), shownLines)
    : "";
  const message = unhealthy
    ? l10n.t("{0} runs but is not healthy: its last lines above say why.", container.service)
    : l10n.t("{0} does not stay up: its last lines above say why.", container.service);
  const left = l10n.t("What was started is still there: flask-stack down takes it down.");
  return fail(unhealthy ? "unhealthy" : "exited", `${message} ${left}`, lines);
}

function culprit(
  output: string,
  containers: readonly StackContainer[],
): { readonly container: StackContainer; readonly unhealthy: boolean } | undefined {
  const named = failingContainer(output);
  const container = containers.find(({ name, service }) => name === named?.container || service === named?.container);
  if (named && container) {
    // One that ends at once and is started again is called unhealthy too.
    return { container, unhealthy: named.unhealthy && container.info.State === "running" && container.restarts === 0 };
  }
  const ended = containers.find(({ info }) => ["exited", "restarting", "dead"].includes(info.State));
  if (ended) return { container: ended, unhealthy: false };
  const sick = containers.find(({ info }) => info.Status.includes("(unhealthy)"));
  return sick && { container: sick, unhealthy: true };
}

async function down(docker: Docker, volumes: boolean, progress: Progress, signal: AbortSignal): Promise<Result<void>> {
  const step = containerSteps(progress.step);
  const args = ["down", "--remove-orphans", ...(volumes ? ["--volumes"] : [])];
  const done = await inProject(docker, args, signal, (line) => {
    step(line);
    progress.output(line);
  });
  if (!done.ok) return done;
  return done.value.code === 0 ? ok(undefined) : otherProblem(done.value.stdout + done.value.stderr);
}

/**
 * Runs a command that needs the project's containers rather than its file: where the file is gone or broken by now,
 * compose is told the project's name and finds them by their labels.
 */
async function inProject(docker: Docker, args: readonly string[], signal: AbortSignal, line: (line: string) => void) {
  const options = { signal, line, keep: !args.includes("--follow") };
  if (hasComposeFile(docker.root)) {
    const config = await composeConfig(docker.compose, docker.root, signal);
    if (config.ok) return runCompose(docker.compose, docker.root, args, options);
    if (config.problem.code === "cancelled") return config;
  }
  const found = await containersOf(docker, signal);
  if (!found.ok) return found;
  const project = found.value[0]?.project;
  if (project === undefined) {
    return hasComposeFile(docker.root) ? ok({ code: 0, stdout: "", stderr: "" }) : notContainerized(docker.root);
  }
  return runCompose(docker.compose, tmpdir(), ["--project-name", project, ...args], options);
}

async function status(docker: Docker, signal: AbortSignal): Promise<Result<StackStatus>> {
  const { root, compose, endpoint } = docker;
  const [containers, config] = await Promise.all([
    containersOf(docker, signal),
    hasComposeFile(root) ? currentConfig(compose, root, signal) : undefined,
  ]);
  if (!containers.ok) return containers;
  // A compose file that is broken by now does not hide what runs.
  if (config?.ok === false && containers.value.length === 0) return config;
  if (config === undefined && containers.value.length === 0) return notContainerized(root);
  const services = config?.ok ? config.value.services : [];
  const project = config?.ok ? config.value.name : (containers.value[0]?.project ?? basename(root));
  const host = "socketPath" in endpoint.address || endpoint.local ? "localhost" : endpoint.address.host;
  return ok({ project, engine: endpoint.kind, services: serviceStatuses(services, containers.value, host) });
}

/** What compose makes of the files; of files that are as they were, what it made of them before. */
async function currentConfig(compose: Compose, root: string, signal: AbortSignal): Promise<Result<ComposeProject>> {
  const before = keptConfig(root);
  if (before !== undefined) return ok(before);
  const config = await composeConfig(compose, root, signal);
  if (config.ok) keepConfig(root, config.value);
  return config;
}

async function containersOf({ endpoint, root }: Docker, signal: AbortSignal): Promise<Result<StackContainer[]>> {
  try {
    return ok(await stackContainers(endpoint, root, signal));
  } catch (error) {
    if (signal.aborted) return cancelled();
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      "engine-failed",
      l10n.t("The Docker engine at {0} did not answer ({1}): restart Docker and try again.", endpoint.host, reason),
    );
  }
}

const notContainerized = (root: string): Result<never> =>
  fail(
    "not-containerized",
    l10n.t("There is no compose.yaml in {0}: containerize the project first (flask-stack containerize).", root),
  );
