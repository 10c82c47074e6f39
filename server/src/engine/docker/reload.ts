import * as l10n from "@vscode/l10n";
import type { ContainerInspectInfo } from "dockerode";
import { fail, ok, type Result } from "../../result";
import { runCompose } from "../compose";
import type { Progress, Reloaded } from "../engine";
import { build } from "./actions";
import type { ComposeService } from "./composeConfig";
import { connect } from "./connection";
import type { StackContainer } from "./containers";
import { execute } from "./exec";
import { reloadGunicorn } from "./gunicornReload";
import { imageId, imageOf, nameImage } from "./images";
import { nginxProblem } from "./nginxVerdict";
import { replace } from "./replace";
import { isScalable, programOf } from "./serviceFacts";
import { containersOf, currentConfig, type DockerStack, engineProblem } from "./stack";

/**
 * Has a service's Nginx or Gunicorn serve what the project's files say now, without losing a request.
 *
 * What is inside the image is built and tested first. Where the image is what runs already, the program is told to
 * reload. Where it is another one, new containers take over from the old ones, if there can be two of the service; Nginx,
 * whose port is published, cannot be there twice, so its edited configuration needs a rebuild, which is said and not done.
 * Where the new image does not pass or come up, its name goes back to the image that had it.
 */
export async function reload(
  stack: DockerStack,
  name: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<Reloaded>> {
  const [config, containers] = await Promise.all([currentConfig(stack, signal), containersOf(stack, signal)]);
  if (!config.ok) return config;
  if (!containers.ok) return containers;
  const service = config.value.services.find((one) => one.name === name);
  const running = containers.value.filter(({ service, info }) => service === name && info.State === "running");
  const [first] = running;
  if (service === undefined || first === undefined) {
    return fail("not-running", l10n.t("{0} is not running: start it first.", name));
  }
  const program = programOf(name, service, first.info.Command);
  if (program === undefined) {
    return fail("no-reload", l10n.t("{0} is neither Nginx nor Gunicorn, so it can only be restarted.", name));
  }
  try {
    const inspected = await inspectAll(stack, running, signal);
    const mounted = program === "nginx" ? hasMounted(inspected, "/etc/nginx") : hasMountedCode(inspected);
    const reloadable = { stack, service, running, inspected, progress, signal };
    if (service.build === undefined || mounted) return reloadRunning(reloadable, program);

    const image = imageOf(config.value.name, service);
    const before = (await imageId(stack.endpoint, image, signal)) ?? inspected[0]?.Image;
    let taken: Result<Reloaded> | undefined;
    try {
      taken = await takeNewImage(reloadable, program, image);
      return taken;
    } finally {
      // What does not come up would be started by whoever starts the service next.
      if (!taken?.ok && before !== undefined) await nameImage(stack.endpoint, before, image).catch(() => undefined);
    }
  } catch (error) {
    return engineProblem(stack.endpoint, error, signal);
  }
}

/** What a reload works with. */
export interface Reloadable {
  readonly stack: DockerStack;
  readonly service: ComposeService;
  readonly running: readonly StackContainer[];
  readonly inspected: readonly ContainerInspectInfo[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Builds the service's image, whose name is given, and has it serve if it passes. */
async function takeNewImage(what: Reloadable, program: "nginx" | "gunicorn", image: string): Promise<Result<Reloaded>> {
  const { stack, service, running, inspected, progress, signal } = what;
  const built = await build(stack, [service.name], progress, signal);
  if (!built.ok) return built;
  if (program === "nginx") {
    const tested = await testInNewImage(what);
    if (!tested.ok) return tested;
  }
  const id = await imageId(stack.endpoint, image, signal);
  if (inspected.every(({ Image }) => Image === id)) return reloadRunning(what, program);
  if (!isScalable(service)) return ok("needs-rebuild");
  return replace(stack, service.name, running, progress, signal);
}

const reloadRunning = (what: Reloadable, program: "nginx" | "gunicorn"): Promise<Result<Reloaded>> =>
  program === "nginx" ? reloadNginx(what) : reloadGunicorn(what);

async function reloadNginx({ stack, service, running, progress, signal }: Reloadable): Promise<Result<Reloaded>> {
  progress.step(l10n.t("Testing the configuration (nginx -t)"));
  for (const { info } of running) {
    const tested = await execute(stack.endpoint, info.Id, ["nginx", "-t"], signal);
    if (tested.code !== 0) return nginxProblem(tested.stdout + tested.stderr, service);
  }
  progress.step(l10n.t("Reloading Nginx"));
  for (const { info } of running) {
    const told = await execute(stack.endpoint, info.Id, ["nginx", "-s", "reload"], signal);
    if (told.code !== 0) return nginxProblem(told.stdout + told.stderr, service);
  }
  return ok("reloaded");
}

/** `nginx -t` in a container of the image that was just built, on the networks where its upstreams have their names. */
async function testInNewImage({ stack, service, progress, signal }: Reloadable): Promise<Result<void>> {
  progress.step(l10n.t("Testing the configuration (nginx -t)"));
  const args = ["run", "--rm", "--no-deps", "--no-TTY", "--quiet-pull", service.name, "nginx", "-t"];
  const tested = await runCompose(stack.compose, stack.root, args, { signal, line: progress.output, timeout: 60_000 });
  if (!tested.ok) return tested;
  return tested.value.code === 0 ? ok(undefined) : nginxProblem(tested.value.stdout + tested.value.stderr, service);
}

async function inspectAll(stack: DockerStack, containers: readonly StackContainer[], signal: AbortSignal) {
  const docker = await connect(stack.endpoint);
  return Promise.all(containers.map(({ info }) => docker.getContainer(info.Id).inspect({ abortSignal: signal })));
}

/** Whether a folder or something in it comes from the host's disk, so that an edit is there at once. */
const hasMounted = (containers: readonly ContainerInspectInfo[], folder: string): boolean =>
  containers.some(({ Mounts }) =>
    Mounts.some(({ Type, Destination }) => Type === "bind" && `${Destination}/`.startsWith(`${folder}/`)),
  );

const hasMountedCode = (containers: readonly ContainerInspectInfo[]): boolean =>
  containers.some(({ Config, Mounts }) =>
    Mounts.some(({ Type, Destination }) => Type === "bind" && Destination === Config.WorkingDir),
  );
