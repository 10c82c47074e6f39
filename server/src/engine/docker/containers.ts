import { realpathSync } from "node:fs";
import type { ContainerInfo } from "dockerode";
import type { ContainerStatus, Health, ServerProgram, ServiceStatus, State } from "../engine";
import { withOutOfMemory } from "../killedWorkers";
import type { Endpoint } from "../locate";
import { otherProtocols } from "../urls";
import type { ComposeService } from "./composeConfig";
import type { Sources } from "./configFiles";
import { connect } from "./connection";
import { askDetails, type Details } from "./details";
import { fileNames, label } from "./labels";
import { projectFiles } from "./projectFiles";
import { isScalable, programOf } from "./serviceFacts";
import { states, summary } from "./summary";

/** A container of the stack with the names that compose gave. */
export interface StackContainer {
  readonly project: string;
  /** The compose files that it was made from, absolute. */
  readonly files: readonly string[];
  readonly service: string;
  readonly name: string;
  readonly info: ContainerInfo;
  /** How often the engine has started it again by itself. */
  readonly restarts: number;
  /** What was asked of it alone; undefined where it was gone by then. */
  readonly details?: Details;
}

/** Milliseconds since 1970, by the id of the container. */
export type OutOfMemory = ReadonlyMap<string, readonly number[]>;

/** Answers that hold until something happens to their container, by its id. Whoever hears of that takes them out. */
export type KnownDetails = Map<string, Details>;

/** Every container that compose made for a folder, running or not. Rejects where the engine does not answer. */
export async function stackContainers(
  endpoint: Endpoint,
  root: string,
  signal?: AbortSignal,
  known: KnownDetails = new Map(),
): Promise<StackContainer[]> {
  const docker = await connect(endpoint);
  const own = await listedContainers(endpoint, root, signal);
  const containers = await Promise.all(
    own.map(async (one): Promise<StackContainer> => {
      const { Id: id } = one.info;
      const before = isSettled(one.info) ? known.get(id) : undefined;
      const details =
        before ??
        (await askDetails(docker, id, programOf(one.service, undefined, one.info.Command) === "gunicorn", signal));
      if (details === undefined) return one;
      known.set(id, details);
      return { ...one, restarts: details.restarts, details };
    }),
  );
  const there = new Set(own.map(({ info }) => info.Id));
  for (const id of known.keys()) if (!there.has(id)) known.delete(id);
  return containers;
}

/** As `stackContainers`, with what the engine's list says and no more: one question, however many there are. */
export async function listedContainers(
  endpoint: Endpoint,
  root: string,
  signal?: AbortSignal,
): Promise<StackContainer[]> {
  const docker = await connect(endpoint);
  const all = await docker.listContainers({
    all: true,
    filters: { label: [label.project] },
    ...(signal ? { abortSignal: signal } : {}),
  });
  const folders = foldersOf(root);
  // With COMPOSE_FILE the folder is that of the file.
  const named = new Set(projectFiles(root, process.env));
  // Compose may have gone through a link that leads here, or not.
  const realRoot = real(root);
  const here = (file: string) => (file.startsWith(`${realRoot}/`) ? root + file.slice(realRoot.length) : file);
  const own = all.flatMap((info): StackContainer[] => {
    const {
      [label.project]: project,
      [label.service]: service,
      [label.folder]: folder,
      [label.files]: files = "",
      [label.oneOff]: oneOff,
    } = info.Labels;
    if (project === undefined || service === undefined || folder === undefined || oneOff === "True") return [];
    const name = (info.Names[0] ?? info.Id).replace(/^\//, "");
    const own = { project, files: fileNames(files).map(here), service, name, info, restarts: 0 };
    return folders.has(folder) || own.files.some((file) => named.has(file)) ? [own] : [];
  });
  // In the order of their numbers, which is not that of their names: web-10 comes after web-9.
  return own.sort((one, other) => numberOf(one) - numberOf(other));
}

const numberOf = ({ info }: StackContainer): number => Number(info.Labels[label.number] ?? 0);

/** The health check of one that is not well goes on saying why, without an event. */
const isSettled = (info: ContainerInfo): boolean =>
  info.State !== "running" || !["starting", "unhealthy"].includes(healthOf(info));

/** The names that compose may have for a folder: as it was given, and without symbolic links. */
export const foldersOf = (root: string): ReadonlySet<string> => new Set([root, real(root)]);

/** The path without links; as it is where nothing is there. */
function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** What else is known of the services: whether the image of each is there, and what of the project is in it. */
interface Surroundings {
  readonly built?: ReadonlyMap<string, boolean>;
  /** When the engine told that the kernel had killed something in a container for lack of memory, by its id. */
  readonly outOfMemory?: OutOfMemory;
  /** How many containers were asked for, where that is not what the file says. */
  readonly scaled?: ReadonlyMap<string, number>;
  readonly sources?: (service: ComposeService, program: ServerProgram | undefined) => Sources;
}

/** The services of the compose file, then those whose containers are still there, each with its containers. */
export function serviceStatuses(
  services: readonly ComposeService[],
  containers: readonly StackContainer[],
  host: string,
  { built, sources, outOfMemory = new Map(), scaled }: Surroundings = {},
): ServiceStatus[] {
  const names = new Set([...services.map(({ name }) => name), ...containers.map(({ service }) => service)]);
  return [...names].map((name): ServiceStatus => {
    const own = containers.filter(({ service }) => service === name);
    const each = own.map((one) => containerStatus(one, outOfMemory.get(one.info.Id) ?? []));
    const declared = services.find((service) => service.name === name);
    const image = declared?.image ?? own[0]?.info.Image;
    const program = programOf(name, declared, own[0]?.info.Command);
    const isBuilt = built?.get(name);
    const read = declared && sources?.(declared, program);
    return {
      name,
      ...summary(each),
      containers: each,
      urls: [...new Set(own.flatMap(({ info }) => urls(info, host)))],
      ...(image === undefined ? {} : { image }),
      ...(isBuilt === undefined ? {} : { built: isBuilt }),
      ...(declared === undefined ? {} : { replicas: scaled?.get(name) ?? declared.replicas }),
      ...(declared?.oneShot ? { oneShot: true } : {}),
      ...(program === undefined ? {} : { server: program }),
      ...(declared !== undefined && isScalable(declared) ? { scalable: true } : {}),
      ...(read === undefined ? {} : { files: read.files, sources: read.mappings }),
    };
  });
}

function containerStatus(
  { info, name, restarts, details }: StackContainer,
  outOfMemory: readonly number[],
): ContainerStatus {
  const ports = info.Ports.map(({ PublicPort, PrivatePort, Type }) =>
    PublicPort ? `${PublicPort}->${PrivatePort}/${Type}` : `${PrivatePort}/${Type}`,
  );
  const health = healthOf(info);
  // Between two crashes the engine calls it running.
  const crashing = health === "starting" && restarts > 0;
  const state = crashing ? "restarting" : stateOf(info.State);
  const ended = state !== "running" && state !== "created" && state !== "paused";
  const killed = ended ? undefined : withOutOfMemory(details?.killed, outOfMemory, details?.startedAt ?? "");
  return {
    id: info.Id,
    name,
    state,
    health: crashing ? "none" : health,
    ports: [...new Set(ports)],
    restarts,
    ...(killed === undefined ? {} : { killed }),
    ...(details === undefined ? {} : pastOf(details, ended, crashing)),
  };
}

/** The engine writes a date of the year 1 for what has not happened. */
const happened = (date: string): boolean => !date.startsWith("0001-");

const pastOf = (details: Details, ended: boolean, crashing: boolean): Partial<ContainerStatus> => ({
  ...(happened(details.startedAt) ? { startedAt: details.startedAt } : {}),
  ...(ended && happened(details.finishedAt) ? { finishedAt: details.finishedAt } : {}),
  // Of one that runs again for now the engine has none, and says 0.
  ...(ended && !crashing && happened(details.finishedAt) ? { exitCode: details.exitCode } : {}),
  ...(ended && details.outOfMemory ? { outOfMemory: true } : {}),
  ...(details.failedCheck !== undefined && !ended ? { failedCheck: details.failedCheck } : {}),
});

const stateOf = (state: string): State => states.find((known) => known === state) ?? "exited";

/** The list has health only in its text: `Up 3 minutes (healthy)`, `(health: starting)`. */
function healthOf({ Status, State: state }: ContainerInfo): Health {
  if (state !== "running") return "none";
  if (Status.includes("(healthy)")) return "healthy";
  if (Status.includes("(unhealthy)")) return "unhealthy";
  return Status.includes("(health: starting)") ? "starting" : "none";
}

function urls({ Ports }: ContainerInfo, host: string): string[] {
  const published = Ports.filter(
    ({ Type, PublicPort, PrivatePort }) => Type === "tcp" && PublicPort && !otherProtocols.has(PrivatePort),
  );
  return published.map(({ IP, PublicPort, PrivatePort }) => {
    const secure = PrivatePort === 443 || PrivatePort === 8443;
    const port = PublicPort === (secure ? 443 : 80) ? "" : `:${PublicPort}`;
    // One that is published at one address of this machine is at no other.
    const at = /^[1-9]/.test(IP ?? "") && !IP.startsWith("127.") ? IP : host;
    return `${secure ? "https" : "http"}://${at}${port}/`;
  });
}
