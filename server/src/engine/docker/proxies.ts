import { execute } from "./exec";
import { programOf } from "./serviceFacts";
import { containersOf, type DockerStack } from "./stack";

/**
 * Has every Nginx of the stack that runs look up its upstreams' names again: it asks for the address of `web` when it
 * reads its configuration, and never after that (`resolve` in an `upstream` would, from Nginx 1.27.3 on). It starts new
 * workers that know the new addresses, and the old ones finish what they have begun, so no request is lost.
 */
export async function refreshProxies(stack: DockerStack, signal: AbortSignal): Promise<void> {
  const containers = await containersOf(stack, signal);
  if (!containers.ok) return;
  const proxies = containers.value.filter(
    ({ service, info }) => info.State === "running" && programOf(service, undefined, info.Command) === "nginx",
  );
  await Promise.all(
    proxies.map(async ({ info }) => {
      // One that does not take its own configuration any more goes on with what it has: better than nothing.
      await execute(stack.endpoint, info.Id, ["nginx", "-s", "reload"], signal).catch(() => undefined);
    }),
  );
}
