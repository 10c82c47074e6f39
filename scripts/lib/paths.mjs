/** Where things are: the checkout, and the cache that outlives it. Node built-ins only. */
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Downloads and builds that take long: `$FLASK_STACK_CACHE`, else the user's cache folder + `/flask-stack`. */
export const cache =
  process.env.FLASK_STACK_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "flask-stack");

/** A folder inside the cache; made if it is not there. */
export function cacheFolder(...names) {
  const folder = join(cache, ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}
