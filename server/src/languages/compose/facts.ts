import type { Placed } from "../placed";

/** What a compose file says, each with its place in the text. Variables with a default are filled in. */
export interface ComposeFacts {
  /** The project's name. */
  readonly name: Placed<string> | undefined;
  readonly services: readonly ComposeService[];
  /** Other files belong to it (`include`, `extends` of another file), so what is not here may be there. */
  readonly incomplete: boolean;
}

export interface ComposeService extends Placed<string> {
  /** Its name is also the host by which the others reach it. */
  readonly value: string;
  /** `aliases` of its networks, `container_name`, `hostname`: other names of the same host. */
  readonly aliases: readonly string[];
  readonly image: Placed<string> | undefined;
  readonly build: ComposeBuild | undefined;
  /** Words of the list form, or the text of the shell-like form, which compose cuts itself; null where it is emptied. */
  readonly command: Placed<readonly string[] | string | null> | undefined;
  readonly entrypoint: Placed<readonly string[] | string | null> | undefined;
  readonly environment: readonly ComposeVariable[];
  /** The files of `env_file`, as written. */
  readonly envFiles: readonly Placed<string>[];
  /** What is published; `expose` publishes nothing and is not here. */
  readonly ports: readonly ComposePort[];
  readonly expose: readonly Placed<number>[];
  /** CPUs that it may use: `cpus`, `deploy.resources.limits.cpus` or `cpu_quota`. */
  readonly cpus: Placed<number> | undefined;
  /** Bytes of memory that it may use: `mem_limit` or `deploy.resources.limits.memory`. */
  readonly memory: Placed<number> | undefined;
  readonly readOnly: Placed<boolean> | undefined;
  /** Paths in the container that are memory. */
  readonly tmpfs: readonly Placed<string>[];
  readonly volumes: readonly ComposeVolume[];
  readonly user: Placed<string> | undefined;
  readonly workingDirectory: Placed<string> | undefined;
  /** The networks that it is on; `default` where none is named. Empty where it has those of a host or another container. */
  readonly networks: readonly string[];
  readonly networkMode: Placed<string> | undefined;
  /** `net.ipv4.ip_unprivileged_port_start` and the like, as written. */
  readonly sysctls: ReadonlyMap<string, string>;
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly profiles: readonly string[];
  /** It takes from elsewhere (`extends` of another file, `configs`, `volumes_from`), so what is not here may be there. */
  readonly incomplete: boolean;
}

export interface ComposeBuild {
  /** The folder that is built, as written; `.` where it is not said. */
  readonly context: string;
  /** Relative to the context; `Dockerfile` where it is not said; undefined where it stands in the compose file itself. */
  readonly dockerfile: string | undefined;
  readonly target: string | undefined;
  readonly arguments: ReadonlyMap<string, string>;
}

export interface ComposeVariable extends Placed<string | undefined> {
  readonly name: string;
  /** Undefined where it is passed through from the shell, or not known. */
  readonly value: string | undefined;
}

export interface ComposePort extends Placed<string> {
  /** The port in the container, the first of a range. */
  readonly target: number;
  readonly lastTarget: number;
  /** The port on the host, the first of a range; undefined where the engine chooses. */
  readonly published: number | undefined;
  /** The address on the host; undefined for all of them. */
  readonly host: string | undefined;
  readonly protocol: string;
}

export interface ComposeVolume extends Placed<string> {
  readonly type: "bind" | "volume" | "tmpfs" | "other";
  /** A path of the host or the name of a volume; undefined for an anonymous one. */
  readonly source: string | undefined;
  /** The path in the container. */
  readonly target: string;
  readonly readOnly: boolean;
}
