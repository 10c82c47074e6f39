import type Docker from "dockerode";
import type { ContainerInspectInfo } from "dockerode";
import { type Killed, killedWorkers } from "../killedWorkers";
import { demultiplexed } from "./containerLog";

/** What the list of containers does not say of one, and a question for it alone does. */
export interface Details {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly restarts: number;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** What the last health check wrote, where it failed. */
  readonly failedCheck: string | undefined;
  /** Workers of Gunicorn that were killed since it was started, by its log. */
  readonly killed: Killed | undefined;
  /** Milliseconds since 1970: when it was asked. */
  readonly asked: number;
}

/** How much of what a health check wrote is kept: the engine keeps 4096 bytes. */
const keptCharacters = 2000;

/** How many lines of a log are looked through for workers that were killed. */
const lookedThrough = 500;

/**
 * Asks for one container; undefined where it is gone by now.
 * @param gunicorn it runs Gunicorn, whose log tells of its workers
 */
export async function askDetails(
  docker: Docker,
  id: string,
  gunicorn: boolean,
  signal?: AbortSignal,
): Promise<Details | undefined> {
  const asked = Date.now();
  const found = await docker
    .getContainer(id)
    .inspect(signal ? { abortSignal: signal } : {})
    .catch(() => undefined);
  if (found === undefined) return undefined;
  const log = gunicorn && found.State.Running ? await timedLog(docker, found, signal) : "";
  return detailsOf(found, asked, killedWorkers(log, found.State.StartedAt));
}

/** The last lines of a container's log, each with the engine's time before it; empty where it keeps none. */
async function timedLog(docker: Docker, { Id, Config }: ContainerInspectInfo, signal?: AbortSignal): Promise<string> {
  try {
    const options = { follow: false as const, stdout: true, stderr: true, timestamps: true, tail: lookedThrough };
    const log = await docker.getContainer(Id).logs({ ...options, ...(signal ? { abortSignal: signal } : {}) });
    return Config.Tty ? log.toString("utf8") : demultiplexed(log);
  } catch {
    return "";
  }
}

function detailsOf({ State, RestartCount }: ContainerInspectInfo, asked: number, killed: Killed | undefined): Details {
  const last = State.Health?.Log?.at(-1);
  return {
    startedAt: State.StartedAt,
    finishedAt: State.FinishedAt,
    restarts: RestartCount,
    exitCode: State.ExitCode,
    outOfMemory: State.OOMKilled,
    failedCheck: last === undefined || last.ExitCode === 0 ? undefined : last.Output.trim().slice(-keptCharacters),
    killed,
    asked,
  };
}
