import { compareVersions } from "../../versions";
import raw from "../catalog/parameters.json";
import { familyOf } from "../contexts";
import { limitsOf } from "../diagnostics/directives/limited";
import { sampleOf } from "./samples";
import { documentedIn } from "./texts";

/** Words that may stand at an argument (1 is the first) and, unless it is `exact`, after it; one of them in a directive. */
type Entry = readonly [from: number, exact: 0 | 1, ...words: string[]];
/** One of the ways that a directive is written in: the word that it begins with, "" for any. */
type Form = readonly [first: string, ...entries: Entry[]];

const forms = raw as unknown as Readonly<Record<string, readonly Form[]>>;

/** A word that could be written, with what follows the `=` of a parameter. */
export interface Parameter {
  /** `ssl`, `ipv6only=on`, `backlog=`. */
  readonly label: string;
  /** A value to begin with: `511`. */
  readonly sample: string;
  /** It has its place among the words that follow the arguments proper. */
  readonly isParameter: boolean;
}

/**
 * The words that the docs let stand at an argument of a directive, without those that are there already, that exclude what
 * is there, or that the nginx which will read it does not have.
 * @param index 1 for the first argument
 * @param given the other arguments
 */
export function parametersAt(
  name: string,
  context: string,
  index: number,
  given: readonly string[],
  version: string | undefined,
): Parameter[] {
  const place = documentedIn(context).find((each) => forms[`${each} ${name}`]);
  const all = forms[`${place} ${name}`] ?? [];
  const own = index > 1 ? all.filter(([first]) => first !== "" && first === given[0]) : all;
  const limits = limitsOf(name, familyOf(context));
  const mayStand = ([from, exact, ...words]: Entry): boolean =>
    (exact ? from === index : from <= index) &&
    !words.some((word) => given.some((other) => keyOf(other) === keyOf(word)));
  const isThere = (key: string): boolean => {
    const end = retired[`${name} ${key}`];
    if (end !== undefined && (!version || compareVersions(version, end) >= 0)) return false;
    const limit = limits[key];
    return limit === undefined || (limit !== "plus" && (!version || compareVersions(version, limit) >= 0));
  };
  const fitting = own.length > 0 || index === 1 ? own : all.filter(([first]) => first === "");
  return fitting
    .flatMap(([, ...entries]) => entries.filter(mayStand))
    .flatMap(([, exact, ...words]) =>
      words.filter((word) => isThere(keyOf(word))).flatMap((word) => spelled(word, !exact)),
    );
}

/** Parameters that something else stands for since a release. */
const retired: Readonly<Record<string, string>> = { "listen http2": "1.25.1" };

const keyOf = (word: string): string => word.match(/^\w+=/)?.[0] ?? word;

/** `ipv6only=on|off` is two words. */
function spelled(word: string, isParameter: boolean): Parameter[] {
  const key = word.match(/^(\w+)=/)?.[1];
  if (key === undefined) return [{ label: word, sample: "", isParameter }];
  const value = word.slice(key.length + 1);
  const words = value.split("|").filter((one) => /^[\w.-]+$/.test(one));
  return words.length > 0
    ? words.map((one) => ({ label: `${key}=${one}`, sample: "", isParameter }))
    : [{ label: `${key}=`, sample: sampleOf(key, value), isParameter }];
}
