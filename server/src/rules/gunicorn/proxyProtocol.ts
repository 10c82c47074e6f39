import * as l10n from "@vscode/l10n";
import { readBinds } from "../../stack/bind";
import { publishedPorts } from "../../stack/stack";
import type { Rule, Subject } from "../rule";
import { givenOf, placeOf, textsOf, valueOfSetting } from "../settings";

/** `proxy_protocol` where everyone may speak it, or where the proxy before it never does. */
export const proxyProtocol: Rule = {
  code: "gunicorn-proxy-protocol",
  severity: "warning",
  check(subject) {
    const given = givenOf(subject, "proxy_protocol");
    if (given === undefined || !isOn(subject)) return [];
    const binds = readBinds(valueOfSetting(subject, "bind")) ?? [];
    const [port] = subject.containers.flatMap((container) => publishedPorts(container, binds));
    if (port !== undefined && textsOf(subject, "proxy_allow_ips").includes("*")) {
      const message = l10n.t(
        'Anyone who reaches port {0} can give any address as theirs: "proxy_protocol" is on, and "proxy_allow_ips" is "*". Name the proxy\'s address there.',
        port.published ?? port.target,
      );
      const related = [
        { path: port.path, start: port.start, end: port.end, message: l10n.t("Gunicorn's port is published here.") },
      ];
      return [{ ...placeOf(given), message, related }];
    }
    const [pass] = subject.proxies;
    if (pass === undefined || port !== undefined) return [];
    const message = l10n.t(
      'nginx\'s proxy_pass does not speak the PROXY protocol, so "proxy_protocol" does nothing here. Let nginx set X-Forwarded-For instead.',
    );
    const related = [{ path: pass.path, start: pass.start, end: pass.end, message: l10n.t("nginx leads here.") }];
    return [{ ...placeOf(given), severity: "information", message, related }];
  },
};

/** A flag until 24, a name of a version since. */
function isOn(subject: Subject): boolean {
  const value = valueOfSetting(subject, "proxy_protocol");
  if (value?.type === "bool") return value.value;
  return value?.type === "str" && /^(true|v1|v2|auto)$/i.test(value.value.trim());
}
