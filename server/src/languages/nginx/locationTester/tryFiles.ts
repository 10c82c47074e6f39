import type { Next } from "./endings";
import { ending, fault } from "./faults";
import { chooseNamed, leave } from "./moves";
import { isLost, isWholeAlias, nameIn, pathOf } from "./rootAndAlias";
import { isFile, isFolder } from "./served";
import { type Found, named, step, wordsOf } from "./steps";
import type { Trip } from "./trip";
import { expanded, hasVariables, shown, textOf } from "./values";

/**
 * What the `try_files` of the place itself comes to (no place inherits one): undefined where a file is there, or none is
 * looked for, so that what answers files is next.
 */
export function tryFiles(trip: Trip): Next | undefined {
  const found = named(trip.place.levels[0] ?? [], "try_files").at(-1);
  if (!found) return undefined;
  if (isLost(trip)) return fault(trip, 500, found);
  const names = wordsOf(found.directive);
  const last = names.pop() ?? "";
  for (const name of names) if (isThere(trip, name, found)) return undefined;
  return giveUp(trip, last, found);
}

/** Looks for one of the names: one with a slash at the end is a folder's. */
function isThere(trip: Trip, said: string, found: Found): boolean {
  const isForFolder = said.endsWith("/");
  const path = nameOf(trip, isForFolder ? said.slice(0, -1) : said);
  const name = path ?? Buffer.from(shown(said, trip)).toString("latin1");
  const words = [textOf(name)];
  if (!(isForFolder ? isFolder(trip, name) : isFile(trip, name))) {
    trip.steps.push(step(found, "matches", isForFolder ? "no-such-folder" : "no-such-file", words));
    return false;
  }
  trip.steps.push(step(found, "matches", isForFolder ? "folder-there" : "file-there", words));
  if (!isWholeAlias(trip.place)) trip.uri = pathOf(trip.place, name);
  else if (!isForFolder) {
    trip.uri = name;
    trip.addsToAlias = true;
  }
  return true;
}

/** In a location with `alias`, its own name is taken off what variables make; undefined where it is not known. */
function nameOf(trip: Trip, said: string): string | undefined {
  const made = expanded(said, trip);
  return made !== undefined && hasVariables(said) ? nameIn(trip.place, made) : made;
}

function giveUp(trip: Trip, last: string, found: Found): Next {
  if (last.startsWith("=")) {
    const status = Number(last.slice(1));
    // nginx sends nothing at all with the codes of success that it has no page for.
    const isSent = status >= 300 || status === 201 || status === 204;
    trip.steps.push(step(found, isSent ? "matches" : "unknown", "gives-up", [last.slice(1)]));
    if (!isSent) return ending(trip, { kind: "unknown", by: found });
    return fault(trip, status, found);
  }
  const made = nameOf(trip, last);
  if (made === undefined) {
    trip.steps.push(step(found, "unknown", "target-unknown", ["", shown(last, trip)]));
    return ending(trip, { kind: "unknown", by: found });
  }
  trip.steps.push(step(found, "matches", "goes-on", [textOf(made)]));
  return made.startsWith("@") ? chooseNamed(trip, made, found) : leave(trip, made, found);
}
