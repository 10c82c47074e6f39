import { holds } from "./conditions";
import type { Next } from "./endings";
import { ending, fault } from "./faults";
import { handlerIn } from "./handlers";
import { tryPattern } from "./pattern";
import { escapeArgs, unescapeRedirect } from "./request";
import { contents, type Found, step, wordsOf } from "./steps";
import type { Trip } from "./trip";
import { assign, expanded, remember, shown, textOf } from "./values";

/** What a block's script comes to: it ends, with or without a path to look for a location with, or something follows. */
export type Ran = "ended" | "changed" | Next;

interface Script {
  readonly trip: Trip;
  /** It is a location's: its `if` has directives of its own. */
  readonly inLocation: boolean;
  isChanged: boolean;
}

/**
 * Runs the `return`, `rewrite`, `set`, `if` and `break` of a server or a location, in their order (nginx's rewrite phases).
 */
export function runScript(trip: Trip, inLocation: boolean): Ran {
  const script: Script = { trip, inLocation, isChanged: false };
  const done = run(trip.place.levels[0] ?? [], script);
  if (done && done !== "ended") return done;
  return script.isChanged ? "changed" : "ended";
}

/** @returns undefined where what follows is run, too */
function run(directives: readonly Found[], script: Script): "ended" | Next | undefined {
  for (const found of directives) {
    const done = statement(found, script);
    if (done) return done;
  }
  return undefined;
}

function statement(found: Found, script: Script): "ended" | Next | undefined {
  const { trip } = script;
  const [first = "", second = ""] = wordsOf(found.directive);
  switch (found.directive.name.value) {
    case "break":
      if (script.isChanged) trip.isMoved = true;
      script.isChanged = false;
      return "ended";
    case "return":
      return answered(found, trip);
    case "set":
      assign(trip, first.replace(/^\$/, ""), expanded(second, trip));
      return undefined;
    case "rewrite":
      return rewrite(found, script);
    case "if":
      return branch(found, script);
    default:
      return undefined;
  }
}

const own = /^(?:break|return|set|rewrite)$/;

function branch(found: Found, script: Script): "ended" | Next | undefined {
  const { trip, inLocation } = script;
  const inside = contents(found, trip.reading);
  if (!inLocation && !inside.some(({ directive }) => own.test(directive.name.value))) return undefined;
  if (!holds(found, trip)) return undefined;
  if (inLocation) {
    const { place } = trip;
    // What the location says counts here too; what another `if` of it says does not.
    const outer = place.levels.slice(-(place.chain.length + 2));
    trip.place = { chain: place.chain, levels: [inside, ...outer] };
    trip.handler = handlerIn(inside) ?? trip.handler;
  }
  return run(inside, script);
}

const redirects = new Set([301, 302, 303, 307, 308]);
const address = /^(?:https?:\/\/|\$scheme)/;

function answered(found: Found, trip: Trip): Next {
  const words = wordsOf(found.directive);
  const [first = "", text] = words.length === 1 && address.test(words[0] ?? "") ? ["302", words[0]] : words;
  const status = Number(first);
  trip.steps.push(step(found, "chosen", "answers"));
  const to = text === undefined ? undefined : (expanded(text, trip) ?? bytesShown(text, trip));
  if (status >= 400 && !to) return fault(trip, status, found);
  if (redirects.has(status)) return fault(trip, status, found, to ?? "");
  return ending(trip, { kind: "status", status: trip.status ?? status, by: found });
}

const bytesShown = (text: string, trip: Trip): string => Buffer.from(shown(text, trip)).toString("latin1");

function rewrite(found: Found, script: Script): "ended" | Next | undefined {
  const { trip } = script;
  const [pattern = "", said = "", flag] = wordsOf(found.directive);
  const taken = tryPattern(textOf(pattern), trip.uri, false);
  if (taken === undefined) {
    trip.steps.push(step(found, "unknown", "pattern-not-testable"));
    return ending(trip, { kind: "unknown", by: found });
  }
  remember(trip, taken ?? undefined);
  if (taken === null) return undefined;
  // A `?` at the end keeps the query of the request away.
  const addsArgs = !said.endsWith("?");
  const target = addsArgs ? said : said.slice(0, -1);
  if (address.test(said) || flag === "redirect" || flag === "permanent") {
    trip.steps.push(step(found, "chosen", "answers"));
    const to = expanded(target, trip, quotes(trip) ? escapeArgs : undefined) ?? bytesShown(target, trip);
    const more = addsArgs && trip.args ? (target.includes("?") ? "&" : "?") + trip.args : "";
    return fault(trip, flag === "permanent" ? 301 : 302, found, unescapeRedirect(to) + more);
  }
  const parts = target.split("?");
  const query = parts.length > 1 ? parts.pop() : undefined;
  const uri = expanded(parts.join(""), trip);
  if (uri === undefined) {
    trip.steps.push(step(found, "unknown", "rewrite-unknown"));
    return ending(trip, { kind: "unknown", by: found });
  }
  const args =
    query === undefined ? (addsArgs ? trip.args : "") : expanded(query, trip, quotes(trip) ? escapeArgs : undefined);
  const more =
    query !== undefined && addsArgs && trip.args !== "" ? (trip.args === undefined ? undefined : `&${trip.args}`) : "";
  trip.args = args === undefined || more === undefined ? undefined : args + more;
  trip.isInternal = true;
  if (uri === "") {
    trip.steps.push(step(found, "no-match", "empty-path"));
    return fault(trip, 500, found);
  }
  trip.uri = uri;
  const stays = flag === "break";
  const why =
    stays && script.inLocation ? "rewritten-stays" : flag === "last" || stays ? "rewritten-ends" : "rewritten";
  trip.steps.push(step(found, "matches", why, [textOf(uri)]));
  script.isChanged = !stays;
  if (stays) trip.isMoved = true;
  return flag === "last" || stays ? "ended" : undefined;
}

/** nginx escapes what it has decoded, where it puts it into a query or a redirect. */
const quotes = ({ request }: Trip): boolean => /^[^?#]*[%+]/.test(request.path);
