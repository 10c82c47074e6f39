import * as l10n from "@vscode/l10n";
import { type Address, parseAddress } from "../../address";
import type { Word } from "../../tree";
import { parseSize } from "../../values";
import { invalidParameter, invalidValue } from "../generic";
import { unknownHost } from "../hosts";
import type { Check, Checking, Range } from "../model";
import { complexValue, define, definitionsOf, use, within } from "../names";
import { why } from "./listen";
import { anything, checkParameters, number, type Parameters, positive, sec } from "./params";

/** The parameters of a `server` in an `upstream`; those of NGINX Plus are taken too. */
export const serverParameters: Parameters = {
  words: ["backup", "down", "resolve", "drain"],
  keys: {
    "weight=": positive,
    "max_conns=": number,
    "max_fails=": number,
    "fail_timeout=": sec,
    "route=": anything,
    "service=": anything,
    "slow_start=": sec,
  },
};

/** Checks an address that is not listened on, and reports what is wrong with it; undefined where something is. */
export function checkAddress(
  checking: Checking,
  word: Word,
  text: string,
  at: Range,
  uriPart = false,
): Address | undefined {
  const address = parseAddress(text, { uriPart });
  if (!address.fault) return address;
  const message = l10n.t(
    'Invalid address "{0}" in "{1}": {2}.',
    text,
    checking.directive.name.value,
    why(address.fault),
  );
  checking.report("nginx-invalid-value", at === word ? word : at, message);
  return undefined;
}

const server: Check = (checking) => {
  const { directive, scope, family } = checking;
  const [word] = directive.args;
  if (!word) return;
  scope.seen.set("a server", directive);
  const stream = family === "stream";
  if (!checkParameters(checking, serverParameters, 1)) return;
  const backup = directive.args.find((parameter) => parameter.value === "backup");
  const method = scope.seen.get("a method without backup");
  if (backup && method) {
    checking.report("nginx-conflict", backup, l10n.t('"{0}" knows no backup servers.', method.name.value));
  }
  const address = checkAddress(checking, word, word.value, word);
  if (!address) return;
  if (stream && address.kind !== "unix" && address.port === undefined) {
    checking.report("nginx-invalid-value", word, l10n.t('A server in "stream" needs a port.'));
    return;
  }
  // Such a server is looked up while nginx runs.
  if (directive.args.some(({ value }) => value === "resolve")) return;
  unresolved(checking, address, within(word, 0, word.value.length));
};

/** A host that is no address and that, as far as is known, no name server will know either. */
export function unresolved({ config, report, source }: Checking, address: Address, at: Range): void {
  if (address.kind !== "host" || address.host.includes("$")) return;
  const unknown = unknownHost(config, address.host, []);
  if (!unknown) return;
  const { severity, near } = unknown;
  const host = near === undefined ? at : { start: at.start, end: at.start + address.host.length };
  const message = near
    ? l10n.t('There is no host "{0}" in this stack. Did you mean "{1}"?', address.host, near)
    : l10n.t('There is no host "{0}" in this stack, so nginx would not start.', address.host);
  const fixes =
    near === undefined
      ? []
      : [{ title: l10n.t('Change to "{0}"', near), path: source.path, edits: [{ ...host, text: near }] }];
  report("nginx-undefined-upstream", host, message, { severity, fixes });
}

const upstream: Check = (checking) => {
  const { directive, config, family, report } = checking;
  const [name] = directive.args;
  if (!name) return;
  const [first] = definitionsOf(config, "upstream", family, name.value);
  if (first) {
    report("nginx-duplicate-definition", name, l10n.t('There is an upstream "{0}" already.', name.value), {
      related: [{ path: first.path, start: first.start, end: first.end, message: l10n.t("The first one is here.") }],
    });
  } else define(checking, "upstream", name.value, name);
};

/** After the block: nginx wants at least one server. */
const upstreamEnd: Check = ({ directive, scope, report }) => {
  if (scope.seen.has("a server") || scope.seen.has("state")) return;
  const name = directive.args[0] ?? directive.name;
  const close = directive.block?.closed ? directive.block.close : undefined;
  report("nginx-missing-requirement", name, l10n.t('There is no "server" in this upstream.'), {
    ...(close === undefined
      ? {}
      : { related: [{ path: "", start: close, end: close + 1, message: l10n.t("nginx notices it here.") }] }),
  });
};

const withoutBackup: Check = ({ scope, directive }) => {
  scope.seen.set("a method without backup", directive);
};

const hash: Check = (checking) => {
  const [key, mode] = checking.directive.args;
  if (key) complexValue(checking, key);
  if (mode && mode.value !== "consistent") invalidParameter(checking, mode, ["consistent"]);
  withoutBackup(checking);
};

const random: Check = (checking) => {
  const [two, method] = checking.directive.args;
  if (two && two.value !== "two") return invalidParameter(checking, two, ["two"]);
  if (method && !/^least_(?:conn|time=(?:header|last_byte))$/.test(method.value))
    return invalidParameter(checking, method, ["least_conn"]);
  withoutBackup(checking);
};

const zone: Check = (checking) => {
  const [name, size] = checking.directive.args;
  if (!name) return;
  if (name.value === "") return invalidValue(checking, name, l10n.t("a zone needs a name"));
  if (!size) return use(checking, "zone", name.value, name, true);
  const bytes = parseSize(size.value);
  if (bytes === undefined) return invalidValue(checking, size, l10n.t("it must be a size such as 64k"));
  if (bytes < 8 * 4096) return invalidValue(checking, size, l10n.t("a zone has 32k at least"));
  define(checking, "zone", name.value, name);
};

const keepalive: Check = (checking) => {
  const [count] = checking.directive.args;
  if (count && !positive(count.value))
    invalidValue(checking, count, l10n.t("it must be a number of connections, 1 or more"));
};

/** Ports by which nginx knows the protocol of a mail server. */
const mailPorts = /^(?:.*:)?(?:25|465|587|110|995|143|993)$/;

/** What answers in a `server` of `stream`, as keys of what stands once. */
const streamHandlers = [
  "ngx_stream_proxy_module proxy_pass",
  "ngx_stream_return_module return",
  "ngx_stream_pass_module pass",
];

/** After a `server` of `stream` or `mail`: it must listen, and in `mail` its protocol be known. */
const serverEnd: Check = ({ directive, scope, family, config, report }) => {
  const listen = scope.seen.get("a listen");
  if (!listen) {
    report("nginx-missing-requirement", directive.name, l10n.t('There is no "listen" in this server.'));
  } else if (family === "stream" && !config.foreignModules && !streamHandlers.some((key) => scope.seen.has(key))) {
    report("nginx-missing-requirement", directive.name, l10n.t('This server needs "proxy_pass", "pass" or "return".'));
  } else if (family === "mail" && !scope.seen.has("a protocol") && !mailPorts.test(listen.args[0]?.value ?? "")) {
    report(
      "nginx-missing-requirement",
      directive.name,
      l10n.t('This mail server needs a "protocol": imap, pop3 or smtp.'),
    );
  }
};

/** Notes that a directive hands requests to an upstream or a host. */
export function passTo(checking: Checking, word: Word, from: number, uriPart: boolean): Address | undefined {
  const text = word.value.slice(from);
  const end = text.search(/[/?]/);
  const at = within(word, from, end < 0 || !uriPart ? word.value.length : from + end);
  const address = checkAddress(checking, word, text, at, uriPart);
  if (address?.kind === "host") {
    use(checking, "upstream", address.host, within(word, from, from + address.host.length));
  }
  return address;
}

/** Groups of servers. */
export const upstreams: Readonly<Record<string, Check>> = {
  http_upstream: upstream,
  stream_upstream: upstream,
  http_upstream_server: server,
  stream_upstream_server: server,
  http_upstream_hash: hash,
  stream_upstream_hash: hash,
  http_upstream_ip_hash: withoutBackup,
  http_upstream_random: random,
  stream_upstream_random: random,
  http_upstream_zone: zone,
  stream_upstream_zone: zone,
  http_upstream_keepalive: keepalive,
};

export const upstreamEnds: Readonly<Record<string, Check>> = {
  http_upstream: upstreamEnd,
  stream_upstream: upstreamEnd,
  mail_core_server: serverEnd,
  stream_core_server: serverEnd,
};
