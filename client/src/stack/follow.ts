import type { ContainerEvent, Engine, News, StackStatus } from "../../../server/src/engine/engine";
import type { Problem, Result } from "../../../server/src/result";
import { steps } from "./busy";
import { withEvent } from "./model/events";
import type { StackView } from "./model/view";
import { problemOf } from "./problemOf";

/** How long after an event the engine is asked again, and at most where they do not end: milliseconds. */
const quiet = 60;
const longest = 180;
/** Docker tells of a container's end a moment before its own list does: so long its word is taken over the list's. */
const settling = 1000;
/** How long an engine may take to answer before the panel says that it does not. */
const patience = 8000;
/** Between two questions whether it still answers, while the panel can be seen. */
const heartbeat = 3000;

/** Where the engine of a stack comes from. */
export interface EngineSource {
  choose(signal: AbortSignal): Promise<Result<Engine>>;
  /** What can be seen of the stack before an engine is chosen: less, and sooner. */
  glance?(signal: AbortSignal): Promise<StackStatus | undefined>;
  /** The one that was chosen may not be the right one any more: the next who asks chooses again. */
  forget(): void;
}

/** One folder's stack, kept as it is now. */
export interface Followed {
  view(): StackView;
  /** The engine that it runs on, once one was found. */
  engine(): Engine | undefined;
  /** Asks the engine again; resolves once what it says is in the view. */
  read(): Promise<void>;
  /** Asks again soon. */
  touch(): void;
  /** Whether anybody looks: then the engine is asked now and then whether it still answers. */
  attend(attentive: boolean): void;
  stop(): void;
}

/** The URI of a stack's folder, and what it is called. */
type Named = Pick<StackView, "folder" | "name">;

/**
 * Follows one stack: what an event says is in the view at once, and what the engine says when it is asked shortly after
 * replaces it. Nothing is asked without a cause while nobody looks.
 */
export function follow(source: EngineSource, { folder, name }: Named, changed: () => void): Followed {
  let known: Omit<StackView, "busy"> = { folder, name };
  let engine: Engine | undefined;
  let watch: AbortController | undefined;
  let attentive = false;
  let stopped = false;
  /** The engine was lost while nobody looked: it is not listened to any more. */
  let deaf = false;
  let reading: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let burst = 0;
  let settled: NodeJS.Timeout | undefined;
  /** The step of a command, until the engine has said what came of it: what was known before is half of the way. */
  let step: string | undefined;
  /** Ends that the engine's list may not know of yet. */
  let ends: readonly ContainerEvent[] = [];

  const put = (next: Partial<Pick<StackView, "status" | "problem">>) => {
    known = { folder, name, ...next };
    changed();
  };

  const hear = (news: News) => {
    if (news.kind === "lost") {
      deaf = !attentive;
      put({ ...(known.status ? { status: known.status } : {}), problem: problemOf("engine-lost") });
      return;
    }
    if (news.kind === "changed" && news.event !== undefined) {
      remember(news.event);
      const { status, problem } = known;
      if (status !== undefined) put({ status: withEvent(status, news.event), ...(problem ? { problem } : {}) });
    }
    // A stack on this machine may be there for lack of Docker only, which may have come by now.
    if (news.kind === "changed" && engine?.name === "host") source.forget();
    touch();
  };

  const remember = (event: ContainerEvent) => {
    if (event.action === "start") ends = ends.filter(({ container }) => container !== event.container);
    if (event.action !== "die" && event.action !== "oom") return;
    ends = [...ends, event];
    clearTimeout(settled);
    settled = setTimeout(() => {
      ends = [];
      touch();
    }, settling);
  };
  const withEnds = (status: StackStatus): StackStatus => ends.reduce(withEvent, status);

  const listen = () => {
    watch?.abort();
    watch = undefined;
    deaf = false;
    if (engine === undefined || stopped) return;
    watch = new AbortController();
    engine.watch(attentive ? { heartbeat } : {}, hear, watch.signal);
  };

  const ask = async () => {
    const signal = AbortSignal.timeout(patience);
    const isOver = !steps.has(folder);
    // Nobody cancels but the clock: "cancelled" would be no reason.
    const why = (problem: Problem) => (signal.aborted ? problemOf("engine-lost") : problem);
    const isNew = () => !stopped && known.status === undefined && known.problem === undefined;
    if (isNew()) {
      source.glance?.(signal).then(
        (status) => status !== undefined && isNew() && put({ status }),
        () => undefined,
      );
    }
    try {
      const chosen = await source.choose(signal);
      if (stopped) return;
      if (!chosen.ok) {
        engine = undefined;
        listen();
        put({ problem: why(chosen.problem) });
        return;
      }
      if (engine !== chosen.value && !(engine?.name === "host" && chosen.value.name === "host" && watch)) {
        engine = chosen.value;
        listen();
      }
      const status = await chosen.value.status(signal);
      if (stopped) return;
      if (status.ok && deaf) listen();
      put(
        status.ok
          ? { status: withEnds(status.value) }
          : { ...(known.status ? { status: known.status } : {}), problem: why(status.problem) },
      );
    } catch (error) {
      put({ problem: { code: "engine-failed", message: error instanceof Error ? error.message : String(error) } });
    } finally {
      if (isOver) step = steps.get(folder);
    }
  };

  const read = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    burst = 0;
    if (reading !== undefined) {
      again = true;
      return reading;
    }
    reading = (async () => {
      do {
        again = false;
        await ask();
      } while (again && !stopped);
    })().finally(() => {
      reading = undefined;
      retryWhileLookedAt();
    });
    return reading;
  };

  /** Where there is no engine to listen to, only asking finds one. */
  const retryWhileLookedAt = () => {
    if (engine === undefined && attentive && !stopped && timer === undefined) {
      timer = setTimeout(() => {
        timer = undefined;
        void read();
      }, heartbeat);
    }
  };

  const touch = () => {
    if (stopped) return;
    step = steps.get(folder) ?? step;
    const now = Date.now();
    if (burst === 0) burst = now;
    clearTimeout(timer);
    timer = setTimeout(() => void read(), Math.max(0, Math.min(quiet, burst + longest - now)));
  };

  return {
    view: () => {
      const busy = steps.get(folder) ?? step;
      return busy === undefined ? known : { ...known, busy };
    },
    engine: () => engine,
    read,
    touch,
    attend(wanted) {
      if (attentive === wanted) return;
      attentive = wanted;
      listen();
      if (attentive) touch();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(settled);
      watch?.abort();
    },
  };
}
