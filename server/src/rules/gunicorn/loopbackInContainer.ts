import * as l10n from "@vscode/l10n";
import { isLoopback, readBinds } from "../../stack/bind";
import type { Container } from "../../stack/model";
import { join, normalize, parentOf } from "../../workspace/paths";
import type { Rule, Subject } from "../rule";
import { addSetting, givenOf, placeOf, placeOfMissing, replaceValue, valueOfSetting } from "../settings";

/** A container's loopback is its own: neither a published port nor another container leads to it. */
export const loopbackInContainer: Rule = {
  code: "gunicorn-loopback-in-container",
  severity: "error",
  check(subject) {
    const effective = subject.gunicorn.settings.get("bind");
    const binds = readBinds(valueOfSetting(subject, "bind"));
    const [bind] = binds ?? [];
    if (binds === undefined || bind?.kind !== "tcp" || !binds.every(isLoopback) || subject.containers.length === 0)
      return [];
    // Its default follows PORT, which an engine or a platform may set.
    if (effective?.origin === "default" && subject.containers.some((container) => mayHavePort(container, subject))) {
      return [];
    }
    if (!subject.containers.every(({ incomplete }) => !incomplete)) return [];
    const ports = binds.flatMap((it) => (it.kind === "tcp" ? it.port : []));
    const shared = subject.containers.some(({ service }) => service?.facts.networkMode !== undefined);
    const told = shared ? undefined : reachedFrom(subject, ports);
    const given = givenOf(subject, "bind");
    const place = given === undefined ? placeOfMissing(subject) : placeOf(given);
    if (told === undefined || place === undefined) return [];
    const open = `0.0.0.0:${bind.port}`;
    const title = l10n.t("Set {0}", `bind = "${open}"`);
    return [
      {
        ...place,
        severity: told.certain ? "error" : "warning",
        message: l10n.t(
          "Gunicorn listens to {0}, which only its own container reaches. Bind to {1}.",
          `${bind.host}:${bind.port}`,
          open,
        ),
        related: [{ ...told.at, message: l10n.t("It is to be reached from outside because of this.") }],
        fixes:
          given === undefined
            ? addSetting(subject, title, `bind = "${open}"`)
            : binds.length === 1
              ? replaceValue(given, title, JSON.stringify(open))
              : [],
      },
    ];
  },
};

/** What says that someone outside of the container is to reach the port. */
function reachedFrom({ containers, proxies }: Subject, ports: readonly number[]) {
  for (const { service } of containers) {
    const port = service?.facts.ports.find((it) => ports.some((own) => it.target <= own && own <= it.lastTarget));
    if (service !== undefined && port !== undefined) {
      const path = service.base?.facts.ports.includes(port) ? service.base.path : service.path;
      return { certain: true, at: { path, start: port.start, end: port.end } };
    }
  }
  const [pass] = proxies.filter(({ servers }) => servers.some(({ value }) => !/^(127\.|localhost)/.test(value.host)));
  if (pass !== undefined) return { certain: true, at: { path: pass.path, start: pass.start, end: pass.end } };
  for (const { stage } of containers) {
    const port = stage?.facts.exposed.find(({ value }) => ports.includes(value));
    // A proxy that is started in the same image reaches it there.
    const alone = !stage?.facts.runs.some(({ value }) => /\b(nginx|supervisor|caddy|apache2?|haproxy)\b/.test(value));
    if (stage !== undefined && port !== undefined && alone) {
      return { certain: false, at: { path: stage.path, start: port.start, end: port.end } };
    }
  }
  return undefined;
}

/** Whether PORT is set, or may be in a way that is not known: passed on from the shell, or in a file that is not here. */
function mayHavePort({ environment, service }: Container, { exists }: Subject): boolean {
  if (environment.has("PORT") || service?.facts.environment.some(({ name }) => name === "PORT")) return true;
  return (service?.facts.envFiles ?? []).some(({ value }) => {
    const path = normalize(join(parentOf(service?.path ?? ""), value));
    return path === undefined || !exists(path);
  });
}
