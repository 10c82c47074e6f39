import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../../versions";
import { type Address, parseAddress } from "../../address";
import { parseNumber, parseTime } from "../../values";
import { mayHaveMore } from "../include";
import { ask } from "../memory";
import type { Check, Checking, Config, ListenFact, Scope } from "../model";
import { noteListen } from "../notes";
import { limitedParameters } from "../version";
import {
  anything,
  checkParameters,
  number,
  oneOf,
  positive,
  size,
  type Parameters as Taken,
  type Test,
} from "./params";
import { socketAddress } from "./socketAddress";

/** `on`, `off` or `idle:interval:count`, each of which may be left out, but not all. */
const keepalive: Test = (value) => {
  if (value === "on" || value === "off") return true;
  const [idle = "", interval = "", count = "", ...more] = value.split(":");
  if (more.length > 0) return false;
  const timesFit = [idle, interval].every((time) => time === "" || parseTime(time, "sec") !== undefined);
  return timesFit && (count === "" || parseNumber(count) !== undefined) && /[1-9]/.test(value);
};

const socket = {
  "backlog=": positive,
  "rcvbuf=": size,
  "sndbuf=": size,
  "ipv6only=": oneOf("on", "off"),
  "so_keepalive=": keepalive,
};
const tcp = { ...socket, "fastopen=": number, "setfib=": number, "accept_filter=": anything };

/** What a socket of UDP does not have. */
const overTcp = /^(?:ssl|http2|proxy_protocol|deferred|(?:fastopen|backlog|accept_filter|so_keepalive)=.*)$/;

/** Parameters that belong to the socket: only one `listen` of an address may set them. */
const ofSocket =
  /^(?:bind$|deferred$|reuseport$|multipath$|(?:backlog|rcvbuf|sndbuf|ipv6only|so_keepalive|fastopen|setfib)=)/;

/** The parameters of `listen` in each of nginx's worlds; completion offers them too. */
export const listenParameters: Readonly<Record<string, Taken>> = {
  http: {
    words: [
      "default_server",
      "default",
      "bind",
      "deferred",
      "reuseport",
      "multipath",
      "ssl",
      "http2",
      "quic",
      "proxy_protocol",
    ],
    keys: tcp,
  },
  stream: {
    words: ["default_server", "bind", "udp", "deferred", "reuseport", "multipath", "ssl", "proxy_protocol"],
    keys: tcp,
  },
  mail: { words: ["bind", "ssl", "proxy_protocol"], keys: socket },
};

const checkListen: Check = (checking) => {
  const { directive, family, config, scope, source, report } = checking;
  const word = directive.args[0];
  const parameters = listenParameters[family];
  scope.seen.set("a listen", directive);
  if (!word || !parameters) return;
  const address = parseAddress(word.value, { listen: true });
  if (address.fault) {
    report(
      "nginx-invalid-value",
      word,
      l10n.t('Invalid address "{0}" in "listen": {1}.', word.value, why(address.fault)),
    );
    return;
  }
  if (family !== "http" && address.kind !== "unix" && address.port === undefined) {
    report("nginx-invalid-value", word, l10n.t('"listen" needs a port in "{0}".', family));
    return;
  }
  if (!checkParameters(checking, parameters, 1)) return;
  const words = directive.args.slice(1);
  const has = (name: string): boolean => words.some((parameter) => parameter.value === name);
  const datagram = has("udp") || has("quic");
  const clash = datagram ? words.find(({ value }) => overTcp.test(value)) : undefined;
  if (clash) {
    report("nginx-conflict", clash, l10n.t('"{0}" cannot be used over UDP.', clash.value));
    return;
  }
  limitedParameters(checking, 1);
  if (has("http2") && (!config.environment.version || compareVersions(config.environment.version, "1.25.1") >= 0)) {
    const parameter = words.find(({ value }) => value === "http2") ?? word;
    report(
      "nginx-deprecated",
      parameter,
      l10n.t('"listen ... http2" is deprecated since nginx 1.25.1: write "http2 on;" instead.'),
    );
  }
  const fact: ListenFact = {
    family,
    ...socketOf(family, address, datagram),
    server: scope.opener,
    word,
    path: source.path,
    isDefault: has("default_server") || (family === "http" && has("default")),
    setsOptions: words.some((parameter) => ofSocket.test(parameter.value)),
    tls: has("ssl") || has("quic"),
    scope,
  };
  conflicts(checking, fact);
  noteListen(config, fact);
};

/** A server of `http` without `listen` has an address all the same. */
export const listenByItself: Check = ({ scope, config, directive, source }) => {
  if (scope.seen.has("a listen") || mayHaveMore(scope)) return;
  const socket = socketOf("http", parseAddress("80", { listen: true }), false);
  const fact = { family: "http", ...socket, server: directive, word: directive.name, path: source.path };
  noteListen(config, { ...fact, isDefault: false, setsOptions: false, tls: false, scope });
};

const socketOf = (family: string, address: Address, datagram: boolean) => ({
  address: shown(address),
  datagram,
  socket: `${family} ${socketAddress(address)} ${datagram}`,
});

/** The address as a message has it. */
function shown({ kind, host, port, lastPort }: Address): string {
  if (kind === "unix") return `unix:${host}`;
  const ports = `${port ?? 80}${lastPort ? `-${lastPort}` : ""}`;
  return kind === "ipv6" ? `[${host.toLowerCase()}]:${ports}` : `${host.toLowerCase()}:${ports}`;
}

function conflicts({ config, report, family }: Checking, fact: ListenFact): void {
  const { version } = config.environment;
  const oneServer =
    family === "mail" || (family === "stream" && version !== undefined && compareVersions(version, "1.25.5") < 0);
  const { socket } = fact;
  const known = (role: keyof Config["addresses"]): ListenFact | undefined => {
    ask(config, ({ addresses }) => [addresses[role].get(socket) ?? none]);
    return config.addresses[role].get(socket);
  };
  const own = oneServer ? known("any") : ofSameServer(fact);
  const options = fact.setsOptions ? known("options") : undefined;
  const preset = fact.isDefault ? known("default") : undefined;
  const related = (other: ListenFact) => ({
    related: [
      { path: other.path, start: other.word.start, end: other.word.end, message: l10n.t("The first one is here.") },
    ],
  });
  if (own) {
    const message = l10n.t('"{0}" is listened on already.', fact.address);
    report("nginx-duplicate-definition", fact.word, message, related(own));
    return;
  }
  if (options) {
    const message = l10n.t(
      'The socket options of "{0}" are set in another "listen" already: leave them to one.',
      fact.address,
    );
    report("nginx-duplicate-definition", fact.word, message, related(options));
    return;
  }
  if (preset) {
    const message = l10n.t('"{0}" has a default server already.', fact.address);
    report("nginx-duplicate-definition", fact.word, message, related(preset));
  }
}

/** What stands for an address that nobody has listened on yet. */
const none = {};

const socketsOf = new WeakMap<Scope, Map<string, ListenFact>>();

/** The first `listen` of the same server on the same address, if that is another one. */
function ofSameServer(fact: ListenFact): ListenFact | undefined {
  const sockets = socketsOf.get(fact.scope) ?? new Map<string, ListenFact>();
  socketsOf.set(fact.scope, sockets);
  const first = sockets.get(fact.socket);
  if (!first) sockets.set(fact.socket, fact);
  return first;
}

/** What is wrong with an address, as the end of a sentence. */
export function why(fault: NonNullable<Address["fault"]>): string {
  switch (fault) {
    case "invalid-port":
      return l10n.t("the port must be a number from 1 to 65535");
    case "invalid-range":
      return l10n.t("the first port is larger than the last");
    case "invalid-ipv6":
      return l10n.t("this is no IPv6 address");
    case "no-path":
      return l10n.t('after "unix:" stands the path of a socket');
    case "no-host":
      return l10n.t("there is no host");
    case "invalid-host":
      return l10n.t("this is no host");
  }
}

export const listens: Readonly<Record<string, Check>> = {
  http_core_listen: checkListen,
  stream_core_listen: checkListen,
  mail_core_listen: checkListen,
};
