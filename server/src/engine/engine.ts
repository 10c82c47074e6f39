import type { Result } from "../result";

export type State = "running" | "starting" | "restarting" | "paused" | "exited" | "created" | "dead" | "absent";
export type Health = "healthy" | "unhealthy" | "starting" | "none";

/** What `flask-stack status --format json` prints. The names are a contract. */
export interface StackStatus {
  readonly project: string;
  /** `docker`, `podman`, `host`. */
  readonly engine: string;
  /** In the order of the request's way: nginx, web, what web needs. Also those that are down. */
  readonly services: readonly ServiceStatus[];
}

export interface ServiceStatus {
  readonly name: string;
  readonly state: State;
  readonly health: Health;
  readonly containers: readonly ContainerStatus[];
  readonly urls: readonly string[];
}

export interface ContainerStatus {
  /** The container's id, or the process id on the host engine. */
  readonly id: string;
  readonly state: State;
  readonly health: Health;
  /** `8080->8080/tcp`. */
  readonly ports: readonly string[];
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
  /** Builds what changed, starts all, waits until healthy. `port` publishes elsewhere for this run. */
  up(options: { readonly port?: number }, progress: Progress, signal: AbortSignal): Promise<Result<StackStatus>>;
  /** Stops and removes all; volumes stay unless asked. */
  down(options: { readonly volumes?: boolean }, progress: Progress, signal: AbortSignal): Promise<Result<void>>;
  status(signal: AbortSignal): Promise<Result<StackStatus>>;
  /** Lines as the services write them, prefixed by their name, until they end or the signal fires. */
  logs(
    options: { readonly service?: string; readonly follow?: boolean; readonly tail?: number },
    line: (line: string) => void,
    signal: AbortSignal,
  ): Promise<Result<void>>;
}
