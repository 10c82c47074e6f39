import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerInspectInfo } from "dockerode";
import { connect } from "./connection";
import type { StackContainer } from "./containers";
import { execute } from "./exec";
import { label } from "./labels";
import { proxiesOf, reloadProxy } from "./proxies";
import type { DockerStack } from "./stack";
import { tarOf } from "./tar";

/**
 * Has every Nginx of the stack send requests to these containers of a service alone, as far as it knows the service by
 * its name. Docker's DNS gives the address of a container until it has ended, and Nginx may not send a POST twice: one
 * that reaches a container in the moment in which it stops listening would be lost. So Nginx is told before, with the
 * addresses in its /etc/hosts, which counts before DNS, for as long as it takes to read its configuration.
 *
 * Where that cannot be done nothing has changed: most requests can be sent twice.
 */
export async function sendOnlyTo(
  stack: DockerStack,
  staying: readonly StackContainer[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const docker = await connect(stack.endpoint);
    const inspect = ({ info }: StackContainer) => docker.getContainer(info.Id).inspect({ abortSignal: signal });
    const [proxies, upstreams] = await Promise.all([proxiesOf(stack, signal), Promise.all(staying.map(inspect))]);
    await Promise.all(
      proxies.map(async (proxy) => {
        const found = await inspect(proxy);
        const lines = hostLines(found, upstreams);
        if (lines.length === 0) return;
        const { stdout } = await execute(stack.endpoint, proxy.info.Id, ["cat", "/etc/hosts"], signal);
        const hosts = withoutOurs(stdout);
        const held = await holdHosts(stack, found, { during: `${hosts}${lines.join("\n")}\n`, after: hosts }, signal);
        try {
          await reloadProxy(stack, proxy, signal);
        } finally {
          await held.end();
        }
      }),
    );
  } catch {
    // Not every engine tells where the file is, and not every image has a shell.
  }
}

/** Lines of /etc/hosts: each address that a container can be reached at from another one, with the names that all share. */
export function hostLines(from: ContainerInspectInfo, to: readonly ContainerInspectInfo[]): readonly string[] {
  return Object.keys(from.NetworkSettings.Networks).flatMap((network) => {
    const ends = to.flatMap(({ NetworkSettings, Config }) => {
      const { IPAddress: address, Aliases } = NetworkSettings.Networks[network] ?? {};
      const service = Config.Labels[label.service];
      const names: readonly string[] = [...(Aliases ?? []), ...(service === undefined ? [] : [service])];
      return address ? [{ address, names: new Set(names) }] : [];
    });
    const [first, ...others] = ends;
    const shared = [...(first?.names ?? [])].filter((name) => others.every(({ names }) => names.has(name)));
    return ends.map(({ address }) => `${address} ${shared.join(" ")} ${mark}`);
  });
}

/** How the lines are known. */
const mark = "# flask-stack";

/** The other lines of an /etc/hosts, each with its end. */
export const withoutOurs = (hosts: string): string =>
  hosts
    .split("\n")
    .filter((line) => line !== "" && !line.endsWith(mark))
    .map((line) => `${line}\n`)
    .join("");

/** What an /etc/hosts is to be for a while, and then again. */
interface Hosts {
  readonly during: string;
  readonly after: string;
}

/** How long a reload may take before the old text comes back by itself: seconds, more than whoever holds it waits. */
const longest = 60;

/**
 * Has a container's /etc/hosts say something else until `end` is called. It is a file of the engine's own machine, which
 * no container with a read-only disk may change from inside: a second container of the same image has it mounted, and
 * puts the old text back when it is told to end, and by itself after `seconds`, so that a window which is closed in that
 * moment leaves nothing behind. The engine removes it then.
 */
export async function holdHosts(
  { endpoint }: Pick<DockerStack, "endpoint">,
  { Id, HostsPath, Image }: Pick<ContainerInspectInfo, "Id" | "HostsPath" | "Image">,
  { during, after }: Hosts,
  signal: AbortSignal,
  seconds = longest,
): Promise<{ end(): Promise<void> }> {
  const docker = await connect(endpoint);
  const helper = await docker.createContainer({
    Image,
    Entrypoint: ["sh", "-c"],
    Cmd: [
      `trap 'cp /flask-stack/after /hosts; exit' TERM; cp /flask-stack/during /hosts; sleep ${seconds} & wait; cp /flask-stack/after /hosts`,
    ],
    User: "0:0",
    StopSignal: "SIGTERM",
    Healthcheck: { Test: ["NONE"] },
    // The image may have labels of the stack; this container is none of its own.
    Labels: { [label.oneOff]: "True" },
    HostConfig: {
      Binds: [`${HostsPath}:/hosts`],
      NetworkMode: "none",
      AutoRemove: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true", "label=disable"],
    },
  });
  // It is gone once it has ended, and asking for it then is no failure.
  const end = async () => {
    await helper.stop().catch(() => undefined);
    await helper.remove({ force: true, v: true }).catch(() => undefined);
  };
  try {
    const texts = new Map([
      ["flask-stack/during", during],
      ["flask-stack/after", after],
    ]);
    await helper.putArchive(tarOf(texts), { path: "/" });
    await helper.start();
    while ((await execute(endpoint, Id, ["cat", "/etc/hosts"], signal)).stdout !== during) {
      // It ends at once where the image has no shell.
      if (!(await helper.inspect()).State.Running) throw new Error("The helper has ended");
      await sleep(20, undefined, { signal });
    }
    return { end };
  } catch (error) {
    await end();
    throw error;
  }
}
