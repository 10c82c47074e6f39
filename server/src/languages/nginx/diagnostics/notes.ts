import type { Config, ListenFact, NameKind, NameUse } from "./model";

/** Zones are shared by all of nginx; other names belong to `http` or `stream` alone. Letters of either case are one. */
export const nameKey = (kind: NameKind, family: string, name: string): string =>
  `${kind} ${kind === "zone" || kind === "thread_pool" ? "" : family} ${name.toLowerCase()}`;

/** Adds what defines a name to the configuration. */
export function noteDefinition(config: Config, definition: NameUse): void {
  config.definitions.push(definition);
  const key = nameKey(definition.kind, definition.family, definition.name);
  const known = config.index.get(key);
  if (known) known.push(definition);
  else config.index.set(key, [definition]);
}

/** What `addresses` of a configuration has of a `listen`: the last one, that with socket options, the default. */
export const addressKey = (fact: ListenFact, role: "any" | "options" | "default"): string =>
  `${fact.family} ${fact.address} ${fact.datagram} ${role}`;

/** Adds a `listen` to the configuration. */
export function noteListen(config: Config, fact: ListenFact): void {
  config.addresses.set(addressKey(fact, "any"), fact);
  if (fact.setsOptions) config.addresses.set(addressKey(fact, "options"), fact);
  if (fact.isDefault) config.addresses.set(addressKey(fact, "default"), fact);
  config.listens.push(fact);
}
