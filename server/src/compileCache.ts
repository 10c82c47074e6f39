import * as module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Has Node keep what it compiles of this program in the user's cache folder (`$XDG_CACHE_HOME/flask-stack/compiled`), which
 * spares every later start some 20 ms. Where Node is older than 22.8 or nothing can be written there, all goes on as
 * without; `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 */
export function rememberCompiled(): void {
  try {
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
    module.enableCompileCache?.(join(cache, "flask-stack", "compiled"));
  } catch {
    // A process without a home can do without a cache.
  }
}
