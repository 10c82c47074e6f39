import { compareVersions } from "../../versions";
import { isFixedVariable } from "../catalog/catalog";
import type { Checking } from "./model";

/** Fixed ones that the tables of nginx's sources do not have: code adds them (`ngx_http_add_variable` without flags). */
const added: ReadonlySet<string> = new Set([
  "gzip_ratio",
  "secure_link",
  "secure_link_expires",
  "slice_range",
  "uid_got",
  "uid_set",
]);

/** Since which release of nginx a variable is fixed; undefined for one that its sources leave out. */
const since = new Map([
  ["http http3", "1.25.0"],
  ["http proxy_add_via", undefined],
  ["stream server_name", "1.25.5"],
]);

/**
 * Whether a variable is one of nginx itself that the configuration cannot define anew. Not so those of a module that may
 * not be loaded, nor those of a release that may be newer.
 * @param name in small letters
 */
export function isTaken({ config, family }: Checking, name: string): boolean {
  const world = family === "stream" ? "stream" : "http";
  if (world === "http" && added.has(name)) return true;
  if (name.startsWith("geoip_") || !isFixedVariable(name, world)) return false;
  const key = `${world} ${name}`;
  if (!since.has(key)) return true;
  const release = since.get(key);
  const { version } = config.environment;
  return release !== undefined && version !== undefined && compareVersions(version, release) >= 0;
}
