import { pathInfo, type Split, scriptName } from "./fastcgi";
import { lowered, mapsIn, type VariableMap } from "./maps";
import { type Taken, tryPattern } from "./pattern";
import type { Request } from "./request";
import { bytesOf } from "./request";
import { baseOf, ownName } from "./rootAndAlias";
import { contents, type Found, type Reading } from "./steps";
import type { Trip } from "./trip";

/** What variables hold while a request is followed; all texts are bytes. */
export interface Values {
  /** Of the regular expression that was tried last: `$1` is the second; undefined where they are not known. */
  groups: Taken["groups"] | undefined;
  /** Those that were set on the way; undefined where it is not known to what. */
  readonly own: Map<string, string | undefined>;
  /** What the request itself says. */
  readonly given: ReadonlyMap<string, string>;
  readonly maps: ReadonlyMap<string, VariableMap>;
  /** Variables that a `set` or a pattern makes somewhere: empty until then. */
  readonly settable: ReadonlySet<string>;
  /** How many maps are being looked at, each for another. */
  depth: number;
  /** The path as FastCGI sees it, once it was asked for. */
  split: Split | undefined;
}

export const startValues = (request: Request, http: readonly Found[], reading: Reading): Values => ({
  groups: [],
  own: new Map(),
  given: givenBy(request),
  maps: mapsIn(http),
  settable: new Set(settable(http, reading)),
  depth: 0,
  split: undefined,
});

function settable(all: readonly Found[], reading: Reading): string[] {
  return all.flatMap((found) => {
    const { name, args, block } = found.directive;
    if (name.value === "set") return [(args[0]?.value ?? "").replace(/^\$/, "")];
    const taken = /^(?:server_name|location|if|rewrite)$/.test(name.value)
      ? args.flatMap(({ value }) => namesIn(value))
      : [];
    return block?.kind === "directives" ? [...taken, ...settable(contents(found, reading), reading)] : taken;
  });
}

function givenBy({ scheme, host, port, path }: Request): Map<string, string> {
  const usual = port === (scheme === "https" ? 443 : 80);
  return new Map(
    Object.entries({
      scheme,
      https: scheme === "https" ? "on" : "",
      host: host.toLowerCase().replace(/\.$/, ""),
      http_host: usual ? host : `${host}:${port}`,
      server_port: String(port),
      request_uri: path,
    }).map(([name, value]) => [name, bytesOf(value)]),
  );
}

/** What a pattern has taken is in `$1` and in the variables that it names, until the next one is tried. */
export function remember({ values }: Trip, taken: Taken | undefined): void {
  values.groups = taken?.groups ?? [];
  for (const [name, value] of Object.entries(taken?.names ?? {})) values.own.set(name, value ?? "");
}

/** A pattern has matched, and what it has taken is not known. */
export function forget({ values }: Trip, pattern: string): void {
  values.groups = undefined;
  for (const name of namesIn(pattern)) values.own.set(name, undefined);
}

/** The names that a pattern gives to groups. */
const namesIn = (pattern: string): string[] =>
  [...pattern.matchAll(/\(\?(?:P?<(\w+)>|'(\w+)')/g)].map(([, first, second]) => first ?? second ?? "");

/** @returns undefined where only nginx knows it */
function held(name: string, trip: Trip): string | undefined {
  const { own, given, groups, maps, settable } = trip.values;
  if (/^[1-9]$/.test(name)) return groups && (groups.length > 1 ? (groups[Number(name)] ?? "") : "");
  if (name.startsWith("arg_")) return argument(name.slice(4), trip.args);
  switch (name) {
    case "uri":
    case "document_uri":
      return trip.uri;
    case "args":
    case "query_string":
      return trip.args;
    case "is_args":
      return trip.args === undefined ? undefined : trip.args === "" ? "" : "?";
    case "request_method":
      return trip.method;
    case "request_filename":
      return fileOf(trip);
    case "document_root":
      return expanded(baseOf(trip.place).said, trip);
    case "fastcgi_script_name":
      return scriptName(trip);
    case "fastcgi_path_info":
      return pathInfo(trip);
  }
  if (own.has(name)) return own.get(name);
  const map = maps.get(name);
  if (map) return mapped(name, map, trip);
  return given.get(name) ?? (settable.has(name) ? "" : undefined);
}

/** What a `map` makes of its source when it is first asked for: nginx keeps that for the whole request. */
function mapped(name: string, map: VariableMap, trip: Trip): string | undefined {
  const { values } = trip;
  if (values.depth >= deepest) return undefined;
  // What is made of itself is not known.
  values.own.set(name, undefined);
  values.depth++;
  const made = entryFor(map, trip);
  values.depth--;
  values.own.set(name, made);
  return made;
}

/** nginx looks no deeper for what a variable is made of (`ngx_http_variable_depth`). */
const deepest = 100;

function entryFor({ source, exact, patterns, otherwise }: VariableMap, trip: Trip): string | undefined {
  const value = expanded(source, trip);
  if (value === undefined) return undefined;
  let found = exact.get(lowered(value));
  for (const entry of found === undefined ? patterns : []) {
    const taken = tryPattern(entry.pattern, value, entry.isCaseless);
    if (taken === undefined) return undefined;
    if (taken === null) continue;
    remember(trip, taken);
    found = entry.value;
    break;
  }
  return expanded(found ?? otherwise, trip);
}

function argument(name: string, args: string | undefined): string | undefined {
  if (args === undefined) return undefined;
  const found = args.split("&").find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}=`));
  return found?.slice(name.length + 1) ?? "";
}

export function assign(trip: Trip, name: string, value: string | undefined): void {
  // `$args` is the one variable of the request that can be set.
  if (name === "args") trip.args = value;
  else trip.values.own.set(name, value);
}

/** A `$name`, `${name}` or `$1` in a text; a digit is a name of its own: `$10` is `$1` and a 0. */
const variable = /\$(?:\{(\w+)\}|([1-9]|[A-Za-z_]\w*))/g;

export const hasVariables = (text: string): boolean => text.search(variable) >= 0;

/**
 * A text with the values of its variables; undefined where one is not known.
 * @param change what is done to what a group of a pattern has taken
 */
export function expanded(text: string, trip: Trip, change = (taken: string): string => taken): string | undefined {
  let isKnown = true;
  let length = 0;
  const made = text.replace(variable, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? "";
    const value = held(name, trip);
    length += value?.length ?? 0;
    if (value === undefined || length > longest) isKnown = false;
    if (!isKnown) return "";
    return /^\d$/.test(name) ? change(value ?? "") : (value ?? "");
  });
  return isKnown ? made : undefined;
}

/** What doubles itself with each line is not followed for ever. */
const longest = 100_000;

/** The same for a reader: what is not known stays as it is written. */
export const shown = (text: string, trip: Trip): string =>
  textOf(
    text.replace(variable, (written, braced?: string, bare?: string) => held(braced ?? bare ?? "", trip) ?? written),
  );

export const textOf = (bytes: string): string => Buffer.from(bytes, "latin1").toString();

/** `$request_filename`, in bytes; undefined where it is not known. */
function fileOf(trip: Trip): string | undefined {
  const folder = expanded(baseOf(trip.place).said, trip);
  return folder === undefined ? undefined : folder + ownName(trip);
}
