/** Names of hosts with wildcards, and whose they are, as nginx's table of them takes them (`ngx_hash_add_key`). */
export interface HostNames<T> {
  readonly exact: Map<string, T>;
  readonly head: Map<string, T>;
  readonly tail: Map<string, T>;
}

export const hostNames = <T>(): HostNames<T> => ({ exact: new Map(), head: new Map(), tail: new Map() });

/**
 * Adds a name such as `example.com`, `.example.com`, `*.example.com` or `www.example.*`.
 * @returns whose it is now: another's where that had one before that stands for the same; undefined where nginx takes
 * no such name
 */
export function addHostName<T extends object>(names: HostNames<T>, name: string, owner: T): T | undefined {
  const key = name.toLowerCase();
  if (!isHostName(key)) return undefined;
  if (key.length > 1 && key.startsWith(".")) {
    // `.example.com` is `example.com` and `*.example.com`.
    const first = add(names.exact, key.slice(1), owner);
    return first === owner ? add(names.head, key.slice(1), owner) : first;
  }
  if (key.length > 2 && key.startsWith("*.")) return add(names.head, key.slice(2), owner);
  if (key.length > 2 && key.endsWith(".*")) return add(names.tail, key.slice(0, -2), owner);
  return add(names.exact, key, owner);
}

function add<T>(names: Map<string, T>, key: string, owner: T): T {
  const first = names.get(key);
  if (first === undefined) names.set(key, owner);
  return first ?? owner;
}

/** One `*` at most, alone at the beginning or the end; no two dots in a row. */
export function isHostName(key: string): boolean {
  const star = key.indexOf("*");
  if (key.includes("..") || (star >= 0 && key.includes("*", star + 1))) return false;
  if (star < 0 || key.startsWith(".")) return true;
  return key.length > 2 && (key.startsWith("*.") || key.endsWith(".*"));
}
