/** Images that were built of a compose project. Node built-ins only. */
import { output } from "./run.mjs";

/**
 * Removes them, under whatever name or under none, since each build takes the name from the one before. Only for who has
 * taken the containers down; without Docker there are none.
 * @param {string} project
 */
export function removeBuilt(project) {
  const filter = `label=com.docker.compose.project=${project}`;
  const ids = output("docker", ["image", "ls", "--quiet", "--no-trunc", "--filter", filter])?.split("\n") ?? [];
  const built = new Set(ids.filter((id) => id !== ""));
  if (built.size > 0) output("docker", ["image", "rm", "--force", ...built]);
}
