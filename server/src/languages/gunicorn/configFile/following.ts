import type { SyntaxNode } from "@lezer/common";
import type { Span } from "../../../findings";
import type { PythonValue } from "../model";
import type { Names } from "../values/names";
import { nothing, type Thing, thing } from "../values/things";
import type { Asked } from "./again";
import type { Binding, ConfigFile, ConfigRun } from "./file";
import { allSlots, mergeSlots, type Slots, settle, slotOf, slotsOn, thingOf } from "./slots";

/** A machine that is asked, so that it is known what of it matters. */
export interface AskedMachine {
  readonly variable: (name: string) => string | undefined;
  readonly cpus: () => number;
  readonly module: (name: string) => ConfigRun | undefined;
}

/** What is going on while the statements of a module are followed one after another. */
export interface Following {
  readonly file: ConfigFile;
  /** The part that is followed: the nodes of its statements count from where it starts. */
  readonly text: string;
  readonly start: number;
  readonly machine: AskedMachine;
  readonly bindings: Binding[];
  /** Others after each `branch` and `merge`. */
  names: Slots;
  /** What the file itself sets in `os.environ`. */
  readonly environment: Map<string, string | undefined>;
  readonly conditional: boolean;
  readonly dead: boolean;
  readonly seen: {
    /** Where names may first have got values that cannot be seen. */
    open: Span | undefined;
  };
  readonly asked: Asked;
}

export const textOf = (node: SyntaxNode, { text }: Following): string => text.slice(node.from, node.to);

/** Where a node stands in the file. */
const spanOf = ({ from, to }: { readonly from: number; readonly to: number }, { start }: Following): Span => ({
  start: start + from,
  end: start + to,
});

/** The names as they are, which stay so until `merge` says what has become of them. */
export function freeze(following: Following): Slots {
  const before = following.names;
  following.names = slotsOn(before);
  return before;
}

/** A block that may not be gone through: what it does to the names does not count outside of it, until `merge`. */
export const branch = (following: Following, more: Partial<Following> = {}): Following => ({
  ...following,
  names: slotsOn(freeze(following)),
  environment: new Map(following.environment),
  conditional: true,
  ...more,
});

/** Goes on with what may have become of the names, which were once frozen so, in one of several branches. */
export function merge(
  following: Following,
  before: Slots,
  ends: readonly Slots[],
  taken?: Slots,
  tests: readonly Thing[] = [],
): void {
  settle(before, mergeSlots(before, ends, taken, tests));
  following.names = before;
}

/** What the expressions of the statements see and do. */
export function namesOf(following: Following): Names {
  return {
    text: following.text,
    cpus: () => {
      following.asked.cpus = following.machine.cpus();
      return following.asked.cpus;
    },
    lookup: (name) => thingOf(following.names, name),
    bind: (node, value) => bind(node, { kind: "assignment", statement: node, result: value }, following),
    assign: (name, at, value, result) =>
      bindName(name, at, { kind: "assignment", statement: at, value: value ? [value] : [], result }, following),
    mutated: (node) => mutate(node, following),
    wiped: (node) => wipe(node, following),
    environment: (name) => {
      const { environment, machine, asked } = following;
      const value = environment.has(name) ? environment.get(name) : machine.variable(name);
      asked.variables.set(name, value);
      return value;
    },
    setEnvironment: (name, value) => setVariable(name, value, following),
    append: (node, change) => replace(node, change, following),
  };
}

/** The file itself sets a variable; undefined: to what is not known. */
export function setVariable(name: string, value: string | undefined, { environment, asked }: Following): void {
  asked.always = true;
  environment.set(name, value);
}

/** After this, any name may be anything; what it was before may still hold. */
export function wipe(node: SyntaxNode, following: Following): void {
  if (!following.dead) following.seen.open ??= spanOf(node, following);
  for (const [name, slot] of allSlots(following.names)) following.names.own.set(name, { ...slot, thing: nothing });
}

/** The list or dictionary that an expression begins with is another one from here on, whatever its names. */
export function mutate(node: SyntaxNode, following: Following): void {
  replace(node, () => undefined, following);
}

function replace(
  node: SyntaxNode,
  change: (before: PythonValue) => PythonValue | undefined,
  following: Following,
): void {
  let base: SyntaxNode | null = node;
  while (base?.name === "MemberExpression" || base?.name === "CallExpression") base = base.firstChild;
  const slot = base?.name === "VariableName" ? slotOf(following.names, textOf(base, following)) : undefined;
  const before = slot?.thing.value;
  if (!before || !(before.type === "list" || before.type === "dict" || before.type === "set")) return;
  const after = base === node ? change(before) : undefined;
  const { own } = following.names;
  for (const [name, other] of allSlots(following.names)) {
    if (other.thing.value === before) own.set(name, { ...other, thing: { ...other.thing, value: after } });
    else if (holds(other.thing.value, before)) own.set(name, { ...other, thing: thing(undefined) });
  }
}

/** Whether a value has that very list or dictionary in it. */
function holds(value: PythonValue | undefined, inner: PythonValue): boolean {
  if (!value) return false;
  if ("items" in value) return value.items.some((item) => item === inner || holds(item, inner));
  return value.type === "dict" && value.entries.some(([, item]) => item === inner || holds(item, inner));
}

/** What gives a name its value. */
interface Giving {
  readonly kind: Binding["kind"];
  readonly statement: SyntaxNode;
  /** What is written on the right, from the first to the last; none where nothing is, as in an `import`. */
  readonly value?: readonly SyntaxNode[];
  readonly result: Thing;
}

/** A name gets a value. */
export function bind(target: SyntaxNode, giving: Giving, following: Following): void {
  bindName(textOf(target, following), target, giving, following);
}

/** The same for one that is not written as a name: `globals()["name"] = value`. */
export function bindName(name: string, target: SyntaxNode, giving: Giving, following: Following): void {
  const { kind, statement, value = [], result } = giving;
  const settled: Thing = following.file.globals.has(name) ? nothing : result;
  const [first] = value;
  const binding: Binding = {
    path: following.file.path,
    name,
    kind,
    at: spanOf(target, following),
    statement: spanOf(statement, following),
    value: first ? spanOf({ from: first.from, to: value.at(-1)?.to ?? first.to }, following) : undefined,
    evaluated: { value: settled.value, variables: settled.variables, cpus: settled.cpus },
    missing: settled.missing === true,
    conditional: following.conditional,
    block: blockOf(statement, following),
    dead: following.dead,
  };
  following.bindings.push(binding);
  following.names.own.set(name, { thing: settled, from: [binding] });
}

function blockOf(statement: SyntaxNode, { start }: Following): number {
  let node = statement.parent;
  while (node && node.name !== "Body" && node.name !== "Script") node = node.parent;
  // A body begins after the script does.
  return node && node.name === "Body" ? start + node.from : -1;
}
