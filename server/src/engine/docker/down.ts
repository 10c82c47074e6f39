import { ok, type Result } from "../../result";
import type { Progress, TakenDown } from "../engine";
import { containerSteps } from "./buildOutput";
import { connect } from "./connection";
import { otherProblem } from "./failures";
import { label } from "./labels";
import { nameIsFree } from "./nameTaken";
import { unscaled } from "./scaled";
import { currentConfig, type DockerStack, folderContainers, hasFiles, inProject, split } from "./stack";
import { releaseVolumes, volumesAreOwn } from "./volumeOwner";

/** Removes containers and networks, and with `volumes` the data; says what of it was there. */
export async function down(
  stack: DockerStack,
  volumes: boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<TakenDown>> {
  const config = hasFiles(stack) ? await currentConfig(stack, signal) : undefined;
  if (config?.ok) {
    const free = await nameIsFree(stack, config.value.name, signal);
    if (!free.ok) return free;
    const own = volumes ? await volumesAreOwn({ ...stack, name: config.value.name }, signal) : free;
    if (!own.ok) return own;
  }
  const all = await folderContainers(stack, signal);
  if (!all.ok) return all;
  const { own: containers } = split(stack, all.value, config?.ok ? config.value.name : undefined);
  const name = config?.ok ? config.value.name : containers[0]?.project;
  // To compose, what another file has started under the same name is an orphan of this one.
  const isShared = all.value.some((one) => one.project === name && !containers.includes(one));
  const before = await partsOf(stack, name, signal);
  const step = containerSteps(progress.step);
  const args = ["down", ...(isShared ? [] : ["--remove-orphans"]), ...(volumes ? ["--volumes"] : [])];
  const done = await inProject(stack, args, signal, (line) => {
    step(line);
    progress.output(line);
  });
  if (!done.ok) return done;
  if (done.value.code === 0) unscaled(stack);
  if (done.value.code !== 0) return otherProblem(done.value.stdout + done.value.stderr);
  const { volumes: kept } = await partsOf(stack, name, signal);
  if (name !== undefined && kept.length === 0) releaseVolumes({ ...stack, name });
  return ok({
    ran: before.ran,
    kept,
    removed: before.volumes.filter((volume) => !kept.includes(volume)),
  });
}

/**
 * Whether a stack has containers, of whatever folder, and the names of its volumes, sorted; nothing where the engine does
 * not tell, since it is only talked of.
 */
async function partsOf(
  stack: DockerStack,
  project: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly ran: boolean; readonly volumes: readonly string[] }> {
  if (project === undefined) return { ran: false, volumes: [] };
  try {
    const docker = await connect(stack.endpoint);
    const options = { filters: { label: [`${label.project}=${project}`] }, abortSignal: signal };
    const [containers, { Volumes }] = await Promise.all([
      docker.listContainers({ all: true, ...options }),
      docker.listVolumes(options),
    ]);
    return { ran: containers.length > 0, volumes: Volumes.map(({ Name }) => Name).sort() };
  } catch {
    return { ran: false, volumes: [] };
  }
}
