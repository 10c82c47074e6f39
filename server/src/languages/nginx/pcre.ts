import { checkLookbehinds } from "./pcre/lookbehind";
import { parse } from "./pcre/parse";
import { type Fault, type Group, type Reading, Refused, refuse, type Step, Unclear } from "./pcre/reading";
import { takeSettings } from "./pcre/settings";
import { checkSize } from "./pcre/size";

export type { PatternFault } from "./pcre/reading";

/** What a regular expression gives to the configuration around it, or why PCRE would not compile it. */
export interface Pattern {
  /** Number of capturing groups. */
  readonly groups: number;
  /** Each once, in the order of their groups. */
  readonly names: readonly string[];
  /** Why PCRE refuses it, with the part of the pattern that is to blame. */
  readonly fault?: Fault;
  /** It has what only a newer PCRE2 knows: how many groups there are is not known. */
  readonly unclear?: true;
}

/**
 * Which library judges: PCRE2 10.42, which all systems with an nginx before 1.25 have, or an older one; or whichever of
 * 10.32 to 10.46 it may be, then it is refused only what all of them refuse.
 */
export type Library = "10.42" | "any";

/** Reads a regular expression as `pcre2_compile` does when nginx calls it: byte by byte, with no option that matters. */
export function readPattern(source: string, library: Library = "any"): Pattern {
  const patterns = known[library];
  const before = patterns.get(source);
  if (before) return before;
  const pattern = compile(source, library === "any");
  if (patterns.size > 1000) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}

/** The same expressions are read again with every change of a text. */
const known: Readonly<Record<Library, Map<string, Pattern>>> = { "10.42": new Map(), any: new Map() };

function compile(source: string, lenient: boolean): Pattern {
  const plain = !/[^\0-\x7f]/.test(source);
  const bytes = plain ? source : Buffer.from(source).toString("latin1");
  let reading: Reading | undefined;
  try {
    const settings = takeSettings(bytes, lenient);
    reading = begin(settings.utf ? source : bytes, settings, lenient);
    parse(reading);
    checkReferences(reading);
    if (reading.hasLookbehind) checkLookbehinds(reading);
    checkSize(reading);
  } catch (error) {
    if (error instanceof Unclear) return { groups: reading?.groups ?? 0, names: namesOf(reading), unclear: true };
    if (!(error instanceof Refused)) throw error;
    const fault = plain || reading?.utf ? error.fault : inCharacters(error.fault, bytes);
    return { groups: reading?.groups ?? 0, names: namesOf(reading), fault };
  }
  return { groups: reading.groups, names: namesOf(reading) };
}

const namesOf = (reading: Reading | undefined): string[] => [...new Set(reading?.names.map(({ name }) => name))];

/**
 * The pieces of a regular expression in their order, and its groups by number; undefined where it is not read to its end.
 * It is read as characters, for people.
 */
export function readSteps(
  source: string,
): { readonly steps: readonly Step[]; readonly groups: ReadonlyMap<number, Group> } | undefined {
  if (readPattern(source).fault || readPattern(source).unclear) return undefined;
  const steps: Step[] = [];
  try {
    const settings = { ...takeSettings(source, true), utf: true };
    const reading = begin(source, settings, true, steps);
    parse(reading);
    return { steps, groups: reading.numbered };
  } catch (error) {
    if (error instanceof Refused || error instanceof Unclear) return undefined;
    throw error;
  }
}

/** What is known of a pattern before it is read. V8 takes far longer to make it of another object (`...`). */
function begin(
  text: string,
  { at, utf, newline }: ReturnType<typeof takeSettings>,
  lenient: boolean,
  steps: Step[] | undefined = undefined,
): Reading {
  const root: Group = { kind: "group", form: "plain", branches: [[]], at: 0, end: text.length };
  return {
    text,
    at,
    utf,
    newline,
    lenient,
    options: { extended: false, extendedMore: false, repeatedNames: false, noCapture: false },
    quoted: false,
    repeatable: false,
    repeated: false,
    awaited: 0,
    groups: 0,
    sharesNumbers: false,
    open: [],
    root,
    names: [],
    numbered: new Map(),
    references: [],
    conditions: [],
    hasLookbehind: false,
    steps,
  };
}

/** What can be told only when all groups are known. */
function checkReferences(reading: Reading): void {
  for (const { group, call, at, end } of reading.references) {
    const there =
      typeof group === "number"
        ? group <= reading.groups
        : reading.names.some(({ name }) => name === group) || (call !== undefined && call <= reading.groups);
    if (!there) refuse(reading, "no-such-group", at, end);
  }
  for (const { form, branches, at, end } of reading.conditions) {
    if (branches.length > (form === "define" ? 1 : 2)) refuse(reading, "condition-branches", at, end + 1);
  }
}

/** The offsets of a fault among bytes as those of the characters that they are parts of. */
function inCharacters({ reason, at, end }: Fault, bytes: string): Fault {
  const continues = (offset: number): boolean => /[\x80-\xbf]/.test(bytes[offset] ?? "");
  const characters = (offset: number): number => Buffer.from(bytes.slice(0, offset), "latin1").toString().length;
  let from = at;
  let to = end;
  while (continues(from)) from--;
  while (continues(to)) to++;
  return { reason, at: characters(from), end: characters(to) };
}
