import type { Engine, Usage } from "../../../server/src/engine/engine";

/** The containers whose CPU and memory are looked at, and what they are. */
export interface UsageWatch {
  readonly usage: ReadonlyMap<string, Usage>;
  /** Streams the numbers of exactly these containers, each from its engine; the streams of others end. */
  follow(containers: ReadonlyMap<string, Engine>): void;
}

/** @param changed is called about once a second while there is something to follow */
export function watchUsage(changed: () => void): UsageWatch {
  const streams = new Map<string, AbortController>();
  const usage = new Map<string, Usage>();
  return {
    usage,
    follow(containers) {
      for (const [id, stop] of streams) {
        if (containers.has(id)) continue;
        stop.abort();
        streams.delete(id);
        usage.delete(id);
      }
      for (const [id, engine] of containers) {
        if (streams.has(id)) continue;
        const stop = new AbortController();
        streams.set(id, stop);
        const tell = (now: Usage) => {
          if (stop.signal.aborted) return;
          usage.set(id, now);
          changed();
        };
        void engine
          .stats(id, tell, stop.signal)
          // A container that has ended has no numbers any more.
          .catch(() => undefined)
          .finally(() => {
            if (streams.get(id) === stop) streams.delete(id);
          });
      }
    },
  };
}
