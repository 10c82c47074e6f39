import { nameOf, normalize } from "../../../workspace/paths";
import { type Mapped, slice } from "../../mapped";
import { cutCommands, cutWords } from "../../shell/commands";
import { isAssignment, isPython, isShell, unwrap } from "../../shell/wrappers";
import type { CommandWord, GunicornCommand } from "../model";
import type { Around } from "./around";
import { inWorkspace } from "./copies";

const variable = "GUNICORN_CMD_ARGS";

/** Programs that run what follows a condition or a preparation, by the look of their names. */
const runners = /wait|dockerize|entry|start|run|init|launch|boot|\.(sh|bash)$/;

/** Every Gunicorn that one command, given as words, starts; more than one where a shell gets a text. */
export function inWords(words: readonly CommandWord[], around: Around): readonly GunicornCommand[] {
  const { start, assignments } = unwrap(words.map(({ text }) => text));
  const own = withAssignments(
    assignments.flatMap((at) => words[at] ?? []),
    around,
  );
  const program = words[start];
  const rest = words.slice(start + 1);
  const set = own.arguments !== undefined && own.arguments !== around.arguments ? [own.arguments] : [];
  if (program === undefined) return set;
  if (isShell(program.text)) return [...set, ...inShellProgram(rest, own)];
  if (program.text === "su" || nameOf(program.text) === "runuser") {
    const text = rest[rest.findIndex((word) => /^(-c|--command|--session-command)$/.test(word.text)) + 1];
    if (text !== undefined && text !== rest[0]) return [...set, ...inShell(text, own, text.path)];
  }
  const served = argumentsOf(program, rest);
  if (served !== undefined) return [...set, commandOf(program, served, own)];
  const double = rest.findIndex(({ text }) => text === "--");
  if (double >= 0) return [...set, ...inWords(rest.slice(double + 1), own)];
  const named = runners.test(nameOf(program.text)) ? rest.findIndex((word) => isGunicorn(word.text)) : -1;
  return named === -1 ? set : [...set, ...inWords(rest.slice(named), own)];
}

/** Every Gunicorn that a text for a shell starts, with what its `export`s, assignments and `cd`s do to those after them. */
export function inShell(source: Mapped, around: Around, path = around.path): readonly GunicornCommand[] {
  const found: GunicornCommand[] = [];
  const known = new Map(around.environment);
  let now = around;
  const assigned = assignedTwice(source);
  for (const { words: cut, conditional } of cutCommands(source, known)) {
    const words = cut.map((word): CommandWord => ({ ...word, path }));
    const [first, second] = words;
    if (first?.text === "cd" && second !== undefined) now = { ...now, directory: changed(second, now) };
    const exported = /^(export|readonly|local|declare)$/.test(first?.text ?? "");
    const sets = exported ? words.slice(1) : words.every(({ text }) => isAssignment(text)) ? words : [];
    if (sets.length === 0) {
      found.push(...inWords(words, { ...now, environment: known }));
      continue;
    }
    for (const word of sets) {
      const name = word.text.replace(/=.*$/s, "");
      if (!isAssignment(word.text)) continue;
      if (word.unknown || conditional || assigned.has(name)) known.delete(name);
      else known.set(name, word.text.slice(name.length + 1));
    }
    const given = sets.findLast(({ text }) => text.startsWith(`${variable}=`));
    if (given === undefined) continue;
    const cmdArgs = withAssignments([given], { ...now, environment: known }).arguments;
    now = { ...now, arguments: cmdArgs };
    if (cmdArgs !== undefined) found.push(cmdArgs);
  }
  return found;
}

/** `GUNICORN_CMD_ARGS` where its value stands: Gunicorn cuts it with `shlex.split`. */
export function argumentsFrom(value: Mapped, around: Around, unknown = false): GunicornCommand {
  const words = cutWords(value).map((word): CommandWord => {
    const open = unknown && /[$`]/.test(word.text);
    return { ...word, path: around.path, unknown: open, spreads: open && /^[$`]/.test(word.text) };
  });
  return {
    ...around,
    kind: "arguments",
    open: false,
    words,
    start: value.at(0),
    end: value.at(value.text.length),
    arguments: undefined,
  };
}

function withAssignments(words: readonly CommandWord[], around: Around): Around {
  if (words.length === 0) return around;
  const environment = new Map(around.environment);
  let cmdArgs = around.arguments;
  for (const word of words) {
    const name = word.text.replace(/=.*$/s, "");
    const value = slice(word, name.length + 1);
    if (name === word.text) continue;
    if (word.unknown) environment.delete(name);
    else environment.set(name, value.text);
    if (name === variable) cmdArgs = argumentsFrom(value, { ...around, path: word.path }, word.unknown);
  }
  return { ...around, environment, arguments: cmdArgs };
}

function inShellProgram(words: readonly CommandWord[], around: Around): readonly GunicornCommand[] {
  for (const [i, word] of words.entries()) {
    if (!word.text.startsWith("-")) return [];
    const text = words[i + 1];
    if (/^-\w*c$/.test(word.text)) return text === undefined ? [] : inShell(text, around, text.path);
  }
  return [];
}

const isGunicorn = (word: string): boolean => /^gunicorn3?$/.test(nameOf(word));

const isModule = (word: string | undefined): boolean => /^gunicorn(\.app\.wsgiapp)?$/.test(word ?? "");

/** The words after Gunicorn's name; undefined where it is another program. */
function argumentsOf(program: CommandWord, rest: readonly CommandWord[]): readonly CommandWord[] | undefined {
  if (isGunicorn(program.text)) return rest;
  const name = nameOf(program.text);
  if (!isPython(name) && !/^(coverage|memray|debugpy|py-spy|scalene|kernprof|uv|uvx)$/.test(name)) return undefined;
  for (const [i, word] of rest.entries()) {
    if (word.text === "-c" && isPython(name)) return undefined;
    if (word.text === "-m" && isModule(rest[i + 1]?.text)) return rest.slice(i + 2);
    if (/^-\w*m$/.test(word.text) && isModule(rest[i + 1]?.text)) return rest.slice(i + 2);
    if (isGunicorn(word.text) && word.text.includes("/")) return rest.slice(i + 1);
  }
  return undefined;
}

function commandOf(program: CommandWord, words: readonly CommandWord[], around: Around): GunicornCommand {
  const last = words.findLast(({ path }) => path === around.path);
  const start = program.path === around.path ? program : (words.find(({ path }) => path === around.path) ?? program);
  // A shell goes on to change its variables.
  const environment = new Map(around.environment);
  return { ...around, environment, kind: "command", words, start: start.start, end: last?.end ?? start.end };
}

/** Where `cd` leads; the folder of the script itself is known too. */
function changed(word: CommandWord, { directory, path, copies }: Around): string | undefined {
  const own = /^\$\(dirname ["']?\$(?:0|\{BASH_SOURCE\S*\})["']?\)(.*)$/.exec(word.text)?.[1];
  const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
  if (own !== undefined && !/[$`]/.test(own)) return normalize(`${parent}/${own}`);
  if (word.unknown) return undefined;
  if (word.text.startsWith("/")) return inWorkspace(word.text, copies);
  return directory === undefined ? undefined : normalize(`${directory}/${word.text}`);
}

/** Names that a text sets more than once: which value holds is not known. */
function assignedTwice(source: Mapped): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const [, name = ""] of source.text.matchAll(/(?:^|[\s;&|(])([A-Za-z_]\w*)=/g)) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return twice;
}
