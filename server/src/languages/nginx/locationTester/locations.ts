import { locationOf } from "../diagnostics/directives/location";
import type { LocationFact } from "../diagnostics/model";
import type { Directive } from "../tree";
import { passes } from "./handlers";
import { type Taken, tryPattern } from "./pattern";
import { bytesOf } from "./request";
import { contents, type Found, named, type Reading, type Step, step } from "./steps";

interface Candidate {
  readonly found: Found;
  readonly kind: LocationFact["kind"];
  /** In bytes. */
  readonly name: string;
}

/** What a block's locations come to. */
export interface Match {
  /** `final` ends the search; `prefix` may still lose to a regular expression outside; `unknown` where nginx alone knows. */
  readonly kind: "final" | "prefix" | "unknown";
  /** The location and those around it, the outermost first; empty where it is unknown. */
  readonly chain: readonly Found[];
  /** What the last regular expression that fits has taken. */
  readonly taken?: Taken;
  /** It sends to its own path, with a slash at the end. */
  readonly redirects?: boolean;
}

/**
 * nginx's order (`ngx_http_core_find_location`): the exact path; else the longest prefix and, before all beside it, what
 * is inside; then the first regular expression, unless the prefix has `^~`.
 * @param path in bytes
 * @param outer the locations around, the outermost first
 */
export function chooseLocation(
  inside: readonly Found[],
  path: string,
  reading: Reading,
  steps: Step[],
  outer: readonly Found[] = [],
): Match | undefined {
  const all = named(inside, "location").flatMap((found): Candidate[] => {
    const location = locationOf(found.directive);
    return location ? [{ found, kind: location.kind, name: bytesOf(location.name) }] : [];
  });
  const within = ({ found }: Candidate): readonly Found[] => [...outer, found];
  const final = (candidate: Candidate, why: Step["why"]): Match => {
    steps.push(step(candidate.found, "chosen", why));
    return { kind: "final", chain: within(candidate) };
  };
  const exact = all.find(({ kind, name }) => kind === "exact" && name === path);
  if (exact) return final(exact, "exact-location");
  const prefixes = all
    .filter((each) => isPrefix(each) && path.startsWith(each.name))
    .sort((a, b) => b.name.length - a.name.length);
  const [longest, ...shorter] = prefixes;
  if (longest?.name !== path) {
    const withSlash = all.filter((each) => each.name === `${path}/` && (isPrefix(each) || each.kind === "exact"));
    // Where it passes requests on, nginx redirects to it.
    const redirecting = withSlash.some((each) =>
      contents(each.found, reading).some(({ directive }) => passes.has(directive.name.value)),
    );
    const taken = withSlash.find(({ kind }) => kind === "exact") ?? withSlash[0];
    if (redirecting && taken) return { ...final(taken, "slash-redirect"), redirects: true };
  }
  for (const other of shorter) steps.push(step(other.found, "matches", "shorter-prefix"));
  for (const other of all) {
    const known = (isPrefix(other) && !path.startsWith(other.name)) || other.kind === "exact";
    if (known) steps.push(step(other.found, "no-match", "not-this-path"));
  }
  const nested = longest && chooseLocation(contents(longest.found, reading), path, reading, steps, within(longest));
  if (longest && nested && nested.kind !== "prefix") {
    steps.push(step(longest.found, "matches", "longest-prefix"));
    return nested;
  }
  const stops = longest?.kind === "no-regex";
  for (const regex of stops ? [] : all.filter(({ kind }) => kind === "regex")) {
    const taken = tryPattern(locationOf(regex.found.directive)?.name ?? "", path, isCaseless(regex.found.directive));
    if (taken === undefined) {
      steps.push(step(regex.found, "unknown", "pattern-not-testable"));
      return { kind: "unknown", chain: [] };
    }
    if (taken === null) {
      steps.push(step(regex.found, "no-match", "not-this-path"));
      continue;
    }
    if (longest) steps.push(step(longest.found, "matches", "earlier-choice"));
    const deeper = chooseLocation(contents(regex.found, reading), path, reading, steps, within(regex));
    steps.push(step(regex.found, deeper ? "matches" : "chosen", "first-regex"));
    if (!deeper) return { kind: "final", chain: within(regex), taken };
    return { taken, ...deeper, kind: deeper.kind === "unknown" ? "unknown" : "final" };
  }
  if (!longest) return undefined;
  steps.push(step(longest.found, nested ? "matches" : "chosen", stops ? "prefix-stops-regex" : "longest-prefix"));
  return nested ?? { kind: "prefix", chain: within(longest) };
}

const isPrefix = ({ kind }: Candidate): boolean => kind === "prefix" || kind === "no-regex";

const isCaseless = ({ args }: Directive): boolean => args[0]?.value.startsWith("~*") === true;
