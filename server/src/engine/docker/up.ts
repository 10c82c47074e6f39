import * as l10n from "@vscode/l10n";
import { fail, type Result } from "../../result";
import { atPort, composeConfig, portVariable, runCompose } from "../compose";
import type { Progress, StackStatus, UpOptions } from "../engine";
import { portHolder } from "../portHolder";
import { portAvailability, portBusy } from "../ports";
import { buildSteps, containerSteps } from "./buildOutput";
import type { ComposeProject } from "./composeConfig";
import { buildProblem } from "./failures";
import { nameIsFree } from "./nameTaken";
import { withProfiles } from "./profiles";
import { unscaled } from "./scaled";
import { programOf } from "./serviceFacts";
import { containersOf, type DockerStack, hasFiles, notContainerized } from "./stack";
import { status } from "./status";
import { upProblem } from "./upProblem";
import { upSteps } from "./upSteps";
import { claimVolumes } from "./volumeOwner";

/** Builds the images, starts all containers, and waits until they are healthy. */
export async function up(
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
  const free = await nameIsFree(stack, config.value.name, signal);
  if (!free.ok) return free;
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
    const busy = await busyPort(stack, config.value, signal);
    if (busy !== undefined) return portBusy(busy, await portHolder(busy, endpoint, signal));
  }
  await sayMissing(stack, config.value, progress);
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

  unscaled(stack);
  await claimVolumes({ ...stack, name: config.value.name }, signal);
  progress.step(l10n.t("Starting the containers"));
  const containerStep = containerSteps(progress.step);
  for (const { flags, services } of upSteps(config.value.services)) {
    const started = await runCompose(compose, root, ["up", "--detach", "--no-build", ...flags, ...services], {
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
  }
  return status({ ...stack, compose }, signal);
}

/** What the app lacks is said before minutes of building are spent, not only where it fails for it. */
async function sayMissing(stack: DockerStack, { services }: ComposeProject, progress: Progress): Promise<void> {
  const app = services.find((service) => programOf(service.name, service, undefined) === "gunicorn");
  if (app === undefined) return;
  const { missingFor } = await import("./missingEnvironment");
  for (const sentence of missingFor(stack, app.name)) progress.step(sentence);
}

/** The first port that compose would publish and that somebody else has: neither free nor this stack's own. */
async function busyPort(stack: DockerStack, config: ComposeProject, signal: AbortSignal): Promise<number | undefined> {
  const containers = await containersOf(stack, signal);
  const own = new Set(
    (containers.ok ? containers.value : []).flatMap(({ info }) => info.Ports.map(({ PublicPort }) => PublicPort)),
  );
  for (const { published } of config.services.flatMap(({ ports }) => ports)) {
    if (published === undefined || own.has(published)) continue;
    for (const host of ["0.0.0.0", "127.0.0.1"]) {
      // A port that this user may not listen at, the engine may.
      if ((await portAvailability(published, host)) === "busy") return published;
    }
  }
  return undefined;
}
