/** Words are misspelt the same way again and again, and half-typed files are asked about with every key. */
const known = new WeakMap<object, Map<string, string | undefined>>();

/** Like `nearest`, for candidates that are the same every time: what was found is remembered. */
export function nearestOf(word: string, candidates: object & Iterable<string>): string | undefined {
  const found = known.get(candidates) ?? new Map<string, string | undefined>();
  known.set(candidates, found);
  if (found.has(word)) return found.get(word);
  const near = nearest(word, candidates);
  if (found.size < 5000) found.set(word, near);
  return near;
}

/** The candidate that a misspelt word most likely stands for; undefined where none is near enough to be offered. */
export function nearest(word: string, candidates: Iterable<string>, most = 3): string | undefined {
  let best: string | undefined;
  let least = Math.min(most, Math.floor(word.length / 3) + 1);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > least) continue;
    const distance = editDistance(word, candidate, least);
    if (distance < least || (distance === least && best === undefined)) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours; more than `limit` is given as `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? limit + 1;
}
