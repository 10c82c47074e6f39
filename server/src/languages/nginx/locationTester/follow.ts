import { locationOf } from "../diagnostics/directives/location";
import { isLimited, refused } from "./access";
import { content } from "./content";
import type { Ending, Next } from "./endings";
import { ending, fault } from "./faults";
import { handlerIn, isForAllMethods } from "./handlers";
import { chooseLocation } from "./locations";
import { mayChange, placeOf } from "./moves";
import { bytesOf, escapePath } from "./request";
import { runScript } from "./script";
import { contents, named, type Step, step } from "./steps";
import { inherited, locationIn, type Trip } from "./trip";
import { tryFiles } from "./tryFiles";
import { remember } from "./values";

/** Follows a request from the server's own directives to what answers it, as nginx's phases do. */
export function follow(trip: Trip): Ending {
  let next: Next = { go: "server" };
  while ("go" in next) next = next.go === "fault" ? fault(trip, next.status, next.by) : phases[next.go](trip);
  return next.end;
}

const phases: Readonly<Record<"server" | "search" | "location", (trip: Trip) => Next>> = {
  server(trip) {
    const ran = runScript(trip, false);
    return typeof ran === "string" ? { go: "search" } : ran;
  },
  search,
  location(trip) {
    const place = locationIn(trip.place);
    enter(trip);
    const ran = place ? runScript(trip, true) : "ended";
    if (typeof ran !== "string") return ran;
    if (ran === "changed" && place) {
      const may = mayChange(trip, place);
      if (!may) return fault(trip, 500, place);
      return { go: "search" };
    }
    return ofLua(trip) ?? refused(trip) ?? tryFiles(trip) ?? content(trip);
  },
};

/** Lua may answer or change the path once the location's own script has run. */
function ofLua(trip: Trip): Next | undefined {
  const found = ["", "_block", "_file"].flatMap((kind) => inherited(trip.place, `rewrite_by_lua${kind}`))[0];
  if (!found) return undefined;
  trip.steps.push(step(found, "unknown", "module-decides"));
  return ending(trip, { kind: "unknown", by: found });
}

function search(trip: Trip): Next {
  const { server, reading } = trip;
  const steps: Step[] = [];
  const match = chooseLocation(contents(server, reading), trip.uri, reading, steps);
  trip.steps.push(
    ...(trip.found === undefined
      ? steps
      : steps.filter(({ outcome }) => outcome === "chosen" || outcome === "unknown")),
  );
  trip.place = placeOf(trip, match?.chain ?? []);
  trip.found ??= trip.place;
  if (match?.kind === "unknown") return ending(trip, { kind: "unknown" });
  if (match?.taken) remember(trip, match.taken);
  const location = locationIn(trip.place);
  if (
    location &&
    !trip.isInternal &&
    match?.chain.some((each) => named(contents(each, reading), "internal").length > 0)
  ) {
    trip.steps.push(step(location, "chosen", "internal-only"));
    return fault(trip, 404, location);
  }
  if (location && match?.redirects) {
    return fault(
      trip,
      301,
      location,
      escapePath(bytesOf(locationOf(location.directive)?.name ?? "")) + (trip.args ? `?${trip.args}` : ""),
    );
  }
  return { go: "location" };
}

/** The directives for all methods but some take the place of the location's own. */
function enter(trip: Trip): void {
  const { place, reading } = trip;
  trip.handler = place.chain.length > 0 ? handlerIn(place.levels[0] ?? []) : undefined;
  for (const found of named(place.levels[0] ?? [], "limit_except")) {
    const isMeant = isLimited(found, trip.method);
    trip.steps.push(step(found, isMeant ? "matches" : "no-match", isMeant ? "limited-method" : "free-method"));
    if (!isMeant) continue;
    const inside = contents(found, reading);
    trip.place = { chain: place.chain, levels: [inside, ...place.levels] };
    const { handler } = trip;
    trip.handler = handlerIn(inside) ?? (handler && isForAllMethods(handler) ? handler : undefined);
  }
}
