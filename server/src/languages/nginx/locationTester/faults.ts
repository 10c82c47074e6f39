import type { Ending, Next } from "./endings";
import { chooseNamed, leave } from "./moves";
import { type Found, step, wordsOf } from "./steps";
import { inherited, isOn, locationIn, type Trip } from "./trip";
import { expanded, hasVariables, shown, textOf } from "./values";

interface Page {
  readonly found: Found;
  readonly target: string;
  /** The status that the answer gets: 0 that of the page itself; undefined that of the fault. */
  readonly status: number | undefined;
}

/** The end of the request where it is now; of one that is unknown, the last step that is says why. */
export function ending(trip: Trip, end: Omit<Ending, "server" | "location" | "because">): Next {
  const because = end.kind === "unknown" && trip.steps.findLast(({ outcome }) => outcome === "unknown");
  return { end: { ...end, ...(because ? { because } : {}), server: trip.server, location: locationIn(trip.place) } };
}

/** nginx closes the connection instead of answering with these. */
const silent = new Set([408, 444, 499]);
/** Codes of nginx's own, which it tells nobody. */
const told = (status: number): number => (status >= 494 && status <= 497 ? 400 : status);

/**
 * nginx answers with a status that an `error_page` may replace (`ngx_http_special_response_handler`).
 * @param to where the client is sent, in bytes
 */
export function fault(trip: Trip, status: number, by?: Found, to?: string): Next {
  const of = by ? { by } : {};
  if (silent.has(status)) return ending(trip, { kind: "closed", ...of });
  trip.status = status;
  const all = inherited(trip.place, "error_page");
  if (!trip.hadErrorPage && all.length > 0 && trip.changesLeft !== 0) {
    trip.hadErrorPage = !isOn(trip.place, "recursive_error_pages");
    const page = pageFor(all, status);
    if (page) return show(trip, page, status);
  }
  const shownStatus = told(status);
  trip.status = shownStatus;
  return to === undefined
    ? ending(trip, { kind: "status", status: shownStatus, ...of })
    : ending(trip, { kind: "redirect", status: shownStatus, to: textOf(to), ...of });
}

/** Whether an `error_page` would be shown for a status. */
export const hasPageFor = ({ place, hadErrorPage, changesLeft }: Trip, status: number): boolean =>
  !hadErrorPage && changesLeft !== 0 && pageFor(inherited(place, "error_page"), status) !== undefined;

function pageFor(all: readonly Found[], status: number): Page | undefined {
  for (const found of all) {
    const words = wordsOf(found.directive);
    const target = words.pop() ?? "";
    const other = words.at(-1)?.startsWith("=") ? words.pop()?.slice(1) : undefined;
    if (!words.some((word) => Number(word) === status)) continue;
    const own = status >= 495 && status <= 497 ? 400 : undefined;
    return { found, target, status: other === undefined ? own : Number(other || 0) };
  }
  return undefined;
}

function show(trip: Trip, { found, target, status }: Page, fault: number): Next {
  if (status !== undefined) trip.status = status || undefined;
  const words = [String(fault), shown(target, trip)];
  if (target.startsWith("@")) {
    trip.steps.push(step(found, "matches", "error-page", words));
    return chooseNamed(trip, target, found);
  }
  const made = expanded(target, trip);
  if (made === undefined) {
    trip.steps.push(step(found, "unknown", "target-unknown", words));
    return ending(trip, { kind: "unknown", by: found });
  }
  trip.steps.push(step(found, "matches", "error-page", words));
  if (made.startsWith("@") && hasVariables(target)) return chooseNamed(trip, made, found);
  if (made.startsWith("/")) {
    if (trip.method !== "HEAD") trip.method = "GET";
    return leave(trip, made, found);
  }
  const redirects = [301, 302, 303, 307, 308];
  trip.status = redirects.includes(status ?? 0) ? status : 302;
  return ending(trip, { kind: "redirect", status: trip.status ?? 302, to: textOf(made), by: found });
}
