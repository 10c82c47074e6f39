import * as l10n from "@vscode/l10n";
import type Docker from "dockerode";
import { fail, ok, type Result } from "../../result";
import { composeConfig } from "../compose";
import type { Leftover, Progress } from "../engine";
import type { ComposeProject } from "./composeConfig";
import { connect } from "./connection";
import { imageOf } from "./images";
import { label } from "./labels";
import { withEveryProfile } from "./profiles";
import { containersOf, type DockerStack, engineProblem } from "./stack";
import { ownerOf } from "./volumeOwner";

/** What the engine has of a project that nothing in its compose files names and nothing uses. */
export async function leftovers(stack: DockerStack, signal: AbortSignal): Promise<Result<readonly Leftover[]>> {
  const [config, containers] = await Promise.all([
    // What belongs to a profile that is not active now is not left over.
    composeConfig(withEveryProfile(stack.compose), stack.root, signal),
    containersOf(stack, signal),
  ]);
  if (!config.ok) return config;
  if (!containers.ok) return containers;
  const names = new Set(config.value.services.map(({ name }) => name));
  try {
    const docker = await connect(stack.endpoint);
    const orphans = containers.value
      .filter(({ service }) => !names.has(service))
      .map(({ name, info }): Leftover => ({ kind: "container", id: info.Id, name }));
    const rest = (await unused(docker, config.value, signal)).filter(
      // The data of another folder's stack is not left over from this one.
      ({ kind }) => kind !== "volume" || ownerOf({ ...stack, name: config.value.name }) === undefined,
    );
    return ok([...orphans, ...rest]);
  } catch (error) {
    return engineProblem(stack.endpoint, error, signal);
  }
}

async function unused(docker: Docker, project: ComposeProject, signal: AbortSignal): Promise<readonly Leftover[]> {
  const filters = { label: [`${label.project}=${project.name}`] };
  const options = { filters, abortSignal: signal };
  const [images, networks, volumes, containers] = await Promise.all([
    docker.listImages(options),
    docker.listNetworks(options),
    docker.listVolumes(options),
    docker.listContainers({ all: true, abortSignal: signal }),
  ]);
  const current = new Set(project.services.map((service) => imageOf(project.name, service)));
  const usedImages = new Set(containers.map(({ ImageID }) => ImageID));
  const usedNetworks = new Set(
    containers.flatMap(({ NetworkSettings }) => Object.values(NetworkSettings.Networks).map((one) => one.NetworkID)),
  );
  const usedVolumes = new Set(containers.flatMap(({ Mounts }) => Mounts.map(({ Name }) => Name)));
  const old = images.filter(({ Id, RepoTags }) => {
    const tags = (RepoTags ?? []).filter((tag) => tag !== "<none>:<none>");
    return !usedImages.has(Id) && !tags.some((tag) => current.has(tag) || current.has(tag.replace(/:latest$/, "")));
  });
  return [
    ...old.map(({ Id, RepoTags }): Leftover => {
      const tag = RepoTags?.find((one) => one !== "<none>:<none>");
      return { kind: "image", id: Id, name: tag ?? Id.replace("sha256:", "").slice(0, 12) };
    }),
    ...networks
      .filter(({ Id }) => !usedNetworks.has(Id))
      .map(({ Id, Name }): Leftover => ({ kind: "network", id: Id, name: Name })),
    ...volumes.Volumes.filter(({ Name }) => !usedVolumes.has(Name)).map(
      ({ Name }): Leftover => ({ kind: "volume", id: Name, name: Name }),
    ),
  ];
}

/** Removes exactly these; one that is in use again by now stays, and is named. */
export async function prune(
  stack: DockerStack,
  what: readonly Leftover[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  const docker = await connect(stack.endpoint);
  const kept: string[] = [];
  for (const one of what) {
    if (signal.aborted) break;
    progress.step(l10n.t("Removing {0}", one.name));
    try {
      await removeOne(docker, one);
    } catch (error) {
      progress.output(error instanceof Error ? error.message : String(error));
      kept.push(one.name);
    }
  }
  return kept.length === 0
    ? ok(undefined)
    : fail("in-use-still", l10n.t("{0} could not be removed, since something uses it again.", kept.join(", ")));
}

async function removeOne(docker: Docker, { kind, id }: Leftover): Promise<void> {
  switch (kind) {
    case "container":
      return docker.getContainer(id).remove({ force: true });
    case "image":
      await docker.getImage(id).remove();
      return;
    case "network":
      return docker.getNetwork(id).remove();
    case "volume":
      return docker.getVolume(id).remove();
  }
}
