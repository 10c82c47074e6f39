import { realpathSync } from "node:fs";
import type { ContainerInfo } from "dockerode";
import type { ContainerStatus, Health, ServiceStatus, State } from "../engine";
import type { Endpoint } from "../locate";
import type { ComposeService } from "./composeConfig";

/** How long the engine may take to list containers, in milliseconds. */
const patience = 10_000;

/** The labels that compose puts on what it makes. */
const label = {
  project: "com.docker.compose.project",
  folder: "com.docker.compose.project.working_dir",
  service: "com.docker.compose.service",
  oneOff: "com.docker.compose.oneoff",
} as const;

/** A container of the stack with the names that compose gave. */
export interface StackContainer {
  readonly project: string;
  readonly service: string;
  readonly name: string;
  readonly info: ContainerInfo;
  /** How often the engine has started it again by itself; asked only of one that has not become healthy yet. */
  readonly restarts: number;
}

/** Every container that compose made for a folder, running or not. Rejects where the engine does not answer. */
export async function stackContainers(
  endpoint: Endpoint,
  root: string,
  signal?: AbortSignal,
): Promise<StackContainer[]> {
  // Loading it takes 120 ms, so only who asks an engine pays.
  const { default: Docker } = await import("dockerode");
  const docker = new Docker({ ...endpoint.address, timeout: patience });
  const all = await docker.listContainers({
    all: true,
    filters: { label: [label.project] },
    ...(signal ? { abortSignal: signal } : {}),
  });
  const folders = new Set([root, real(root)]);
  const own = all.flatMap((info) => {
    const {
      [label.project]: project,
      [label.service]: service,
      [label.folder]: folder,
      [label.oneOff]: oneOff,
    } = info.Labels;
    if (project === undefined || service === undefined || folder === undefined || oneOff === "True") return [];
    return folders.has(folder) ? [{ project, service, name: (info.Names[0] ?? info.Id).replace(/^\//, ""), info }] : [];
  });
  return Promise.all(
    own.map(async (one) => {
      if (healthOf(one.info) !== "starting") return { ...one, restarts: 0 };
      // It may be gone by now.
      const found = await docker
        .getContainer(one.info.Id)
        .inspect(signal ? { abortSignal: signal } : {})
        .catch(() => undefined);
      return { ...one, restarts: found?.RestartCount ?? 0 };
    }),
  );
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** The services of the compose file, then those whose containers are still there, each with its containers. */
export function serviceStatuses(
  services: readonly ComposeService[],
  containers: readonly StackContainer[],
  host: string,
): ServiceStatus[] {
  const names = new Set([...services.map(({ name }) => name), ...containers.map(({ service }) => service)]);
  const statuses = [...names].map((name): ServiceStatus => {
    const own = containers.filter(({ service }) => service === name);
    const each = own.map(containerStatus);
    return {
      name,
      state:
        first(
          states,
          each.map(({ state }) => state),
        ) ?? "absent",
      health:
        first(
          healths,
          each.map(({ health }) => health),
        ) ?? "none",
      containers: each,
      urls: [...new Set(own.flatMap(({ info }) => urls(info, host)))],
    };
  });
  // What else publishes a port (a mail catcher, a database's console) may not speak HTTP there, and is not the app.
  const entrance = entrances.find((name) => statuses.some((one) => one.name === name && one.urls.length > 0));
  return entrance === undefined
    ? statuses
    : statuses.map((one) => (one.name === entrance ? one : { ...one, urls: [] }));
}

/** The services that a request comes in at, the likelier one first. */
const entrances = ["nginx", "web"] as const;

/** What a service of several containers is, is what most needs a look. */
const states: readonly State[] = ["restarting", "dead", "exited", "paused", "created", "starting", "running"];
const healths: readonly Health[] = ["unhealthy", "starting", "healthy"];
const first = <T>(order: readonly T[], found: readonly T[]): T | undefined => order.find((one) => found.includes(one));

function containerStatus({ info, restarts }: StackContainer): ContainerStatus {
  const ports = info.Ports.map(({ PublicPort, PrivatePort, Type }) =>
    PublicPort ? `${PublicPort}->${PrivatePort}/${Type}` : `${PrivatePort}/${Type}`,
  );
  const health = healthOf(info);
  // Between two crashes the engine calls it running.
  const crashing = health === "starting" && restarts > 0;
  return {
    id: info.Id,
    state: crashing ? "restarting" : stateOf(info.State),
    health: crashing ? "none" : health,
    ports: [...new Set(ports)],
  };
}

const stateOf = (state: string): State => states.find((known) => known === state) ?? "exited";

/** The list has health only in its text: `Up 3 minutes (healthy)`, `(health: starting)`. */
function healthOf({ Status, State: state }: ContainerInfo): Health {
  if (state !== "running") return "none";
  if (Status.includes("(healthy)")) return "healthy";
  if (Status.includes("(unhealthy)")) return "unhealthy";
  return Status.includes("(health: starting)") ? "starting" : "none";
}

/** Ports in the container that do not speak HTTP: the databases and brokers that come with a stack. */
const otherProtocols: ReadonlySet<number> = new Set([22, 3306, 5432, 5672, 6379, 11211, 27017]);

function urls({ Ports }: ContainerInfo, host: string): string[] {
  return Ports.filter(
    ({ Type, PublicPort, PrivatePort }) => Type === "tcp" && PublicPort && !otherProtocols.has(PrivatePort),
  ).map(({ PublicPort, PrivatePort }) => {
    const secure = PrivatePort === 443 || PrivatePort === 8443;
    const port = PublicPort === (secure ? 443 : 80) ? "" : `:${PublicPort}`;
    return `${secure ? "https" : "http"}://${host}${port}/`;
  });
}
