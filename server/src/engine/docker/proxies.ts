import { setTimeout as sleep } from "node:timers/promises";
import type { StackContainer } from "./containers";
import { execute } from "./exec";
import { nginxWorkers, processesIn } from "./processes";
import { programOf } from "./serviceFacts";
import { containersOf, type DockerStack } from "./stack";

/** How long the workers of nginx that were told to end may take to finish what they have begun: milliseconds. */
const patience = 10_000;

/** Every Nginx of a stack that runs. */
export async function proxiesOf(stack: DockerStack, signal: AbortSignal): Promise<readonly StackContainer[]> {
  const containers = await containersOf(stack, signal);
  if (!containers.ok) return [];
  return containers.value.filter(
    ({ service, info }) => info.State === "running" && programOf(service, undefined, info.Command) === "nginx",
  );
}

/**
 * Has every Nginx of the stack that runs look up its upstreams' names again: it asks for the address of `web` when it
 * reads its configuration, and never after that (`resolve` in an `upstream` would, from Nginx 1.27.3 on). It starts new
 * workers that know the new addresses, and the old ones finish what they have begun, so no request is lost.
 */
export async function refreshProxies(stack: DockerStack, signal: AbortSignal): Promise<void> {
  const proxies = await proxiesOf(stack, signal);
  // One that does not take its own configuration any more goes on with what it has: better than nothing.
  await Promise.all(proxies.map((proxy) => tellToReload(stack, proxy, signal).catch(() => undefined)));
}

const tellToReload = ({ endpoint }: DockerStack, { info }: StackContainer, signal: AbortSignal) =>
  execute(endpoint, info.Id, ["nginx", "-s", "reload"], signal);

/** As `refreshProxies`, for one of them; resolves once its old workers have ended. */
export async function reloadProxy(stack: DockerStack, proxy: StackContainer, signal: AbortSignal): Promise<void> {
  const workers = async () => nginxWorkers(await processesIn(stack.endpoint, proxy.info.Id, signal));
  const before = await workers();
  await tellToReload(stack, proxy, signal);
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const now = await workers();
    if (now.length > 0 && !now.some((pid) => before.includes(pid))) return;
    await sleep(50, undefined, { signal });
  }
}
