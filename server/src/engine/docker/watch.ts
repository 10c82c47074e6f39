import { setTimeout as sleep } from "node:timers/promises";
import type { News, WatchOptions } from "../engine";
import type { Endpoint } from "../locate";
import { followEvents, type StackEvent } from "./events";
import { ping } from "./ping";

/** How long the engine may take to say that it is there, and between two tries to reach it again: milliseconds. */
const patience = 3000;
const firstPause = 250;
const longestPause = 4000;

/**
 * Tells what happens to containers of stacks on an engine until the signal fires, and when the engine is lost and found.
 * With a heartbeat it notices an engine that hangs, and looks for one that has gone until it is back; without one it
 * ends with the engine.
 * @param own tells whether an event belongs to the stack that is watched
 */
export async function watchEngine(
  endpoint: Endpoint,
  own: (event: StackEvent) => boolean,
  { heartbeat }: WatchOptions,
  tell: (news: News) => void,
  signal: AbortSignal,
): Promise<void> {
  let pause = firstPause;
  while (!signal.aborted) {
    let found = false;
    await oneStream(
      endpoint,
      heartbeat,
      () => {
        found = true;
        pause = firstPause;
        tell({ kind: "found" });
      },
      (event) => {
        if (!own(event)) return;
        const { project: _project, folder: _folder, files: _files, ...told } = event;
        tell({ kind: "changed", event: told });
      },
      signal,
    );
    if (signal.aborted) return;
    tell({ kind: "lost" });
    if (heartbeat === undefined) return;
    await sleep(pause, undefined, { signal }).catch(() => undefined);
    if (!found) pause = Math.min(pause * 2, longestPause);
  }
}

/** One stream of events, from when the engine answers until it ends, hangs, or the signal fires. */
async function oneStream(
  endpoint: Endpoint,
  heartbeat: number | undefined,
  open: () => void,
  tell: (event: StackEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  // An engine that hangs takes the connection and says nothing: only a question with an end finds that out.
  if (!(await answers(endpoint, signal))) return;
  const over = new AbortController();
  const end = () => over.abort();
  signal.addEventListener("abort", end, { once: true });
  const beat =
    heartbeat === undefined
      ? undefined
      : setInterval(async () => {
          if (!(await answers(endpoint, signal))) end();
        }, heartbeat);
  try {
    await followEvents(endpoint, open, tell, over.signal);
  } catch {
    // It went away between the ping and the question.
  } finally {
    clearInterval(beat);
    signal.removeEventListener("abort", end);
    end();
  }
}

async function answers(endpoint: Endpoint, signal: AbortSignal): Promise<boolean> {
  const { kind } = await ping(endpoint.address, patience, signal);
  return kind === "docker" || kind === "podman";
}
