import * as l10n from "@vscode/l10n";
import { isIpv4, isIpv6, parseAddress } from "../../address";
import { hasVariable, interpolation } from "../../variables";
import { passCertificates } from "../certificates";
import { invalidParameter, invalidValue } from "../generic";
import { mayHaveMore } from "../include";
import type { Check, Checking } from "../model";
import { complexValue, within } from "../names";
import { regularExpression } from "../regex";
import { onOff } from "./params";
import { passTo } from "./upstream";

const schemes: Readonly<Record<string, readonly string[]>> = {
  http_proxy_pass: ["http://", "https://"],
  http_grpc_pass: ["grpc://", "grpcs://"],
  http_uwsgi_pass: ["uwsgi://", "suwsgi://"],
};

/** `proxy_pass` and its kin: a URL, an address, or variables. */
const pass: Check = (checking) => {
  const { spec, scope, directive, report } = checking;
  const target = directive.args[0];
  if (!target) return;
  if (hasVariable(target.value) && interpolation(target.value)) {
    complexValue(checking, target);
    return;
  }
  const known = schemes[spec.kind] ?? [];
  const scheme = known.find((prefix) => target.value.toLowerCase().startsWith(prefix));
  const isProxy = spec.kind === "http_proxy_pass";
  if (isProxy && !scheme) {
    const fixes = /^[\w.-]+(?::\d+)?(?:\/|$)/.test(target.value)
      ? [
          {
            title: l10n.t('Add "{0}"', "http://"),
            path: checking.source.path,
            edits: [{ start: target.start, end: target.start, text: "http://" }],
          },
        ]
      : [];
    const at = within(target, 0, target.value.length);
    report("nginx-invalid-value", at, l10n.t('The URL of "proxy_pass" must begin with http:// or https://.'), {
      fixes,
    });
    return;
  }
  if (scheme === "https://" || scheme === "grpcs://" || scheme === "suwsgi://") {
    passCertificates(checking, spec.name.replace("_pass", ""));
  }
  const address = passTo(checking, target, scheme?.length ?? 0, isProxy);
  if (!isProxy || !address?.uri) return;
  const { location } = scope;
  if (location?.kind !== "regex" && location?.kind !== "named" && location?.kind !== "noname") return;
  const uri = target.value.indexOf(address.uri, (scheme?.length ?? 0) + address.host.length);
  const place = {
    regex: l10n.t("a location given by a regular expression"),
    named: l10n.t("a named location"),
    noname: l10n.t('"if" or "limit_except"'),
  }[location.kind];
  const at = within(target, uri, target.value.length);
  report(
    "nginx-forbidden-uri",
    at,
    l10n.t('In {0} the URL of "proxy_pass" cannot have a path ("{1}").', place, address.uri),
    {
      fixes: [{ title: l10n.t("Remove the path"), path: checking.source.path, edits: [{ ...at, text: "" }] }],
    },
  );
};

/** Where one of the same name says `off`, nginx takes no other in the block. */
function standsBesideOff({ directive, scope, spec, report }: Checking): boolean {
  const off = directive.args.length === 1 && directive.args[0]?.value === "off";
  const key = `off ${spec.name}`;
  const any = `any ${spec.name}`;
  if (scope.seen.has(key) || (off && scope.seen.has(any))) {
    report(
      "nginx-duplicate-directive",
      directive.name,
      l10n.t('"{0} off" cannot stand beside another "{0}": remove one of them.', spec.name),
    );
    return true;
  }
  scope.seen.set(off ? key : any, directive);
  return false;
}

/** `off`, `default`, or a pair: for `proxy_redirect` and the cookie rewriters. */
const pair =
  (words: readonly string[], regexes: boolean): Check =>
  (checking) => {
    const { directive } = checking;
    const from = directive.args[0];
    const to = directive.args[1];
    if (!from || standsBesideOff(checking)) return;
    if (!to) {
      if (!words.includes(from.value)) return invalidParameter(checking, from, words);
      if (from.value === "default") redirectDefault(checking);
      return;
    }
    const regex = regexes ? from.value.match(/^~\*?/)?.[0].length : undefined;
    if (regex) regularExpression(checking, from, regex);
    else complexValue(checking, from);
    complexValue(checking, to);
  };

function redirectDefault({ scope, directive, report }: Checking): void {
  const target = scope.seen.get("ngx_http_proxy_module proxy_pass");
  if (!target) {
    if (mayHaveMore(scope)) return;
    report("nginx-missing-requirement", directive, l10n.t('"proxy_redirect default" must stand after "proxy_pass".'));
  } else if (hasVariable(target.args[0]?.value ?? "")) {
    report(
      "nginx-conflict",
      directive,
      l10n.t('"proxy_redirect default" cannot be used where "proxy_pass" has variables.'),
    );
  }
}

const cookieFlags: Check = (checking) => {
  const [cookie, ...flags] = checking.directive.args;
  if (!cookie || standsBesideOff(checking)) return;
  const allowed = [
    "secure",
    "nosecure",
    "httponly",
    "nohttponly",
    "samesite=strict",
    "samesite=lax",
    "samesite=none",
    "nosamesite",
  ];
  if (flags.length === 0) {
    if (cookie.value !== "off") invalidParameter(checking, cookie, ["off"]);
    return;
  }
  if (cookie.value.startsWith("~")) regularExpression(checking, cookie, 1);
  else complexValue(checking, cookie);
  for (const flag of flags) {
    complexValue(checking, flag);
    if (flag.value.includes("$") || allowed.includes(flag.value.toLowerCase())) continue;
    // nginx looks at the flags only when it answers, and then ignores what it does not know.
    const message = l10n.t('nginx ignores the flag "{0}": it knows {1}.', flag.value, allowed.join(", "));
    checking.report("nginx-invalid-parameter", flag, message, { severity: "warning" });
  }
};

const store: Check = (checking) => {
  const { directive, scope, report } = checking;
  const word = directive.args[0];
  if (!word) return;
  const cache = scope.seen.get(`cache ${directive.name.value.replace("_store", "")}`);
  if (word.value !== "off" && cache) {
    report(
      "nginx-conflict",
      directive.name,
      l10n.t('"{0}" is incompatible with "{1}".', directive.name.value, cache.name.value),
    );
  }
  if (word.value !== "off") scope.seen.set(`store ${directive.name.value.replace("_store", "")}`, directive);
  if (!onOff(word.value)) complexValue(checking, word);
};

/** What `ngx_parse_addr_port` takes: an IPv6 address has brackets where it has a port, and only there. */
function isBindable(text: string): boolean {
  if (isIpv4(text) || isIpv6(text)) return true;
  const { kind, port, fault } = parseAddress(text);
  return (kind === "ipv4" || kind === "ipv6") && port !== undefined && fault === undefined;
}

const bind: Check = (checking) => {
  const address = checking.directive.args[0];
  const flag = checking.directive.args[1];
  if (!address || address.value === "off") {
    if (flag) invalidParameter(checking, flag);
    return;
  }
  complexValue(checking, address);
  if (!hasVariable(address.value) && !isBindable(address.value)) {
    return invalidValue(checking, address, l10n.t("it must be an address"));
  }
  if (flag && flag.value !== "transparent") invalidParameter(checking, flag, ["transparent"]);
};

const keyValue: Check = (checking) => {
  const [, value, option] = checking.directive.args;
  if (value) complexValue(checking, value);
  if (option && option.value !== "if_not_empty") invalidParameter(checking, option, ["if_not_empty"]);
};

/** Directives that hand requests on. */
export const proxies: Readonly<Record<string, Check>> = {
  http_proxy_pass: pass,
  http_fastcgi_pass: pass,
  http_uwsgi_pass: pass,
  http_scgi_pass: pass,
  http_grpc_pass: pass,
  http_memcached_pass: pass,
  stream_proxy_pass: pass,
  http_proxy_redirect: pair(["off", "default"], true),
  http_proxy_cookie_domain: pair(["off"], true),
  http_proxy_cookie_path: pair(["off"], true),
  http_proxy_cookie_flags: cookieFlags,
  http_proxy_store: store,
  http_fastcgi_store: store,
  http_uwsgi_store: store,
  http_scgi_store: store,
  http_upstream_bind_set_slot: bind,
  stream_proxy_bind: bind,
  http_upstream_param_set_slot: keyValue,
};
