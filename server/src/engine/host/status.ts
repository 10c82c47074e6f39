import { existsSync } from "node:fs";
import { nginxHealthPath } from "../../scaffold/blueprint";
import { usualFilesOf } from "../docker/serviceFacts";
import type { ContainerStatus, Health, ServerProgram, ServiceStatus, StackStatus } from "../engine";
import { httpStatus } from "./daemon";
import { isAlive, type ProcessMark, startOf } from "./processes";
import type { HostState } from "./state";

/** How long a health check may take, in milliseconds. */
const patience = 3000;

/** What runs of the stack of a folder (absolute path) on this machine, in the shape that every engine answers. */
export async function hostStatus(project: string, root: string, state: HostState | undefined): Promise<StackStatus> {
  // It takes no requests while it answers the last ones, and is not unwell for that.
  const stopping = state?.stopping === true;
  const [nginx, web] = await Promise.all([
    // Whatever Nginx answers, even that Gunicorn does not, it is there to answer.
    serviceStatus("nginx", state?.nginx, state?.port, stopping, async (port) => {
      return (await ask(port, nginxHealthPath)) !== undefined;
    }),
    // As the image's own health check: a route of the app decides, and where there is none any answer counts.
    serviceStatus("web", state?.web, state?.webPort, stopping, async (port) => {
      const healthPath = state?.healthPath ?? null;
      const status = await ask(port, alivePath(healthPath));
      return status !== undefined && (healthPath === null || status < 400);
    }),
  ]);
  const open = nginx.state === "running" ? nginx : web.state === "running" ? web : undefined;
  const url = state === undefined || stopping ? [] : [`http://localhost:${state.port}/`];
  // Where Gunicorn is served alone there is no Nginx that could be missing, nor where it has been stopped before it.
  const alone = state !== undefined && (state.nginx === undefined || (stopping && nginx.state !== "running"));
  const services = alone ? [web] : [nginx, web];
  const filesOf = ({ name }: ServiceStatus) => usualFilesOf(programOf(name), root).filter(existsSync);
  return {
    project,
    engine: "host",
    services: services.map((one) => ({ ...one, ...(one === open ? { urls: url } : {}), files: filesOf(one) })),
  };
}

/** What is asked of the app: its health route, else a path that it does not know, which costs it least. */
export const alivePath = (healthPath: string | null): string => healthPath ?? "/-/alive";

const ask = (port: number, path: string) => httpStatus(port, path, patience);

const programOf = (service: string): ServerProgram => (service === "nginx" ? "nginx" : "gunicorn");

async function serviceStatus(
  name: string,
  mark: ProcessMark | undefined,
  port: number | undefined,
  stopping: boolean,
  isHealthy: (port: number) => Promise<boolean>,
): Promise<ServiceStatus> {
  const server = programOf(name);
  if (mark === undefined || port === undefined) {
    return { name, state: "absent", health: "none", containers: [], urls: [], server };
  }
  const alive = await isAlive(mark);
  const state = alive ? "running" : "exited";
  const health: Health = !alive || stopping ? "none" : (await isHealthy(port)) ? "healthy" : "unhealthy";
  const startedAt = alive ? startOf(mark) : undefined;
  const process: ContainerStatus = {
    id: String(mark.pid),
    state,
    health,
    ports: [`${port}->${port}/tcp`],
    ...(startedAt === undefined ? {} : { startedAt }),
  };
  return { name, state, health, containers: [process], urls: [], server };
}
