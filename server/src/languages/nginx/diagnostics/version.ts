import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../versions";
import { type DirectiveSpec, directiveSpecs } from "../catalog/catalog";
import type { Code, Severity } from "./codes";
import { limitsOf } from "./directives/limited";
import type { Checking } from "./model";

/**
 * What is to be said of a directive in the nginx that will read it: not there yet, there no more, or on its way out.
 * @param version undefined where it is not known
 */
export function versionFinding(
  spec: DirectiveSpec,
  version: string | undefined,
): { code: Code; severity: Severity; message: string } | undefined {
  if (version && spec.since && compareVersions(version, spec.since) < 0) {
    const severity = broughtBack.has(spec.name) ? "warning" : "error";
    return { code: "nginx-not-in-version", severity, message: cameWith(spec.name, spec.since, version) };
  }
  if (spec.gone && (!version || compareVersions(version, spec.gone) >= 0)) {
    const message = l10n.t('"{0}" is gone since nginx {1}.', spec.name, spec.gone);
    return { code: "nginx-not-in-version", severity: version ? "error" : "warning", message };
  }
  const instead = replacements.get(spec.name);
  if (spec.deprecated || (instead && (!version || compareVersions(version, instead.since) >= 0))) {
    const message = instead
      ? l10n.t('"{0}" is deprecated since nginx {1}: use {2}.', spec.name, instead.since, instead.use)
      : l10n.t('"{0}" is deprecated.', spec.name);
    return { code: "nginx-deprecated", severity: "warning", message };
  }
  // A module of that name may bring it, too.
  if (spec.plus && directiveSpecs(spec.name)?.every(({ plus }) => plus))
    return { code: "nginx-plus-only", severity: plusSeverity(version), message: plusOnly(spec.name) };
  return undefined;
}

/** What distributions bring to older releases to close holes, as Debian to its 1.22.1. */
const broughtBack: ReadonlySet<string> = new Set(["max_headers"]);

/** What is to be said of a built-in variable that the nginx that will read it does not have yet. */
export function newerVariable(name: string, since: string, version: string | undefined): string | undefined {
  return version && compareVersions(version, since) < 0 ? cameWith(`$${name}`, since, version) : undefined;
}

const cameWith = (name: string, since: string, version: string): string =>
  l10n.t('"{0}" came with nginx {1}, but nginx {2} will read this.', name, since, version);

const plusOnly = (name: string): string =>
  l10n.t('"{0}" is part of NGINX Plus only: nginx does not start with it.', name);

/** Where nothing tells which nginx it is, it may be NGINX Plus. */
const plusSeverity = (version: string | undefined): Severity => (version ? "error" : "warning");

/** Says which parameters, from an argument on, the nginx that will read them does not have. */
export function limitedParameters({ config, directive, family, report }: Checking, from: number): void {
  const { version } = config.environment;
  const limits = limitsOf(directive.name.value, family);
  for (const word of directive.args.slice(from)) {
    const key = word.value.slice(0, word.value.indexOf("=") + 1) || word.value;
    const limit = limits[key];
    if (limit === undefined) continue;
    const name = key.replace("=", "");
    if (limit === "plus") report("nginx-plus-only", word, plusOnly(name), { severity: plusSeverity(version) });
    else if (version && compareVersions(version, limit) < 0) {
      report("nginx-not-in-version", word, cameWith(name, limit, version));
    }
  }
}

/** Directives that nginx itself warns of, with what stands for them now. */
const replacements = new Map([
  ["http2_push", { since: "1.25.1", use: "early_hints" }],
  ["http2_push_preload", { since: "1.25.1", use: "early_hints" }],
  ["http2_max_concurrent_pushes", { since: "1.25.1", use: "early_hints" }],
  ["http2_max_requests", { since: "1.19.7", use: "keepalive_requests" }],
  ["http2_idle_timeout", { since: "1.19.7", use: "keepalive_timeout" }],
  ["http2_recv_timeout", { since: "1.19.7", use: "client_header_timeout" }],
  ["http2_max_field_size", { since: "1.19.7", use: "large_client_header_buffers" }],
  ["http2_max_header_size", { since: "1.19.7", use: "large_client_header_buffers" }],
]);
