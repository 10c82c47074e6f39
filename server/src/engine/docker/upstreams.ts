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
        try {
          await writeHosts(stack, found, `${hosts}${lines.join("\n")}\n`);
          await reloadProxy(stack, proxy, signal);
        } finally {
          await writeHosts(stack, found, hosts);
        }
      }),
    );
  } catch {
    // Not every engine tells where the file is, and not every image has `cat` and `cp`.
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

/** How the lines are known again that a window left behind which was closed in that moment. */
const mark = "# flask-stack";

/** The other lines of an /etc/hosts, each with its end. */
export const withoutOurs = (hosts: string): string =>
  hosts
    .split("\n")
    .filter((line) => line !== "" && !line.endsWith(mark))
    .map((line) => `${line}\n`)
    .join("");

/**
 * Writes a container's /etc/hosts. It is a file of the engine's own machine, which no container with a read-only disk may
 * change from inside: a second container of the same image, which ends at once, has it mounted.
 */
async function writeHosts({ endpoint }: DockerStack, { HostsPath, Image }: ContainerInspectInfo, text: string) {
  const docker = await connect(endpoint);
  const source = "/flask-stack/hosts";
  const helper = await docker.createContainer({
    Image,
    Entrypoint: ["cp"],
    Cmd: [source, "/hosts"],
    User: "0:0",
    Healthcheck: { Test: ["NONE"] },
    // The image may have labels of the stack; this container is none of its own.
    Labels: { [label.oneOff]: "True" },
    HostConfig: {
      Binds: [`${HostsPath}:/hosts`],
      NetworkMode: "none",
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true", "label=disable"],
    },
  });
  try {
    await helper.putArchive(tarOf(new Map([[source.slice(1), text]])), { path: "/" });
    await helper.start();
    await helper.wait();
  } finally {
    await helper.remove({ force: true, v: true });
  }
}
