import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";
import { memoryPath, readMemory } from "../scaffold/memory";
import { projectName } from "../scaffold/projectName";
import { openFiles } from "../workspace/diskFiles";
import type { Engine } from "./engine";
import { cacheUnwritable, type HostFolders, hostFolders } from "./host/cache";
import { followFile } from "./host/followFile";
import { start, stop } from "./host/lifecycle";
import { reloadHost } from "./host/reload";
import { lock, readState } from "./host/state";
import { hostStatus } from "./host/status";
import { followHostUsage } from "./host/usage";
import { watchHost } from "./host/watch";
import { serviceUnknown } from "./serviceUnknown";

/** The stack on this machine itself: a virtual environment, Gunicorn, and Nginx where it is installed. No Docker. */
export function hostEngine(root: string, description: string): Engine {
  const folders = hostFolders(root);
  const status = async () => ok(await hostStatus(nameOf(root), root, readState(folders.state)));
  const up: Engine["up"] = (options, progress, signal) =>
    exclusively(folders, async () => {
      const started = await start(root, folders, options.port, progress, signal);
      return started.ok ? status() : started;
    });
  const down: Engine["down"] = async ({ volumes = false }, progress) => {
    const ran = readState(folders.state) !== undefined;
    // There are no volumes: what the app wrote is in the project's folder, and stays. The virtual environment and the
    // logs stay for the next start, as an image would, unless all is to go.
    const removes = volumes && existsSync(folders.base);
    if (!ran && !removes) return ok({ ran, kept: [], removed: [] });
    return exclusively(folders, async () => {
      await stop(folders, progress);
      if (removes) rmSync(folders.base, { recursive: true, force: true });
      return ok({ ran, kept: [], removed: removes ? [folders.base] : [] });
    });
  };
  return {
    name: "host",
    description,
    up,
    down,
    status,
    async act(action, _service, progress, signal) {
      // The two programs are one stack here: Nginx has the port that Gunicorn was given, so they start together.
      if (action === "pull") return ok(undefined);
      if (action === "stop") {
        const stopped = await down({}, progress, signal);
        return stopped.ok ? ok(undefined) : stopped;
      }
      const port = readState(folders.state)?.port;
      const started = await up(port === undefined ? {} : { port }, progress, signal);
      return started.ok ? ok(undefined) : started;
    },
    reload: (service, progress, signal) =>
      exclusively(folders, () => reloadHost(root, folders, service, progress, signal)),
    watch: (options, tell, signal) => watchHost(folders.state, options, tell, signal),
    stats: followHostUsage,
    async logs(options, line, signal) {
      const files = { nginx: folders.nginxLog, web: folders.webLog };
      const wanted = Object.entries(files).filter(
        ([name]) => options.service === undefined || options.service === name,
      );
      if (wanted.length === 0) {
        return serviceUnknown(options.service ?? "", Object.keys(files));
      }
      const width = Math.max(...wanted.map(([name]) => name.length));
      await Promise.all(
        wanted.map(([name, file]) =>
          followFile(file, options, (text) => line(`${name.padEnd(width)} | ${text}`), signal),
        ),
      );
      return ok(undefined);
    },
  };
}

/** The name that compose knows the project by too. */
function nameOf(root: string): string {
  const memory = readMemory(openFiles(root).text(memoryPath));
  return (memory.ok ? memory.value.project : undefined) ?? projectName(root);
}

/** Does what only one command may do at a time. A disk that is full or read-only is said in a sentence. */
async function exclusively<T>(folders: HostFolders, work: () => Promise<Result<T>>): Promise<Result<T>> {
  let release: (() => void) | undefined;
  try {
    release = await lock(join(folders.base, "lock"));
    if (release === undefined) {
      return fail("in-use", l10n.t("Another command is starting or stopping this stack: wait for it, then try again."));
    }
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return cacheUnwritable(folders, String(error.code));
  } finally {
    release?.();
  }
}
