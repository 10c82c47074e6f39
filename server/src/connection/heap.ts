import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * How an editor starts the server is not ours to say, so what V8 is told of its heap is told while it runs: it reads these
 * whenever it collects.
 */
const [room, noMore] = ["--semi-space-growth-factor=8", "--semi-space-growth-factor=1"];

/** Whether V8 has got its room, and no more. */
let held = false;

/**
 * Before anything is compiled. What a key leaves behind is collected while somebody types: with room for that of many
 * keys (20 MB more are taken) few of them wait for it.
 */
export function makeRoom(): void {
  setFlagsFromString(room);
  // The text of a large document outlives the key that made it, by a little: V8 keeps each until it collects everything,
  // and waits with that for three times of what is in use. With twice (100 % more) a config of 10,000 lines takes 105 to
  // 125 MB of memory instead of up to 165, and a collection of everything each hundred keys is not felt.
  setFlagsFromString("--heap-growing-percent=100");
}

/** In bytes: it has grown once. */
const enough = 3_000_000;

/**
 * Every key makes objects that are thrown away with the next one, and V8 answers by giving young objects more and more
 * room: 67 MB after 200 keys in a config of 10,000 lines, though 17 MB are in use. Held at what loading the server has made
 * of it (17 MB), the process takes 130 MB of memory instead of 230, and no answer takes longer. `--max-semi-space-size` says
 * the same, but only to a process that is yet to be started, and editors start this one as they like. The factor is read when
 * the space would grow; the news of a collection come after others may have made it grow again, so it is looked at first.
 */
export function keepHeapSmall(): void {
  if (hold()) return;
  const observer = new PerformanceObserver(() => {
    if (hold()) observer.disconnect();
  });
  observer.observe({ entryTypes: ["gc"] });
}

/** Whether the young objects have got their room; then they get no more. */
function hold(): boolean {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  held = (young?.space_size ?? 0) >= enough;
  if (held) setFlagsFromString(noMore);
  return held;
}

/** Does something under the flags of the start: V8 takes nothing that was compiled under others (`compileCache.ts`). */
export function asAtStart<T>(work: () => T): T {
  if (!held) return work();
  setFlagsFromString(room);
  try {
    return work();
  } finally {
    setFlagsFromString(noMore);
  }
}
