import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { composeFiles } from "../languages/compose/files";

/** Further up than this a folder is none of the same project. */
const mostSteps = 6;

/**
 * The folder of the stack that a folder belongs to: the nearest at or above it with a compose file, else with a
 * Dockerfile; undefined where there is none up to the top of the repository.
 * @param folder absolute path
 */
export function stackFolderOf(folder: string): string | undefined {
  let withDockerfile: string | undefined;
  let at = folder;
  for (let step = 0; step < mostSteps; step++) {
    if (composeFiles.some((name) => existsSync(join(at, name)))) return at;
    if (withDockerfile === undefined && existsSync(join(at, "Dockerfile"))) withDockerfile = at;
    if (existsSync(join(at, ".git")) || dirname(at) === at) break;
    at = dirname(at);
  }
  return withDockerfile;
}
