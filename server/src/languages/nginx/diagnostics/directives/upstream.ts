import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../../findings";
import { type Address, parseAddress } from "../../address";
import type { Directive, Word } from "../../tree";
import { parseNumber, parseSize } from "../../values";
import { makeFinding } from "../finding";
import { invalidParameter, invalidValue } from "../generic";
import { unknownHost } from "../hosts";
import { mayHaveMore } from "../include";
import type { Check, Checking, Range } from "../model";
import { define, definitionsOf, use, within } from "../names";
import { hasRelease } from "../newer";
import { addressSlip } from "../slips";
import { limitedParameters } from "../version";
import { why } from "./listen";
import { noteLoopback } from "./loopback";
import { anything, checkParameters, number, type Parameters, positive, sec } from "./params";
import { defineZone } from "./zones";

/** The parameters of a `server` in an `upstream`, those of NGINX Plus too. */
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
function checkAddress(checking: Checking, word: Word, text: string, at: Range, uriPart = false): Address | undefined {
  const address = parseAddress(text, { uriPart });
  if (!address.fault) return address;
  const message = l10n.t(
    'Invalid address "{0}" in "{1}": {2}.',
    text,
    checking.directive.name.value,
    addressSlip(text) ?? why(address.fault),
  );
  checking.report("nginx-invalid-value", at === word ? word : at, message);
  return undefined;
}

const server: Check = (checking) => {
  const { directive, scope, family } = checking;
  const word = directive.args[0];
  if (!word) return;
  scope.seen.set("a server", directive);
  const stream = family === "stream";
  const backup = directive.args.find((parameter) => parameter.value === "backup");
  if (!backup) scope.seen.set("a primary server", directive);
  if (!checkParameters(checking, serverParameters, 1)) return;
  limitedParameters(checking, 1);
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
  noteLoopback(checking, address, word, 0);
  // Such a server is looked up while nginx runs.
  if (directive.args.some(({ value }) => value === "resolve")) return;
  unresolved(checking, address, within(word, 0, word.value.length));
};

/** A host that is no address and that, as far as is known, no name server will know either. */
function unresolved({ config, report, source }: Checking, address: Address, at: Range): void {
  if (address.kind !== "host" || address.host.includes("$")) return;
  const unknown = unknownHost(config, address.host, []);
  if (!unknown) return;
  const { severity, near } = unknown;
  const host = near === undefined ? at : { start: at.start, end: at.start + address.host.length };
  const message = near
    ? l10n.t('There is no host "{0}" in this stack. Did you mean "{1}"?', address.host, near)
    : l10n.t('There is no host "{0}" in this stack, so nginx would not start.', address.host);
  const fixes = near === undefined ? [] : [changeTo(source.path, host, near)];
  report("nginx-undefined-upstream", host, message, { severity, fixes });
}

const upstream: Check = (checking) => {
  const { directive, config, family, report } = checking;
  const name = directive.args[0];
  if (!name) return;
  const [first] = definitionsOf(config, "upstream", family, name.value);
  if (first) {
    report("nginx-duplicate-definition", name, l10n.t('There is an upstream "{0}" already.', name.value), {
      related: [{ path: first.path, start: first.start, end: first.end, message: l10n.t("The first one is here.") }],
    });
  } else define(checking, "upstream", name.value, name);
};

/** After the block: nginx wants at least one server. */
/** Servers that a module calls by a name of its own. */
const ownServers = ({ block }: Directive): boolean =>
  block?.kind === "directives" &&
  block.items.some(
    (item) => item.kind === "directive" && /^(?:nchan_redis|drizzle|postgres)_server$/.test(item.name.value),
  );

const upstreamEnd: Check = ({ directive, scope, report }) => {
  const name = directive.args[0] ?? directive.name;
  const state = [...scope.seen.keys()].some((key) => key.endsWith(" state"));
  if (state || ownServers(directive) || mayHaveMore(scope)) return;
  if (scope.seen.has("a server")) {
    if (scope.seen.has("a primary server")) return;
    report(
      "nginx-missing-requirement",
      name,
      l10n.t("All servers of this upstream are backups: nginx needs one that is none."),
    );
    return;
  }
  const close = directive.block?.closed ? directive.block.close : undefined;
  report("nginx-missing-requirement", name, l10n.t('There is no "server" in this upstream.'), {
    ...(close === undefined
      ? {}
      : { related: [{ path: "", start: close, end: close + 1, message: l10n.t("nginx notices it here.") }] }),
  });
};

const zone: Check = (checking) => {
  const name = checking.directive.args[0];
  const size = checking.directive.args[1];
  if (!name) return;
  if (name.value === "") return invalidValue(checking, name, l10n.t("a zone needs a name"));
  if (!size) {
    use(checking, "zone", name.value, name, true);
    return sized(checking, name);
  }
  const bytes = parseSize(size.value);
  if (bytes === undefined) return invalidValue(checking, size, l10n.t("it must be a size such as 64k"));
  if (bytes < 8 * 4096) return invalidValue(checking, size, l10n.t("a zone has 32k at least"));
  defineZone(checking, name.value, name);
};

/** A zone without a size is one that another upstream gives its size. */
function sized({ config, source: { path }, directive }: Checking, name: Word): void {
  config.later.push({
    sure: false,
    judge: (config) => {
      const zones = definitionsOf(config, "zone", "", name.value).filter((zone) => zone.name === name.value);
      if (zones.length > 0) return;
      const message = l10n.t('No upstream says how large the zone "{0}" is: write "zone {0} 64k;".', name.value);
      const fixes = [
        {
          title: l10n.t("Write a size of {0}", "64k"),
          path,
          edits: [{ start: name.end, end: name.end, text: " 64k" }],
        },
      ];
      config.findings.push(makeFinding(path, "nginx-missing-requirement", directive.name, message, { fixes }));
    },
  });
}

const keepalive: Check = (checking) => {
  const count = checking.directive.args[0];
  const local = checking.directive.args[1];
  if (local && local.value !== "local") return invalidParameter(checking, local, ["local"]);
  limitedParameters(checking, 1);
  // 0 turns them off since they are on by themselves.
  const least = hasRelease(checking.config, "1.29.7") ? 0 : 1;
  if (count && (parseNumber(count.value) ?? -1) < least)
    invalidValue(checking, count, l10n.t("it must be a number of connections, {0} or more", least));
};

/** Whether the protocol has no port of its own; a group of servers needs none. */
export const needsPort = ({ name }: Directive, family: string): boolean =>
  family === "stream" || /^(?:fastcgi|uwsgi|scgi|grpc|memcached)_pass$/.test(name.value);

/** Notes that a directive hands requests to an upstream or a host. */
export function passTo(checking: Checking, word: Word, from: number, uriPart: boolean): Address | undefined {
  const text = word.value.slice(from);
  const end = text.search(/[/?]/);
  const at = within(word, from, end < 0 || !uriPart ? word.value.length : from + end);
  const address = checkAddress(checking, word, text, at, uriPart);
  if (address?.kind === "host") {
    use(checking, "upstream", address.host, within(word, from, from + address.host.length));
  }
  if (address) noteLoopback(checking, address, word, from);
  const numbers = address?.kind === "ipv4" || address?.kind === "ipv6";
  if (numbers && address.port === undefined && needsPort(checking.directive, checking.family)) {
    checking.report(
      "nginx-invalid-value",
      at,
      l10n.t('The address in "{0}" needs a port.', checking.directive.name.value),
    );
  }
  return address;
}

/** Groups of servers. */
export const upstreams: Readonly<Record<string, Check>> = {
  http_upstream: upstream,
  stream_upstream: upstream,
  http_upstream_server: server,
  stream_upstream_server: server,
  http_upstream_zone: zone,
  stream_upstream_zone: zone,
  http_upstream_keepalive: keepalive,
};

export const upstreamEnds: Readonly<Record<string, Check>> = {
  http_upstream: upstreamEnd,
  stream_upstream: upstreamEnd,
};
