import type { Configuration } from "../configurations";
import type { NginxFiles } from "../files";
import { chooseLocation } from "./locations";
import { normalized, type Request } from "./request";
import { rewritten } from "./rewrites";
import { chooseServer } from "./servers";
import { contents, type Found, flatten, named, type Reading, type Step, step } from "./steps";

export interface Verdict {
  readonly server: Found | undefined;
  readonly location: Found | undefined;
  readonly steps: readonly Step[];
  /**
   * `location` and `server`: what says so; `redirect`: the location sends to its own path, with a slash; `internal`: the
   * location answers 404 to requests from outside; `refused`: nginx takes no such path (400); `nobody` listens there;
   * `unknown`: nginx alone knows, so that no location is named.
   */
  readonly answer: "location" | "server" | "redirect" | "internal" | "refused" | "nobody" | "unknown";
}

/** The server and location that would answer a request, by nginx's own order, with every step on the way. */
export function testLocation(configuration: Configuration, files: NginxFiles, request: Request): Verdict {
  const steps: Step[] = [];
  const reading: Reading = { root: configuration.root, files };
  const tree = files.tree(configuration.root);
  const top = tree ? flatten(tree.items, configuration.root, reading) : [];
  const http = configuration.context === "main" ? named(top, "http").flatMap((block) => contents(block, reading)) : top;
  const { found: server, preset, isUnknown } = chooseServer(named(http, "server"), request, reading, steps);
  const nowhere = { server, location: undefined, steps };
  if (isUnknown) return { ...nowhere, answer: "unknown" };
  if (!server || !preset) return { ...nowhere, answer: "nobody" };
  const path = normalized(request.path, mergesSlashes(preset, http, reading));
  if (path === undefined) return { ...nowhere, answer: "refused" };
  const after = rewritten(server, request, path, reading, steps);
  if (after.isAnswered) return { ...nowhere, answer: "server" };
  if (after.isUnknown) return { ...nowhere, answer: "unknown" };
  const match = chooseLocation(contents(server, reading), after.uri, reading, steps);
  if (match?.kind === "unknown") return { ...nowhere, answer: "unknown" };
  const location = match?.found;
  if (!location) return { ...nowhere, answer: "server" };
  const answered = { server, location, steps };
  if (match.internal && !after.isChanged) {
    steps.push(step(location, "chosen", "internal-only"));
    return { ...answered, answer: "internal" };
  }
  if (match.redirects) return { ...answered, answer: "redirect" };
  steps.push(...limits(location, request.method, reading));
  return { ...answered, answer: "location" };
}

/** nginx cleans the path before it knows the host: the default server of the address says how. */
function mergesSlashes(preset: Found, http: readonly Found[], reading: Reading): boolean {
  const said = [contents(preset, reading), http].flatMap((all) => named(all, "merge_slashes"))[0];
  return said?.directive.args[0]?.value.toLowerCase() !== "off";
}

/** What a location says of methods other than those that it lets through; `GET` means `HEAD`, too. */
function limits(location: Found, method: string, reading: Reading): Step[] {
  return named(contents(location, reading), "limit_except").map((found) => {
    const free = found.directive.args.map(({ value }) => value.toUpperCase());
    const isFree = free.includes(method) || (method === "HEAD" && free.includes("GET"));
    return isFree ? step(found, "no-match", "free-method") : step(found, "matches", "limited-method");
  });
}
