import { summary } from "../../../../server/src/engine/docker/summary";
import type { ContainerEvent, ContainerStatus, ServiceStatus, StackStatus } from "../../../../server/src/engine/engine";

/**
 * What a status becomes by an event, before the engine is asked again: an answer takes longer than an eye. An event of a
 * container that is not known changes nothing; the next answer brings it.
 */
export function withEvent(status: StackStatus, event: ContainerEvent): StackStatus {
  const index = status.services.findIndex(({ name }) => name === event.service);
  const service = status.services[index];
  if (service === undefined || !service.containers.some(({ id }) => id === event.container)) return status;
  const changed = withContainers(service, changedContainers(service.containers, event));
  return { ...status, services: status.services.with(index, changed) };
}

function changedContainers(containers: readonly ContainerStatus[], event: ContainerEvent): readonly ContainerStatus[] {
  if (event.action === "destroy") return containers.filter(({ id }) => id !== event.container);
  return containers.map((one) => (one.id === event.container ? { ...one, ...change(event) } : one));
}

function withContainers(service: ServiceStatus, containers: readonly ContainerStatus[]): ServiceStatus {
  const { state, health } = summary(containers);
  const serving = state === "running" || state === "starting";
  return { ...service, state, health, containers, urls: serving ? service.urls : [] };
}

function change({ action, exitCode, time }: ContainerEvent): Partial<ContainerStatus> {
  const at = new Date(time).toISOString();
  switch (action) {
    case "start":
      // Whether it has a health check is known once the engine is asked, in a moment.
      return { state: "starting", health: "none", startedAt: at };
    case "die":
      return { state: "exited", health: "none", finishedAt: at, ...(exitCode === undefined ? {} : { exitCode }) };
    case "oom":
      // Of a container that goes on it is told that something in it was killed; one that ends for it says so itself.
      return { outOfMemory: true, killed: { count: 1, last: at, outOfMemory: true } };
    case "pause":
      return { state: "paused" };
    case "unpause":
      return { state: "running" };
    case "health_status: healthy":
      return { health: "healthy" };
    case "health_status: unhealthy":
      return { health: "unhealthy" };
    default:
      return {};
  }
}
