import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";
import { atPort, type Compose, composeConfig, portVariable, runCompose } from "./compose";
import { act } from "./docker/actions";
import { buildSteps, containerSteps } from "./docker/buildOutput";
import type { ComposeProject } from "./docker/composeConfig";
import { connect } from "./docker/connection";
import { foldersOf, serviceStatuses, stackContainers } from "./docker/containers";
import { execute } from "./docker/exec";
import { buildProblem, otherProblem } from "./docker/failures";
import { builtServices } from "./docker/images";
import { leftovers, prune } from "./docker/leftovers";
import { inactiveProfiles, withProfiles } from "./docker/profiles";
import { reload } from "./docker/reload";
import { scale } from "./docker/scale";
import {
  containersOf,
  currentConfig,
  type DockerStack,
  engineProblem,
  filesOf,
  hasFiles,
  inProject,
  notContainerized,
} from "./docker/stack";
import { followStats } from "./docker/stats";
import { eraseLine, upProblem } from "./docker/upProblem";
import { watchEngine } from "./docker/watch";
import type { Engine, Progress, StackStatus, UpOptions } from "./engine";
import type { Endpoint } from "./locate";
import { portAvailability, portBusy } from "./ports";

/** How long the engine's answers may lag behind its events: milliseconds. */
const settling = 800;

/** The stack in containers: compose does the work, the engine's own API says what runs. */
export function dockerEngine(root: string, endpoint: Endpoint, compose: Compose, description: string): Engine {
  const stack: DockerStack = { root, endpoint, compose, known: new Map() };
  const folders = foldersOf(root);
  let watchers = 0;
  return {
    name: endpoint.kind,
    description,
    up: (options, progress, signal) => up(stack, options, progress, signal),
    down: (options, progress, signal) => down(stack, options.volumes ?? false, progress, signal),
    status(signal) {
      // Nobody hears what happens to them: what was known may be old.
      if (watchers === 0) stack.known.clear();
      return status(stack, signal);
    },
    async logs(options, line, signal) {
      const args = ["logs", "--no-color", ...(options.follow ? ["--follow"] : [])];
      if (options.tail !== undefined) args.push("--tail", String(options.tail));
      if (options.service !== undefined) args.push(options.service);
      const shown = await inProject(stack, args, signal, (text) => line(withoutErase(text)));
      if (!shown.ok) return shown;
      return shown.value.code === 0 ? ok(undefined) : otherProblem(shown.value.stderr);
    },
    act: (action, service, progress, signal) => act(stack, action, service, progress, signal),
    reload: (service, progress, signal) => reload(stack, service, progress, signal),
    watch(options, tell, signal) {
      watchers++;
      const forget = (id: string | undefined) => (id === undefined ? stack.known.clear() : stack.known.delete(id));
      const own = ({ folder }: { readonly folder: string }) => folders.has(folder);
      void watchEngine(
        endpoint,
        own,
        options,
        (news) => {
          const container = news.kind === "changed" ? news.event?.container : undefined;
          forget(container);
          // An end is told a moment before the engine's other answers know of it.
          if (container !== undefined) setTimeout(() => forget(container), settling).unref();
          tell(news);
        },
        signal,
      ).finally(() => watchers--);
    },
    containers: {
      scale: (service, count, progress, signal) => scale(stack, service, count, progress, signal),
      async inspect(container, signal) {
        try {
          return ok(await (await connect(endpoint)).getContainer(container).inspect({ abortSignal: signal }));
        } catch (error) {
          return engineProblem(endpoint, error, signal);
        }
      },
      // Not every image has bash; sh is there wherever a shell is.
      shell: (container) => ({
        program: "docker",
        args: ["exec", "--interactive", "--tty", container, "sh"],
        env: endpoint.env,
      }),
      async run(container, command, signal) {
        try {
          return ok(await execute(endpoint, container, command, signal));
        } catch (error) {
          return engineProblem(endpoint, error, signal);
        }
      },
      stats: (container, tell, signal) => followStats(endpoint, container, tell, signal),
      debug: async (storage, progress, signal) =>
        (await import("./docker/debug/debug")).debug(stack, storage, progress, signal),
      profiles: (signal) => inactiveProfiles(stack, signal),
      leftovers: (signal) => leftovers(stack, signal),
      prune: (what, progress, signal) => prune(stack, what, progress, signal),
    },
  };
}

/** Compose 2.26 begins lines with a terminal's "erase the line", even where there is no terminal. */
const withoutErase = (line: string): string => (line.startsWith(eraseLine) ? line.slice(eraseLine.length) : line);

async function up(
  stack: DockerStack,
  { port, profiles = [] }: UpOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<StackStatus>> {
  const { root, endpoint } = stack;
  if (!hasFiles(stack)) return notContainerized(root);
  const compose = withProfiles(atPort(stack.compose, port), root, profiles);
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
    return upProblem({ ...stack, compose }, started.value.stdout + started.value.stderr, signal);
  }
  return status({ ...stack, compose }, signal);
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

async function down(
  stack: DockerStack,
  volumes: boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  const step = containerSteps(progress.step);
  const args = ["down", "--remove-orphans", ...(volumes ? ["--volumes"] : [])];
  const done = await inProject(stack, args, signal, (line) => {
    step(line);
    progress.output(line);
  });
  if (!done.ok) return done;
  return done.value.code === 0 ? ok(undefined) : otherProblem(done.value.stdout + done.value.stderr);
}

async function status(stack: DockerStack, signal: AbortSignal): Promise<Result<StackStatus>> {
  const { root, endpoint } = stack;
  const files = filesOf(stack);
  const [containers, config] = await Promise.all([
    containersOf(stack, signal),
    files.length > 0 ? currentConfig(stack, signal) : undefined,
  ]);
  if (!containers.ok) return containers;
  // A compose file that is broken by now does not hide what runs.
  if (config?.ok === false && containers.value.length === 0) return config;
  if (config === undefined && containers.value.length === 0) return notContainerized(root);
  const services = config?.ok ? config.value.services : [];
  const project = config?.ok ? config.value.name : (containers.value[0]?.project ?? basename(root));
  const host = "socketPath" in endpoint.address || endpoint.local ? "localhost" : endpoint.address.host;
  const absent = services.filter(({ name }) => !containers.value.some(({ service }) => service === name));
  const built = config?.ok
    ? await builtServices(endpoint, config.value, absent, signal).catch(() => undefined)
    : undefined;
  return ok({
    project,
    engine: endpoint.kind,
    files,
    services: serviceStatuses(services, containers.value, host, { ...(built ? { built } : {}), exists: existsSync }),
  });
}
