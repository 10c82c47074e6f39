import type { Span } from "../../../findings";
import type { Thing } from "../values/things";
import type { Binding } from "./file";
import type { Following } from "./following";
import type { Part, Placed } from "./parse";
import { type AskedSlots, type Slot, type Slots, settle, slotsOn } from "./slots";

/** All that a statement asked for while it was followed. */
export interface Asked extends AskedSlots {
  readonly variables: Map<string, string | undefined>;
  cpus: number | undefined;
  /** It did, or asked, what cannot be told by the names: it is followed each time. */
  always: boolean;
}

/** What came of following a statement: the same comes of it wherever it stands, where what it asked for is the same. */
interface Done {
  readonly asked: Answers;
  readonly start: number;
  readonly bindings: readonly Binding[];
  readonly names: ReadonlyMap<string, Slot | undefined>;
}

/** What it was told. Lists: to go through a map makes an object for each of its entries, with every key. */
interface Answers {
  readonly things: readonly Answer<Thing>[];
  readonly slots: readonly Answer<Slot>[];
  readonly variables: readonly Answer<string>[];
  readonly cpus: number | undefined;
}

interface Answer<T> {
  readonly name: string;
  readonly was: T | undefined;
}

const answersOf = <T>(asked: ReadonlyMap<string, T | undefined>): readonly Answer<T>[] =>
  [...asked].map(([name, was]) => ({ name, was }));

const done = new WeakMap<Part, Done[]>();
const nothingDone: Done[] = [];
/** The machines that a file is followed for are few. */
const mostDone = 4;

/** What a part is followed with. */
export type Around = Omit<Following, "text" | "start" | "names" | "bindings" | "asked" | "conditional" | "dead">;

/**
 * Follows a statement of the top level, unless what came of it is known: after a key, that is so for nearly all.
 * @param names what the names are before it, and after it
 * @param first no other part of the file is written alike: two lists that are written alike are two lists
 */
export function followPart(
  { part, start }: Placed,
  names: Slots,
  around: Around,
  first: boolean,
  follow: (following: Following) => void,
): readonly Binding[] {
  const before = done.get(part) ?? nothingDone;
  const plain = first && around.file.globals.size === 0;
  const known = plain ? knownOf(before, names, around) : undefined;
  if (known) {
    const { bindings, names: own } = known.start === start ? known : moved(known, start, before);
    own.forEach((slot, name) => {
      names.own.set(name, slot);
    });
    return bindings;
  }
  const asked: Asked = {
    slots: new Map(),
    things: new Map(),
    all: false,
    variables: new Map(),
    cpus: undefined,
    always: false,
  };
  const on = slotsOn({ under: undefined, own: names.own, asked });
  const bindings: Binding[] = [];
  const following: Following = {
    ...around,
    text: part.text,
    start,
    names: on,
    bindings,
    asked,
    conditional: false,
    dead: false,
  };
  follow(following);
  settle(names, following.names);
  bindings.sort((a, b) => a.at.start - b.at.start);
  if (plain && !asked.always && !asked.all) {
    const { things, slots, variables, cpus } = asked;
    const answers: Answers = {
      things: answersOf(things),
      slots: answersOf(slots),
      variables: answersOf(variables),
      cpus,
    };
    done.set(part, [{ asked: answers, start, bindings, names: following.names.own }, ...before].slice(0, mostDone));
  }
  return bindings;
}

function knownOf(before: readonly Done[], names: Slots, around: Around): Done | undefined {
  for (const each of before) if (isTheSame(each.asked, names, around)) return each;
  return undefined;
}

function isTheSame(asked: Answers, { own }: Slots, { environment, machine }: Around): boolean {
  for (const { name, was } of asked.things) if (own.get(name)?.thing !== was) return false;
  for (const { name, was } of asked.slots) if (own.get(name) !== was) return false;
  // The machine has to hear what matters of it.
  if (asked.cpus !== undefined && machine.cpus() !== asked.cpus) return false;
  for (const { name, was } of asked.variables) {
    if ((environment.has(name) ? environment.get(name) : machine.variable(name)) !== was) return false;
  }
  return true;
}

/** The same further up or down in the file; it is looked for there the next time. */
function moved(known: Done, start: number, all: Done[]): Done {
  const by = start - known.start;
  const bindings = known.bindings.map((binding) => movedBinding(binding, by));
  const here = (binding: Binding): Binding => bindings[known.bindings.indexOf(binding)] ?? binding;
  const names = new Map<string, Slot | undefined>();
  known.names.forEach((slot, name) => {
    names.set(name, slot && { thing: slot.thing, from: slot.from.map(here), unset: slot.unset === true });
  });
  const after: Done = { asked: known.asked, start, bindings, names };
  all[all.indexOf(known)] = after;
  return after;
}

const movedBinding = (binding: Binding, by: number): Binding => ({
  path: binding.path,
  name: binding.name,
  kind: binding.kind,
  at: movedSpan(binding.at, by),
  statement: movedSpan(binding.statement, by),
  value: binding.value && movedSpan(binding.value, by),
  evaluated: binding.evaluated,
  missing: binding.missing,
  conditional: binding.conditional,
  block: binding.block < 0 ? binding.block : binding.block + by,
  dead: binding.dead,
});

const movedSpan = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });
