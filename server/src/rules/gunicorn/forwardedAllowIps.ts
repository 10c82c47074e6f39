import * as l10n from "@vscode/l10n";
import { readBinds } from "../../stack/bind";
import { publishedPorts } from "../../stack/stack";
import type { Rule } from "../rule";
import { placeOfValue, textsOf, valueOfSetting } from "../settings";

/** Everyone may say that they came by HTTPS, where everyone can reach Gunicorn itself. */
export const forwardedAllowIps: Rule = {
  code: "gunicorn-forwarded-allow-ips",
  severity: "warning",
  check(subject) {
    const place = placeOfValue(subject, "forwarded_allow_ips");
    if (place === undefined || !textsOf(subject, "forwarded_allow_ips").includes("*")) return [];
    const binds = readBinds(valueOfSetting(subject, "bind")) ?? [];
    const [port] = subject.containers.flatMap((container) => publishedPorts(container, binds));
    if (port === undefined) return [];
    return [
      {
        ...place,
        message: l10n.t(
          "With \"*\" anyone who reaches port {0} is believed about the headers of a proxy (HTTPS, script name). Publish only the proxy's port, or name the proxy's address here.",
          port.published ?? port.target,
        ),
        related: [
          { path: port.path, start: port.start, end: port.end, message: l10n.t("Gunicorn's port is published here.") },
        ],
      },
    ];
  },
};
