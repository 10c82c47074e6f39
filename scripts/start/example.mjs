/** The copy of docs/example that one run is about, and what is left of it afterwards. */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { root } from "../lib/paths.mjs";

/**
 * A fresh copy under a name that nothing else has. Compose names the stack after the folder, so neither another run
 * nor a project of the person's that is called guestbook is ever touched.
 */
export function copyExample() {
  const copy = join(tmpdir(), `guestbook-${randomBytes(4).toString("hex")}`);
  // Fails where it is there already.
  mkdirSync(copy);
  cpSync(join(root, "docs/example"), copy, { recursive: true });
  return copy;
}

/** Removes the copy, the images that were built of it (the build cache stays) and its virtual environment. */
export function removeExample(copy) {
  rmSync(copy, { recursive: true, force: true });
  const name = basename(copy);
  // Without Docker, or where they were never built, there are none.
  spawnSync("docker", ["image", "rm", `${name}-web`, `${name}-nginx`], {
    stdio: "ignore",
    timeout: 30_000,
    // An impatient Ctrl-C is not meant for it.
    detached: process.platform !== "win32",
  });
  const home = join(cacheHome(), "flask-stack");
  try {
    for (const kept of readdirSync(home).filter((folder) => folder.startsWith(`${name}-`))) {
      rmSync(join(home, kept), { recursive: true, force: true });
    }
  } catch {
    // There is no cache.
  }
}

/** Where the command line keeps a project's virtual environment: see server/src/engine/host/cache.ts. */
function cacheHome() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return process.env.LOCALAPPDATA ?? join(homedir(), ".cache");
}
