import * as l10n from "@vscode/l10n";
import { changeTo, type Fix } from "../../../findings";
import { parseAddress } from "../address";
import type { NginxContainer } from "../installed";
import { makeFinding } from "./finding";
import type { Config, Finding, ListenFact } from "./model";
import { within } from "./names";

/**
 * How a configuration fits the container that it is for: requests to its own loopback address, and published ports, at
 * which nothing listens there.
 * @param config all that is read there, but for the image's own `conf.d/default.conf`
 * @param readsDefault whether that file is read, where it is there
 */
export function containerFindings(config: Config, container: NginxContainer, readsDefault: boolean): Finding[] {
  const { listens } = config;
  // Where a variable stands for a port, or a server is yet to be written, nothing is known.
  if (listens.length === 0 || listens.some(({ word }) => /[$%{<]/.test(word.value))) return [];
  const usual = readsDefault ? container.usual : undefined;
  const isListened = (port: number): boolean => port === usual || listens.some((listen) => includes(listen, port));
  const isReached = (port: number): boolean =>
    port === usual || listens.some((listen) => includes(listen, port) && !isLoopback(listen));
  return [
    ...config.loopbacks.flatMap((it) => (isListened(it.port) ? [] : loopbackFinding(it, container))),
    ...portFindings(config, container, isReached),
  ];
}

function loopbackFinding(
  { path, name, host, address, port }: Config["loopbacks"][number],
  { apps }: NginxContainer,
): Finding[] {
  const others = apps.flatMap(([app, [own]]) => (own === undefined ? [] : `${app}:${own}`));
  const message =
    others.length > 0
      ? l10n.t(
          "{0} is nginx's own container here, where nothing listens at port {1}: name the service and its port ({2}).",
          name,
          port,
          others.join(", "),
        )
      : l10n.t(
          "{0} is nginx's own container here, where nothing listens at port {1}: name the service that the app runs in, or host.docker.internal for a program of this machine.",
          name,
          port,
        );
  const fixes = others.map((other) => changeTo(path, address, other));
  return [makeFinding(path, "nginx-loopback-in-container", host, message, { fixes })];
}

function portFindings(config: Config, container: NginxContainer, isReached: (port: number) => boolean): Finding[] {
  const missing = [...new Set(container.published)].filter((port) => !isReached(port));
  const open = config.listens.filter((listen) => listen.family === "http" && !isLoopback(listen) && !isUnix(listen));
  const [first] = open;
  if (missing.length === 0 || first === undefined) return [];
  const none = missing.length === new Set(container.published).size;
  const own = [...new Set(open.map(portOf))];
  const message = l10n.t(
    "{0} publishes port {1} of nginx's container, where no server listens at it: listen at {1} here, or publish {2} there.",
    container.compose,
    missing.join(", "),
    own.join(", "),
  );
  const more = none ? {} : { severity: "information" as const };
  const [port] = missing;
  const fixes = none && missing.length === 1 && own.length === 1 && port !== undefined ? listenAt(port, open) : [];
  return [makeFinding(first.path, "nginx-port-not-listened", first.word, message, { ...more, fixes })];
}

/** The change of every `listen` to another port; none where one says no port, or stands in another file. */
function listenAt(port: number, listens: readonly ListenFact[]): Fix[] {
  const [first] = listens;
  const edits = listens.flatMap(({ path, word }) => {
    const [digits] = /\d+$/.exec(word.value) ?? [];
    if (digits === undefined || path !== first?.path || parseAddress(word.value, { listen: true }).port === undefined)
      return [];
    return [{ ...within(word, word.value.length - digits.length, word.value.length), text: String(port) }];
  });
  if (first === undefined || edits.length < listens.length) return [];
  return [{ title: l10n.t("Listen at port {0}", port), path: first.path, edits }];
}

const addressOf = ({ word }: ListenFact) => parseAddress(word.value, { listen: true });
const portOf = (listen: ListenFact): number => addressOf(listen).port ?? 80;
const isUnix = (listen: ListenFact): boolean => addressOf(listen).kind === "unix";

function includes(listen: ListenFact, port: number): boolean {
  const { kind, port: first = 80, lastPort = first } = addressOf(listen);
  return kind !== "unix" && first <= port && port <= lastPort;
}

const isLoopback = (listen: ListenFact): boolean => /^(?:127\.|::1$|localhost$)/i.test(addressOf(listen).host);
