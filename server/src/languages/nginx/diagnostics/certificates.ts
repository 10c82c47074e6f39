import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../versions";
import { familyOf } from "../contexts";
import { makeFinding } from "./finding";
import type { Checking, Config, ListenFact, Placed, Scope } from "./model";
import { allInForce, inForce } from "./scopes";

/** nginx wants a certificate of the default server of each address that speaks TLS; older releases, of each server. */
export function certificates(config: Config): void {
  if (!config.listens.some(({ tls }) => tls)) return;
  const defaults = new Map<string, ListenFact>();
  const speaking = new Map<string, ListenFact>();
  for (const [index, fact] of config.listens.entries()) {
    const each = fact.family === "mail" || (fact.family === "stream" && before(config, "1.25.5"));
    const key = each ? String(index) : fact.socket;
    if (fact.tls) speaking.set(key, fact);
    if (!defaults.has(key) || fact.isDefault) defaults.set(key, fact);
  }
  const told = new Set<Scope>();
  for (const [key, { word, path }] of speaking) {
    const fact = defaults.get(key);
    if (!fact?.server || told.has(fact.scope) || hasCertificate(fact.scope)) continue;
    told.add(fact.scope);
    const message = l10n.t('There is no "ssl_certificate" for the "listen ... ssl" of this server.');
    const related = [{ path, start: word.start, end: word.end, message: l10n.t("TLS is spoken here.") }];
    tell(config, { directive: fact.server, path: fact.path }, message, related);
  }
}

const before = ({ environment: { version } }: Config, release: string): boolean =>
  version !== undefined && compareVersions(version, release) < 0;

function hasCertificate(scope: Scope): boolean {
  const rejects = inForce(scope, "ngx_http_ssl_module ssl_reject_handshake");
  return allInForce(scope, "ssl_certificate").length > 0 || rejects?.args[0]?.value.toLowerCase() === "on";
}

type Related = NonNullable<Config["findings"][number]["related"]>;

/** A requirement that is missing at a directive; said once where several servers inherit it. */
function tell(config: Config, { directive, path }: Placed, message: string, related: Related = []): void {
  const { start, end } = directive.name;
  const known = config.findings.some((finding) => finding.start === start && finding.message === message);
  if (known) return;
  config.findings.push(makeFinding(path, "nginx-missing-requirement", { start, end }, message, { related }));
}

/** What the certificates of each server need beside them. */
export function serverCertificates(config: Config): void {
  const asked = ["ssl_certificate", "proxy_ssl", "ssl", "starttls"].some((name) => config.named.has(name));
  if (!asked) return;
  for (const scope of config.servers) {
    const family = familyOf(scope.context);
    const own = allInForce(scope, "ssl_certificate");
    const keys = allInForce(scope, "ssl_certificate_key");
    const [last] = own.slice(keys.length).slice(-1);
    // Without `listen ... ssl`, the others do not look at them.
    if (last && (family === "http" || config.listens.some((fact) => fact.scope === scope && fact.tls))) {
      tell(config, last, l10n.t('There is no "ssl_certificate_key" for this certificate.'));
    }
    if (family === "stream") streamProxy(config, scope);
    if (family !== "stream") startTls(config, scope);
    if (own.length > 0) clientCertificates(config, scope);
  }
}

/** A server that speaks TLS by a directive of its own has a certificate. */
function startTls(config: Config, scope: Scope): void {
  const { version } = config.environment;
  // Of a release that has no "ssl" any more that alone is said.
  const gone = version !== undefined && !before(config, "1.25.1");
  const names = gone ? ["starttls"] : ["ssl", "starttls"];
  const asking = names.flatMap((name) => allInForce(scope, name).slice(0, 1));
  const on = asking.find((directive) => firstWord(directive) !== "off");
  const missing = ["ssl_certificate", "ssl_certificate_key"].find((name) => allInForce(scope, name).length === 0);
  if (on && missing) tell(config, on, l10n.t('"{0}" needs "{1}".', on.directive.name.value, missing));
}

/** Who asks its clients for certificates must say whose to trust. */
function clientCertificates(config: Config, scope: Scope): void {
  const [verify] = allInForce(scope, "ssl_verify_client");
  if (!verify || !/^(?:on|optional)$/i.test(firstWord(verify))) return;
  if (allInForce(scope, "ssl_client_certificate").length > 0) return;
  if (!before(config, "1.27.2") && allInForce(scope, "ssl_trusted_certificate").length > 0) return;
  tell(config, verify, needs("ssl_verify_client", "ssl_client_certificate"));
}

const firstWord = ({ directive }: Placed): string => directive.args[0]?.value.toLowerCase() ?? "";

const needs = (name: string, other: string): string =>
  l10n.t('"{0}" needs "{1}": whose certificates to trust.', name, other);

/** What a directive that hands on over TLS needs: a key for its certificate, and whom to trust where it verifies. */
export function passCertificates({ scope, config }: Pick<Checking, "scope" | "config">, prefix: string): void {
  config.later.push({ sure: false, judge: (config) => judgePass(config, scope, prefix) });
}

function judgePass(config: Config, scope: Scope, prefix: string): void {
  const of = (name: string): Placed | undefined => allInForce(scope, `${prefix}_ssl_${name}`)[0];
  const certificate = of("certificate");
  // An empty name takes an inherited one back.
  if (certificate && firstWord(certificate) !== "" && !of("certificate_key")) {
    const key = `${prefix}_ssl_certificate_key`;
    tell(config, certificate, l10n.t('There is no "{0}" for this certificate.', key));
  }
  const verify = of("verify");
  if (!verify || firstWord(verify) !== "on" || of("trusted_certificate")) return;
  tell(config, verify, needs(verify.directive.name.value, `${prefix}_ssl_trusted_certificate`));
}

/** A server of `stream` that hands on over TLS. */
function streamProxy(config: Config, scope: Scope): void {
  const [on] = allInForce(scope, "proxy_ssl");
  if (on && firstWord(on) === "on") judgePass(config, scope, "proxy");
}
