import * as l10n from "@vscode/l10n";
import { isIpv4 } from "../../address";
import { directiveSpecs } from "../../catalog/catalog";
import type { Directive, Word } from "../../tree";
import { makeFinding } from "../finding";
import type { Check, Config, Placed, Scope } from "../model";
import { definitionsOf, within } from "../names";
import { allIn, allInForce } from "../scopes";

/** The host of a `proxy_pass`, which may be a variable, and where it stands in the word. */
interface Host {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function hostOf({ value }: Word): Host | undefined {
  const match = value.match(/^(https?:\/\/)(\$\{?\w+\}?|[^/:?$]+)/i);
  if (!match?.[1] || !match[2]) return undefined;
  return { text: match[2], start: match[1].length, end: match[1].length + match[2].length };
}

const isAddress = (host: string): boolean => isIpv4(host) || host.startsWith("[") || /^unix$/i.test(host);

const bare = (variable: string): string => variable.replace(/^\$\{?|\}$/g, "").toLowerCase();

/** With a variable in it, the host is looked up while nginx runs, and that needs a name server. */
const resolver: Check = ({ config, directive, scope, family, source: { path } }) => {
  const word = directive.args[0];
  const host = word?.value.includes("$") ? hostOf(word) : undefined;
  if (!word || !host) return;
  config.later.push({
    sure: false,
    judge: (config) => {
      if (allInForce(scope, "resolver").length > 0) return;
      const names = host.text.startsWith("$") ? valuesOf(config, bare(host.text), family) : [host.text];
      const name = names.find((each) => needsResolver(config, each, family));
      if (name === undefined || names.some((each) => !needsResolver(config, each, family))) return;
      const message = l10n.t(
        'With a variable in its URL, nginx looks up "{0}" with each request, and there is no "resolver" to ask: it answers 502. In Docker, write "resolver 127.0.0.11;".',
        name,
      );
      config.findings.push(makeFinding(path, "nginx-no-resolver", within(word, host.start, host.end), message));
    },
  });
};

const needsResolver = (config: Config, host: string, family: string): boolean =>
  !isAddress(host) && definitionsOf(config, "upstream", family, host).length === 0;

/** The hosts that a variable is set to, where that is all that is ever done to it; else none. */
function valuesOf(config: Config, variable: string, family: string): string[] {
  const values = definitionsOf(config, "variable", family, variable).map(({ directive }) => {
    const value = directive.name.value === "set" ? directive.args[1]?.value : undefined;
    const host = value?.replace(/^https?:\/\//, "").replace(/[:/].*$/, "");
    return host && /^[\w.-]+$/.test(host) ? host : undefined;
  });
  return values.every((value) => value !== undefined) ? values.filter((value) => value !== undefined) : [];
}

/** The whole host comes from the request: nginx fetches for anybody whatever they name. */
const openProxy: Check = (checking) => {
  const { directive, scope, report } = checking;
  const word = directive.args[0];
  const host = word?.value.includes("$") ? hostOf(word) : undefined;
  if (!word || !host?.text.startsWith("$") || scope.seen.has("ngx_http_core_module internal")) return;
  const next = word.value.slice(host.end, host.end + 1);
  if (next !== "" && !/[/:?$]/.test(next)) return;
  const name = bare(host.text);
  if (!/^(?:arg_\w+|http_\w+|cookie_\w+|host)$/.test(name) && !anything(name, scope)) return;
  report(
    "nginx-open-proxy",
    within(word, host.start, host.end),
    l10n.t(
      'The client chooses the host "{0}": nginx fetches anything for it, also from inside your network.',
      host.text,
    ),
  );
};

/** Whether `$1` is a group of the location that takes anything. */
function anything(name: string, { location }: Scope): boolean {
  if (!/^[1-9]$/.test(name) || location?.kind !== "regex") return false;
  const groups = location.name.match(/\((?!\?)[^()]*\)/g) ?? [];
  return /^\(\.[*+]\??\)$/.test(groups[Number(name) - 1] ?? "");
}

/** The servers of which it was said once, for each reading of a configuration. */
const told = new WeakMap<Config, Set<Directive | undefined>>();

/** Whether it is the first time for the server around a block: one header in it mends all of its locations. */
function isFirstOfServer(config: Config, scope: Scope): boolean {
  let at: Scope | undefined = scope;
  while (at && at.opener?.name.value !== "server") at = at.up;
  const servers = told.get(config) ?? new Set();
  told.set(config, servers);
  if (servers.has(at?.opener)) return false;
  servers.add(at?.opener);
  return true;
}

/** At the end of a block: an app behind nginx is told which host the client asked for. */
export const endOfProxied: Check = ({ config, scope, family }) => {
  // What nginx itself asks, such as auth_request, makes no links.
  if (scope.seen.has("ngx_http_core_module internal")) return;
  for (const { directive, path } of allIn(scope, "proxy_pass")) {
    const word = directive.args[0];
    const host = word && hostOf(word);
    if (!word || !host || host.text.startsWith("$") || !/^http:/i.test(word.value)) continue;
    // Most say so in the block itself: then nothing around it counts.
    if (allIn(scope, "proxy_set_header").some(isHost) || saysHostMisspelt(scope)) continue;
    config.later.push({
      sure: false,
      judge: (config) => {
        if (allInForce(scope, "proxy_set_header").some(isHost)) return;
        const { services } = config.environment;
        const local = /^(?:unix|localhost|127\.[\d.]+)$/i.test(host.text) || services?.ports.has(host.text);
        if (!local && definitionsOf(config, "upstream", family, host.text).length === 0) return;
        if (!isFirstOfServer(config, scope)) return;
        const message = l10n.t(
          'The app is told that it is called "{0}", and makes links to that: write "proxy_set_header Host $host;".',
          // What nginx writes for a socket (`ngx_http_proxy_set_vars`).
          /^unix$/i.test(host.text) ? "localhost" : host.text,
        );
        config.findings.push(makeFinding(path, "nginx-host-header", directive.name, message));
      },
    });
  }
};

const isHost = ({ directive }: Pick<Placed, "directive">): boolean => directive.args[0]?.value.toLowerCase() === "host";

/** A directive that there is not, about the host: `proxy_set_headers Host`. What is misspelt is not missing, too. */
const saysHostMisspelt = ({ opener }: Scope): boolean =>
  (opener?.block?.items ?? []).some(
    (item) => item.kind === "directive" && isHost({ directive: item }) && !directiveSpecs(item.name.value),
  );

export const proxyPractice: Readonly<Record<string, Check>> = {
  proxy_pass: (checking) => {
    resolver(checking);
    openProxy(checking);
  },
};
