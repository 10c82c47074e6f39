import * as l10n from "@vscode/l10n";
import { contextBit } from "../catalog/catalog";
import type { ContextName } from "../contexts";
import type { Directive } from "../tree";
import type { Checking, Finding, LocationFact, Noted, Placed, Scope, ServerName } from "./model";

/** A block that is about to be read. */
export const openScope = (
  context: ContextName,
  opener: Directive | undefined,
  path: string,
  up: Scope | undefined,
  location?: LocationFact | undefined,
): Scope => ({
  context,
  bit: contextBit(context),
  opener,
  path,
  up,
  seen: new Map(),
  last: undefined,
  location,
  names: undefined,
});

/** Names whose directives are asked for when all is read, with the file that each stands in. */
const askedFor = new Set([
  ...[
    "server_name",
    "add_header",
    "proxy_set_header",
    "add_header_inherit",
    "proxy_set_header_inherit",
    "proxy_pass",
    "resolver",
    "auth_http",
    "large_client_header_buffers",
    "ssl",
    "starttls",
  ],
  "proxy_ssl",
  ...["certificate", "certificate_key", "client_certificate", "trusted_certificate", "verify_client"].map(
    (name) => `ssl_${name}`,
  ),
  ...["proxy", "grpc", "uwsgi"].flatMap((prefix) =>
    ["certificate", "certificate_key", "trusted_certificate", "verify"].map((name) => `${prefix}_ssl_${name}`),
  ),
]);

/** Notes a directive among those of its name. */
export function noteAmongAll({ config, directive, scope, source }: Checking): void {
  config.named.add(directive.name.value);
  scope.last = { directive, path: source.path, before: scope.last };
}

/** Whether the directives of a name are asked for when all is read. */
export const isAskedFor = (name: string): boolean => askedFor.has(name);

/** A directive in force in a block: its own, else that of a block around it. */
export function inForce(scope: Scope | undefined, key: string): Directive | undefined {
  for (let at = scope; at; at = at.up) {
    const found = at.seen.get(key);
    if (found) return found;
  }
  return undefined;
}

/** All directives of a name in a block, in their order. */
export function allIn(scope: Scope, name: string): readonly Placed[] {
  let found: Placed[] | undefined;
  for (let at = scope.last; at; at = at.before) {
    if (at.directive.name.value !== name) continue;
    if (found) found.push(at);
    else found = [at];
  }
  return found?.reverse() ?? none;
}

/** Whether a directive of a name is among those noted so far. */
export function isAmong(noted: Noted | undefined, name: string): boolean {
  for (let at = noted; at; at = at.before) if (at.directive.name.value === name) return true;
  return false;
}

const none: readonly Placed[] = [];

/** The names of a server, put together once for as long as its block is the same. */
export function serverNames(scope: Scope): readonly ServerName[] {
  scope.names ??= allIn(scope, "server_name").flatMap(({ directive, path }) =>
    directive.args.map((word) => ({ name: word.value, word, path })),
  );
  return scope.names;
}

/** All directives of a name in force in a block: its own, else those of the nearest block around it that has any. */
export function allInForce(scope: Scope | undefined, name: string): readonly Placed[] {
  for (let at = scope; at; at = at.up) {
    const found = allIn(at, name);
    if (found.length > 0) return found;
  }
  return none;
}

/** What nginx merges and judges at the end of a section such as `http`, it notices at its closing brace. */
export function noticedAtEnd(scope: Scope): NonNullable<Finding["related"]> {
  for (let at: Scope | undefined = scope; at; at = at.up) {
    const block = /^(?:http|stream|mail)$/.test(at.context) ? at.opener?.block : undefined;
    if (!block?.closed) continue;
    return [{ path: at.path, start: block.close, end: block.close + 1, message: l10n.t("nginx notices it here.") }];
  }
  return [];
}
