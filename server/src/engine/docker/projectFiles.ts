import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readDotenv } from "../host/environment";

/** The names that compose looks for, in its order; beside each it also takes one with `.override` before the ending. */
const usual = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/**
 * The files that a folder's compose project is read from, absolute: those of COMPOSE_FILE, from the environment or the
 * folder's .env, else the usual ones that are there. Compose would go on to the folders above; a stack is in its own.
 */
export function projectFiles(root: string, env: NodeJS.ProcessEnv): readonly string[] {
  const dotenv = readDotenv(root);
  const named = env.COMPOSE_FILE || dotenv.COMPOSE_FILE;
  if (named) {
    const separator = env.COMPOSE_PATH_SEPARATOR || dotenv.COMPOSE_PATH_SEPARATOR;
    const files = named.split(separator || (process.platform === "win32" ? ";" : ":")).filter((file) => file !== "");
    return files.map((file) => resolve(root, file));
  }
  const first = usual.find((name) => existsSync(join(root, name)));
  if (first === undefined) return [];
  const overrides = usual.map((name) => name.replace(/\.(ya?ml)$/, ".override.$1"));
  const override = overrides.find((name) => existsSync(join(root, name)));
  return [first, ...(override === undefined ? [] : [override])].map((name) => join(root, name));
}
