import { locationOf } from "../diagnostics/directives/location";
import type { Next } from "./endings";
import { bytesOf } from "./request";
import { contents, type Found, named, step } from "./steps";
import type { Place, Trip } from "./trip";

/** The place of a chain of locations, the outermost first; of the server itself without one. */
export function placeOf(
  { reading, server, http }: Pick<Trip, "reading" | "server" | "http">,
  chain: readonly Found[],
): Place {
  const blocks = [server, ...chain].map((found) => contents(found, reading));
  return { chain, levels: [http, ...blocks].reverse() };
}

/**
 * An internal redirect to a URI: nginx begins again with the server's own directives.
 * @param query that of the URI itself unless told
 */
export function leave(trip: Trip, target: string, by: Found, query?: string): Next {
  if (!mayChange(trip, by)) return { go: "fault", status: 500, by };
  const [path = "", ...own] = query === undefined ? target.split("?") : [target];
  Object.assign(trip, {
    uri: path,
    args: query ?? own.join("?"),
    isInternal: true,
    isMoved: false,
    addsToAlias: false,
  });
  trip.values.split = undefined;
  trip.place = placeOf(trip, []);
  return { go: "server" };
}

/** A redirect to a named location, whose directives come at once. */
export function chooseNamed(trip: Trip, name: string, by: Found): Next {
  if (!mayChange(trip, by)) return { go: "fault", status: 500, by };
  const found = named(contents(trip.server, trip.reading), "location").find(({ directive }) => {
    const location = locationOf(directive);
    return location?.kind === "named" && bytesOf(location.name) === name;
  });
  if (!found) {
    trip.steps.push(step(by, "no-match", "no-such-location", [name]));
    return { go: "fault", status: 500, by };
  }
  trip.isInternal = true;
  trip.values.split = undefined;
  trip.steps.push(step(found, "chosen", "by-name"));
  trip.place = placeOf(trip, [found]);
  return { go: "location" };
}

/** Counts a change of the path; false where it is one too many. */
export function mayChange(trip: Trip, by: Found): boolean {
  trip.changesLeft--;
  if (trip.changesLeft > 0) return true;
  trip.steps.push(step(by, "no-match", "too-many-changes"));
  return false;
}
