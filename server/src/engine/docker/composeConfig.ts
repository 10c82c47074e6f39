/** What `docker compose config --format json` says of a project, as far as an engine needs it. */
export interface ComposeProject {
  readonly name: string;
  /** In the order of a request's way: what nothing depends on first. */
  readonly services: readonly ComposeService[];
}

export interface ComposeService {
  readonly name: string;
  readonly ports: readonly PublishedPort[];
  readonly dependsOn: readonly string[];
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
  return { name: config.name, services: requestOrder(services.map(([name, service]) => readService(name, service))) };
}

function readService(name: string, service: unknown): ComposeService {
  const { ports, depends_on: dependsOn } = isRecord(service) ? service : {};
  return {
    name,
    ports: Array.isArray(ports) ? ports.flatMap(readPort) : [],
    dependsOn: isRecord(dependsOn) ? Object.keys(dependsOn) : [],
  };
}

function readPort(port: unknown): PublishedPort[] {
  if (!isRecord(port) || typeof port.target !== "number") return [];
  const published = Number(port.published);
  return [{ target: port.target, published: Number.isInteger(published) && published > 0 ? published : undefined }];
}

/** From the services that no other needs to the ones that they need, each once. */
function requestOrder(services: readonly ComposeService[]): ComposeService[] {
  const needed = new Set(services.flatMap(({ dependsOn }) => dependsOn));
  const queue = [...services.filter(({ name }) => !needed.has(name))];
  const ordered = new Set<ComposeService>();
  for (const service of queue) {
    if (ordered.has(service)) continue;
    ordered.add(service);
    for (const name of service.dependsOn) {
      const next = services.find((candidate) => candidate.name === name);
      if (next) queue.push(next);
    }
  }
  // Services that need each other in a circle have no first one.
  return [...ordered, ...services.filter((service) => !ordered.has(service))];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
