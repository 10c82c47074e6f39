import type { Moved } from "../movedItems";
import type { Block, Directive } from "../tree";
import { sizesInForce } from "./buffers";
import type { Walking } from "./check";
import type { Config, Environment, Finding, Later, ListenFact, NameUse, Scope } from "./model";
import { noteDefinition, noteListen } from "./notes";

/**
 * What is known of the blocks of a configuration from the last time that it was read. A block that is still the same
 * object, and to whose questions about what is around it the answers are still the same, need not be judged again.
 */
export interface Memory {
  blocks: WeakMap<Block, Recording>;
  environment: Environment;
  /** The same of a file alone, as nginx reads it where braces are out of balance; by its path. */
  readonly strict: Map<string, Memory>;
  /** Which of the directives that are asked for when all is read have ever been there. */
  readonly named: Set<string>;
  /** Counts how often the configuration was read. */
  run: number;
  /** What came of the last time; undefined while that is not known. */
  last: Config | undefined;
}

/** One that knows of no configuration yet. */
export const createMemory = (): Memory => ({
  blocks: new WeakMap(),
  environment: {},
  strict: new Map(),
  named: new Set(),
  run: 0,
  last: undefined,
});

/** Asks what is around a block; the answers are told by the identity of the things in them. */
export type Question = (config: Config) => readonly object[];

/** What came of judging a block: all that it asked of its surroundings, and all that it added to the configuration. */
export interface Recording {
  readonly path: string;
  readonly context: string;
  readonly location: Scope["location"];
  readonly stack: readonly string[];
  readonly scope: Scope;
  readonly before: Flags;
  after: Flags;
  readonly asked: { readonly question: Question; readonly answer: readonly object[] }[];
  /** The sizes of buffers in force around it, where they matter. */
  sizes: readonly (Directive | undefined)[] | undefined;
  /** Files that were read in it, with the context of what stands in them. */
  readonly files: (readonly [path: string, context: string])[];
  readonly begin: Counts;
  definitions: readonly NameUse[];
  uses: Config["uses"];
  findings: readonly Finding[];
  listens: readonly ListenFact[];
  later: readonly Later[];
  servers: readonly Scope[];
  /** The recording of the block around it, whose part it is. */
  parent: Recording | undefined;
  run: number;
}

interface Flags {
  readonly buffers: boolean;
  readonly incomplete: boolean;
  readonly foreignModules: boolean;
}

interface Counts {
  readonly definitions: number;
  readonly uses: number;
  readonly findings: number;
  readonly listens: number;
  readonly later: number;
  readonly servers: number;
}

/** Past so many findings they depend on each other, and nothing is remembered. */
const mostFindings = 400;

/** What is remembered of a file alone, as nginx reads it where braces are out of balance. */
export function strictMemory(memory: Memory | undefined, path: string): Memory | undefined {
  if (!memory) return undefined;
  const known = memory.strict.get(path) ?? createMemory();
  memory.strict.set(path, known);
  return known;
}

/** Begins to read a configuration once more. What was learnt in another environment counts for nothing. */
export function begin(memory: Memory, environment: Environment): void {
  if (!memory.last || !sameEnvironment(memory.environment, environment)) memory.blocks = new WeakMap();
  memory.environment = environment;
  memory.run++;
}

/**
 * Puts down what came of judging a block the last time, where that is still true; false where it has to be judged.
 * Most blocks are asked this with every key, so nothing is made for it.
 */
export function replayed(
  { config, scope, source: { path }, stack }: Walking,
  block: Block,
  context: Scope["context"],
  location: Scope["location"],
): boolean {
  const { memory, recordings } = config;
  const known = isRemembered(scope) ? memory?.blocks.get(block) : undefined;
  if (!memory || !known || !isCurrent(known, memory)) return false;
  if (known.path !== path || known.context !== context || !sameLocation(known.location, location)) return false;
  if (!stillTrue(known, config, scope, stack)) return false;
  replay(known, config, scope);
  known.run = memory.run;
  known.parent = recordings.at(-1);
  return true;
}

/** The largest blocks are never the same, for something in them is. */
const isRemembered = (up: Scope): boolean => up.context !== "main";

/** Judges what stands in a block, and remembers what came of it. */
export function judged(
  config: Config,
  block: Block,
  scope: Scope,
  path: string,
  stack: readonly string[],
  judge: () => void,
): void {
  const { memory, recordings } = config;
  if (!memory || !scope.up || !isRemembered(scope.up)) {
    judge();
    return;
  }
  const recording: Recording = {
    ...{ path, stack, scope, context: scope.context, location: scope.location },
    ...{ before: flags(config), after: flags(config), asked: [], sizes: undefined, files: [], begin: counts(config) },
    ...{ definitions: [], uses: [], findings: [], listens: [], later: [], servers: [] },
    ...{ parent: recordings.at(-1), run: memory.run },
  };
  memory.blocks.delete(block);
  recordings.push(recording);
  judge();
  recordings.pop();
  if (config.findings.length > mostFindings || config.first?.stopped) return;
  const findings = config.findings.slice(recording.begin.findings);
  if (findings.some((finding) => pointsPast(finding, path, block))) return;
  recording.after = flags(config);
  recording.sizes = config.buffers ? sizesInForce(scope.up) : undefined;
  recording.definitions = config.definitions.slice(recording.begin.definitions);
  recording.uses = config.uses.slice(recording.begin.uses);
  recording.findings = findings;
  recording.listens = config.listens.slice(recording.begin.listens);
  recording.later = config.later.slice(recording.begin.later);
  recording.servers = config.servers.slice(recording.begin.servers);
  memory.blocks.set(block, recording);
}

/** Whether a finding says something of what stands after a block, such as where nginx notices it: that may change. */
const pointsPast = ({ related = [] }: Finding, path: string, { close }: Block): boolean =>
  related.some((each) => (each.path || path) !== path || each.end > close);

/** Asks something of the configuration so far, which every block that is being judged then depends on. */
export function ask(config: Config, question: Question): readonly object[] {
  const answer = question(config);
  for (const { asked, begin } of config.recordings) {
    const around = answer.filter((thing) => !isWithin(config, begin, thing));
    asked.push({ question, answer: around });
  }
  return answer;
}

/** Notes in which context the directives of a file stand that is read now. */
export function noteFile(config: Config, path: string, context: string): void {
  if (!config.contexts.has(path)) config.contexts.set(path, context);
  for (const { files } of config.recordings) files.push([path, context]);
}

/** After an edit that left the items of a file as they are, but moved those from an offset on. */
export function moveNotes({ last, strict }: Memory, path: string, moved: Moved): void {
  for (const memory of strict.values()) moveNotes(memory, path, moved);
  const { from, delta } = moved;
  if (!last || delta === 0) return;
  const move = (range: { start: number; end: number }): void => {
    if (range.start >= from) range.start += delta;
    if (range.end >= from) range.end += delta;
  };
  for (const name of last.definitions) if (name.path === path) move(name);
  for (const name of last.uses) if (name.path === path) move(name);
  for (const finding of last.findings) {
    if (finding.path === path) move(finding);
    for (const related of finding.related ?? []) if ((related.path || finding.path) === path) move(related);
    for (const fix of finding.fixes ?? []) if (fix.path === path) for (const edit of fix.edits) move(edit);
  }
}

/** Whether a recording was a part of what came of the last reading, so that it was moved with that. */
function isCurrent(recording: Recording, { run }: Memory): boolean {
  for (let at: Recording | undefined = recording; at; at = at.parent) if (at.run === run - 1) return true;
  return false;
}

const sameLocation = (left: Scope["location"], right: Scope["location"]): boolean =>
  left?.kind === right?.kind && left?.name === right?.name;

function stillTrue(known: Recording, config: Config, up: Scope, stack: readonly string[]): boolean {
  const { before } = known;
  return (
    before.buffers === config.buffers &&
    before.incomplete === config.incomplete &&
    before.foreignModules === config.foreignModules &&
    sameList(known.stack, stack) &&
    config.findings.length + known.findings.length <= mostFindings &&
    (!known.sizes || sameList(known.sizes, sizesInForce(up))) &&
    known.asked.every(({ question, answer }) => sameList(ask(config, question), answer))
  );
}

function replay(known: Recording, config: Config, up: Scope): void {
  // What is inherited is asked for at the very end, of the surroundings of this time.
  known.scope.up = up;
  for (const [path, context] of known.files) noteFile(config, path, context);
  for (const definition of known.definitions) noteDefinition(config, definition);
  for (const use of known.uses) config.uses.push(use);
  for (const listen of known.listens) noteListen(config, listen);
  for (const later of known.later) config.later.push(later);
  for (const server of known.servers) config.servers.push(server);
  for (const finding of known.findings) config.findings.push(finding);
  const { buffers, incomplete, foreignModules } = known.after;
  config.buffers = buffers;
  config.incomplete = incomplete;
  config.foreignModules = foreignModules;
}

const flags = ({ buffers, incomplete, foreignModules }: Config): Flags => ({ buffers, incomplete, foreignModules });

const counts = ({ definitions, uses, findings, listens, later, servers }: Config): Counts => ({
  definitions: definitions.length,
  uses: uses.length,
  findings: findings.length,
  listens: listens.length,
  later: later.length,
  servers: servers.length,
});

/** Whether a thing was added to the configuration after it had so many. */
const isWithin = ({ definitions, listens }: Config, begin: Counts, thing: object): boolean =>
  (definitions as readonly object[]).indexOf(thing, begin.definitions) >= 0 ||
  (listens as readonly object[]).indexOf(thing, begin.listens) >= 0;

const sameList = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((each, index) => each === right[index]);

function sameEnvironment(left: Environment, right: Environment): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)] as (keyof Environment)[]);
  names.delete("include");
  return [...names].every((name) => left[name] === right[name]);
}
