import { mustRun } from "./run";

/** What `docker inspect` says of a container, as far as the tests ask. */
export interface Container {
  readonly Id: string;
  readonly RestartCount: number;
  readonly Config: { readonly User: string };
  readonly HostConfig: {
    readonly Privileged: boolean;
    readonly ReadonlyRootfs: boolean;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly RestartPolicy: { readonly Name: string };
  };
  readonly Mounts: readonly { readonly Type: string; readonly Destination: string; readonly RW: boolean }[];
}

/** One process inside a container, from `/proc/PID/status`. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Real, effective, saved and file system user. */
  readonly uids: readonly number[];
  /** Bit masks, hexadecimal: `0000000000000000` is none. */
  readonly capabilities: Readonly<Record<"CapInh" | "CapPrm" | "CapEff" | "CapBnd" | "CapAmb", string>>;
  readonly noNewPrivileges: boolean;
}

/** Standard output of `docker ...`; throws what it said where it fails. */
export async function docker(...args: readonly string[]): Promise<string> {
  return (await mustRun("docker", args)).stdout;
}

export async function inspectContainer(id: string): Promise<Container> {
  const [container]: readonly Container[] = JSON.parse(await docker("inspect", "--type", "container", id));
  if (container === undefined) throw new Error(`The engine knows no container ${id}`);
  return container;
}

/** Every process of a container but the one that looks. */
export async function processesOf(id: string): Promise<readonly Process[]> {
  const text = await docker("exec", id, "sh", "-c", "for d in /proc/[0-9]*; do cat $d/status 2>/dev/null; echo; done");
  return text
    .split("\n\n")
    .map((status) => new Map(status.split("\n").map((line) => [line.split(":")[0], line.split(":\t")[1] ?? ""])))
    .filter((status) => status.has("Pid"))
    .map((status) => ({
      pid: Number(status.get("Pid")),
      parent: Number(status.get("PPid")),
      name: status.get("Name") ?? "",
      uids: (status.get("Uid") ?? "").split("\t").map(Number),
      capabilities: {
        CapInh: status.get("CapInh") ?? "",
        CapPrm: status.get("CapPrm") ?? "",
        CapEff: status.get("CapEff") ?? "",
        CapBnd: status.get("CapBnd") ?? "",
        CapAmb: status.get("CapAmb") ?? "",
      },
      noNewPrivileges: status.get("NoNewPrivs") === "1",
    }));
}

/** What the engine still has of a compose project: `container NAME`, `network NAME`, `volume NAME`. */
export async function leftovers(project: string): Promise<readonly string[]> {
  const label = `label=com.docker.compose.project=${project}`;
  const [containers, networks, volumes] = await Promise.all([
    docker("ps", "--all", "--filter", label, "--format", "container {{.Names}}"),
    docker("network", "ls", "--filter", label, "--format", "network {{.Name}}"),
    docker("volume", "ls", "--filter", label, "--format", "volume {{.Name}}"),
  ]);
  return [containers, networks, volumes]
    .join("")
    .split("\n")
    .filter((line) => line !== "");
}
