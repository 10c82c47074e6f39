import * as l10n from "@vscode/l10n";
import { ok, type Result } from "../../result";
import type { Progress, Reloaded } from "../engine";
import type { StackContainer } from "./containers";
import { removeContainers, retire } from "./retire";
import { scaleTo } from "./scale";
import { containersOf, type DockerStack } from "./stack";

/**
 * Has as many containers of a service's new image take over from those that run. The new ones are started beside the old
 * ones; once they are healthy the old ones are retired.
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
  const after = l10n.t("The new containers are removed again, and those that ran before go on.");
  const started = await scaleTo({ stack, service, count: old.length * 2, progress, signal, after });
  if (!started.ok) {
    progress.step(l10n.t("Removing the new containers; the old ones go on"));
    await removeContainers(stack, await newOnes(stack, service, old), { force: true });
    return started;
  }
  await retire(stack, old, await newOnes(stack, service, old), progress);
  return ok("replaced");
}

/** Also where the user has cancelled: what was begun is taken back. */
async function newOnes(
  stack: DockerStack,
  service: string,
  old: readonly StackContainer[],
): Promise<readonly StackContainer[]> {
  const containers = await containersOf(stack, AbortSignal.timeout(10_000));
  const before = new Set(old.map(({ info }) => info.Id));
  if (!containers.ok) return [];
  return containers.value.filter((container) => container.service === service && !before.has(container.info.Id));
}
