import type { Config, ListenFact, NameKind, NameUse } from "./model";

/** Zones are shared by all of nginx; other names belong to `http` or `stream` alone. */
const isShared = (kind: NameKind): boolean => kind === "zone" || kind === "thread_pool";

/** What defines a name so far, in nginx's order; undefined where nothing does. Letters of either case are one. */
export const definitionsIn = (
  { index }: Config,
  kind: NameKind,
  family: string,
  name: string,
): readonly NameUse[] | undefined =>
  index
    .get(kind)
    ?.get(isShared(kind) ? "" : family)
    ?.get(name.toLowerCase());

/** Adds what defines a name to the configuration. */
export function noteDefinition({ definitions, index }: Config, definition: NameUse): void {
  const { kind, family, name } = definition;
  definitions.push(definition);
  const ofKind = part(index, kind, newMap<string, Map<string, NameUse[]>>);
  const ofFamily = part(ofKind, isShared(kind) ? "" : family, newMap<string, NameUse[]>);
  const key = name.toLowerCase();
  const known = ofFamily.get(key);
  if (known) known.push(definition);
  else ofFamily.set(key, [definition]);
}

const newMap = <K, V>(): Map<K, V> => new Map();

function part<K, V>(whole: Map<K, V>, key: K, make: () => V): V {
  const known = whole.get(key);
  if (known) return known;
  const made = make();
  whole.set(key, made);
  return made;
}

/** Adds a `listen` to the configuration. */
export function noteListen({ addresses, listens }: Config, fact: ListenFact): void {
  addresses.any.set(fact.socket, fact);
  if (fact.setsOptions) addresses.options.set(fact.socket, fact);
  if (fact.isDefault) addresses.default.set(fact.socket, fact);
  listens.push(fact);
}
