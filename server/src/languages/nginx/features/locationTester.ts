import { runInNewContext } from "node:vm";
import { parseAddress } from "../address";
import type { Configuration } from "../configurations";
import { locationOf } from "../diagnostics/directives/location";
import type { LocationFact } from "../diagnostics/model";
import type { NginxFiles } from "../files";
import { included } from "../included";
import { readPattern } from "../pcre";
import type { Directive, Item } from "../tree";

export interface Request {
  /** In capitals; `GET` where none is said. */
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly port: number;
}

/**
 * A request as a person types it: `http://host:port/path`, `host:port/path`, or a path alone (then of `localhost`); a
 * method may stand before it, as in `POST /login`.
 */
export function readRequest(typed: string): Request {
  const [, method, text = ""] = typed.trim().match(/^(?:([A-Za-z]+)\s+)?(.*)$/s) ?? [];
  const [, scheme = "", authority = "", path = ""] = text.match(/^(?:(https?):\/\/)?([^/?#]*)(.*)$/s) ?? [];
  const [, host = "", port] = authority.match(/^(.*?)(?::(\d+))?$/) ?? [];
  return {
    method: method?.toUpperCase() ?? "GET",
    host: host || "localhost",
    port: port ? Number(port) : scheme === "https" ? 443 : 80,
    path: path === "" ? "/" : path,
  };
}

/** One step of nginx's way to its answer. */
export interface Step {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly what: string;
  readonly outcome: "chosen" | "matches" | "no-match" | "skipped" | "unknown";
  readonly why: Why;
}

/** Why a server or location was taken or not, for a message in the reader's language. */
export type Why =
  | "exact-name"
  | "leading-wildcard"
  | "trailing-wildcard"
  | "regex-name"
  | "default-server"
  | "only-server"
  | "other-port"
  | "other-name"
  | "exact-location"
  | "longest-prefix"
  | "prefix-stops-regex"
  | "first-regex"
  | "shorter-prefix"
  | "earlier-choice"
  | "not-this-path"
  | "pattern-not-testable"
  | "limited-method"
  | "free-method";

export interface Verdict {
  readonly server: Found | undefined;
  readonly location: Found | undefined;
  readonly steps: readonly Step[];
}

export interface Found {
  readonly path: string;
  readonly directive: Directive;
}

/** The server and location that would answer a request, by nginx's own order, with every step on the way. */
export function testLocation(configuration: Configuration, files: NginxFiles, request: Request): Verdict {
  const steps: Step[] = [];
  const tree = files.tree(configuration.root);
  const top = tree ? flatten(tree.items, configuration.root, configuration.root, files) : [];
  const http = configuration.context === "main" ? inside(top, "http", configuration.root, files) : top;
  const server = chooseServer(inner(http, "server"), request, configuration.root, files, steps);
  const path = normalized(request.path);
  const location = server && chooseLocation(server, path, configuration.root, files, steps)?.found;
  if (location) steps.push(...limits(location, request.method, configuration.root, files));
  return { server, location, steps };
}

/** What a location says of methods other than those that it lets through; `GET` means `HEAD`, too. */
function limits(location: Found, method: string, root: string, files: NginxFiles): Step[] {
  return inner(contents(location, root, files), "limit_except").map((found) => {
    const free = found.directive.args.map(({ value }) => value.toUpperCase());
    const isFree = free.includes(method) || (method === "HEAD" && free.includes("GET"));
    return isFree ? step(found, "no-match", "free-method") : step(found, "matches", "limited-method");
  });
}

/** Directives with the files they are in, includes read at their place. */
function flatten(items: readonly Item[], path: string, root: string, files: NginxFiles, depth = 0): Found[] {
  return items.flatMap((item) => {
    if (item.kind !== "directive") return [];
    const [pattern] = item.args;
    if (item.name.value !== "include" || !pattern || depth > 10) return [{ path, directive: item }];
    const target = included(pattern.value, root, files);
    if (target.kind !== "files") return [];
    return target.paths.flatMap((other) => flatten(files.tree(other)?.items ?? [], other, root, files, depth + 1));
  });
}

const inner = (all: readonly Found[], name: string): Found[] =>
  all.filter(({ directive }) => directive.name.value === name);

function inside(all: readonly Found[], name: string, root: string, files: NginxFiles): Found[] {
  return inner(all, name).flatMap((block) => contents(block, root, files));
}

const contents = ({ path, directive }: Found, root: string, files: NginxFiles): Found[] =>
  flatten(directive.block?.items ?? [], path, root, files);

interface Candidate {
  readonly found: Found;
  readonly names: readonly string[];
  readonly isDefault: boolean;
}

function chooseServer(
  servers: readonly Found[],
  { host, port }: Request,
  root: string,
  files: NginxFiles,
  steps: Step[],
): Found | undefined {
  const candidates: Candidate[] = [];
  for (const found of servers) {
    const own = contents(found, root, files);
    const listens = inner(own, "listen").map(({ directive }) => directive.args);
    const ports =
      listens.length === 0
        ? [{ port: 80, preset: false }]
        : listens.map((args) => ({
            port: portOf(args[0]?.value ?? ""),
            preset: args.some(({ value }) => value === "default_server" || value === "default"),
          }));
    const fitting = ports.filter((each) => each.port === port);
    if (fitting.length === 0) {
      steps.push(step(found, "no-match", "other-port"));
      continue;
    }
    const names = inner(own, "server_name").flatMap(({ directive }) =>
      directive.args.map(({ value }) => value.toLowerCase()),
    );
    candidates.push({ found, names, isDefault: fitting.some(({ preset }) => preset) });
  }
  const chosen = byName(candidates, host.toLowerCase().replace(/\.$/, "")) ?? byDefault(candidates);
  for (const candidate of candidates) {
    const taken = candidate === chosen?.candidate;
    steps.push(step(candidate.found, taken ? "chosen" : "no-match", taken ? chosen.why : "other-name"));
  }
  return chosen?.candidate.found;
}

/** The port of a `listen`; undefined where a template leaves it open. */
const portOf = (address: string): number | undefined =>
  address.includes("$") ? undefined : (parseAddress(address, { listen: true }).port ?? 80);

type Chosen = { readonly candidate: Candidate; readonly why: Why } | undefined;

/** nginx's order: the exact name, the longest wildcard in front, the longest behind, the first regular expression. */
function byName(candidates: readonly Candidate[], host: string): Chosen {
  const exact = candidates.find(({ names }) => names.includes(host) || names.includes(`.${host}`));
  if (exact) return { candidate: exact, why: "exact-name" };
  const wild = (fits: (name: string) => boolean): Candidate | undefined => {
    const all = candidates.flatMap((candidate) => candidate.names.filter(fits).map((name) => ({ candidate, name })));
    return all.sort((a, b) => b.name.length - a.name.length)[0]?.candidate;
  };
  const leading = wild((name) => /^\*?\./.test(name) && host.endsWith(name.replace(/^\*/, "")));
  if (leading) return { candidate: leading, why: "leading-wildcard" };
  const trailing = wild((name) => name.endsWith(".*") && host.startsWith(name.slice(0, -1)));
  if (trailing) return { candidate: trailing, why: "trailing-wildcard" };
  const regex = candidates.find(({ names }) =>
    names.some((name) => name.startsWith("~") && matches(name.slice(1), host, true)),
  );
  return regex && { candidate: regex, why: "regex-name" };
}

function byDefault(candidates: readonly Candidate[]): Chosen {
  const preset = candidates.find(({ isDefault }) => isDefault);
  const first = preset ?? candidates[0];
  return first && { candidate: first, why: candidates.length === 1 && !preset ? "only-server" : "default-server" };
}

interface Candidates {
  readonly found: Found;
  readonly location: LocationFact;
}

/** What a block's locations come to: `final` ends the search, `prefix` may still lose to a regular expression outside. */
interface Match {
  readonly kind: "final" | "prefix";
  readonly found: Found;
}

/**
 * nginx's order (`ngx_http_core_find_location`): the exact path; else the longest prefix and, before all beside it, what
 * is inside; then the first regular expression, unless the prefix has `^~`.
 */
function chooseLocation(scope: Found, path: string, root: string, files: NginxFiles, steps: Step[]): Match | undefined {
  const all: Candidates[] = inner(contents(scope, root, files), "location").flatMap((found) => {
    const location = locationOf(found.directive);
    return location ? [{ found, location }] : [];
  });
  const exact = all.find(({ location }) => location.kind === "exact" && location.name === path);
  if (exact) {
    steps.push(step(exact.found, "chosen", "exact-location"));
    return { kind: "final", found: exact.found };
  }
  const isPrefix = ({ location: { kind } }: Candidates): boolean => kind === "prefix" || kind === "no-regex";
  const prefixes = all
    .filter((each) => isPrefix(each) && path.startsWith(each.location.name))
    .sort((a, b) => b.location.name.length - a.location.name.length);
  const [longest, ...shorter] = prefixes;
  for (const other of shorter) steps.push(step(other.found, "matches", "shorter-prefix"));
  for (const other of all) {
    const known = (isPrefix(other) && !prefixes.includes(other)) || other.location.kind === "exact";
    if (known) steps.push(step(other.found, "no-match", "not-this-path"));
  }
  const stops = longest?.location.kind === "no-regex";
  const nested = longest && chooseLocation(longest.found, path, root, files, steps);
  if (longest && nested?.kind === "final") {
    steps.push(step(longest.found, "matches", "longest-prefix"));
    return nested;
  }
  const regexes = stops ? [] : all.filter(({ location }) => location.kind === "regex");
  const regex = firstRegex(regexes, path, steps);
  if (regex) {
    if (longest) steps.push(step(longest.found, "matches", "earlier-choice"));
    const deeper = chooseLocation(regex, path, root, files, steps)?.found;
    steps.push(step(regex, deeper ? "matches" : "chosen", "first-regex"));
    return { kind: "final", found: deeper ?? regex };
  }
  if (!longest) return undefined;
  steps.push(step(longest.found, nested ? "matches" : "chosen", stops ? "prefix-stops-regex" : "longest-prefix"));
  return { kind: "prefix", found: nested?.found ?? longest.found };
}

function firstRegex(regexes: readonly Candidates[], path: string, steps: Step[]): Found | undefined {
  for (const { found, location } of regexes) {
    const outcome = matches(location.name, path, isCaseless(found.directive));
    if (outcome) return found;
    steps.push(
      step(
        found,
        outcome === undefined ? "unknown" : "no-match",
        outcome === undefined ? "pattern-not-testable" : "not-this-path",
      ),
    );
  }
  return undefined;
}

const isCaseless = ({ args }: Directive): boolean => args[0]?.value.startsWith("~*") === true;

/** How long one pattern may be tried, in milliseconds. */
const patience = 200;

/** Whether a PCRE pattern matches, tried with JavaScript's engine; undefined for what that does not know. */
function matches(pattern: string, text: string, caseless: boolean): boolean | undefined {
  if (readPattern(pattern).fault) return undefined;
  try {
    const source = pattern
      .replace(/\(\?P</g, "(?<")
      .replace(/\\([AZzhG])/g, (_, letter: string) => ({ A: "^", Z: "$", z: "$", h: "[ \\t]", G: "^" })[letter] ?? "");
    const given = { source, flags: caseless ? "i" : "", text };
    // nginx stops a pattern that backtracks without end, too (pcre's match limit).
    return runInNewContext("new RegExp(source, flags).test(text)", given, { timeout: patience }) === true;
  } catch {
    return undefined;
  }
}

/** The path as nginx compares it: without the query, decoded, slashes merged, `.` and `..` resolved. */
function normalized(path: string): string {
  const [bare = ""] = path.split(/[?#]/, 1);
  let decoded = bare;
  try {
    decoded = decodeURIComponent(bare);
  } catch {
    // A `%` that is none stays as it is.
  }
  const parts: string[] = [];
  for (const part of decoded.replace(/\/+/g, "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  const joined = parts.join("/");
  return joined.startsWith("/") ? joined : `/${joined}`;
}

function step({ path, directive }: Found, outcome: Step["outcome"], why: Why): Step {
  const words = [directive.name, ...directive.args].map(({ value }) => value);
  return { path, start: directive.start, end: directive.stop, what: words.join(" "), outcome, why };
}
