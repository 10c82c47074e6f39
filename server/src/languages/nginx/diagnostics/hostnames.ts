/** Names of hosts with wildcards, as nginx's table of them takes them (`ngx_hash_add_key`). */
export interface HostNames {
  readonly exact: Set<string>;
  readonly head: Set<string>;
  readonly tail: Set<string>;
}

export const hostNames = (): HostNames => ({ exact: new Set(), head: new Set(), tail: new Set() });

/**
 * Adds a name such as `example.com`, `.example.com`, `*.example.com` or `www.example.*`.
 * @returns `invalid` where nginx takes no such name, `conflict` where it has one that stands for the same
 */
export function addHostName(names: HostNames, name: string): "added" | "invalid" | "conflict" {
  const key = name.toLowerCase();
  if (!isHostName(key)) return "invalid";
  if (key.length > 1 && key.startsWith(".")) {
    // `.example.com` is `example.com` and `*.example.com`.
    if (names.exact.has(key.slice(1))) return "conflict";
    names.exact.add(key.slice(1));
    return add(names.head, key.slice(1));
  }
  if (key.length > 2 && key.startsWith("*.")) return add(names.head, key.slice(2));
  if (key.length > 2 && key.endsWith(".*")) return add(names.tail, key.slice(0, -2));
  return add(names.exact, key);
}

function add(names: Set<string>, key: string): "added" | "conflict" {
  if (names.has(key)) return "conflict";
  names.add(key);
  return "added";
}

/** One `*` at most, alone at the beginning or the end; no two dots in a row. */
export function isHostName(key: string): boolean {
  const star = key.indexOf("*");
  if (key.includes("..") || (star >= 0 && key.includes("*", star + 1))) return false;
  if (star < 0 || key.startsWith(".")) return true;
  return key.length > 2 && (key.startsWith("*.") || key.endsWith(".*"));
}
