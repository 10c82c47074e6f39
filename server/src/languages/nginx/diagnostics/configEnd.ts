import * as l10n from "@vscode/l10n";
import { builtInVariables } from "../catalog/catalog";
import { makeFinding, mostFindings, mostSuggestions } from "./check";
import { checkServerNames } from "./hashes";
import { unknownHost } from "./hosts";
import type { Config, ListenFact, NameUse, Scope, Source } from "./model";
import { definitionsOf } from "./names";
import { nearest, nearestOf } from "./nearest";

/** What nginx says only when it has read everything: names that nothing defines, sections that are not there. */
export function configEnd(config: Config, root: Source): void {
  if (!config.blocks.has("events") && !config.incomplete && root.tree.items.some((item) => item.kind === "directive")) {
    const at = {
      start: 0,
      end: Math.min(root.tree.text.length, root.tree.text.indexOf("\n") + 1 || root.tree.text.length),
    };
    config.findings.push(
      makeFinding(root, "nginx-missing-requirement", at, l10n.t('There is no "events" section: write "events {}".')),
    );
  }
  if (config.incomplete) return;
  certificates(config);
  checkServerNames(config);
  for (const use of config.uses) {
    if (use.soft) continue;
    if (config.findings.length > mostFindings) return;
    if (use.kind === "variable") undefinedVariable(config, use);
    else if (use.kind === "zone") undefinedZone(config, use);
    else if (use.kind === "upstream") undefinedUpstream(config, use);
    else if (use.kind === "location") undefinedLocation(config, use);
  }
}

/** nginx wants a certificate of the default server of each address that speaks TLS. */
function certificates(config: Config): void {
  const defaults = new Map<string, ListenFact>();
  const speaking = new Set<string>();
  for (const fact of config.listens) {
    if (fact.family !== "http") continue;
    const key = `${fact.address} ${fact.datagram}`;
    if (fact.tls) speaking.add(key);
    if (!defaults.has(key) || fact.isDefault) defaults.set(key, fact);
  }
  const told = new Set<Scope>();
  for (const key of speaking) {
    const fact = defaults.get(key);
    if (!fact?.server || told.has(fact.scope) || hasCertificate(fact.scope)) continue;
    told.add(fact.scope);
    const message = l10n.t('There is no "ssl_certificate" for the "listen ... ssl" of this server.');
    const empty = { path: fact.path, tree: { text: "", items: [], errors: [] } };
    config.findings.push(makeFinding(empty, "nginx-missing-requirement", fact.server.name, message));
  }
}

function hasCertificate(scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.up) {
    const rejects = at.seen.get("ngx_http_ssl_module ssl_reject_handshake");
    if (at.seen.has("a certificate") || rejects?.args[0]?.value.toLowerCase() === "on") return true;
  }
  return false;
}

const source = (use: NameUse): Source => ({ path: use.path, tree: { text: "", items: [], errors: [] } });

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
  const family = use.kind === "zone" ? undefined : use.family;
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
  if (known.has(name)) return;
  for (let end = name.indexOf("_"); end > 0; end = name.indexOf("_", end + 1)) {
    if (known.has(name.slice(0, end + 1)) && name.length > end + 1) return;
  }
  if (definitionsOf(config, "variable", use.family, name).length > 0) return;
  const near =
    config.findings.length > mostSuggestions
      ? undefined
      : (nearest(name, definedNames(config, use)) ?? nearestOf(name, known));
  if (config.foreignModules && !near) return;
  const message = near
    ? l10n.t('Nothing defines the variable "${0}". Did you mean "${1}"?', use.name, near)
    : l10n.t('Nothing defines the variable "${0}".', use.name);
  config.findings.push(
    makeFinding(source(use), "nginx-unknown-variable", use, message, change(use, near && `$${near}`)),
  );
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
  config.findings.push(makeFinding(source(use), "nginx-undefined-zone", use, message, change(use, near)));
}

function undefinedUpstream(config: Config, use: NameUse): void {
  if (definitionsOf(config, "upstream", use.family, use.name).length > 0) return;
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
    makeFinding(source(use), "nginx-undefined-upstream", use, message, { severity, ...change(use, near) }),
  );
}

function undefinedLocation(config: Config, use: NameUse): void {
  if (definitionsOf(config, "location", use.family, use.name).some(({ name }) => name === use.name)) return;
  const near = nearest(use.name, definedNames(config, use));
  const message = l10n.t('There is no location "{0}" in this configuration.', use.name);
  config.findings.push(makeFinding(source(use), "nginx-undefined-location", use, message, change(use, near)));
}
