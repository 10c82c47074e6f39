import * as l10n from "@vscode/l10n";
import { ok, type Result } from "../../result";
import type { Action, Progress } from "../engine";
import { buildSteps, containerSteps } from "./buildOutput";
import type { ComposeProject } from "./composeConfig";
import { buildProblem, otherProblem } from "./failures";
import { refreshProxies } from "./proxies";
import { scaledServices } from "./scaled";
import { composeStep, containersOf, currentConfig, type DockerStack, inProject } from "./stack";
import { upProblem } from "./upProblem";
import { upSteps } from "./upSteps";

/** Does one thing to a service, or to all services where none is named. */
export async function act(
  stack: DockerStack,
  action: Action,
  service: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  const which = service === undefined ? [] : [service];
  const compose = (args: readonly string[]) => composeStep(stack, args, progress, signal);
  const whole = l10n.t("the stack");
  switch (action) {
    case "start": {
      progress.step(l10n.t("Starting {0}", service ?? whole));
      return up(stack, ["--detach"], which, progress, signal);
    }
    case "stop":
      progress.step(l10n.t("Stopping {0}", service ?? whole));
      return composeStop(stack, which, progress, signal);
    case "restart": {
      progress.step(l10n.t("Restarting {0}", service ?? whole));
      const done = await compose(["restart", ...which]);
      // A container that is started again may have another address.
      if (done.ok) await refreshProxies(stack, signal);
      return done;
    }
    case "rebuild": {
      const built = await build(stack, which, progress, signal);
      if (!built.ok) return built;
      progress.step(l10n.t("Replacing what has changed"));
      return up(stack, ["--detach", "--no-build"], which, progress, signal);
    }
    case "pull": {
      progress.step(l10n.t("Pulling images"));
      const pulled = await composeStep(stack, ["pull", "--ignore-buildable", ...which], progress, signal, buildProblem);
      return pulled.ok ? build(stack, ["--pull", ...which], progress, signal) : pulled;
    }
  }
}

/** Also where the compose file is broken by now: what runs can be stopped. */
async function composeStop(
  stack: DockerStack,
  which: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  const step = containerSteps(progress.step);
  const done = await inProject(stack, ["stop", ...which], signal, (line) => {
    step(line);
    progress.output(line);
  });
  if (!done.ok) return done;
  return done.value.code === 0 ? ok(undefined) : otherProblem(done.value.stdout + done.value.stderr);
}

/** Builds the images of some services, or of all. */
export function build(
  stack: DockerStack,
  args: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  progress.step(l10n.t("Building the images"));
  // A statement of how an image was made names the time, so that it would be another image each time.
  const env = { ...stack.compose.env, BUILDX_NO_DEFAULT_ATTESTATIONS: "1" };
  const still = { ...stack, compose: { ...stack.compose, env } };
  return composeStep(still, ["build", ...args], progress, signal, buildProblem, buildSteps);
}

async function up(
  stack: DockerStack,
  flags: readonly string[],
  which: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  const config = await currentConfig(stack, signal);
  if (!config.ok) return config;
  const counts = await countsToKeep(stack, config.value, signal);
  for (const { flags: more, services } of upSteps(config.value.services, which)) {
    const args = ["up", ...flags, ...more, ...scaleFlags(counts, services), ...services];
    const done = await composeStep(stack, args, progress, signal, (output) => upProblem(stack, output, signal));
    if (!done.ok) return done;
  }
  await refreshProxies(stack, signal);
  return ok(undefined);
}

/** How many containers of each service are to stay, where that is not the file's number: so many were asked for, or run. */
async function countsToKeep(
  stack: DockerStack,
  project: ComposeProject,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const containers = await containersOf(stack, signal);
  const counts = new Map<string, number>();
  for (const { service, info } of containers.ok ? containers.value : []) {
    if (info.State === "running") counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  // Fewer than the file's number are what is to be made good.
  const more = [...counts].filter(
    ([service, count]) => count > (project.services.find(({ name }) => name === service)?.replicas ?? 1),
  );
  return new Map([...more, ...scaledServices(stack)]);
}

/** Compose goes back to the file's number of containers unless it is told the one that runs. */
const scaleFlags = (counts: ReadonlyMap<string, number>, services: readonly string[]): readonly string[] =>
  [...counts].flatMap(([service, count]) =>
    services.length === 0 || services.includes(service) ? ["--scale", `${service}=${count}`] : [],
  );
