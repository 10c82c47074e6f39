import { isShortIpv4 } from "../address";
import type { Severity } from "./codes";
import type { Config } from "./model";
import { nearest } from "./nearest";

/**
 * Whether a bare host name is one that nginx will not find where it runs, and which name is meant.
 * An error where all names are known; a warning where the stack's services are known and it is none of them, or where
 * it is nearly the name of something that is there; undefined where it may well be a host.
 * @param upstreams names that are as good as a host's
 */
export function unknownHost(
  { environment: { hosts, services } }: Config,
  name: string,
  upstreams: readonly string[],
): { readonly severity: Severity; readonly near: string | undefined } | undefined {
  if (name === "localhost" || name.includes(".") || hosts?.has(name) || services?.ports.has(name)) return undefined;
  if (isShortIpv4(name)) return undefined;
  const near = nearest(name, [...upstreams, ...(services?.ports.keys() ?? [])]);
  if (hosts) return { severity: "error", near };
  return near !== undefined || services?.closed ? { severity: "warning", near } : undefined;
}
