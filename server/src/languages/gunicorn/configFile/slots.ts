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
 * The names at some point of a file. In a branch it is what the branch changes, on top of the names before it: a file has
 * many names and branches, and each branch changes few.
 */
export interface Slots {
  readonly under: Slots | undefined;
  /** What is noted of those who ask for names that are under all others. */
  readonly asked?: AskedSlots;
  /** Undefined where a name that is under it is gone. */
  readonly own: Map<string, Slot | undefined>;
}

export interface AskedSlots {
  readonly slots: Map<string, Slot | undefined>;
  /** Only for what they are, not for what made them so. */
  readonly things: Map<string, Thing | undefined>;
  /** For every name. */
  all: boolean;
}

export const slotsOn = (under: Slots | undefined): Slots => ({ under, own: new Map() });

export function slotOf(slots: Slots, name: string): Slot | undefined {
  const { slot, asked } = find(slots, name);
  asked?.slots.set(name, slot);
  return slot;
}

/** What a name is; nothing matters of what made it so. */
export function thingOf(slots: Slots, name: string): Thing | undefined {
  const { slot, asked } = find(slots, name);
  asked?.things.set(name, slot?.thing);
  return slot?.thing;
}

function find(
  slots: Slots,
  name: string,
): { readonly slot: Slot | undefined; readonly asked?: AskedSlots | undefined } {
  let at = slots;
  for (;;) {
    const slot = at.own.get(name);
    if (at.under === undefined) return { slot, asked: at.asked };
    if (slot !== undefined || at.own.has(name)) return { slot };
    at = at.under;
  }
}

export function removeSlot({ under, own }: Slots, name: string): void {
  if (under === undefined) own.delete(name);
  else own.set(name, undefined);
}

/** Every name that is there, in the order in which they came. */
export function allSlots({ under, own, asked }: Slots): Map<string, Slot> {
  if (asked) asked.all = true;
  const all = under ? allSlots(under) : new Map<string, Slot>();
  own.forEach((slot, name) => {
    if (slot) all.set(name, slot);
    else all.delete(name);
  });
  return all;
}

/**
 * The names after several branches, on top of those before: those that are the same in all are known. `taken`: the branch
 * that is gone through with what is known of the environment; the others count where it is another one.
 */
export function mergeSlots(before: Slots, ends: readonly Slots[], taken?: Slots, tests: readonly Thing[] = []): Slots {
  const merged = slotsOn(before);
  if (ends.length === 0) return merged;
  for (const name of changedIn(ends, before)) {
    const slots = ends.map((end) => slotOf(end, name));
    const [first] = slots;
    if (slots.every((slot) => slot === first)) merged.own.set(name, first);
    else merged.own.set(name, mergedSlot(slots, taken && { slot: slotOf(taken, name) }, tests));
  }
  return merged;
}

function mergedSlot(
  slots: readonly (Slot | undefined)[],
  taken: { readonly slot: Slot | undefined } | undefined,
  tests: readonly Thing[],
): Slot {
  const from = [...new Set(slots.flatMap((slot) => slot?.from ?? []))];
  if (!taken) return { thing: common(slots) ?? nothing, from, unset: false };
  if (!taken.slot) return { thing: nothing, from, unset: true };
  const { thing: own } = taken.slot;
  return { thing: { ...own, ...thing(own.value, [own, ...tests]) }, from };
}

function changedIn(ends: readonly Slots[], before: Slots): ReadonlySet<string> {
  const names = new Set<string>();
  for (const end of ends) {
    for (let at: Slots | undefined = end; at !== undefined && at !== before; at = at.under) {
      at.own.forEach((_slot, name) => {
        names.add(name);
      });
    }
  }
  return names;
}

/** Makes those before what they have become. */
export function settle(before: Slots, merged: Slots): void {
  merged.own.forEach((slot, name) => {
    if (slot === undefined) removeSlot(before, name);
    else before.own.set(name, slot);
  });
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
