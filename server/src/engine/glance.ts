import { existsSync } from "node:fs";
import { requestOrder } from "./docker/composeConfig";
import { listedContainers, type StackContainer, serviceStatuses } from "./docker/containers";
import { label } from "./docker/labels";
import { projectFiles } from "./docker/projectFiles";
import { stacksBeside } from "./docker/projects";
import { hostOf } from "./docker/status";
import type { StackStatus } from "./engine";
import { isHostStackUp } from "./host/state";
import { locate } from "./locate";

/**
 * What the containers of a folder's stack say by themselves, by one question to the Docker engine: shown until compose,
 * whose program takes longer to start, has said what belongs to the stack beside them.
 * @param root absolute path of the stack's folder
 * @returns undefined where there are none, where no engine answers, and where the stack is up without containers
 */
export async function glance(root: string, signal: AbortSignal): Promise<StackStatus | undefined> {
  if (await isHostStackUp(root)) return undefined;
  const endpoint = await locate(signal);
  if (!endpoint.ok) return undefined;
  const containers = await listedContainers(endpoint.value, root, signal);
  const files = projectFiles(root, process.env);
  // Which of several is the folder's own, compose knows.
  if (stacksBeside(containers, { name: undefined, files }, existsSync).length > 0) return undefined;
  const [first] = containers;
  if (first === undefined) return undefined;
  const statuses = serviceStatuses([], containers, hostOf(endpoint.value));
  const services = requestOrder(
    statuses.map((status) => ({ ...status, dependsOn: neededBy(status.name, containers) })),
    ({ name }) =>
      containers.some(({ service, info }) => service === name && info.Ports.some((port) => port.PublicPort)),
  );
  return {
    project: first.project,
    engine: endpoint.value.kind,
    services: services.map(({ dependsOn: _, ...status }) => status),
  };
}

/** The services that compose has a service wait for, as it has written it on the service's containers. */
function neededBy(service: string, containers: readonly StackContainer[]): readonly string[] {
  const told = containers.find((one) => one.service === service)?.info.Labels[label.dependsOn] ?? "";
  return told.split(",").flatMap((each) => each.split(":", 1).filter((name) => name !== ""));
}
