import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../../../result";
import { copiesOf } from "../../../stack/surroundings";
import { openFiles } from "../../../workspace/diskFiles";
import { type Compose, runCompose } from "../../compose";
import type { Debugging, Progress } from "../../engine";
import { anyFreePort } from "../../ports";
import { run } from "../../run";
import { build } from "../actions";
import { connect } from "../connection";
import { buildProblem, configProblem } from "../failures";
import { refreshProxies } from "../proxies";
import { scaledTo, unscaled } from "../scaled";
import { composeStep, containersOf, type DockerStack, engineProblem, filesOf } from "../stack";
import { upProblem } from "../upProblem";
import { dockerfile, gunicornConfig, networkOf, overrideFile } from "./files";
import { mountsOf } from "./mounts";
import { type Debugged, readDebugged } from "./read";
import { debugStart, type Start } from "./start";

/**
 * Runs the service of Gunicorn so that a debugger can attach: from an image on top of its own with debugpy in it, with
 * the sources mounted and one worker. The project's files stay as they are: what is needed is written to `storage`.
 * @param storage absolute path of a folder that may be written to, outside of the project
 */
export async function debug(
  stack: DockerStack,
  storage: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<Debugging>> {
  const { root, endpoint, compose } = stack;
  if (!endpoint.local) {
    return fail("debug-remote", l10n.t("The engine is on another machine, where the sources are not: debug there."));
  }
  const shown = await runCompose(compose, root, ["config", "--format", "json"], { signal, timeout: 30_000 });
  if (!shown.ok) return shown;
  const service = shown.value.code === 0 ? readDebugged(shown.value.stdout) : undefined;
  if (shown.value.code !== 0) return configProblem(shown.value.stderr);
  if (service === undefined) {
    return fail(
      "debug-no-service",
      l10n.t("No service of the stack is known to run Gunicorn, so there is nothing to debug."),
    );
  }
  const built = await build(stack, [], progress, signal);
  if (!built.ok) return built;

  const image = await imageOf(stack, service.image, signal);
  if (!image.ok) return image;
  const start = debugStart({
    entrypoint: service.entrypoint ?? image.value.entrypoint,
    command: service.command ?? (service.entrypoint === undefined ? image.value.command : []),
  });
  if (start === undefined) {
    return fail(
      "debug-command",
      l10n.t(
        "{0} is not started by a gunicorn command alone, so it cannot be started under a debugger: write the command in the Dockerfile's CMD or in compose.yaml.",
        service.name,
      ),
    );
  }
  const files = openFiles(root);
  const copies = copiesOf(files).get(service.name) ?? [];
  const port = await anyFreePort();
  const tag = `${service.project}-${service.name}-debug`;
  const folder = join(storage, createHash("sha256").update(root).digest("hex").slice(0, 12));
  await mkdir(folder, { recursive: true });
  const override = join(folder, "compose.debug.yaml");
  const mounts = mountsOf(files, copies, service.taken).map(({ source, target }) => ({
    source: join(root, source),
    target,
  }));
  await writeFile(join(folder, "Dockerfile"), dockerfile);
  await writeFile(join(folder, "gunicorn_debug.py"), gunicornConfig);
  await writeFile(
    override,
    overrideFile({
      service: service.name,
      image: tag,
      entrypoint:
        service.entrypoint === undefined && same(start.entrypoint, image.value.entrypoint)
          ? undefined
          : start.entrypoint,
      command: start.command,
      config: start.config,
      port,
      networks: service.networks,
      reachable: service.reachable,
      mounts,
    }),
  );

  progress.step(l10n.t("Adding the debugger to the image"));
  const args = ["--build-arg", `IMAGE=${service.image}`, "--build-arg", `RUN_AS=${image.value.user}`, "--tag", tag];
  // The image that it starts from is only in the engine itself.
  const env = { ...compose.env, BUILDX_BUILDER: "default" };
  const made = await run("docker", ["build", ...args, folder], { signal, env, cwd: folder, line: progress.output });
  if (!made.ok) return made;
  if (made.value.code !== 0) return buildProblem(made.value.stdout + made.value.stderr);

  progress.step(l10n.t("Starting {0} under the debugger", service.name));
  // Of a stack apart, compose is told the files anyway.
  const production = stack.apart === undefined ? filesOf(stack).flatMap((file) => ["--file", file]) : [];
  const debugged: Compose = {
    ...compose,
    prefix: [...compose.prefix, "--project-directory", root, ...production, "--file", override],
  };
  const containers = await containersOf(stack, signal);
  if (!containers.ok) return containers;
  const isUp = containers.value.some(({ service: name, info }) => name !== service.name && info.State === "running");
  const started = await composeStep(
    { ...stack, compose: debugged },
    [...up, "--force-recreate", ...(isUp ? ["--no-deps", service.name] : []), "--scale", `${service.name}=1`],
    progress,
    signal,
    (output) => upProblem(stack, output, signal),
  );
  if (!started.ok) return started;
  scaledTo(stack, service.name, 1);
  await refreshProxies(stack, signal);
  return ok({
    service: service.name,
    port,
    mappings: copies.map(({ source, target }) => ({ local: join(root, source), remote: target })),
    end: (progress, signal) => end(stack, service, folder, progress, signal),
  });
}

const up = ["up", "--detach", "--no-build", "--wait"];

/** Has the service run from its own image again, with the sources as they are by now where those can be built. */
async function end(
  stack: DockerStack,
  { name, project }: Debugged,
  folder: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  await build(stack, [name], progress, signal);
  progress.step(l10n.t("Starting {0} without the debugger", name));
  const started = await composeStep(stack, [...up, "--no-deps", name], progress, signal, (output) =>
    upProblem(stack, output, signal),
  );
  await refreshProxies(stack, signal);
  unscaled(stack, name);
  await removeNetwork(stack, networkOf(project), signal);
  await rm(folder, { recursive: true, force: true });
  return started;
}

/** There is none where the service had a network of its own that publishes. */
async function removeNetwork({ endpoint }: DockerStack, name: string, signal: AbortSignal): Promise<void> {
  try {
    await (await connect(endpoint)).getNetwork(name).remove({ abortSignal: signal });
  } catch {
    // It is not there, or goes with the next `down`.
  }
}

/** What an image starts and as whom. */
async function imageOf(
  { endpoint }: DockerStack,
  name: string,
  signal: AbortSignal,
): Promise<Result<Start & { readonly user: string }>> {
  try {
    const { Config } = await (await connect(endpoint)).getImage(name).inspect();
    signal.throwIfAborted();
    const words = (value: string | readonly string[] | null | undefined) => [value ?? []].flat();
    return ok({ entrypoint: words(Config.Entrypoint), command: words(Config.Cmd), user: Config.User || "0" });
  } catch (error) {
    return engineProblem(endpoint, error, signal);
  }
}

const same = (one: readonly string[], other: readonly string[]): boolean => one.join("\0") === other.join("\0");
