import type { ComposeService } from "../languages/compose/facts";
import type { DockerStage } from "../languages/dockerfile/facts";

/** Images whose nginx is nginx itself, of the release that their tag says. */
const nginxImage = /(?:^|\/)(?:nginx|nginx-unprivileged|openresty)(?::(\d+\.\d+(?:\.\d+)?)[\w.-]*)?(?:@.*)?$/;

/** The official images by their official tags: a name of one's own may be that of an image that one has built. */
export const stockImage =
  /^(?:docker\.io\/)?(?:(?:library\/)?nginx|nginxinc\/nginx-unprivileged)(?::(?:latest|stable|mainline|\d+(?:\.\d+){0,2})?(?:-?(?:alpine(?:\d\.\d+)?|bookworm|trixie|bullseye|slim|perl|otel))*)?$/;

export const isNginx = (image: string | undefined): boolean => image !== undefined && nginxImage.test(image);

/** The release that the tag of an image says. */
export const versionOf = (image: string | undefined): string | undefined => image && nginxImage.exec(image)?.[1];

/** What else a container may run beside nginx, by what its stage of a Dockerfile says. */
const others = /gunicorn|uwsgi|uvicorn|supervis|python|venv|flask|s6-/i;

/** A start of nginx, or of the image's own script that starts it. */
const startsNginx = /(?:^|[\s/])(?:nginx(?:-debug)?(?:\s|$)|docker-entrypoint\.sh$)/;

/** What may start something else on the way: another script, or a program in the background. */
const startsMore = /(?<!docker-entrypoint)\.(?:sh|py)\b|(?<!&)&(?!&)/;

/**
 * Whether an image may run more than nginx.
 * @param stage the stage that it is made of, which counts whatever the others are for
 */
export function runsMore({ build }: ComposeService, stage: DockerStage | undefined): boolean {
  if (build === undefined) return false;
  if (stage === undefined) return true;
  const starts = startsOf(stage);
  const copied = stage.copies.flatMap(({ sources, target }) => [...sources, target]);
  return (
    [stage.image, ...stage.runs.map(({ value }) => value), ...copied, ...starts].some((text) => others.test(text)) ||
    starts.some((text) => !startsNginx.test(text) || startsMore.test(text))
  );
}

/** What a stage starts, each as one line. */
export const startsOf = ({ entrypoint, command }: DockerStage): readonly string[] =>
  [entrypoint, command].flatMap((start) => (start ? [[start.value].flat().join(" ")] : []));
