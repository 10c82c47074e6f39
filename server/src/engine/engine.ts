import type { Result } from "../result";
import type { Killed } from "./killedWorkers";

export type State = "running" | "starting" | "restarting" | "paused" | "exited" | "created" | "dead" | "absent";
export type Health = "healthy" | "unhealthy" | "starting" | "none";

/** What `flask-stack status --format json` prints. The names are a contract. */
export interface StackStatus {
  readonly project: string;
  /** The compose files of the project, then those that they include and extend, absolute; absent on the host engine. */
  readonly files?: readonly string[];
  /** `docker`, `podman`, `host`. */
  readonly engine: string;
  /** Other stacks that run from the same folder: under another name, or from other files. */
  readonly beside?: readonly ComposeStack[];
  /** In the order of the request's way: nginx, web, what web needs. Also those that are down. */
  readonly services: readonly ServiceStatus[];
}

/** A stack as compose knows it: what `--project-name` and `--file` are told. */
export interface ComposeStack {
  readonly project: string;
  /** Absolute. */
  readonly files: readonly string[];
}

export interface ServiceStatus {
  readonly name: string;
  readonly state: State;
  readonly health: Health;
  readonly containers: readonly ContainerStatus[];
  readonly urls: readonly string[];
  /** The image that it runs from, as compose names it. */
  readonly image?: string;
  /** False where its image is yet to be built; absent where nobody looked. */
  readonly built?: boolean;
  /** How many containers there should be: as the compose file says, or Scale Service since. */
  readonly replicas?: number;
  /** It does its work once and ends: others wait for it to have completed. */
  readonly oneShot?: boolean;
  /** The program that can take its configuration anew while it serves. */
  readonly server?: ServerProgram;
  /** More than one container of it can be there: it publishes no fixed port and has no fixed name. */
  readonly scalable?: boolean;
  /** Absolute paths of the project's files that make it what it is: Dockerfile, nginx.conf, gunicorn.conf.py. */
  readonly files?: readonly string[];
  /** Where its containers have what is the project's; of two that fit one path, the later one is right. */
  readonly sources?: readonly SourceMapping[];
}

/** A file or folder of this machine, and where a container has it: absolute paths. */
export interface SourceMapping {
  readonly local: string;
  readonly remote: string;
}

export type ServerProgram = "nginx" | "gunicorn";

export interface ContainerStatus {
  /** The container's id, or the process id on the host engine. */
  readonly id: string;
  readonly state: State;
  readonly health: Health;
  /** `8080->8080/tcp`. */
  readonly ports: readonly string[];
  /** `shop-web-1`. */
  readonly name?: string;
  /** When it was last started and last ended: ISO 8601. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** How often the engine has started it again by itself. */
  readonly restarts?: number;
  /** Of one that has ended. */
  readonly exitCode?: number;
  /** The kernel ended it, since it wanted more memory than its limit. */
  readonly outOfMemory?: boolean;
  /** Processes of one that runs that were killed since it was started, such as a worker of Gunicorn. */
  readonly killed?: Killed;
  /** The last health check that failed: what it wrote, where it is the last one that ran. */
  readonly failedCheck?: string;
}

/** Told while an engine works. `step` is one translated line; `output` is the program's own. */
export interface Progress {
  step(message: string): void;
  output(line: string): void;
}

/** What runs a stack. One implementation per engine; each is made by `chooseEngine`. */
export interface Engine {
  readonly name: string;
  /** A sentence that says what was chosen and why, already translated: shown once. */
  readonly description: string;
  /** Builds what changed, starts all, waits until healthy. */
  up(options: UpOptions, progress: Progress, signal: AbortSignal): Promise<Result<StackStatus>>;
  /** Stops and removes all; volumes stay unless asked. */
  down(options: { readonly volumes?: boolean }, progress: Progress, signal: AbortSignal): Promise<Result<TakenDown>>;
  status(signal: AbortSignal): Promise<Result<StackStatus>>;
  /** Lines as the services write them, prefixed by their name, until they end or the signal fires. */
  logs(
    options: { readonly service?: string; readonly follow?: boolean; readonly tail?: number },
    line: (line: string) => void,
    signal: AbortSignal,
  ): Promise<Result<void>>;
  /** Does one thing to a service, or to all of the stack. */
  act(action: Action, service: string | undefined, progress: Progress, signal: AbortSignal): Promise<Result<void>>;
  /**
   * Has Nginx or Gunicorn take its configuration and code anew without losing a request. Nothing happens where the new
   * configuration does not pass its own program's test.
   */
  reload(service: string, progress: Progress, signal: AbortSignal): Promise<Result<Reloaded>>;
  /** Tells of changes as they happen, until the signal fires. */
  watch(options: WatchOptions, tell: (news: News) => void, signal: AbortSignal): void;
  /** Tells CPU and memory of a container, or of a program of this machine, about once a second until that or the signal ends it. */
  stats(container: string, tell: (usage: Usage) => void, signal: AbortSignal): Promise<void>;
  /** What can be done with containers; absent on an engine without them. */
  readonly containers?: Containers;
}

/** What was there to be taken down, and what became of its data. */
export interface TakenDown {
  /** Whether there was anything to stop or remove but data. */
  readonly ran: boolean;
  /** The names of the volumes that are still there, and of those that were removed. */
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}

export interface UpOptions {
  /** Publishes elsewhere for this run. */
  readonly port?: number;
  /** Profiles of the compose file that are to be active beside those that are anyway; only containers have them. */
  readonly profiles?: readonly string[];
}

/** `start` starts what is there or makes it; `rebuild` builds the image and replaces what runs from an older one. */
export type Action = "start" | "stop" | "restart" | "rebuild" | "pull";

/** How a service came to be up to date. */
export type Reloaded =
  /** The running program has read its files again. */
  | "reloaded"
  /** Containers of a new image were started beside the old ones and took over. */
  | "replaced"
  /** What was edited is inside the image, and the service cannot be there twice: only a rebuild brings it, with a gap. */
  | "needs-rebuild";

export interface WatchOptions {
  /** Milliseconds between two questions whether the engine still answers; none are asked where it is absent. */
  readonly heartbeat?: number;
}

/** What a watch tells. */
export type News =
  /** Something happened to a container of the stack, or to an image; the event where the engine named it. */
  | { readonly kind: "changed"; readonly event?: ContainerEvent }
  /** The engine does not answer any more; it is looked for again by itself where there is a heartbeat. */
  | { readonly kind: "lost" }
  /** It answers: for the first time, or again. */
  | { readonly kind: "found" };

/** One thing that happened to a container of a stack, in the engine's own words. */
export interface ContainerEvent {
  readonly container: string;
  readonly service: string;
  /** `start`, `die`, `oom`, `health_status: healthy`, ... */
  readonly action: string;
  /** Of `die`. */
  readonly exitCode?: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** CPU and memory of one container, at one moment. */
export interface Usage {
  readonly container: string;
  /** Of one CPU: 100 is one CPU that has no rest. */
  readonly cpuPercent: number;
  /** Without what the kernel would give back at once. Bytes. */
  readonly memory: number;
  /** Bytes; absent where there is no limit below the machine's own memory. */
  readonly memoryLimit?: number;
}

/** What only an engine with containers can do. */
export interface Containers {
  /** Runs so many containers of a service, and has Nginx balance over all of them. */
  scale(service: string, count: number, progress: Progress, signal: AbortSignal): Promise<Result<void>>;
  /** What removing a service would take with it. */
  removable(
    service: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly containers: number; readonly anonymousVolumes: number }>>;
  /** Stops and removes the containers of one service; volumes without a name stay unless asked, those with one always. */
  remove(
    service: string,
    options: { readonly volumes: boolean },
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Result<void>>;
  /** Everything that the engine knows of a container, as it says it. */
  inspect(container: string, signal: AbortSignal): Promise<Result<unknown>>;
  /** The program, arguments and environment of a shell in a container, for a terminal. */
  shell(container: string): {
    readonly program: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
  /** Runs a program in a container to its end; no shell is involved. */
  run(
    container: string,
    command: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>>;
  /** How many workers Gunicorn runs in a container right now; undefined where that cannot be told. */
  workers(container: string, signal: AbortSignal): Promise<number | undefined>;
  /**
   * Has the service of Gunicorn run so that a Python debugger can attach, until `end` is called.
   * @param storage absolute path of a folder for what that needs, outside of the project
   */
  debug(storage: string, progress: Progress, signal: AbortSignal): Promise<Result<Debugging>>;
  /** The profiles of the compose files that are not active. */
  profiles(signal: AbortSignal): Promise<Result<readonly string[]>>;
  /** What the stack left behind: stopped containers, unused networks and images, each as a line to be shown. */
  leftovers(signal: AbortSignal): Promise<Result<readonly Leftover[]>>;
  /** Removes exactly these. */
  prune(what: readonly Leftover[], progress: Progress, signal: AbortSignal): Promise<Result<void>>;
}

/** A service that runs under a debugger. */
export interface Debugging {
  readonly service: string;
  /** Where debugpy listens, on this machine alone. */
  readonly port: number;
  /** Where the sources are: absolute paths here and in the container. */
  readonly mappings: readonly SourceMapping[];
  /** Has the service run as it did before. */
  end(progress: Progress, signal: AbortSignal): Promise<Result<void>>;
}

/** Something of the stack that nothing uses any more. */
export interface Leftover {
  readonly kind: "container" | "network" | "image" | "volume";
  readonly id: string;
  readonly name: string;
}
