import type { ComposeFacts, ComposeService } from "../languages/compose/facts";
import { composeFiles, overrideOf } from "../languages/compose/files";
import { readCompose } from "../languages/compose/reader";
import type { DockerStage } from "../languages/dockerfile/facts";
import { readStages, stageOf } from "../languages/dockerfile/stages";
import { readDotenv } from "../languages/dotenv/reader";
import type { Files } from "../workspace/files";
import { join, nameOf, normalize, parentOf } from "../workspace/paths";
import { isNginx, runsMore, stockImage, versionOf } from "./nginxImages";

export { installedBy, installedIn } from "./installedFiles";

/** What a stack says of the place where its nginx runs. */
export interface Surroundings {
  /** The release of its image's tag, such as `1.30`; undefined where no tag says one, or two say different ones. */
  readonly version?: string;
  readonly services?: StackServices;
  /** Nginx is the official image as it is, which has nginx's own modules alone; left out where it may be another. */
  readonly stock?: true;
  /** Ports at which nginx's own service is published, as they are in the container. */
  readonly listened: readonly number[];
}

/** The other services of the stack, by the names that nginx can reach them by. */
export interface StackServices {
  /** With the ports that each is known to listen at. */
  readonly ports: ReadonlyMap<string, readonly number[]>;
  /** Names of the one service that nginx is. */
  readonly own: ReadonlySet<string>;
  /** Nothing else can be reached by a bare name: no networks, links or hosts from elsewhere. */
  readonly closed: boolean;
  /**
   * The others that serve something, with the ports that they are known to listen at, where nginx surely runs in a
   * container of its own: none of them is at its own loopback address.
   */
  readonly apart?: ReadonlyMap<string, readonly number[]>;
}

/**
 * What the stack of a folder says of where nginx runs. Nothing is known where there is neither a compose file with an
 * nginx in it nor a Dockerfile that starts from one.
 * @param folders further folders whose Dockerfile may be nginx's, such as that of its configuration
 */
export function surroundingsOf(files: Files, folders: readonly string[] = []): Surroundings {
  const compose = composeFiles.find((name) => files.text(name) !== undefined);
  const texts = compose === undefined ? [] : [compose, overrideOf(compose)].flatMap((name) => files.text(name) ?? []);
  const composed = texts.map((text) => readCompose(text, variablesOf(files)));
  const services = composed.flatMap((facts) => facts.services);
  const nginx = services.filter((service) => isNginx(imageOf(files, service)));
  const inDockerfiles = [".", ...folders].flatMap((folder) =>
    stagesIn(files, join(folder, "Dockerfile"))
      .map(({ image }) => image)
      .filter(isNginx),
  );
  const version = onlyOne(
    (nginx.length > 0 ? nginx.map((service) => imageOf(files, service)) : inDockerfiles).map(versionOf),
  );
  const apart = composed.some(({ incomplete }) => incomplete) ? undefined : apartFrom(files, services, nginx, folders);
  return {
    listened: [...new Set(nginx.flatMap(({ ports }) => ports.map(({ target }) => target)))],
    ...(version === undefined ? {} : { version }),
    ...(nginx.length > 0 && nginx.every(isStock) ? { stock: true as const } : {}),
    ...(nginx.length > 0
      ? {
          services: {
            ...reachable(files, services, composed, texts, nginx),
            ...(apart === undefined ? {} : { apart }),
          },
        }
      : {}),
  };
}

const variablesOf = (files: Files): ReadonlyMap<string, string> => readDotenv(files.text(".env") ?? "");

function stagesIn(files: Files, written: string, given?: ReadonlyMap<string, string>): readonly DockerStage[] {
  const path = normalize(written);
  const text = path === undefined ? undefined : files.text(path);
  return text === undefined ? [] : readStages(text, given);
}

/** The stage of a Dockerfile that a service's image is made of. */
function stageBuilt(files: Files, { build }: ComposeService): DockerStage | undefined {
  if (build?.dockerfile === undefined) return undefined;
  return stageOf(stagesIn(files, join(build.context, build.dockerfile), build.arguments), build.target);
}

/** The image that a service runs, or that its own begins with. */
export const imageOf = (files: Files, service: ComposeService): string | undefined =>
  service.image?.value ?? stageBuilt(files, service)?.image;

/**
 * What each service of a stack has from the project in its image: sources relative to the stack's folder, with where
 * they are in the container.
 */
export function copiesOf(files: Files): ReadonlyMap<string, readonly { source: string; target: string }[]> {
  const compose = composeFiles.find((name) => files.text(name) !== undefined);
  const facts = compose === undefined ? undefined : readCompose(files.text(compose) ?? "", variablesOf(files));
  return new Map(facts?.services.map((service) => [service.value, copiesIn(files, service)] as const) ?? []);
}

function copiesIn(files: Files, service: ComposeService): { source: string; target: string }[] {
  const { build } = service;
  const copies = stageBuilt(files, service)?.copies ?? [];
  return copies.flatMap(({ stage, sources, target }) => {
    if (stage !== undefined || build === undefined) return [];
    return sources.flatMap((written) => {
      const source = normalize(join(build.context, written));
      if (source === undefined || /[*?[$]/.test(source)) return [];
      const isFolder = files.text(source) === undefined;
      const into = target.endsWith("/") || sources.length > 1;
      return [
        {
          source,
          target: isFolder
            ? target.replace(/\/$/, "")
            : into
              ? join(target.replace(/\/$/, ""), nameOf(source))
              : target,
        },
      ];
    });
  });
}

function reachable(
  files: Files,
  services: readonly ComposeService[],
  composed: readonly ComposeFacts[],
  texts: readonly string[],
  nginx: readonly ComposeService[],
): StackServices {
  const ports = new Map<string, readonly number[]>();
  for (const service of services) {
    const own = portsOf(files, service);
    for (const name of [service.value, ...service.aliases]) {
      ports.set(name, [...new Set([...(ports.get(name) ?? []), ...own])]);
    }
  }
  const closed = !composed.some(({ incomplete }) => incomplete) && !texts.some((text) => opensUp.test(text));
  // Of several, each may hand requests on to the others.
  const alone = new Set(nginx.map(({ value }) => value)).size === 1;
  const own = new Set(alone ? nginx.flatMap(({ value, aliases }) => [value, ...aliases]) : []);
  return { ports, own, closed };
}

function apartFrom(
  files: Files,
  services: readonly ComposeService[],
  nginx: readonly ComposeService[],
  folders: readonly string[],
): StackServices["apart"] {
  const copies = copiesOf(files);
  const configured = nginx.filter((service) =>
    [...service.volumes, ...(copies.get(service.value) ?? [])].some(({ source, target }) => {
      const from = source === undefined ? undefined : normalize(source);
      if (from === undefined || !/^\/(?:etc|usr\/local\/openresty)\/nginx(?:\/|$)/.test(target)) return false;
      return folders.length === 0
        ? parentOf(from) === "."
        : folders.some((folder) => `${from}/`.startsWith(`${folder}/`) || folder.startsWith(`${from}/`));
    }),
  );
  const shared = new Set(services.flatMap(({ networkMode }) => networkMode?.value.split(":")[1] ?? []));
  const alone = configured.every((service) => {
    const { value, networkMode, command, entrypoint, incomplete } = service;
    return (
      !networkMode &&
      !command &&
      !entrypoint &&
      !incomplete &&
      !shared.has(value) &&
      !runsMore(service, stageBuilt(files, service))
    );
  });
  if (configured.length === 0 || !alone) return undefined;
  const rest = services.filter((service) => !nginx.includes(service));
  const known = rest.map((service) => [service.value, portsOf(files, service), service.build] as const);
  return new Map(known.flatMap(([name, ports, build]) => (ports.length > 0 || build ? [[name, ports] as const] : [])));
}

function portsOf(files: Files, service: ComposeService): readonly number[] {
  return [
    ...service.expose.map(({ value }) => value),
    ...service.ports.map(({ target }) => target),
    ...(stageBuilt(files, service)?.exposed.map(({ value }) => value) ?? []),
    ...boundIn(service),
  ];
}

/** Keys by which names from outside of the file can be reached. */
const opensUp = /^[ \t]+(?:external|external_links|links|extra_hosts|network_mode|dns|name)\s*:/m;

/** The port of a `--bind` in a command. */
function boundIn({ command }: ComposeService): readonly number[] {
  const said = Array.isArray(command?.value) ? command.value.join(" ") : (command?.value ?? "");
  const port = typeof said === "string" ? /(?:--bind|-b)[= ]\S*?:(\d{2,5})\b/.exec(said)?.[1] : undefined;
  return port === undefined ? [] : [Number(port)];
}

const isStock = ({ image, build, incomplete, command, entrypoint }: ComposeService): boolean =>
  !build && !incomplete && !command && !entrypoint && image !== undefined && stockImage.test(image.value);

function onlyOne<T>(values: readonly T[]): T | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}
