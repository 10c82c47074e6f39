import { composeFiles, overrideOf } from "../languages/compose/files";
import { readCompose } from "../languages/compose/reader";
import { readDotenv } from "../languages/dotenv/reader";
import type { Files } from "../workspace/files";
import { normalize } from "../workspace/paths";
import { isNginx } from "./nginxImages";
import { copiesOf, imageOf } from "./surroundings";

/** A file or folder of a stack that nginx's container has. */
export interface Mount {
  /** Relative to the stack's folder. */
  readonly source: string;
  /** Absolute, in the container; without a slash at the end. */
  readonly target: string;
}

/** What the containers of nginx are given of a stack's folder: by a mount, or in their image. What is mounted hides what is not. */
export function nginxMounts(files: Files): readonly Mount[] {
  const compose = composeFiles.find((name) => files.text(name) !== undefined);
  const variables = readDotenv(files.text(".env") ?? "");
  const texts = compose === undefined ? [] : [compose, overrideOf(compose)].flatMap((name) => files.text(name) ?? []);
  const services = texts
    .flatMap((text) => readCompose(text, variables).services)
    .filter((service) => isNginx(imageOf(files, service)));
  const copies = copiesOf(files);
  const copied = services.flatMap(({ value }) => copies.get(value) ?? []);
  const mounted = services.flatMap(({ volumes }) =>
    volumes.flatMap(({ type, source, target }) => {
      const from = type === "bind" && source !== undefined ? normalize(source) : undefined;
      return from === undefined ? [] : [{ source: from, target: target.replace(/(.)\/$/, "$1") }];
    }),
  );
  return [...mounted, ...copied];
}
