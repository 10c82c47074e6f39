import { type FSWatcher, mkdirSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { News, WatchOptions } from "../engine";

/**
 * Tells when the file that says what runs on this machine changes, until the signal fires. A process that ends by itself
 * leaves the file as it is: with a heartbeat that is looked at, too.
 */
export function watchHost(
  state: string,
  { heartbeat }: WatchOptions,
  tell: (news: News) => void,
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  const changed = () => tell({ kind: "changed" });
  let watcher: FSWatcher | undefined;
  try {
    mkdirSync(dirname(state), { recursive: true });
    // The folder, since the file is made anew each time.
    watcher = watch(dirname(state), (_, name) => {
      if (name === null || name === basename(state)) changed();
    });
    watcher.on("error", () => watcher?.close());
  } catch {
    // Without it the heartbeat sees what changes, later.
  }
  const timer = heartbeat === undefined ? undefined : setInterval(changed, heartbeat);
  signal.addEventListener("abort", () => {
    watcher?.close();
    clearInterval(timer);
  });
  tell({ kind: "found" });
}
