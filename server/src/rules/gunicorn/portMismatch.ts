import * as l10n from "@vscode/l10n";
import type { Fix } from "../../findings";
import { type Bind, readBinds } from "../../stack/bind";
import type { Address } from "../../stack/model";
import { located } from "../../stack/services";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, placeOf, placeOfMissing, replaceWord, valueOfSetting } from "../settings";

/** nginx hands requests to a port, or compose publishes one, at which the Gunicorn behind it does not listen. */
export const portMismatch: Rule = {
  code: "gunicorn-port-mismatch",
  severity: "error",
  check(subject) {
    const binds = readBinds(valueOfSetting(subject, "bind"));
    const given = givenOf(subject, "bind");
    const place = given === undefined ? placeOfMissing(subject) : placeOf(given);
    if (binds === undefined || place === undefined) return [];
    const listens = binds.map(shown).join(", ");
    const [first] = subject.missed;
    if (first === undefined) return unpublished(subject, binds, listens);
    const severity = subject.containers.length > 0 ? ("error" as const) : ("warning" as const);
    const atProxy = subject.missed.map(({ path, start, end, value }): Said => {
      const message = l10n.t(
        "nginx hands requests to {0}, and Gunicorn listens at {1} there: every request ends with 502. Use the same in both.",
        spelled(value),
        listens,
      );
      const related = [{ ...place, message: l10n.t("This is where Gunicorn listens.") }];
      return {
        path,
        start,
        end,
        severity,
        message,
        related,
        fixes: inProxy(subject, { path, start, end, value }, binds),
      };
    });
    const message = l10n.t(
      "Gunicorn listens at {0}, and nginx hands requests to {1}: every request ends with 502. Use the same in both.",
      listens,
      spelled(first.value),
    );
    const { path, start, end } = first;
    const related = [{ path, start, end, message: l10n.t("nginx hands requests on to this.") }];
    const fixes = inBind(subject, binds, first);
    return [...atProxy, { ...place, severity, message, related, fixes }];
  },
};

/** Where no proxy leads to it, and what is published is another port. */
function unpublished({ containers, proxies }: Subject, binds: readonly Bind[], listens: string): readonly Said[] {
  const [container, ...others] = containers;
  const service = container?.service;
  if (service === undefined || others.length > 0 || container?.incomplete || proxies.length > 0) return [];
  const [port, ...more] = service.facts.ports.filter(({ protocol }) => protocol === "tcp");
  const all = binds.flatMap((bind) => (bind.kind === "tcp" ? bind.port : []));
  const at = port && located(port, service, (facts) => facts.ports);
  if (at === undefined || more.length > 0 || all.length !== binds.length) return [];
  if (service.facts.networkMode !== undefined || all.some((own) => at.target <= own && own <= at.lastTarget)) return [];
  const message = l10n.t(
    "Port {0} of the container is published, and Gunicorn listens at {1} there.",
    at.target,
    listens,
  );
  return [{ path: at.path, start: at.start, end: at.end, severity: "warning", message }];
}

const shown = (bind: Bind): string =>
  bind.kind === "tcp" ? l10n.t("port {0}", bind.port) : bind.kind === "unix" ? `unix:${bind.socket}` : "fd";

const spelled = ({ host, port = 80 }: Address["value"]): string =>
  host.startsWith("unix:") ? host : `${host}:${port}`;

function inProxy({ text }: Subject, { path, start, end, value }: Address, binds: readonly Bind[]): readonly Fix[] {
  const [bind, ...others] = binds;
  const written = text(path)?.slice(start, end) ?? "";
  const at = written.indexOf(`${value.host}:${value.port}`);
  if (bind?.kind !== "tcp" || others.length > 0 || at === -1 || value.port === undefined) return [];
  const from = start + at + value.host.length + 1;
  const edits = [{ start: from, end: from + String(value.port).length, text: String(bind.port) }];
  return [{ title: l10n.t("Hand requests to port {0}", bind.port), path, edits }];
}

function inBind(subject: Subject, binds: readonly Bind[], { value: { port } }: Address): readonly Fix[] {
  const [bind, ...others] = binds;
  const given = givenOf(subject, "bind");
  if (bind?.kind !== "tcp" || others.length > 0 || given === undefined || port === undefined) return [];
  const [fix] = replaceWord(subject, given, `:${bind.port}`, `:${port}`);
  return fix === undefined ? [] : [{ ...fix, title: l10n.t("Listen at port {0}", port) }];
}
