import type { ComposeService } from "../languages/compose/facts";
import type { DockerStage } from "../languages/dockerfile/facts";
import { stageOf } from "../languages/dockerfile/stages";
import type { NginxContainer } from "../languages/nginx/installed";
import { parentOf } from "../workspace/paths";
import type { In, Parts } from "./model";
import { runsMore, startsOf, stockImage } from "./nginxImages";
import { dockerfileOf } from "./services";

/** What a container is given of the project, as far as nginx reads its configuration there. */
export interface GivenToNginx {
  /** Where in the container; a folder, where all of one is given. */
  readonly target: string;
  /** The files that nginx may read of it, by their places in the container; none where it is not known what it holds. */
  readonly files: readonly string[];
  /** It is mounted over what the image has there. */
  readonly mounted: boolean;
}

/** The folders and files that the official images read by themselves. */
const read = /^\/etc\/nginx(?:$|\/$|\/nginx\.conf$|\/(?:conf\.d|templates)(?:\/|$))/;

/** A start of nginx with its usual configuration, and of nothing else; or of the image's own script before it. */
const plainStart = /^(?:\/docker-entrypoint\.sh|(?:\S*\/)?nginx(?:-debug)?(?:\s+-g\s+["']?daemon off;["']?)?)$/;

/** What a `RUN` may do to the image and leave its configuration as it is. */
const removesDefault = /^rm\s+(?:-\w+\s+)*\/etc\/nginx\/conf\.d\/(?:default\.conf|\*(?:\.conf)?)$/;

/**
 * The containers of compose files in which an official nginx surely runs alone, with the project's files and no others
 * for its configuration; by the word that `Installed.container` has for each.
 * @param given what each is given of the project
 */
export function nginxContainers(
  { compose, dockerfiles }: Pick<Parts, "compose" | "dockerfiles">,
  given: ReadonlyMap<string, readonly GivenToNginx[]>,
): ReadonlyMap<string, NginxContainer> {
  const services = compose.flatMap(({ path, facts }) => facts.services.map((service) => ({ path, facts: service })));
  const stageBuilt = (service: In<ComposeService>): DockerStage | undefined => {
    const path = dockerfileOf(service);
    const stages = dockerfiles.find((each) => each.path === path)?.facts;
    return stages && stageOf(stages, service.facts.build?.target);
  };
  return new Map(
    services.flatMap((service): [string, NginxContainer][] => {
      const { path, facts } = service;
      const container = `${path} ${facts.value}`;
      // Files of one folder may be put on top of each other.
      const beside = services.filter((it) => parentOf(it.path) === parentOf(path) && it.facts !== facts);
      if (beside.some((it) => it.facts.value === facts.value || sharesNetwork(it.facts, facts.value))) return [];
      const stage = stageBuilt(service);
      const own = (given.get(container) ?? []).filter(({ target }) => read.test(target));
      if (!isPlain(service, stage) || own.length === 0 || own.some(({ files }) => files.length === 0)) return [];
      const files = own.flatMap((each) => each.files);
      const usual = (facts.build ? stage?.image : facts.image?.value)?.includes("unprivileged") ? 8080 : 80;
      return [
        [
          container,
          {
            compose: path,
            files,
            published: facts.ports.flatMap(({ target, lastTarget, protocol }) =>
              protocol === "tcp" && target === lastTarget ? target : [],
            ),
            ...(replacesDefault(own, files, stage) ? {} : { usual }),
            apps: beside.flatMap((it) =>
              it.path === path && it.facts.build ? [[it.facts.value, portsOf(it.facts, stageBuilt(it))] as const] : [],
            ),
          },
        ],
      ];
    }),
  );
}

const sharesNetwork = ({ networkMode }: ComposeService, name: string): boolean =>
  networkMode?.value.endsWith(`:${name}`) === true;

/** An official image that starts nginx as it does by itself, in a network of its own. */
function isPlain({ facts }: In<ComposeService>, stage: DockerStage | undefined): boolean {
  const { build, image, incomplete, networkMode, entrypoint, command, environment, envFiles, volumes } = facts;
  if (incomplete || networkMode || entrypoint || envFiles.length > 0) return false;
  if (environment.some(({ name }) => name.startsWith("NGINX_ENVSUBST"))) return false;
  if (volumes.some(({ target }) => target.startsWith("/docker-entrypoint"))) return false;
  if (command && !plainStart.test([command.value ?? ""].flat().join(" "))) return false;
  if (build === undefined) return image !== undefined && stockImage.test(image.value);
  return (
    stage !== undefined &&
    stockImage.test(stage.image) &&
    !runsMore(facts, stage) &&
    startsOf(stage).every((start) => plainStart.test(start)) &&
    stage.runs.every(({ value }) => !value.includes("nginx") || removesDefault.test(value.trim())) &&
    stage.copies.every(
      ({ stage: from, target }) =>
        !target.startsWith("/docker-entrypoint") && (from === undefined || !read.test(target)),
    )
  );
}

/** The image's own `conf.d/default.conf` is not there any more. */
const replacesDefault = (
  own: readonly GivenToNginx[],
  files: readonly string[],
  stage: DockerStage | undefined,
): boolean =>
  files.some((at) => /^\/etc\/nginx\/(?:conf\.d\/default\.conf|templates\/default\.conf\.template)$/.test(at)) ||
  own.some(({ target, mounted }) => mounted && /^\/etc\/nginx(?:\/conf\.d)?\/?$/.test(target)) ||
  stage?.runs.some(({ value }) => removesDefault.test(value.trim())) === true;

/** The ports that a service is known to listen at. */
const portsOf = ({ expose, ports }: ComposeService, stage: DockerStage | undefined): readonly number[] => [
  ...new Set([
    ...expose.map(({ value }) => value),
    ...ports.map(({ target }) => target),
    ...(stage?.exposed.map(({ value }) => value) ?? []),
  ]),
];
