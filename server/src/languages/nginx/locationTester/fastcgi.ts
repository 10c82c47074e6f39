import { tryPattern } from "./pattern";
import { wordsOf } from "./steps";
import { inherited, type Trip } from "./trip";
import { textOf } from "./values";

/** What of the path names a script, and what follows that; in bytes. */
export interface Split {
  readonly script: string;
  readonly info: string;
}

/**
 * What `fastcgi_split_path_info` makes of the path. nginx keeps it until an internal redirect, whatever a `rewrite` makes
 * of the path by then (ngx_http_fastcgi_split).
 * @returns undefined where only nginx itself can try the pattern
 */
function splitOf(trip: Trip): Split | undefined {
  trip.values.split ??= split(trip);
  return trip.values.split;
}

function split(trip: Trip): Split | undefined {
  const [found] = inherited(trip.place, "fastcgi_split_path_info");
  const whole = { script: trip.uri, info: "" };
  if (!found) return whole;
  const taken = tryPattern(textOf(wordsOf(found.directive)[0] ?? ""), trip.uri, false);
  return taken === null ? whole : taken && { script: taken.groups[1] ?? "", info: taken.groups[2] ?? "" };
}

export const pathInfo = (trip: Trip): string | undefined => splitOf(trip)?.info;

/** `$fastcgi_script_name`: of a folder, the file that `fastcgi_index` names. */
export function scriptName(trip: Trip): string | undefined {
  const script = splitOf(trip)?.script;
  const [index] = inherited(trip.place, "fastcgi_index");
  return script?.endsWith("/") && index ? script + (wordsOf(index.directive)[0] ?? "") : script;
}
