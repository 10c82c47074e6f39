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
export interface Running {
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

export const textOf = (node: SyntaxNode, { text }: Running): string => text.slice(node.from, node.to);

/** Where a node stands in the file. */
const spanOf = ({ from, to }: { readonly from: number; readonly to: number }, { start }: Running): Span => ({
  start: start + from,
  end: start + to,
});

/** The names as they are, which stay so until `merge` says what has become of them. */
export function freeze(running: Running): Slots {
  const before = running.names;
  running.names = slotsOn(before);
  return before;
}

/** A block that may not be gone through: what it does to the names does not count outside of it, until `merge`. */
export const branch = (running: Running, more: Partial<Running> = {}): Running => ({
  ...running,
  names: slotsOn(freeze(running)),
  environment: new Map(running.environment),
  conditional: true,
  ...more,
});

/** Goes on with what may have become of the names, which were once frozen so, in one of several branches. */
export function merge(
  running: Running,
  before: Slots,
  ends: readonly Slots[],
  taken?: Slots,
  tests: readonly Thing[] = [],
): void {
  settle(before, mergeSlots(before, ends, taken, tests));
  running.names = before;
}

/** What the expressions of the statements see and do. */
export function namesOf(running: Running): Names {
  return {
    text: running.text,
    cpus: () => {
      running.asked.cpus = running.machine.cpus();
      return running.asked.cpus;
    },
    lookup: (name) => thingOf(running.names, name),
    bind: (node, value) => bind(node, { kind: "assignment", statement: node, result: value }, running),
    assign: (name, at, value, result) =>
      bindName(name, at, { kind: "assignment", statement: at, value: value ? [value] : [], result }, running),
    mutated: (node) => mutate(node, running),
    wiped: (node) => wipe(node, running),
    environment: (name) => {
      const { environment, machine, asked } = running;
      const value = environment.has(name) ? environment.get(name) : machine.variable(name);
      asked.variables.set(name, value);
      return value;
    },
    setEnvironment: (name, value) => setVariable(name, value, running),
    append: (node, change) => replace(node, change, running),
  };
}

/** The file itself sets a variable; undefined: to what is not known. */
export function setVariable(name: string, value: string | undefined, { environment, asked }: Running): void {
  asked.always = true;
  environment.set(name, value);
}

/** After this, any name may be anything; what it was before may still hold. */
export function wipe(node: SyntaxNode, running: Running): void {
  if (!running.dead) running.seen.open ??= spanOf(node, running);
  for (const [name, slot] of allSlots(running.names)) running.names.own.set(name, { ...slot, thing: nothing });
}

/** The list or dictionary that an expression begins with is another one from here on, whatever its names. */
export function mutate(node: SyntaxNode, running: Running): void {
  replace(node, () => undefined, running);
}

function replace(node: SyntaxNode, change: (before: PythonValue) => PythonValue | undefined, running: Running): void {
  let base: SyntaxNode | null = node;
  while (base?.name === "MemberExpression" || base?.name === "CallExpression") base = base.firstChild;
  const slot = base?.name === "VariableName" ? slotOf(running.names, textOf(base, running)) : undefined;
  const before = slot?.thing.value;
  if (!before || !(before.type === "list" || before.type === "dict" || before.type === "set")) return;
  const after = base === node ? change(before) : undefined;
  const { own } = running.names;
  for (const [name, other] of allSlots(running.names)) {
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
export function bind(target: SyntaxNode, giving: Giving, running: Running): void {
  bindName(textOf(target, running), target, giving, running);
}

/** The same for one that is not written as a name: `globals()["name"] = value`. */
export function bindName(name: string, target: SyntaxNode, giving: Giving, running: Running): void {
  const { kind, statement, value = [], result } = giving;
  const settled: Thing = running.file.globals.has(name) ? nothing : result;
  const [first] = value;
  const binding: Binding = {
    path: running.file.path,
    name,
    kind,
    at: spanOf(target, running),
    statement: spanOf(statement, running),
    value: first ? spanOf({ from: first.from, to: value.at(-1)?.to ?? first.to }, running) : undefined,
    evaluated: { value: settled.value, variables: settled.variables, cpus: settled.cpus },
    missing: settled.missing === true,
    conditional: running.conditional,
    block: blockOf(statement, running),
    dead: running.dead,
  };
  running.bindings.push(binding);
  running.names.own.set(name, { thing: settled, from: [binding] });
}

function blockOf(statement: SyntaxNode, { start }: Running): number {
  let node = statement.parent;
  while (node && node.name !== "Body" && node.name !== "Script") node = node.parent;
  // A body begins after the script does.
  return node && node.name === "Body" ? start + node.from : -1;
}
