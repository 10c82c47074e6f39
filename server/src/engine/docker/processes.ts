import type { Endpoint } from "../locate";
import { connect } from "./connection";

/** A process of a container, by the engine's own numbers. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** What runs in a container, as `docker top` tells it. Rejects where the container does not run. */
export async function processesIn(
  endpoint: Endpoint,
  container: string,
  signal: AbortSignal,
): Promise<readonly Process[]> {
  const docker = await connect(endpoint);
  const top = await docker.getContainer(container).top({ ps_args: "-eo pid,ppid,args", abortSignal: signal });
  return readTop(top);
}

function readTop(top: unknown): readonly Process[] {
  const rows = typeof top === "object" && top !== null && "Processes" in top ? top.Processes : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.map((row) => ({ pid: Number(row[0]), parent: Number(row[1]), command: String(row[2]) }));
}

/** Programs that are there to be the first process, and hand signals on. */
const inits = /^\S*(docker-init|tini|dumb-init|catatonit)\b/;

/** The program itself, however it is started, and not a shell that starts it: that would end at a SIGHUP. */
const gunicorn = /^(\S*\/)?(gunicorn\b|python[\d.]*\s+(-\S+\s+)*(\S*\/)?gunicorn\b)/;

/** The ids of Gunicorn's workers; undefined where its master is not the process that gets the container's signals. */
export async function gunicornWorkers(
  endpoint: Endpoint,
  container: string,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const docker = await connect(endpoint);
  const [{ State }, processes] = await Promise.all([
    docker.getContainer(container).inspect({ abortSignal: signal }),
    processesIn(endpoint, container, signal),
  ]);
  return workersOf(processes, State.Pid);
}

/** As `gunicornWorkers`, from the processes of a container and the id of its first one. */
export function workersOf(processes: readonly Process[], first: number): readonly number[] | undefined {
  const main = processes.find(({ pid }) => pid === first);
  if (main === undefined) return undefined;
  const children = (parent: number) => processes.filter((process) => process.parent === parent);
  const master = inits.test(main.command) ? children(first).find(({ command }) => gunicorn.test(command)) : main;
  if (master === undefined || !gunicorn.test(master.command)) return undefined;
  return children(master.pid).map(({ pid }) => pid);
}

/** The ids of nginx's workers, among them those that only finish what they have begun. */
export const nginxWorkers = (processes: readonly Process[]): readonly number[] =>
  processes.filter(({ command }) => command.startsWith("nginx: worker process")).map(({ pid }) => pid);
