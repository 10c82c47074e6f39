import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../versions";
import type { Code, Severity } from "./codes";
import type { Checking } from "./model";

/** What is to be said of a directive in the nginx that will read it: not there yet, there no more, or on its way out. */
export function versionFinding({
  spec,
  config,
}: Checking): { code: Code; severity: Severity; message: string } | undefined {
  const { version } = config.environment;
  if (version && spec.since && compareVersions(version, spec.since) < 0) {
    const message = l10n.t('"{0}" came with nginx {1}; this stack runs {2}.', spec.name, spec.since, version);
    return { code: "nginx-not-in-version", severity: "error", message };
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
  if (spec.plus) {
    const message = l10n.t('"{0}" is part of NGINX Plus only.', spec.name);
    return { code: "nginx-plus-only", severity: "information", message };
  }
  return undefined;
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
