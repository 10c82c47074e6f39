import type { ContainerCreateOptions, ContainerInspectInfo } from "dockerode";
import type { Placement } from "../../stack/nginxFolder";
import type { Endpoint } from "../locate";
import { stackContainers } from "./containers";
import { clientOptions } from "./ssh";
import { tarOf } from "./tar";

/** How long the engine may take to answer, and nginx to look for its hosts, in milliseconds. */
const patience = 20_000;

/** A running container of a stack whose program is nginx. */
export interface NginxContainer {
  readonly name: string;
  readonly service: string;
  /** What of this machine is mounted in it. */
  readonly mounts: readonly Placement[];
  readonly found: ContainerInspectInfo;
}

/** The running containers of a folder's stack that nginx was started in. */
export async function nginxContainers(endpoint: Endpoint, root: string): Promise<NginxContainer[]> {
  const { default: Docker } = await import("dockerode");
  const docker = new Docker({ ...clientOptions(endpoint.address), timeout: patience });
  const running = (await stackContainers(endpoint, root)).filter(
    ({ info }) => info.State === "running" && /(?:^|[\s/"])nginx\b/.test(info.Command),
  );
  return Promise.all(
    running.map(async ({ name, service, info }) => {
      const found = await docker.getContainer(info.Id).inspect();
      const mounts = found.Mounts.flatMap(({ Type, Source, Destination }) =>
        // Docker Desktop tells its virtual machine's path.
        Type === "bind" ? [{ source: Source.replace(/^\/host_mnt(?=\/)/, ""), target: Destination }] : [],
      );
      return { name, service, mounts, found };
    }),
  );
}

/** What `nginx -t` wrote in a container, and how it ended. */
export interface ContainerVerdict {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs `nginx -t` as the container would start nginx, on these files instead of its own: in a second container of the
 * same image, user, variables, volumes and network, which is taken away again. Nothing of the running one is touched.
 * @param files contents by absolute path in the container
 */
export async function testInContainer(
  endpoint: Endpoint,
  { found }: NginxContainer,
  files: ReadonlyMap<string, string>,
): Promise<ContainerVerdict> {
  const { default: Docker } = await import("dockerode");
  const docker = new Docker({ ...clientOptions(endpoint.address), timeout: patience });
  const folders = byFolder(files);
  const container = await docker.createContainer(likeIt(found, [...folders.keys()]));
  try {
    for (const [folder, inside] of folders) await container.putArchive(tarOf(inside), { path: folder });
    await container.start();
    const ended: { readonly StatusCode: number } = await container.wait();
    const logs = await container.logs({ stdout: true, stderr: true, follow: false });
    return { code: ended.StatusCode, output: plain(logs) };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

/** The files by the folder that is made a volume for them, with their paths in it. */
function byFolder(files: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, text] of files) {
    const folder = /^\/etc\/nginx(?=\/)/.exec(path)?.[0] ?? path.slice(0, path.lastIndexOf("/"));
    const inside = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, inside.set(path.slice(folder.length + 1), text));
  }
  return folders;
}

/** @param folders the engine writes to a read-only container only what goes to a volume; a new one has what the image has */
function likeIt({ Id, Image, Config, HostConfig }: ContainerInspectInfo, folders: readonly string[]) {
  const options: ContainerCreateOptions = {
    Image,
    Cmd: testing(Config.Cmd),
    ...(Config.Entrypoint ? { Entrypoint: [Config.Entrypoint].flat() } : {}),
    Env: [...Config.Env, "NGINX_ENTRYPOINT_QUIET_LOGS=1"],
    User: Config.User,
    WorkingDir: Config.WorkingDir,
    Volumes: Object.fromEntries(folders.map((folder) => [folder, {}])),
    Healthcheck: { Test: ["NONE"] },
    // The image may have labels of the stack; this container is none of its own.
    Labels: { "com.docker.compose.oneoff": "True", "flask-stack.nginx-test": "1" },
    HostConfig: {
      NetworkMode: `container:${Id}`,
      VolumesFrom: [`${Id}:ro`],
      ReadonlyRootfs: HostConfig.ReadonlyRootfs ?? false,
      ...(HostConfig.Tmpfs ? { Tmpfs: HostConfig.Tmpfs } : {}),
      ...(HostConfig.CapAdd ? { CapAdd: HostConfig.CapAdd } : {}),
      ...(HostConfig.CapDrop ? { CapDrop: HostConfig.CapDrop } : {}),
      ...(HostConfig.SecurityOpt ? { SecurityOpt: HostConfig.SecurityOpt } : {}),
    },
  };
  return options;
}

/** The container's own command with `-t`; where nginx is started by a shell, nginx with its own defaults. */
const testing = (command: readonly string[] | null): string[] =>
  command !== null && /(?:^|\/)nginx(?:-debug)?$/.test(command[0] ?? "") ? [...command, "-t"] : ["nginx", "-t"];

/** The engine's log stream without its frames: a byte for the stream, three of nothing, four for the length. */
function plain(logs: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= logs.length; ) {
    const length = logs.readUInt32BE(at + 4);
    parts.push(logs.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString("utf8");
}
