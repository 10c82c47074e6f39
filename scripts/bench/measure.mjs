/** What the benchmarks share: medians, and rows of milliseconds. */

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs `work` once to warm the disk's cache, then `times` times one after another; the milliseconds of each. */
export async function timings(times, work) {
  await work();
  const taken = [];
  for (let round = 0; round < times; round++) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return taken;
}

/** A row of a duration: the median, with the fastest and slowest, against an aim in milliseconds. */
export function durationRow(what, taken, aim) {
  const [low, middle, high] = [Math.min(...taken), median(taken), Math.max(...taken)];
  return {
    what,
    measured: `${Math.round(middle)} ms (${Math.round(low)} to ${Math.round(high)})`,
    aim: `< ${aim} ms`,
    met: middle < aim,
  };
}
