/**
 * Index of the first of a sorted list whose position is at or after a place; the list's length where none is.
 * @param positionOf never falls from one to the next
 */
export function firstAtOrAfter<T>(list: readonly T[], place: number, positionOf: (one: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = list[middle];
    if (one !== undefined && positionOf(one) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
