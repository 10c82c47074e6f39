import type { Configuration } from "../configurations";
import type { NginxFiles } from "../files";
import type { Ending } from "./endings";
import { follow } from "./follow";
import { placeOf } from "./moves";
import { everyWay, type Question, type Way } from "./questions";
import { normalized, type Request, type Typed } from "./request";
import { chooseServer, withPort } from "./servers";
import { contents, type Found, flatten, named, type Reading, type Step, startReading } from "./steps";
import { locationIn, startTrip } from "./trip";

export interface Verdict {
  /** With the port that is meant where none was typed. */
  readonly request: Request;
  readonly server: Found | undefined;
  /** The location that is found for the path; undefined where the server answers, and where nginx alone knows. */
  readonly location: Found | undefined;
  /** All of nginx's way where no condition of `ways` is met. */
  readonly steps: readonly Step[];
  /**
   * What answers in the end. The first way whose conditions are all met is the right one, as in a chain of `if` and `else`;
   * the last has none.
   */
  readonly ways: readonly Way<Ending>[];
  /**
   * Why there are no ways: `nobody` listens there, `refused`: nginx takes no such path (400), `server-unknown`: nginx alone
   * knows which server it is, `too-many`: the answer depends on too much to be told.
   */
  readonly fault?: "nobody" | "refused" | "server-unknown" | "too-many";
}

/**
 * The server and location that would answer a request, by nginx's own order, and what answers in the end, with every step
 * on the way.
 * @param known what is known of the disk and of the request; undefined for what is not: then all ways are told
 */
export function testLocation(
  configuration: Configuration,
  files: NginxFiles,
  typed: Typed,
  known?: (question: Question) => boolean | undefined,
): Verdict {
  const steps: Step[] = [];
  const reading = startReading(configuration.root, files);
  const tree = files.tree(configuration.root);
  const top = tree ? flatten(tree.items, configuration.root, reading) : [];
  const http = configuration.context === "main" ? named(top, "http").flatMap((block) => contents(block, reading)) : top;
  const servers = named(http, "server");
  const request = withPort(servers, typed, reading);
  const { found: server, preset, taken, isUnknown } = chooseServer(servers, request, reading, steps);
  const nowhere = { request, server, location: undefined, steps, ways: [] };
  if (reading.left < 0) return { ...nowhere, fault: "too-many" };
  if (isUnknown) return { ...nowhere, fault: "server-unknown" };
  if (!server || !preset) return { ...nowhere, fault: "nobody" };
  const uri = normalized(request.path, mergesSlashes(preset, http, reading));
  if (uri === undefined) return { ...nowhere, fault: "refused" };
  const place = placeOf({ server, http, reading }, []);
  const ways = everyWay((ask) => {
    const trip = startTrip({ request, reading, http, server, ask, steps: [...steps], uri, place }, taken);
    const ending = follow(trip);
    return { ending, steps: trip.steps, location: trip.found && locationIn(trip.found) };
  }, known);
  const last = ways?.at(-1)?.outcome;
  if (!ways || !last || reading.left < 0) return { ...nowhere, fault: "too-many" };
  const { location } = last;
  return {
    request,
    server,
    location,
    steps: last.steps,
    ways: ways.map(({ given, outcome }) => ({ given, outcome: outcome.ending })),
  };
}

/** nginx cleans the path before it knows the host: the default server of the address says how. */
function mergesSlashes(preset: Found, http: readonly Found[], reading: Reading): boolean {
  const said = [contents(preset, reading), http].flatMap((all) => named(all, "merge_slashes"))[0];
  return said?.directive.args[0]?.value.toLowerCase() !== "off";
}
