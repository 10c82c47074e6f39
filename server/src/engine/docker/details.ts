import type Docker from "dockerode";
import type { ContainerInspectInfo } from "dockerode";

/** What the list of containers does not say of one, and a question for it alone does. */
export interface Details {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly restarts: number;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** What the last health check wrote, where it failed. */
  readonly failedCheck: string | undefined;
  /** Milliseconds since 1970: when it was asked. */
  readonly asked: number;
}

/** How much of what a health check wrote is kept: the engine keeps 4096 bytes. */
const keptCharacters = 2000;

/** Asks for one container; undefined where it is gone by now. */
export async function askDetails(docker: Docker, id: string, signal?: AbortSignal): Promise<Details | undefined> {
  const found = await docker
    .getContainer(id)
    .inspect(signal ? { abortSignal: signal } : {})
    .catch(() => undefined);
  return found && detailsOf(found, Date.now());
}

function detailsOf({ State, RestartCount }: ContainerInspectInfo, asked: number): Details {
  const last = State.Health?.Log?.at(-1);
  return {
    startedAt: State.StartedAt,
    finishedAt: State.FinishedAt,
    restarts: RestartCount,
    exitCode: State.ExitCode,
    outOfMemory: State.OOMKilled,
    failedCheck: last === undefined || last.ExitCode === 0 ? undefined : last.Output.trim().slice(-keptCharacters),
    asked,
  };
}
