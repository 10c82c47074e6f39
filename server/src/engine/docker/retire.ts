import * as l10n from "@vscode/l10n";
import type { Progress } from "../engine";
import { connect } from "./connection";
import type { StackContainer } from "./containers";
import { refreshProxies } from "./proxies";
import type { DockerStack } from "./stack";
import { sendOnlyTo } from "./upstreams";

/** How long the engine may take to be told what Nginx is to do: milliseconds. */
const patience = 30_000;

/**
 * Ends containers of a service without losing a request: Nginx sends none to them any more before they are asked to end,
 * and what they have begun they finish. It cannot be cancelled: half of it would be worse than either end.
 * @param staying the containers of the service that go on
 */
export async function retire(
  stack: DockerStack,
  going: readonly StackContainer[],
  staying: readonly StackContainer[],
  progress: Progress,
): Promise<void> {
  progress.step(l10n.t("Telling Nginx"));
  await sendOnlyTo(stack, staying, AbortSignal.timeout(patience));
  progress.step(l10n.t("Ending the old containers"));
  await removeContainers(stack, going, { force: false });
  await refreshProxies(stack, AbortSignal.timeout(patience));
}

/** Removes containers; those that are not forced end by themselves first, within the time that their compose file gives. */
export async function removeContainers(
  stack: DockerStack,
  containers: readonly StackContainer[],
  { force }: { readonly force: boolean },
): Promise<void> {
  const docker = await connect(stack.endpoint);
  await Promise.all(
    containers.map(async ({ info }) => {
      const container = docker.getContainer(info.Id);
      // The connection's own patience is shorter than what a container may take: waiting is what goes on then.
      if (!force) {
        // One that has ended, or is gone, by itself is where it should be.
        await container.stop().catch(() => undefined);
        await container.wait({ condition: "not-running" }).catch(() => undefined);
      }
      await container.remove({ force }).catch(() => undefined);
    }),
  );
}
