import { nothing, type Thing, thing } from "../values/things";
import type { Binding } from "./file";

/** What a name is at some point, and the bindings that may have made it so. */
export interface Slot {
  readonly thing: Thing;
  readonly from: readonly Binding[];
  /** With what is known of the environment, no branch that gives it a value is gone through. */
  readonly unset?: boolean;
}

/**
 * The names after several branches: those that are the same in all are known. `taken`: the branch that is gone through
 * with what is known of the environment; the others count where it is another one.
 */
export function mergeNames(
  ends: readonly ReadonlyMap<string, Slot>[],
  taken?: ReadonlyMap<string, Slot>,
  tests: readonly Thing[] = [],
): Map<string, Slot> {
  const [first = new Map<string, Slot>(), ...others] = ends;
  const merged = copyOf(first);
  if (others.length === 0) return merged;
  const differing = new Set<string>();
  merged.forEach((slot, name) => {
    for (const other of others) if (other.get(name) !== slot) differing.add(name);
  });
  for (const other of others) {
    other.forEach((_slot, name) => {
      if (!merged.has(name)) differing.add(name);
    });
  }
  for (const name of differing) merged.delete(name);
  for (const name of differing) {
    const slots = ends.map((end) => end.get(name));
    const there = slots.filter((slot) => slot !== undefined);
    const from = [...new Set(there.flatMap((slot) => slot.from))];
    const gone = taken?.get(name);
    if (gone) merged.set(name, { thing: { ...gone.thing, ...thing(gone.thing.value, [gone.thing, ...tests]) }, from });
    else merged.set(name, { thing: (!taken && common(slots)) || nothing, from, unset: taken !== undefined });
  }
  return merged;
}

/** To go through a map otherwise than by `forEach` makes an array for each name, in each branch, with every key. */
export function copyOf(names: ReadonlyMap<string, Slot>): Map<string, Slot> {
  const copy = new Map<string, Slot>();
  names.forEach((slot, name) => {
    copy.set(name, slot);
  });
  return copy;
}

function common(slots: readonly (Slot | undefined)[]): Thing | undefined {
  const [first] = slots;
  if (!first) return undefined;
  if (slots.every((slot) => slot?.thing === first.thing)) return first.thing;
  const written = JSON.stringify(first.thing.value);
  const same = slots.every((slot) => slot?.thing.value && JSON.stringify(slot.thing.value) === written);
  const things = slots.flatMap((slot) => (slot ? [slot.thing] : []));
  return same ? thing(first.thing.value, things) : undefined;
}
