import { parseNginx } from "../../server/src/languages/nginx/parser";
import { type Directive, type Word, walk } from "../../server/src/languages/nginx/tree";
import { randomFrom } from "../random";

export interface Mutation {
  readonly kind: string;
  readonly text: string;
}

type Mutator = (text: string, directives: readonly Directive[], pick: () => number) => string | undefined;

const one = <T>(list: readonly T[], pick: () => number): T | undefined => list[Math.floor(pick() * list.length)];
const replace = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end);
const offsetsOf = (text: string, char: string): number[] =>
  [...text].flatMap((each, index) => (each === char ? [index] : []));

function misspell(word: string, pick: () => number): string {
  const at = 1 + Math.floor(pick() * Math.max(1, word.length - 2));
  switch (Math.floor(pick() * 4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + (word[at] ?? "x") + word.slice(at);
    case 2:
      return word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2);
    default:
      return `${word.slice(0, at)}q${word.slice(at + 1)}`;
  }
}

const argument = (directives: readonly Directive[], pick: () => number): Word | undefined =>
  one(
    directives.flatMap((directive) => directive.args),
    pick,
  );

const dropChar =
  (char: string): Mutator =>
  (text, _directives, pick) => {
    const at = one(offsetsOf(text, char), pick);
    return at === undefined ? undefined : replace(text, at, at + 1, "");
  };
const addChar =
  (char: string): Mutator =>
  (text, directives, pick) => {
    const directive = one(directives, pick);
    if (!directive) return undefined;
    const word = one([directive.name, ...directive.args], pick) ?? directive.name;
    const at = pick() < 0.5 ? word.end : directive.end;
    return replace(text, at, at, char);
  };

/** What goes wrong when people write configs, each at a place that `pick` chooses. */
const mutators: Readonly<Record<string, Mutator>> = {
  "lost semicolon": dropChar(";"),
  "lost open brace": dropChar("{"),
  "lost close brace": dropChar("}"),
  "lost quote": dropChar('"'),
  "extra semicolon": addChar(";"),
  "extra close brace": addChar("}"),
  "extra open brace": addChar("{"),
  "extra quote": addChar('"'),
  "misspelt directive": (text, directives, pick) => {
    const directive = one(directives, pick);
    return directive && replace(text, directive.name.start, directive.name.end, misspell(directive.name.value, pick));
  },
  "misspelt argument": (text, directives, pick) => {
    const word = argument(directives, pick);
    if (!word || word.quote || word.value.length < 2) return undefined;
    return replace(text, word.start, word.end, misspell(text.slice(word.start, word.end), pick));
  },
  "missing argument": (text, directives, pick) => {
    const word = argument(directives, pick);
    return word && replace(text, word.start, word.end, "");
  },
  "extra argument": (text, directives, pick) => {
    const directive = one(directives, pick);
    if (!directive) return undefined;
    const word = one(["extra", "on", "10", "a=b"], pick) ?? "extra";
    const at = (directive.args.at(-1) ?? directive.name).end;
    return replace(text, at, at, ` ${word}`);
  },
  "ill-typed argument": (text, directives, pick) => {
    const word = argument(directives, pick);
    const by = one(["abc", "-1", "10x", '""', "on", "0", "1.5", "$", "${x", "99999999999999999999", "5 m"], pick);
    return word && by ? replace(text, word.start, word.end, by) : undefined;
  },
  "repeated statement": (text, directives, pick) => {
    const directive = one(directives, pick);
    if (!directive) return undefined;
    const own = text.slice(directive.start, directive.end);
    return replace(text, directive.end, directive.end, `\n${own}`);
  },
  "moved statement": (text, directives, pick) => {
    const directive = one(directives, pick);
    const target = one(directives, pick);
    if (!directive || !target || (target.start >= directive.start && target.start < directive.end)) return undefined;
    const own = text.slice(directive.start, directive.end);
    const without = replace(text, directive.start, directive.end, "");
    const at = target.start > directive.start ? target.start - own.length : target.start;
    return replace(without, at, at, `${own}\n`);
  },
  "missing statement": (text, directives, pick) => {
    const directive = one(directives, pick);
    return directive && replace(text, directive.start, directive.end, "");
  },
  "swapped arguments": (text, directives, pick) => {
    const directive = one(
      directives.filter((candidate) => candidate.args.length > 1),
      pick,
    );
    const [a, b] = directive?.args ?? [];
    if (!a || !b) return undefined;
    const swapped = text.slice(b.start, b.end) + text.slice(a.end, b.start) + text.slice(a.start, a.end);
    return replace(text, a.start, b.end, swapped);
  },
};

export const mutationKinds: readonly string[] = Object.keys(mutators);

/** So many mutations of a config, the same for the same seed. Its first lines, which belong to the test, stay. */
export function mutations(text: string, count: number, seed: number): Mutation[] {
  const pick = randomFrom(seed);
  const directives: Directive[] = [];
  walk(parseNginx(text), (directive) => {
    if (!/^(?:load_module|pid|\w+_temp_path|events)$/.test(directive.name.value)) directives.push(directive);
  });
  const found: Mutation[] = [];
  for (let attempt = 0; attempt < count * 4 && found.length < count; attempt++) {
    const kind = mutationKinds[Math.floor(pick() * mutationKinds.length)] ?? "";
    const changed = mutators[kind]?.(text, directives, pick);
    if (changed !== undefined && changed !== text) found.push({ kind, text: changed });
  }
  return found;
}
