import type { Taken } from "./pattern";
import type { Ask } from "./questions";
import { bytesOf, type Request } from "./request";
import { type Found, named, type Reading, type Step } from "./steps";
import { remember, startValues, type Values } from "./values";

/** Where a request is in the configuration: what nginx calls its location's configuration. */
export interface Place {
  /** The locations around it, the outermost first; none where the server itself answers. */
  readonly chain: readonly Found[];
  /** What stands in its block, then in those around it up to `http`: what a block does not say, it inherits. */
  readonly levels: readonly (readonly Found[])[];
}

/** A request on its way through nginx. All texts are bytes. */
export interface Trip {
  readonly request: Request;
  readonly reading: Reading;
  readonly http: readonly Found[];
  readonly server: Found;
  readonly ask: Ask;
  readonly steps: Step[];
  readonly values: Values;
  uri: string;
  /** Undefined where they are not known. */
  args: string | undefined;
  method: string;
  place: Place;
  /** The one that was found for the path first. */
  found: Place | undefined;
  /** The directive that answers instead of files. */
  handler: Found | undefined;
  /** nginx itself has changed the path: what is `internal` may answer. */
  isInternal: boolean;
  /** The path is another than the one that the location was found for. */
  isMoved: boolean;
  /** `add_uri_to_alias`: `try_files` has found a file in a location of a regular expression. */
  addsToAlias: boolean;
  /** How often the path may still be changed, and one more. */
  changesLeft: number;
  /** An `error_page` has been taken: the next fault is answered with nginx's own page. */
  hadErrorPage: boolean;
  /** The status that stands whatever answers. */
  status: number | undefined;
}

/** nginx's NGX_HTTP_MAX_URI_CHANGES, and one more. */
const changes = 10 + 1;

export function startTrip(
  from: Pick<Trip, "request" | "reading" | "http" | "server" | "ask" | "steps" | "uri" | "place">,
  taken: Taken | undefined,
): Trip {
  const { request, reading, http } = from;
  const [, , query = ""] = /^([^?#]*)\??([^#]*)/.exec(bytesOf(request.path)) ?? [];
  const trip: Trip = {
    ...from,
    values: startValues(request, http, reading),
    args: query,
    method: request.method,
    found: undefined,
    handler: undefined,
    isInternal: false,
    isMoved: false,
    addsToAlias: false,
    changesLeft: changes,
    hadErrorPage: false,
    status: undefined,
  };
  remember(trip, taken);
  return trip;
}

/** What the nearest block that says something of it says. */
export const inherited = ({ levels }: Place, name: string): readonly Found[] =>
  levels.map((level) => named(level, name)).find((found) => found.length > 0) ?? [];

export const isOn = (place: Place, name: string): boolean =>
  inherited(place, name)[0]?.directive.args[0]?.value.toLowerCase() === "on";

/** The location that a request is in; undefined in the server itself. */
export const locationIn = ({ chain }: Place): Found | undefined => chain.at(-1);
