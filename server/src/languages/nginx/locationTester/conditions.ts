import { tryPattern } from "./pattern";
import { isFileAt, isFolderAt } from "./served";
import { type Found, step, wordsOf } from "./steps";
import type { Trip } from "./trip";
import { expanded, forget, remember, shown, textOf } from "./values";

/** Whether an `if`'s condition holds; what its pattern takes is known from then on. Asks where only the request tells. */
export function holds(found: Found, trip: Trip): boolean {
  const words = wordsOf(found.directive)
    .map((word, index) => (index === 0 ? word.replace(/^\(/, "") : word))
    .map((word, index, all) => (index === all.length - 1 ? word.replace(/\)$/, "") : word))
    .filter((word) => word !== "");
  const [left = "", path] = words;
  if (path !== undefined && /^!?-[fdex]$/.test(left)) {
    const isThere = isOnDisk(left.slice(-1), shown(path, trip), trip) !== left.startsWith("!");
    return told(found, trip, isThere, "assumed");
  }
  const known = fromValues(words, trip);
  return known === undefined ? told(found, trip, asked(words, trip), "assumed") : told(found, trip, known, "known");
}

function told(found: Found, trip: Trip, answer: boolean, how: "known" | "assumed"): boolean {
  if (how === "known") {
    trip.steps.push(answer ? step(found, "matches", "condition-holds") : step(found, "no-match", "condition-fails"));
  } else trip.steps.push(step(found, "matches", answer ? "condition-assumed" : "condition-denied"));
  return answer;
}

/** @returns undefined where a value is not known, or a pattern cannot be tried */
function fromValues([left = "", operator, right = ""]: readonly string[], trip: Trip): boolean | undefined {
  const value = left.startsWith("$") ? expanded(left, trip) : undefined;
  if (value === undefined) return undefined;
  switch (operator) {
    case undefined:
      return value !== "" && value !== "0";
    case "=":
    case "!=": {
      const other = expanded(right, trip);
      return other === undefined ? undefined : (value === other) === (operator === "=");
    }
    case "~":
    case "~*":
    case "!~":
    case "!~*": {
      const taken = tryPattern(textOf(right), value, operator.endsWith("*"));
      if (taken === undefined) return undefined;
      remember(trip, taken ?? undefined);
      return (taken !== null) !== operator.startsWith("!");
    }
    default:
      return undefined;
  }
}

function asked(words: readonly string[], trip: Trip): boolean {
  const [, operator = "", pattern = ""] = words;
  const answer = trip.ask({ kind: "holds", what: words.map((word) => shown(word, trip)).join(" ") });
  if (/^!?~/.test(operator)) {
    if (answer === operator.startsWith("!")) remember(trip, undefined);
    else forget(trip, pattern);
  }
  return answer;
}

/** `-f`, `-d`, `-e` and `-x`. */
function isOnDisk(test: string, path: string, trip: Trip): boolean {
  if (test === "f") return isFileAt(trip, path);
  if (test === "d") return isFolderAt(trip, path);
  if (test === "x") return trip.ask({ kind: "holds", what: `-x ${path}` });
  return isFileAt(trip, path) || isFolderAt(trip, path);
}
