import * as l10n from "@vscode/l10n";
import { parseAddress } from "../address";
import { builtInVariables } from "../catalog/catalog";
import { isTemplate } from "../files";
import { needsPort } from "./directives/upstream";
import { makeFinding, mostFindings, mostSuggestions } from "./finding";
import { unknownHost } from "./hosts";
import type { Config, NameUse } from "./model";
import { definitionsOf } from "./names";
import { nearest, nearestOf } from "./nearest";
import { variableSince } from "./newer";
import { hasPlaceholder } from "./placeholders";
import { newerVariable } from "./version";

/** What each name that is used lacks: a definition, or what nginx wants of it. */
export function undefinedNames(config: Config): void {
  for (const use of config.uses) {
    if (config.findings.length > mostFindings) return;
    if (isTemplate(use.path) && hasPlaceholder(writtenAt(config, use))) continue;
    if (use.kind === "upstream") undefinedUpstream(config, use);
    else if (use.soft) continue;
    else if (use.kind === "variable") undefinedVariable(config, use);
    else if (use.kind === "zone") undefinedZone(config, use);
    else if (use.kind === "location") undefinedLocation(config, use);
    else if (use.kind === "thread_pool") undefinedThreadPool(config, use);
  }
}

const writtenAt = (config: Config, { path, name, start, end }: NameUse): string =>
  config.sources.get(path)?.text.slice(start, end) ?? name;

interface Candidates {
  readonly byKind: Map<string, readonly string[]>;
  looked: number;
}

const candidates = new WeakMap<Config, Candidates>();

/** After so many comparisons no more names are suggested, so that a config of nothing but mistakes takes no minutes. */
const mostComparisons = 1_000_000;

/** What a name that nothing defines may have been meant to be. */
function definedNames(config: Config, use: NameUse, maker?: string): readonly string[] {
  const own = candidates.get(config) ?? { byKind: new Map(), looked: 0 };
  candidates.set(config, own);
  const family = use.kind === "zone" || use.kind === "thread_pool" ? undefined : use.family;
  const key = `${use.kind} ${family} ${maker}`;
  const names =
    own.byKind.get(key) ??
    config.definitions.flatMap((other) => {
      const fits = other.kind === use.kind && (family === undefined || other.family === family);
      return fits && (maker === undefined || other.directive.name.value === maker) ? [other.name] : [];
    });
  own.byKind.set(key, names);
  own.looked += names.length;
  return own.looked > mostComparisons ? [] : names;
}

function change(use: NameUse, near: string | undefined, text = near) {
  if (near === undefined || text === undefined) return {};
  return {
    fixes: [
      {
        title: l10n.t('Change to "{0}"', near),
        path: use.path,
        edits: [{ start: use.start, end: use.end, text }],
      },
    ],
  };
}

function undefinedVariable(config: Config, use: NameUse): void {
  const name = use.name.toLowerCase();
  const family = use.family === "stream" ? "stream" : "http";
  const known = builtInVariables(family);
  const builtIn = builtInName(name, known);
  const since = builtIn && variableSince(builtIn, family);
  if (builtIn !== undefined && since === undefined) return;
  if (definitionsOf(config, "variable", use.family, name).length > 0) return;
  if (since !== undefined) {
    // A module that is not known may bring it, too.
    const newer = config.foreignModules ? undefined : newerVariable(use.name, since, config.environment.version);
    if (newer) config.findings.push(makeFinding(use.path, "nginx-not-in-version", use, newer));
    return;
  }
  const near =
    config.findings.length > mostSuggestions
      ? undefined
      : (nearest(name, definedNames(config, use)) ??
        nearestOf(name, known) ??
        // `$remote_address`: nginx says "addr" in all of its names.
        nearestOf(name.replace(/add?ress?/, "addr"), known) ??
        completed(name, known));
  // Such a module has variables of its own: `$res` is hardly meant for `$args`.
  if (config.foreignModules && (!near || nearest(name, [near], 1) === undefined)) return;
  const message = near
    ? l10n.t('Nothing defines the variable "${0}". Did you mean "${1}"?', use.name, near)
    : /^[A-Z][A-Z\d_]+$/.test(use.name)
      ? l10n.t(
          'Nothing defines the variable "${0}": the environment is put only into files named *.template.',
          use.name,
        )
      : l10n.t('Nothing defines the variable "${0}".', use.name);
  config.findings.push(makeFinding(use.path, "nginx-unknown-variable", use, message, change(use, near && `$${near}`)));
}

/** The built-in variable of that name, or the beginning that it has in common with others (`http_`). */
function builtInName(name: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(name)) return name;
  for (let end = name.indexOf("_"); end > 0; end = name.indexOf("_", end + 1)) {
    const begin = name.slice(0, end + 1);
    if (known.has(begin) && name.length > end + 1) return begin;
  }
  return undefined;
}

/** The name that another one is the beginning of, where all that begin so begin with it: `host` for `ho`. */
function completed(begin: string, names: Iterable<string>): string | undefined {
  if (begin.length < 2) return undefined;
  const longer = [...names].filter((name) => name.startsWith(begin)).sort((a, b) => a.length - b.length);
  const [shortest] = longer;
  return shortest !== undefined && longer.every((name) => name.startsWith(shortest)) ? shortest : undefined;
}

/** Which directive makes the zones that another one uses. */
const makers: Readonly<Record<string, string>> = {
  limit_req: "limit_req_zone",
  limit_conn: "limit_conn_zone",
  proxy_cache: "proxy_cache_path",
  fastcgi_cache: "fastcgi_cache_path",
  uwsgi_cache: "uwsgi_cache_path",
  scgi_cache: "scgi_cache_path",
};

function undefinedZone(config: Config, use: NameUse): void {
  const maker = makers[use.directive.name.value];
  const all = definitionsOf(config, "zone", "", use.name).filter((other) => other.name === use.name);
  if (all.some((other) => !maker || other.directive.name.value === maker)) return;
  const [found] = all;
  const near = maker === undefined ? undefined : nearest(use.name, definedNames(config, use, maker));
  const message = found
    ? l10n.t(
        'The zone "{0}" is made by "{1}", but must be made by "{2}".',
        use.name,
        found.directive.name.value,
        maker ?? "",
      )
    : l10n.t('There is no zone "{0}": "{1}" makes one.', use.name, maker ?? "");
  config.findings.push(makeFinding(use.path, "nginx-undefined-zone", use, message, change(use, near)));
}

/** The port behind the name of an upstream or host; undefined where none is said. */
function portOf({ directive, name }: NameUse): number | undefined {
  const target = directive.args[0]?.value ?? "";
  const from = target.toLowerCase().indexOf(name.toLowerCase());
  if (target[from + name.length] !== ":") return undefined;
  return parseAddress(target.slice(from), { uriPart: true }).port;
}

function undefinedUpstream(config: Config, use: Config["uses"][number]): void {
  const { directive } = use;
  if (definitionsOf(config, "upstream", use.family, use.name).length > 0) {
    const port = portOf(use);
    if (port !== undefined) upstreamWithPort(config, use, port);
    return;
  }
  if (use.soft) return;
  if (needsPort(directive, use.family) && portOf(use) === undefined) {
    const message = l10n.t('There is no upstream "{0}", and a host of that name needs a port here.', use.name);
    const near = nearest(use.name, definedNames(config, use));
    config.findings.push(makeFinding(use.path, "nginx-undefined-upstream", use, message, change(use, near)));
    return;
  }
  const unknown = unknownHost(config, use.name, definedNames(config, use));
  if (!unknown) return;
  const { near } = unknown;
  const message = near
    ? l10n.t('There is no upstream and no host "{0}". Did you mean "{1}"?', use.name, near)
    : l10n.t('There is no upstream and no host "{0}".', use.name);
  // An upstream that nothing else uses, beside a host that is nearly its name: one of the two is misspelt.
  const unused =
    near !== undefined &&
    definitionsOf(config, "upstream", use.family, near).length > 0 &&
    !config.uses.some((other) => other.kind === "upstream" && other.name === near);
  const severity = unused ? "error" : unknown.severity;
  config.findings.push(
    makeFinding(use.path, "nginx-undefined-upstream", use, message, { severity, ...change(use, near) }),
  );
}

/** The servers of an upstream have ports; who hands on to it says none. */
function upstreamWithPort(config: Config, use: NameUse, port: number): void {
  const end = use.end + 1 + String(port).length;
  const message = l10n.t('"{0}" is an upstream, whose servers have their own ports: leave out ":{1}".', use.name, port);
  const title = l10n.t('Remove "{0}"', `:${port}`);
  const fixes = [{ title, path: use.path, edits: [{ start: use.end, end, text: "" }] }];
  const at = { start: use.start, end };
  config.findings.push(makeFinding(use.path, "nginx-conflict", at, message, { fixes }));
}

function undefinedThreadPool(config: Config, use: NameUse): void {
  const known = definitionsOf(config, "thread_pool", "", use.name).some(({ name }) => name === use.name);
  if (known || use.name === "default" || use.name === "") return;
  const near = nearest(use.name, definedNames(config, use));
  const message = l10n.t('There is no thread pool "{0}": "thread_pool" makes one.', use.name);
  const fix = change(use, near, near && `threads=${near}`);
  config.findings.push(makeFinding(use.path, "nginx-undefined-zone", use, message, fix));
}

function undefinedLocation(config: Config, use: NameUse): void {
  if (definitionsOf(config, "location", use.family, use.name).some(({ name }) => name === use.name)) return;
  const near = nearest(use.name, definedNames(config, use));
  const message = l10n.t('There is no location "{0}" in this configuration.', use.name);
  config.findings.push(makeFinding(use.path, "nginx-undefined-location", use, message, change(use, near)));
}
