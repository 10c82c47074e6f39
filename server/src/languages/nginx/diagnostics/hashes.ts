import * as l10n from "@vscode/l10n";
import type { Directive, Word } from "../tree";
import { parseNumber } from "../values";
import { makeFinding } from "./finding";
import type { Checking, Config, Scope } from "./model";
import { serverNames } from "./scopes";

/** The bucket where nothing sets one: a line of the processor's cache, which is this long on nearly all of them. */
const cacheLine = 64;

const pointer = 8;

/** Rounded up to a multiple. */
const aligned = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Bytes of the bucket that a key needs: `NGX_HASH_ELT_SIZE` and a pointer at the end (nginx's `ngx_hash_init`). */
const needed = (key: string): number => 2 * pointer + aligned(Buffer.byteLength(key) + 2, pointer);

/** The bucket that a directive sets; undefined where none does. */
function bucketOf(scope: Scope | undefined, key: string): number | undefined {
  for (let at = scope; at; at = at.up) {
    const setter = at.seen.get(key);
    const size = setter && key.endsWith(` ${setter.name.value}`) ? parseNumber(setter.args[0]?.value ?? "") : undefined;
    if (size !== undefined) return aligned(size, cacheLine);
  }
  return undefined;
}

/** Where the bucket is set, nginx refuses the key for sure; else on most machines. */
function finding(path: string, word: Word, key: string, directive: string, bucket: number | undefined) {
  if (needed(key) <= (bucket ?? cacheLine)) return undefined;
  const enough = 2 ** Math.ceil(Math.log2(needed(key)));
  const message = l10n.t(
    '"{0}" is too long for the table that nginx looks it up in: write "{1} {2};" in http.',
    key,
    directive,
    enough,
  );
  const severity = bucket === undefined ? "warning" : "error";
  return makeFinding(path, "nginx-hash-too-small", word, message, { severity });
}

/** Plain keys of a `map`; patterns are in no table. */
export function checkMapHash({ directive, spec, scope, source, config }: Checking): void {
  const items = directive.block?.items ?? [];
  const names = items.flatMap((item) => (item.kind === "directive" && item.args.length === 1 ? [item.name] : []));
  const hostnames = items.some((item) => item.kind === "directive" && item.name.value === "hostnames");
  for (const word of names) {
    const { value } = word;
    // Nothing shorter can be too long.
    if (value.length < cacheLine / 2 - pointer || value.startsWith("~")) continue;
    if (hostnames && /^\*?\.|\.\*$/.test(value)) continue;
    const bucket = bucketOf(scope, `${spec.module} map_hash_bucket_size`);
    const found = finding(source.path, word, value.replace(/^\\/, ""), "map_hash_bucket_size", bucket);
    if (found) config.findings.push(found);
  }
}

/** Plain names of servers that share an address; a server alone needs no table. */
export function checkServerNames(config: Config): void {
  const first = new Map<string, Directive | undefined>();
  const sharing = new Set<string>();
  for (const { family, address, server } of config.listens) {
    if (family !== "http") continue;
    if (!first.has(address)) first.set(address, server);
    else if (first.get(address) !== server) sharing.add(address);
  }
  const told = new Set<Directive>();
  for (const { family, address, server, scope } of config.listens) {
    if (family !== "http" || !server || !sharing.has(address) || told.has(server)) continue;
    told.add(server);
    const key = "ngx_http_core_module server_names_hash_bucket_size";
    for (const { name, word, path } of serverNames(scope)) {
      // Nothing shorter can be too long.
      if (name.length < cacheLine / 2 - pointer || /^~|^\*?\.|\.\*$/.test(name)) continue;
      const found = finding(path, word, name, "server_names_hash_bucket_size", bucketOf(scope, key));
      if (found) config.findings.push(found);
    }
  }
}
