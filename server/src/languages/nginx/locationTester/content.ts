import type { Next } from "./endings";
import { ending, fault, hasPageFor } from "./faults";
import { passes } from "./handlers";
import { leave } from "./moves";
import { escapePath } from "./request";
import { isLost, ownName } from "./rootAndAlias";
import { indexNames, isFile, isFolder, onePath, shownFile } from "./served";
import { type Found, step, wordsOf } from "./steps";
import { inherited, isOn, locationIn, type Trip } from "./trip";
import { expanded, shown, textOf } from "./values";

/** What answers in the end: a directive of the place, else the files below its folder (nginx's content phase). */
export function content(trip: Trip): Next {
  const { handler } = trip;
  if (!handler) return files(trip);
  if (isLeftOver(trip, handler)) {
    trip.steps.push(step(handler, "unknown", "handler-unknown"));
    return ending(trip, { kind: "unknown", by: handler });
  }
  return passes.has(handler.directive.name.value) ? passed(trip, handler) : ofModule(trip, handler);
}

function passed(trip: Trip, handler: Found): Next {
  const to = shown(wordsOf(handler.directive)[0] ?? "", trip);
  trip.steps.push(step(handler, "chosen", "passes"));
  if (hasPageFor(trip, 502) && trip.ask({ kind: "unreachable", what: to })) return fault(trip, 502, handler);
  return ending(trip, { kind: "passed", to, by: handler, ...statusOf(trip) });
}

function ofModule(trip: Trip, handler: Found): Next {
  trip.steps.push(step(handler, "chosen", "module-answers"));
  const isForReading = /^(?:empty_gif|stub_status)$/.test(handler.directive.name.value);
  if (isForReading && !/^(?:GET|HEAD)$/.test(trip.method)) return fault(trip, 405, handler);
  return ending(trip, { kind: "module", by: handler, ...statusOf(trip) });
}

const statusOf = ({ status }: Trip): { readonly status?: number } => (status === undefined ? {} : { status });

/** It stands in an `if` whose place another one has taken: nginx itself does not expect that. */
function isLeftOver({ place: { levels, chain } }: Trip, handler: Found): boolean {
  const usual = levels.slice(-(chain.length + 2))[0] ?? [];
  return ![levels[0] ?? [], usual].some((level) => level.some(({ directive }) => directive === handler.directive));
}

function files(trip: Trip): Next {
  const by = locationIn(trip.place) ?? trip.server;
  const isRead = /^(?:GET|HEAD|POST)$/.test(trip.method);
  const isForFolder = trip.uri.endsWith("/");
  const dav = inherited(trip.place, "dav_methods")[0];
  if (!isRead && dav && wordsOf(dav.directive).includes(trip.method)) return ending(trip, { kind: "module", by: dav });
  if (isForFolder && isRead) {
    const done = index(trip, by);
    if (done) return done;
    if (trip.method !== "POST" && isOn(trip.place, "autoindex")) return listing(trip, by);
  }
  if (!isRead) return fault(trip, 405, by);
  if (isForFolder) return fault(trip, 403, by);
  if (isLost(trip)) return fault(trip, 500, by);
  const name = ownName(trip);
  const to = onePath(shownFile(trip, name));
  if (isFile(trip, name)) {
    if (trip.method === "POST") return fault(trip, 405, by);
    trip.steps.push(step(by, "chosen", "sends-file", [to]));
    return ending(trip, { kind: "file", to, status: trip.status ?? 200 });
  }
  if (isFolder(trip, name)) return fault(trip, 301, by, `${escapePath(trip.uri)}/${trip.args ? `?${trip.args}` : ""}`);
  trip.steps.push(step(by, "chosen", "file-missing", [to]));
  return fault(trip, 404, by);
}

/** Looks for the files of an `index`; undefined where the folder has none of them. */
function index(trip: Trip, place: Found): Next | undefined {
  const by = inherited(trip.place, "index")[0] ?? place;
  let isKnown = false;
  for (const said of indexNames(trip)) {
    const name = expanded(said, trip) ?? Buffer.from(shown(said, trip)).toString("latin1");
    if (name.startsWith("/")) {
      trip.steps.push(step(by, "matches", "goes-on", [textOf(name)]));
      return leave(trip, name, by, trip.args);
    }
    if (isLost(trip)) return fault(trip, 500, by);
    const file = ownName(trip) + name;
    if (isFile(trip, file)) {
      trip.steps.push(step(by, "matches", "index-there", [textOf(trip.uri + name)]));
      return leave(trip, trip.uri + name, by, trip.args);
    }
    trip.steps.push(step(by, "matches", "no-such-file", [onePath(shownFile(trip, file))]));
    if (!isKnown && !isFolder(trip, ownName(trip))) return fault(trip, isFile(trip, ownName(trip)) ? 500 : 404, place);
    isKnown = true;
  }
  return undefined;
}

function listing(trip: Trip, by: Found): Next {
  const name = ownName(trip);
  if (!isFolder(trip, name)) return fault(trip, 404, by);
  return ending(trip, { kind: "listing", to: onePath(shownFile(trip, name)), status: trip.status ?? 200, by });
}
