import { record } from "../../../record";
import { readComposeConfig } from "../composeConfig";
import { programOf } from "../serviceFacts";

/** The service that is debugged, as compose has it. */
export interface Debugged {
  readonly project: string;
  readonly name: string;
  /** The image's name, that compose builds or pulls. */
  readonly image: string;
  /** Where the compose file has its own. */
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly networks: readonly string[];
  /** Whether ports that it publishes can be reached: one of its networks is not internal. */
  readonly reachable: boolean;
  /** Paths in the container that are volumes or memory. */
  readonly taken: readonly string[];
}

/** The service of Gunicorn in what `docker compose config --format json` says; undefined where there is none. */
export function readDebugged(json: string): Debugged | undefined {
  const project = readComposeConfig(json);
  const found = project?.services.find((service) => programOf(service.name, service, undefined) === "gunicorn");
  if (project === undefined || found === undefined) return undefined;
  const config: unknown = JSON.parse(json);
  const service = record(record(record(config).services)[found.name]);
  const all = record(record(config).networks);
  const own = Object.keys(record(service.networks));
  const networks = own.length > 0 ? own : ["default"];
  const volumes = Array.isArray(service.volumes) ? service.volumes : [];
  const memory = [service.tmpfs ?? []].flat().map((entry) => String(entry).replace(/:.*$/, ""));
  return {
    project: project.name,
    name: found.name,
    image: found.image ?? `${project.name}-${found.name}`,
    entrypoint: words(service.entrypoint),
    command: words(service.command),
    networks,
    reachable: networks.some((name) => record(all[name]).internal !== true),
    taken: [...volumes.flatMap((volume) => record(volume).target ?? []).map(String), ...memory],
  };
}

const words = (value: unknown): readonly string[] | undefined => (Array.isArray(value) ? value.map(String) : undefined);
