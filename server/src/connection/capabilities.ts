import type { ClientCapabilities, ServerCapabilities } from "vscode-languageserver/node";
import { isRecord } from "../record";
import type { Feature } from "./feature";

/** What `initialize` advertises: what the features of the server can do for this client, and nothing else. */
export function capabilitiesFor(features: readonly Feature[], client: ClientCapabilities): ServerCapabilities {
  return features
    .map(({ capabilities }) => (typeof capabilities === "function" ? capabilities(client) : capabilities))
    .reduce((all, each) => merged(all, each) as ServerCapabilities, {});
}

/** Two features may claim one request: their lists (characters, kinds) are united, and options say more than `true`. */
function merged(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...new Set([...one, ...other])];
  if (!isRecord(one)) return isRecord(other) || one === undefined ? other : (one ?? other);
  if (!isRecord(other)) return one;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(one[key], other[key])]));
}
