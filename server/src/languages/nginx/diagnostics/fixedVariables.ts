import { compareVersions } from "../../versions";
import { isFixedVariable } from "../catalog/catalog";
import type { Checking } from "./model";
import { variableSince } from "./newer";

/** Fixed ones that the tables of nginx's sources do not have: code adds them (`ngx_http_add_variable` without flags). */
const added: ReadonlySet<string> = new Set([
  "gzip_ratio",
  "secure_link",
  "secure_link_expires",
  "slice_range",
  "uid_got",
  "uid_set",
]);

/** Where nothing tells the release, what came after this one may not be there yet. */
const oldest = "1.22.1";

/**
 * Whether a variable is one of nginx itself that the configuration cannot define anew. Not so those of a module that may
 * not be loaded, nor those of a release that may be newer.
 * @param name in small letters
 */
export function isTaken({ config, family }: Checking, name: string): boolean {
  const world = family === "stream" ? "stream" : "http";
  if (world === "http" && added.has(name)) return true;
  // The variable proxy_add_via stands in the sources alone, switched off.
  if (/^geoip_|^proxy_add_via$/.test(name) || !isFixedVariable(name, world)) return false;
  const release = variableSince(name, world);
  return release === undefined || compareVersions(config.environment.version ?? oldest, release) >= 0;
}
