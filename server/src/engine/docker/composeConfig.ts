import { resolve } from "node:path";
import { isRecord, record } from "../../record";
import type { ComposeSources } from "./composeSources";

/** What `docker compose config --format json` says of a project, as far as an engine needs it. */
export interface ComposeProject {
  readonly name: string;
  /** In the order of a request's way: what nothing depends on first. */
  readonly services: readonly ComposeService[];
  /** What was read for it, where that was looked at. */
  readonly sources?: ComposeSources;
}

export interface ComposeService {
  readonly name: string;
  readonly ports: readonly PublishedPort[];
  readonly dependsOn: readonly string[];
  /** As the file names it; a service that is built may have none. */
  readonly image?: string;
  readonly build?: ComposeBuild;
  /** Its command's words, where the file has its own. */
  readonly command: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly workingDirectory?: string;
  /** What the environment adds to Gunicorn's command line. */
  readonly gunicornArguments?: string;
  /** How many containers the file asks for. */
  readonly replicas: number;
  /** `container_name`: there can be one of it alone. */
  readonly fixedName: boolean;
  /** Others wait for it to end well. */
  readonly oneShot: boolean;
  /** Its health check is switched off, over which `compose up --wait` of 2.26 and others gives up. */
  readonly unchecked?: true;
  /** Absolute paths on the host that are mounted into it, by their path in the container. */
  readonly binds: readonly { readonly source: string; readonly target: string }[];
}

export interface ComposeBuild {
  /** Absolute. */
  readonly context: string;
  /** Absolute; undefined where the compose file holds its text. */
  readonly dockerfile: string | undefined;
  readonly target?: string;
  readonly arguments?: ReadonlyMap<string, string>;
}

export interface PublishedPort {
  /** In the container. */
  readonly target: number;
  /** On the host; undefined where the engine is to choose one, or where it is a range. */
  readonly published: number | undefined;
}

/** Reads the JSON; undefined where it is not what compose writes. */
export function readComposeConfig(json: string): ComposeProject | undefined {
  let config: unknown;
  try {
    config = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(config) || typeof config.name !== "string") return undefined;
  const services = isRecord(config.services) ? Object.entries(config.services) : [];
  const awaited = new Set(services.flatMap(([, service]) => awaitedToEnd(service)));
  const read = services.map(([name, service]) => readService(name, service, awaited.has(name)));
  return { name: config.name, services: requestOrder(read, ({ ports }) => ports.length > 0) };
}

function readService(name: string, service: unknown, oneShot: boolean): ComposeService {
  const { ports, depends_on: dependsOn, image, build, command, deploy, scale, volumes, ...more } = record(service);
  const container = more.container_name;
  const replicas = record(deploy).replicas ?? scale;
  const gunicornArguments = record(more.environment).GUNICORN_CMD_ARGS;
  return {
    name,
    ports: Array.isArray(ports) ? ports.flatMap(readPort) : [],
    dependsOn: Object.keys(record(dependsOn)),
    ...(typeof image === "string" ? { image } : {}),
    ...(isRecord(build) && typeof build.context === "string" ? { build: readBuild(build, build.context) } : {}),
    command: Array.isArray(command) ? command.map(String) : [],
    ...(Array.isArray(more.entrypoint) ? { entrypoint: more.entrypoint.map(String) } : {}),
    ...(typeof more.working_dir === "string" ? { workingDirectory: more.working_dir } : {}),
    ...(typeof gunicornArguments === "string" ? { gunicornArguments } : {}),
    replicas: typeof replicas === "number" ? replicas : 1,
    fixedName: typeof container === "string",
    oneShot,
    ...(record(more.healthcheck).disable === true ? { unchecked: true } : {}),
    binds: Array.isArray(volumes) ? volumes.flatMap(readBind) : [],
  };
}

function readBuild(build: Record<string, unknown>, context: string): ComposeBuild {
  if (typeof build.dockerfile_inline === "string") return { context, dockerfile: undefined };
  const given = Object.entries(record(build.args)).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return {
    context,
    ...(typeof build.target === "string" ? { target: build.target } : {}),
    ...(given.length > 0 ? { arguments: new Map(given) } : {}),
    dockerfile: resolve(context, typeof build.dockerfile === "string" ? build.dockerfile : "Dockerfile"),
  };
}

function readBind(volume: unknown): { source: string; target: string }[] {
  const { type, source, target } = record(volume);
  return type === "bind" && typeof source === "string" && typeof target === "string" ? [{ source, target }] : [];
}

/** The services that a service waits for to end well before it starts. */
const awaitedToEnd = (service: unknown): readonly string[] =>
  Object.entries(record(record(service).depends_on))
    .filter(([, how]) => record(how).condition === "service_completed_successfully")
    .map(([name]) => name);

function readPort(port: unknown): PublishedPort[] {
  if (!isRecord(port) || typeof port.target !== "number") return [];
  const published = Number(port.published);
  return [{ target: port.target, published: Number.isInteger(published) && published > 0 ? published : undefined }];
}

/**
 * Services in the order of a request's way: each that nothing depends on with what it needs, in rounds; those first that
 * are published, and that need the most.
 */
export function requestOrder<S extends Pick<ComposeService, "name" | "dependsOn">>(
  services: readonly S[],
  isPublished: (service: S) => boolean,
): S[] {
  const needed = new Set(services.flatMap(({ dependsOn }) => dependsOn));
  const ways = services.filter(({ name }) => !needed.has(name)).map((first) => wayFrom(first, services));
  const published = ([first]: readonly S[]) => Number(first !== undefined && isPublished(first));
  ways.sort((one, other) => published(other) - published(one) || other.length - one.length);
  // Services that need each other in a circle have no first one.
  return [...new Set([...ways.flat(), ...services])];
}

/** A service and all that it needs, the nearest first. */
function wayFrom<S extends Pick<ComposeService, "name" | "dependsOn">>(first: S, services: readonly S[]): readonly S[] {
  const way = new Set([first]);
  for (const { dependsOn } of way) {
    for (const needed of dependsOn) {
      const next = services.find(({ name }) => name === needed);
      if (next !== undefined) way.add(next);
    }
  }
  return [...way];
}
