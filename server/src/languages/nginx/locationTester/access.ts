import type { Next } from "./endings";
import { ending, fault } from "./faults";
import { type Found, step } from "./steps";
import { inherited, type Trip } from "./trip";

/** Directives that ask for a password or ask somebody else, and the status that they refuse with where that is known. */
const guards: readonly (readonly [name: string, status: number | undefined])[] = [
  ["auth_basic", 401],
  ["auth_request", undefined],
  ["auth_jwt", 401],
  ["auth_pam", 401],
  ["access_by_lua", undefined],
  ["access_by_lua_block", undefined],
  ["access_by_lua_file", undefined],
];

/** What turns the request away before anything answers (nginx's access phase); undefined where nothing does. */
export function refused(trip: Trip): Next | undefined {
  const rule = addressRule(trip);
  const guarding = guards.flatMap(([name, status]) => {
    const found = inherited(trip.place, name)[0];
    return found && found.directive.args[0]?.value !== "off" ? [{ found, status }] : [];
  });
  const isAny = inherited(trip.place, "satisfy")[0]?.directive.args[0]?.value === "any";
  if (isAny && rule && guarding.length > 0) {
    // One that lets it pass is enough.
    if (rule.refuses === false || !asks(trip, rule.found)) return undefined;
    const [guard] = guarding;
    return guard && asks(trip, guard.found) ? refusal(trip, guard.found, guard.status) : undefined;
  }
  if (rule?.refuses ?? (rule && asks(trip, rule.found))) return refusal(trip, rule.found, 403);
  for (const { found, status } of guarding) if (asks(trip, found)) return refusal(trip, found, status);
  return undefined;
}

/** What `allow` and `deny` come to: the first rule decides, where it is for all addresses; else the client's does. */
function addressRule({ place }: Trip): { readonly found: Found; readonly refuses: boolean | undefined } | undefined {
  const isRule = ({ directive }: Found): boolean => /^(?:allow|deny)$/.test(directive.name.value);
  const rules = place.levels.map((level) => level.filter(isRule)).find((found) => found.length > 0);
  const found = rules?.find(({ directive }) => directive.name.value === "deny");
  if (!rules || !found) return undefined;
  const [first] = rules;
  if (first?.directive.args[0]?.value !== "all") return { found, refuses: undefined };
  return { found: first, refuses: first.directive.name.value === "deny" };
}

const asks = ({ ask }: Trip, { directive }: Found): boolean =>
  ask({ kind: "refused", what: [directive.name, ...directive.args].map(({ value }) => value).join(" ") });

function refusal(trip: Trip, found: Found, status: number | undefined): Next {
  if (status === undefined) {
    trip.steps.push(step(found, "unknown", "refusal-unknown"));
    return ending(trip, { kind: "unknown", by: found });
  }
  trip.steps.push(step(found, "matches", "refuses", [String(status)]));
  return fault(trip, status, found);
}

/** Whether a method is one that `limit_except` has directives for: `GET` means `HEAD`, too. */
export function isLimited({ directive }: Found, method: string): boolean {
  const free = directive.args.map(({ value }) => value.toUpperCase());
  return !free.includes(method) && !(method === "HEAD" && free.includes("GET"));
}
