import type { Engine, StackStatus } from "../../../server/src/engine/engine";

/** How often the workers are counted, in milliseconds: Gunicorn changes their number when it is told to, or one ends. */
const pause = 5000;

/** How many workers of Gunicorn run, as they come and go. */
export interface Workers {
  /** By the container's id; a container whose processes cannot be told from each other is not in it. */
  running(): ReadonlyMap<string, number>;
  /** What runs now. */
  update(engine: Engine | undefined, status: StackStatus | undefined): void;
  stop(): void;
}

/** Counts from now on, until `stop`. @param changed is called when there are more or fewer than before */
export function countWorkers(changed: () => void): Workers {
  const over = new AbortController();
  let engine: Engine | undefined;
  let containers: readonly string[] = [];
  let running: ReadonlyMap<string, number> = new Map();
  let timer: NodeJS.Timeout | undefined;

  const count = async () => {
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(pause)]);
    const counts = await Promise.all(
      containers.map(async (id) => [id, await engine?.containers?.workers(id, signal)] as const),
    );
    if (over.signal.aborted) return;
    const before = JSON.stringify([...running]);
    running = new Map(counts.flatMap(([id, number]) => (number === undefined ? [] : [[id, number]])));
    if (JSON.stringify([...running]) !== before) changed();
  };
  const countNow = () => {
    clearTimeout(timer);
    void count().finally(() => {
      if (!over.signal.aborted) timer = setTimeout(countNow, pause);
    });
  };
  timer = setTimeout(countNow, pause);

  return {
    running: () => running,
    update(nextEngine, status) {
      const before = containers.join();
      const gunicorns = (status?.services ?? []).filter(({ server }) => server === "gunicorn");
      const alive = gunicorns.flatMap((service) => service.containers).filter(({ state }) => state === "running");
      engine = nextEngine;
      containers = alive.map(({ id }) => id);
      if (containers.join() !== before) countNow();
    },
    stop() {
      over.abort();
      clearTimeout(timer);
    },
  };
}
