import * as l10n from "@vscode/l10n";
import type { Given } from "../../languages/gunicorn/model";
import { readBinds } from "../../stack/bind";
import { userOf } from "../../stack/containers";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, placeOf, valueOfSetting } from "../settings";
import { relatedTo, startersOf } from "../starters";

/** Ports below this are root's, unless the kernel is told otherwise. */
const firstOpen = 1024;

/**
 * Someone else than root at a port below 1024. Docker 20.10 and later allow it in a network of the container's own
 * (`net.ipv4.ip_unprivileged_port_start=0`); the host's network and other engines do not.
 */
export const privilegedPort: Rule = {
  code: "gunicorn-privileged-port",
  severity: "hint",
  check(subject) {
    const given = givenOf(subject, "bind");
    const binds = readBinds(valueOfSetting(subject, "bind")) ?? [];
    const low = binds.find((bind) => bind.kind === "tcp" && bind.port > 0 && bind.port < firstOpen);
    const { containers } = subject;
    if (given === undefined || low?.kind !== "tcp") return [];
    if (containers.length === 0) return ofUnit(subject, given, low.port);
    const users = containers.map(userOf);
    if (users.some((user) => user === undefined || user === "root")) return [];
    const told = "net.ipv4.ip_unprivileged_port_start";
    if (containers.some(({ service }) => service?.facts.sysctls.has(told) === true)) return [];
    const onHost = containers.some(({ service }) => service?.facts.networkMode?.value === "host");
    return [
      {
        ...placeOf(given),
        ...(onHost ? { severity: "warning" as const } : {}),
        message: onHost
          ? l10n.t(
              "Port {0} is root's on the host's network, and Gunicorn is started as another user here: it may not listen there. Use a port from 1024 on.",
              low.port,
            )
          : l10n.t(
              "Port {0} is below 1024, and Gunicorn is not started as root: Docker allows that since 20.10, Kubernetes and others often do not. A port from 1024 on works everywhere.",
              low.port,
            ),
      },
    ];
  },
};

/** A unit of systemd that gives its user no right to such a port. */
function ofUnit(subject: Subject, given: Given, port: number): readonly Said[] {
  const [starter] = startersOf(subject);
  if (starter?.user === undefined || starter.user === "root" || starter.privileged !== false) return [];
  // Its socket may be systemd's.
  if (subject.exists(starter.user.path.replace(/\.service(?=\.|$)/, ".socket"))) return [];
  const message = l10n.t(
    "Port {0} is root's, and this unit starts Gunicorn as {1}: it may not listen there. Use a port from 1024 on, or add AmbientCapabilities=CAP_NET_BIND_SERVICE to the unit.",
    port,
    starter.user.value,
  );
  return [{ ...placeOf(given), severity: "warning", message, related: [relatedTo(starter.user, starter)] }];
}
