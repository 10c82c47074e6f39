import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";
import { entriesKey } from "../../remembered";
import type { Evaluated, PythonValue } from "../model";
import { evaluate, itemsOf, type Names } from "../values/evaluate";
import { operate } from "../values/operators";
import { signatureOf } from "../values/signature";
import { type Machine, nothing, settled, type Thing, thing, truth } from "../values/things";
import type { Binding, ConfigFile, ConfigRun, Outcome } from "./file";
import { type Changes, mergeNames, type Slot } from "./slots";

/** What is going on while the statements of a module are followed one after another. */
interface Running {
  readonly file: ConfigFile;
  readonly machine: Machine;
  readonly bindings: Binding[];
  readonly names: Map<string, Slot>;
  /** What the file itself sets in `os.environ`. */
  readonly environment: Map<string, string | undefined>;
  readonly conditional: boolean;
  readonly dead: boolean;
  readonly seen: { open: boolean };
}

/** What was followed of a file, by the machine: all who look at a file ask for the same. */
const followed = new WeakMap<ConfigFile, Map<string, ConfigRun>>();

/** Follows a config file as Gunicorn runs it, on a machine with that environment; nothing of it is really run. */
export function runConfigFile(file: ConfigFile, machine: Machine): ConfigRun {
  const runs = followed.get(file) ?? new Map<string, ConfigRun>();
  followed.set(file, runs);
  const key = `${machine.cpus} ${entriesKey(machine.environment)}`;
  const run = runs.get(key) ?? runOnce(file, machine);
  runs.set(key, run);
  return run;
}

function runOnce(file: ConfigFile, machine: Machine): ConfigRun {
  const seen = { open: false };
  const running: Running = {
    file,
    machine,
    bindings: [],
    names: new Map(),
    environment: new Map(),
    conditional: false,
    dead: false,
    seen,
  };
  follow(file.tree.topNode, running);
  const names = [...running.names].map(([name, { thing, from, unset = false }]): [string, Outcome] => {
    const { value, variables, cpus } = thing;
    return [name, { evaluated: { value, variables, cpus }, from, unset }];
  });
  const bindings = running.bindings.toSorted((a, b) => a.at.start - b.at.start);
  return { bindings, names: new Map(names), open: seen.open };
}

/** Python itself allows 100 levels of indentation. */
const deepest = 100;
let depth = 0;

function follow(block: SyntaxNode, running: Running): void {
  if (depth >= deepest) return;
  depth++;
  for (const statement of children(block)) followOne(statement, running);
  depth--;
}

type Follower = (node: SyntaxNode, running: Running) => void;

const followers: Readonly<Record<string, Follower>> = {
  StatementGroup: follow,
  AssignStatement: assignment,
  UpdateStatement: update,
  ExpressionStatement: (node, running) => {
    for (const child of children(node)) evaluate(child, namesOf(running));
  },
  ImportStatement: importing,
  FunctionDefinition: definition,
  ClassDefinition: definition,
  DecoratedStatement: definition,
  DeleteStatement: (node, running) => {
    for (const child of node.getChildren("VariableName")) running.names.delete(textOf(child, running));
    for (const child of node.getChildren("MemberExpression")) mutate(child, running);
  },
  IfStatement: condition,
  TryStatement: attempt,
  ForStatement: loop,
  WhileStatement: loop,
  WithStatement: (node, running) => {
    targets(node, running);
    for (const body of node.getChildren("Body")) follow(body, running);
  },
  MatchStatement: (node, running) => {
    const clauses = node.getChild("MatchBody")?.getChildren("MatchClause") ?? [];
    const ends = clauses.map((clause) => {
      const inside = branch(running);
      for (const body of clause.getChildren("Body")) follow(body, inside);
      return inside.names;
    });
    merge(running, [running.names, ...ends]);
  },
};

function followOne(node: SyntaxNode, running: Running): void {
  const known = followers[node.name];
  if (known) known(node, running);
  // The parser wraps what it could not place; statements inside it still say something.
  else if (node.type.isError) follow(node, { ...running, conditional: true });
}

const textOf = (node: SyntaxNode, { file }: Running): string => file.text.slice(node.from, node.to);

const branch = (running: Running, more: Partial<Running> = {}): Running => ({
  ...running,
  names: new Map(running.names),
  environment: new Map(running.environment),
  conditional: true,
  ...more,
});

/** Goes on with what may have become of the names in one of several branches. */
function merge(
  running: Running,
  ends: readonly ReadonlyMap<string, Slot>[],
  taken?: ReadonlyMap<string, Slot>,
  tests: readonly Thing[] = [],
): void {
  const merged = mergeNames(ends, taken, tests);
  running.names.clear();
  for (const [name, slot] of merged) running.names.set(name, slot);
}

function namesOf(running: Running): Names {
  return {
    text: running.file.text,
    machine: running.machine,
    lookup: (name) => running.names.get(name)?.thing,
    bind: (node, value) => bind(node, node, undefined, "assignment", value, running),
    mutated: (node) => mutate(node, running),
    wiped: () => wipe(running),
    environment: (name) =>
      running.environment.has(name) ? running.environment.get(name) : running.machine.environment?.get(name),
    setEnvironment: (name, value) => running.environment.set(name, value),
    append: (node, change) => replace(node, change, running),
  };
}

/** After this, any name may be anything. */
function wipe(running: Running): void {
  running.seen.open = true;
  for (const name of running.names.keys()) running.names.set(name, { thing: nothing, from: [] });
}

/** The list or dictionary that an expression begins with is another one from here on, whatever its names. */
function mutate(node: SyntaxNode, running: Running): void {
  replace(node, () => undefined, running);
}

function replace(node: SyntaxNode, change: (before: PythonValue) => PythonValue | undefined, running: Running): void {
  let base: SyntaxNode | null = node;
  while (base?.name === "MemberExpression" || base?.name === "CallExpression") base = base.firstChild;
  const slot = base?.name === "VariableName" ? running.names.get(textOf(base, running)) : undefined;
  const before = slot?.thing.value;
  if (!before || !(before.type === "list" || before.type === "dict" || before.type === "set")) return;
  const after = base === node ? change(before) : undefined;
  for (const [name, other] of running.names) {
    if (other.thing.value === before) running.names.set(name, { ...other, thing: { ...other.thing, value: after } });
    else if (holds(other.thing.value, before)) running.names.set(name, { ...other, thing: thing(undefined) });
  }
}

/** Whether a value has that very list or dictionary in it. */
function holds(value: PythonValue | undefined, inner: PythonValue): boolean {
  if (!value) return false;
  if ("items" in value) return value.items.some((item) => item === inner || holds(item, inner));
  return value.type === "dict" && value.entries.some(([, item]) => item === inner || holds(item, inner));
}

function bind(
  target: SyntaxNode,
  statement: SyntaxNode,
  value: SyntaxNode | readonly SyntaxNode[] | undefined,
  kind: Binding["kind"],
  result: Thing,
  running: Running,
): void {
  const name = textOf(target, running);
  const settled: Thing = running.file.globals.has(name) ? nothing : result;
  const nodes = value === undefined ? [] : "from" in value ? [value] : value;
  const [first] = nodes;
  const binding: Binding = {
    name,
    kind,
    at: { start: target.from, end: target.to },
    statement: { start: statement.from, end: statement.to },
    value: first ? { start: first.from, end: nodes.at(-1)?.to ?? first.to } : undefined,
    evaluated: { value: settled.value, variables: settled.variables, cpus: settled.cpus } satisfies Evaluated,
    missing: settled.missing === true,
    conditional: running.conditional,
    block: blockOf(statement),
    dead: running.dead,
  };
  running.bindings.push(binding);
  running.names.set(name, { thing: settled, from: [binding] });
}

function blockOf(statement: SyntaxNode): number {
  let node = statement.parent;
  while (node && node.name !== "Body" && node.name !== "Script") node = node.parent;
  // A body begins after the script does.
  return node && node.name === "Body" ? node.from : -1;
}

function assignment(node: SyntaxNode, running: Running): void {
  const groups: SyntaxNode[][] = [[]];
  for (const child of children(node)) {
    if (child.name === "AssignOp") groups.push([]);
    else if (child.name !== "TypeDef") groups.at(-1)?.push(child);
  }
  const value = groups.pop() ?? [];
  const [first] = value;
  // `x: int` gives no value.
  if (groups.length === 0 || !first) return;
  const names = namesOf(running);
  const tuple = value.some(({ name }) => name === "," || name === "*");
  const result = tuple
    ? itemsOf(
        "tuple",
        value.filter(({ name }) => name !== ","),
        names,
      )
    : evaluate(first, names);
  for (const group of groups) assign(group, value, result, node, running);
}

function assign(
  group: readonly SyntaxNode[],
  value: readonly SyntaxNode[],
  result: Thing,
  statement: SyntaxNode,
  running: Running,
): void {
  const plain = group.filter(({ name }) => name !== "," && name !== "*");
  const [only] = plain;
  const unpacked = group.length > 1 ? plain : only ? membersOf(only) : undefined;
  if (unpacked) {
    const starred = group.some(({ name }) => name === "*");
    const items = settled(result);
    const parts = items && "items" in items && items.type !== "set" && !starred ? items.items : [];
    unpacked.forEach((target, i) => {
      const part = parts.length === unpacked.length ? parts[i] : undefined;
      assignOne(target, [], thing(part, [result]), statement, running);
    });
  } else if (only) assignOne(only, value, result, statement, running);
}

function membersOf(target: SyntaxNode): SyntaxNode[] | undefined {
  if (target.name !== "TupleExpression" && target.name !== "ArrayExpression") return undefined;
  return children(target).filter(({ name }) => !["(", ")", "[", "]", ",", "*"].includes(name));
}

function assignOne(
  target: SyntaxNode,
  value: readonly SyntaxNode[],
  result: Thing,
  statement: SyntaxNode,
  running: Running,
): void {
  if (target.name === "VariableName") {
    bind(target, statement, value, "assignment", result, running);
    return;
  }
  const inner = membersOf(target);
  if (inner) {
    for (const one of inner) assignOne(one, [], thing(undefined, [result]), statement, running);
    return;
  }
  if (target.name !== "MemberExpression") return;
  // `os.environ["X"] = "1"` and `settings["X"] = 1`.
  const names = namesOf(running);
  const [object, bracket, index] = children(target);
  const key = bracket?.name === "[" && index ? evaluate(index, names).value : undefined;
  if (object && key?.type === "str" && evaluate(object, names).path === "os.environ") {
    const text = settled(result);
    running.environment.set(key.value, text?.type === "str" ? text.value : undefined);
  }
  if (object) {
    evaluate(object, names);
    mutate(object, running);
  }
}

function update(node: SyntaxNode, running: Running): void {
  const [target, operator, value] = children(node);
  if (!target || !operator || !value) return;
  const names = namesOf(running);
  const [before, more] = [evaluate(target, names), evaluate(value, names)];
  if (target.name !== "VariableName") {
    mutate(target, running);
    return;
  }
  const result = operate(textOf(operator, running).slice(0, -1), settled(before), settled(more));
  mutate(target, running);
  bind(target, node, value, "assignment", thing(result, [before, more]), running);
}

function importing(node: SyntaxNode, running: Running): void {
  const nodes = children(node);
  const from = nodes[0]?.name === "from";
  const at = nodes.findIndex(({ name }) => name === "import");
  const source = nodes
    .slice(1, at)
    .map((part) => textOf(part, running))
    .join("");
  let group: SyntaxNode[] = [];
  const finish = () => {
    const [first] = group;
    const alias = group.findIndex(({ name }) => name === "as");
    const path = group
      .slice(0, alias < 0 ? undefined : alias)
      .map((part) => textOf(part, running))
      .join("");
    const target = alias < 0 ? first : group[alias + 1];
    group = [];
    if (!target) return;
    if (target.name === "*") return wipe(running);
    const module: PythonValue = { type: "object", name: "module" };
    // `import a.b` gives `a`, which is a module; what stands for a name of a module is not known.
    const whole = from ? `${source}.${path}` : alias < 0 ? textOf(target, running) : path;
    bind(target, node, undefined, "import", { ...thing(from ? undefined : module), path: canonical(whole) }, running);
  };
  for (const child of nodes.slice(at + 1)) {
    if (child.name === ",") finish();
    else if (child.name !== "(" && child.name !== ")") group.push(child);
  }
  finish();
}

/** One name for what Python has under several. */
const canonical = (path: string): string => path.replace(/^builtins\./, "");

function definition(node: SyntaxNode, running: Running): void {
  const decorated = node.name === "DecoratedStatement";
  const inner = decorated ? (node.getChild("FunctionDefinition") ?? node.getChild("ClassDefinition")) : node;
  const name = inner?.getChild("VariableName");
  if (!inner || !name) return;
  const isFunction = inner.name === "FunctionDefinition";
  const own = textOf(name, running);
  const value: PythonValue = isFunction
    ? { type: "function", name: own, ...signatureOf(inner.getChild("ParamList")) }
    : { type: "class", name: own };
  // A decorator may give back anything.
  const result = thing(decorated ? undefined : value);
  bind(name, node, undefined, isFunction ? "function" : "class", result, running);
}

/** `for x in`, `with ... as x`: bound, to what is not known. */
function targets(node: SyntaxNode, running: Running): void {
  const nodes: SyntaxNode[] = [];
  let named = false;
  for (const child of children(node)) {
    if (child.name === "Body") break;
    if (child.name === "as" || child.name === "for") named = true;
    else if (child.name === "in") named = false;
    else if (child.name === ",") continue;
    else if (named) {
      nodes.push(...(membersOf(child) ?? [child]));
      if (node.name === "WithStatement") named = false;
    } else evaluate(child, namesOf(running));
  }
  for (const target of nodes) {
    if (target.name === "VariableName") bind(target, target, undefined, "other", nothing, running);
  }
}

function condition(node: SyntaxNode, running: Running): void {
  const ends: Map<string, Slot>[] = [];
  let taken: Map<string, Slot> | undefined;
  // What is the case where none of the conditions so far holds.
  let possible = true;
  let otherwise = true;
  let test: Thing | undefined;
  const tests: Thing[] = [];
  for (const child of children(node)) {
    if (["if", "elif", "else", ":"].includes(child.name)) {
      if (child.name === "else") test = undefined;
      if (child.name !== ":") continue;
    }
    if (child.name !== "Body") {
      test = evaluate(child, namesOf(running));
      tests.push(test);
      continue;
    }
    const holds = test === undefined ? true : truth(test.value);
    const fixed = test === undefined || (test.variables.length === 0 && !test.cpus && !test.missing);
    const never = !possible || (holds === false && fixed);
    const always = possible && otherwise && holds === true && fixed && test !== undefined && ends.length === 0;
    const inside = branch(running, { dead: running.dead || never, conditional: running.conditional || !always });
    follow(child, inside);
    if (!never) ends.push(inside.names);
    if (otherwise && taken === undefined && holds === true && !never) taken = inside.names;
    if (holds === undefined) otherwise = false;
    if (holds === true && fixed) possible = false;
  }
  if (possible) {
    const before = new Map(running.names);
    ends.push(before);
    if (otherwise && taken === undefined) taken = before;
  }
  merge(running, ends, taken, tests);
}

function attempt(node: SyntaxNode, running: Running): void {
  let inside: Running | undefined;
  const before = new Map(running.names);
  const ends: ReadonlyMap<string, Slot>[] = [];
  let kind = "";
  for (const child of children(node)) {
    if (["try", "except", "else", "finally"].includes(child.name)) kind = child.name;
    if (child.name !== "Body") continue;
    if (kind === "try") {
      inside = branch(running);
      follow(child, inside);
    } else if (kind === "else" && inside) follow(child, inside);
    else if (kind === "except") {
      const handler = branch(running, { names: mergeNames([before, inside?.names ?? before]) });
      follow(child, handler);
      ends.push(handler.names);
    } else if (kind === "finally") {
      merge(running, [...(inside ? [inside.names] : []), ...ends]);
      inside = undefined;
      ends.length = 0;
      follow(child, running);
      return;
    }
  }
  merge(running, [...(inside ? [inside.names] : []), ...ends]);
}

function loop(node: SyntaxNode, running: Running): void {
  const inside = branch(running);
  targets(node, inside);
  const changed = assigned(node, running);
  for (const name of changed) {
    const slot = inside.names.get(name);
    if (slot) inside.names.set(name, { ...slot, thing: nothing });
  }
  for (const body of node.getChildren("Body")) follow(body, inside);
  merge(running, [running.names, inside.names]);
  for (const name of changed) {
    const slot = running.names.get(name);
    if (slot) running.names.set(name, { ...slot, thing: nothing });
  }
}

/** The names that are written anywhere in a statement: after a round they are not what they were. */
function assigned(node: SyntaxNode, running: Running): Changes {
  const names = new Set<string>();
  const cursor = node.cursor();
  do {
    if (cursor.from >= node.to) break;
    if (cursor.name === "VariableName") names.add(running.file.text.slice(cursor.from, cursor.to));
  } while (cursor.next());
  return names;
}
