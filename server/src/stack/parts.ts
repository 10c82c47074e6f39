import { readCompose } from "../languages/compose/reader";
import { readStages } from "../languages/dockerfile/stages";
import { readDotenv } from "../languages/dotenv/reader";
import { placeOf } from "../languages/gunicorn/places/read";
import { configurations } from "../languages/nginx/configurations";
import { isNginxFile, nginxFiles } from "../languages/nginx/files";
import type { Files } from "../workspace/files";
import { join, parentOf } from "../workspace/paths";
import type { Parts } from "./model";
import { readProxy } from "./proxy";

/**
 * The parts of the stack among the files of a workspace.
 * @param paths every file, as `walk` finds them
 */
export function readParts(files: Files, paths: readonly string[]): Parts {
  const compose = paths
    .filter((path) => placeOf(path, "") === "compose")
    .flatMap((path) => {
      const text = files.text(path);
      const dotenv = files.text(join(parentOf(path), ".env"));
      return text === undefined ? [] : [{ path, facts: readCompose(text, readDotenv(dotenv ?? "")) }];
    });
  const dockerfiles = paths
    .filter((path) => placeOf(path, "") === "dockerfile")
    .flatMap((path) => {
      const text = files.text(path);
      return text === undefined ? [] : [{ path, facts: readStages(text) }];
    });
  const nginx = nginxFiles(paths.filter(isNginxFile), files.text);
  const proxies = nginx.paths.length === 0 ? [] : configurations(nginx).map((read) => readProxy(read, nginx));
  return { compose, dockerfiles, proxies };
}
