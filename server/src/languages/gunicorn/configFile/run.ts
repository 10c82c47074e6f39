import type { SyntaxNode } from "@lezer/common";
import { children } from "../../python/expressions";
import { evaluate } from "../values/evaluate";
import { type Machine, nothing, type Thing, truth } from "../values/things";
import { type Around, followPart } from "./again";
import { type Binding, type ConfigFile, type ConfigRun, type Outcome, readConfigFile } from "./file";
import { type AskedMachine, branch, type Following, freeze, merge, mutate, namesOf, textOf } from "./following";
import type { Part } from "./parse";
import { mergeSlots, removeSlot, type Slot, type Slots, slotOf, slotsOn } from "./slots";
import { assignment, definition, importing as imports, targets, update } from "./statements";

/** What was followed of a file, and all that it asked the machine: on one that answers the same, it is the same. */
interface Followed {
  readonly run: ConfigRun;
  readonly variables: ReadonlyMap<string, string | undefined>;
  readonly cpus: number | undefined;
  /** The texts of the modules that it imports. */
  readonly modules: ReadonlyMap<string, string | undefined>;
}

/** All who look at a file ask for the same. */
const followed = new WeakMap<ConfigFile, Followed[]>();

/** Follows a config file as Gunicorn runs it, on a machine with that environment; nothing of it is really run. */
export function runConfigFile(file: ConfigFile, machine: Machine): ConfigRun {
  const runs = followed.get(file) ?? [];
  followed.set(file, runs);
  const known = runs.find((each) => answersTheSame(machine, each));
  if (known) return known.run;
  const variables = new Map<string, string | undefined>();
  let cpus: number | undefined;
  const modules = new Map<string, string | undefined>();
  const asked: AskedMachine = {
    variable(name) {
      const value = machine.environment?.get(name);
      variables.set(name, value);
      return value;
    },
    cpus() {
      cpus = machine.cpus;
      return cpus;
    },
    module(name) {
      const found = importing.length < mostImports ? machine.module?.(name) : undefined;
      modules.set(name, found?.text);
      if (found === undefined || importing.includes(found.path)) return undefined;
      importing.push(found.path);
      try {
        return runConfigFile(readConfigFile(found.path, found.text), machine);
      } finally {
        importing.pop();
      }
    },
  };
  const run = runOnce(file, asked);
  runs.push({ run, variables, cpus, modules });
  return run;
}

/** Config files that are being followed, each imported by the one before. */
const importing: string[] = [];
const mostImports = 5;

function answersTheSame({ environment, cpus, module }: Machine, asked: Followed): boolean {
  if (asked.cpus !== undefined && asked.cpus !== cpus) return false;
  for (const [name, value] of asked.variables) if (environment?.get(name) !== value) return false;
  for (const [name, text] of asked.modules) if (module?.(name)?.text !== text) return false;
  return true;
}

function runOnce(file: ConfigFile, machine: AskedMachine): ConfigRun {
  const seen: Following["seen"] = { open: undefined };
  const around: Around = { file, machine, environment: new Map(), seen };
  const names = slotsOn(undefined);
  const before = new Set<Part>();
  const bindings: Binding[] = [];
  for (const placed of file.parts) {
    const { part } = placed;
    const own = followPart(placed, names, around, !before.has(part), (following) => {
      for (const statement of part.statements) followOne(statement, following);
    });
    bindings.push(...own);
    before.add(part);
  }
  return { bindings, names: outcomes(names), open: seen.open !== undefined, openAt: seen.open };
}

function outcomes(names: Slots): ReadonlyMap<string, Outcome> {
  const found = new Map<string, Outcome>();
  names.own.forEach((slot, name) => {
    if (slot) found.set(name, outcome(slot));
  });
  return found;
}

/** After a key, nearly all are what they were. */
const known = new WeakMap<Slot, Outcome>();

function outcome(slot: Slot): Outcome {
  const before = known.get(slot);
  if (before) return before;
  const { thing, from, unset = false } = slot;
  const { value, variables, cpus } = thing;
  const now: Outcome = { evaluated: { value, variables, cpus }, from, unset };
  known.set(slot, now);
  return now;
}

/** Python itself allows 100 levels of indentation. */
const deepest = 100;
let depth = 0;

function follow(block: SyntaxNode, following: Following): void {
  if (depth >= deepest) return;
  depth++;
  for (const statement of children(block)) followOne(statement, following);
  depth--;
}

type Follower = (node: SyntaxNode, following: Following) => void;

const followers: Readonly<Record<string, Follower>> = {
  StatementGroup: follow,
  AssignStatement: assignment,
  UpdateStatement: update,
  ExpressionStatement: (node, following) => {
    for (const child of children(node)) evaluate(child, namesOf(following));
  },
  ImportStatement: imports,
  FunctionDefinition: definition,
  ClassDefinition: definition,
  DecoratedStatement: definition,
  DeleteStatement: (node, following) => {
    for (const child of node.getChildren("VariableName")) removeSlot(following.names, textOf(child, following));
    for (const child of node.getChildren("MemberExpression")) mutate(child, following);
  },
  IfStatement: condition,
  TryStatement: attempt,
  ForStatement: loop,
  WhileStatement: loop,
  WithStatement: (node, following) => {
    targets(node, following);
    for (const body of node.getChildren("Body")) follow(body, following);
  },
  MatchStatement: (node, following) => {
    const before = freeze(following);
    const clauses = node.getChild("MatchBody")?.getChildren("MatchClause") ?? [];
    const ends = clauses.map((clause) => {
      const inside = branch(following);
      for (const body of clause.getChildren("Body")) follow(body, inside);
      return inside.names;
    });
    merge(following, before, [following.names, ...ends]);
  },
};

function followOne(node: SyntaxNode, following: Following): void {
  const known = followers[node.name];
  if (known) known(node, following);
  // The parser wraps what it could not place; statements inside it still say something.
  else if (node.type.isError) {
    const inside: Following = { ...following, conditional: true };
    follow(node, inside);
    following.names = inside.names;
  }
}

function condition(node: SyntaxNode, following: Following): void {
  const before = freeze(following);
  const ends: Slots[] = [];
  let taken: Slots | undefined;
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
      test = evaluate(child, namesOf(following));
      tests.push(test);
      continue;
    }
    const holds = test === undefined ? true : truth(test.value);
    const fixed = test === undefined || (test.variables.length === 0 && !test.cpus && !test.missing);
    const never = !possible || (holds === false && fixed);
    const always = possible && otherwise && holds === true && fixed && test !== undefined && ends.length === 0;
    const inside = branch(following, { dead: following.dead || never, conditional: following.conditional || !always });
    follow(child, inside);
    if (!never) ends.push(inside.names);
    if (otherwise && taken === undefined && holds === true && !never) taken = inside.names;
    if (holds === undefined) otherwise = false;
    if (holds === true && fixed) possible = false;
  }
  if (possible) {
    ends.push(following.names);
    if (otherwise && taken === undefined) taken = following.names;
  }
  merge(following, before, ends, taken, tests);
}

function attempt(node: SyntaxNode, following: Following): void {
  let inside: Following | undefined;
  const before = freeze(following);
  const ends: Slots[] = [];
  let kind = "";
  for (const child of children(node)) {
    if (["try", "except", "else", "finally"].includes(child.name)) kind = child.name;
    if (child.name !== "Body") continue;
    if (kind === "try") {
      inside = branch(following);
      follow(child, inside);
    } else if (kind === "else" && inside) follow(child, inside);
    else if (kind === "except") {
      const handler = branch(following, { names: mergeSlots(before, [before, inside?.names ?? before]) });
      follow(child, handler);
      ends.push(handler.names);
    } else if (kind === "finally") {
      merge(following, before, [...(inside ? [inside.names] : []), ...ends]);
      inside = undefined;
      ends.length = 0;
      follow(child, following);
      return;
    }
  }
  merge(following, before, [...(inside ? [inside.names] : []), ...ends]);
}

function loop(node: SyntaxNode, following: Following): void {
  const before = freeze(following);
  const inside = branch(following);
  targets(node, inside);
  const changed = assigned(node, following);
  unsettle(changed, inside);
  for (const body of node.getChildren("Body")) follow(body, inside);
  merge(following, before, [following.names, inside.names]);
  unsettle(changed, following);
}

/** What these names are is not known from here on. */
function unsettle(changed: ReadonlySet<string>, { names }: Following): void {
  for (const name of changed) {
    const slot = slotOf(names, name);
    if (slot) names.own.set(name, { ...slot, thing: nothing });
  }
}

/** The names that are written anywhere in a statement: after a round they are not what they were. */
function assigned(node: SyntaxNode, following: Following): ReadonlySet<string> {
  const names = new Set<string>();
  const cursor = node.cursor();
  do {
    if (cursor.from >= node.to) break;
    if (cursor.name === "VariableName") names.add(following.text.slice(cursor.from, cursor.to));
  } while (cursor.next());
  return names;
}
