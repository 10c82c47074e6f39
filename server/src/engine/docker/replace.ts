import * as l10n from "@vscode/l10n";
import { ok, type Result } from "../../result";
import type { Progress, Reloaded } from "../engine";
import { connect } from "./connection";
import type { StackContainer } from "./containers";
import { refreshProxies } from "./proxies";
import { scaleTo } from "./scale";
import { containersOf, type DockerStack } from "./stack";

/**
 * Has as many containers of a service's new image take over from those that run. The new ones are started beside the old
 * ones; once they are healthy Nginx is told of them; then the old ones are asked to end, and finish what they have begun.
 * Where the new ones do not come up they are removed, and the old ones go on as if nothing had been.
 */
export async function replace(
  stack: DockerStack,
  service: string,
  old: readonly StackContainer[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<Reloaded>> {
  progress.step(l10n.t("Starting new containers beside the old ones"));
  const started = await scaleTo(stack, service, old.length * 2, progress, signal);
  if (!started.ok) {
    progress.step(l10n.t("Removing the new containers; the old ones go on"));
    await remove(stack, await newOnes(stack, service, old), true);
    return started;
  }
  progress.step(l10n.t("Telling Nginx"));
  await refreshProxies(stack, signal);
  progress.step(l10n.t("Ending the old containers"));
  await remove(
    stack,
    old.map(({ info }) => info.Id),
    false,
  );
  await refreshProxies(stack, signal);
  return ok("replaced");
}

/** Also where the user has cancelled: what was begun is taken back. */
async function newOnes(
  stack: DockerStack,
  service: string,
  old: readonly StackContainer[],
): Promise<readonly string[]> {
  const containers = await containersOf(stack, AbortSignal.timeout(10_000));
  const before = new Set(old.map(({ info }) => info.Id));
  if (!containers.ok) return [];
  return containers.value
    .filter((container) => container.service === service && !before.has(container.info.Id))
    .map(({ info }) => info.Id);
}

/** Ends containers, each within the time that its compose file gives, and removes them. */
async function remove(stack: DockerStack, ids: readonly string[], force: boolean): Promise<void> {
  const docker = await connect(stack.endpoint);
  await Promise.all(
    ids.map(async (id) => {
      const container = docker.getContainer(id);
      // The connection's own patience is shorter than what a container may take: waiting is what goes on then.
      if (!force) {
        await container.stop().catch(() => undefined);
        await container.wait({ condition: "not-running" }).catch(() => undefined);
      }
      await container.remove({ force }).catch(() => undefined);
    }),
  );
}
