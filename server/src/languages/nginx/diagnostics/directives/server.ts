import * as l10n from "@vscode/l10n";
import { isCidr, isShortIpv4, parseAddress } from "../../address";
import { readPattern } from "../../pcre";
import { parseNumber, parseOffset, parseTime } from "../../values";
import { hasVariable } from "../../variables";
import { invalidParameter, invalidValue } from "../generic";
import type { Check } from "../model";
import { complexValue, defineVariable, use } from "../names";
import { nearest } from "../nearest";
import { hasRelease } from "../newer";
import { regularExpression } from "../regex";
import { headerSlip } from "../slips";
import { strayBits } from "../strayAddressBits";
import { limitedParameters } from "../version";
import { charsetTable } from "./charsets";
import { checkParameters, firstIs, keyOf, msec, onOff, sec } from "./params";

const resolver: Check = (checking) => {
  const { args, name } = checking.directive;
  const families = ["ipv4=off", "ipv6=off"].map((text) => args.find(({ value }) => value === text));
  if (families.every(Boolean) && hasRelease(checking.config, "1.23.1")) {
    return checking.report("nginx-conflict", families[1] ?? name, l10n.t("IPv4 and IPv6 cannot both be off."));
  }
  limitedParameters(checking, 0);
  if (args.every((word) => keyOf(word) !== undefined))
    return checking.report("nginx-missing-requirement", name, l10n.t("There is no name server to ask."));
  for (const word of args) {
    const key = keyOf(word);
    const value = word.value.slice(key?.length ?? 0);
    if (
      key === "valid="
        ? !sec(value)
        : key === "ipv6=" || key === "ipv4="
          ? !onOff(value)
          : key && key !== "status_zone="
    ) {
      return invalidParameter(checking, word);
    }
    if (!key && parseAddress(value).fault) return invalidValue(checking, word, l10n.t("it must be an address"));
  }
};

const expires: Check = (checking) => {
  const { args } = checking.directive;
  const first = args[0];
  const second = args[1];
  if (!first) return;
  if (second && first.value !== "modified")
    return invalidValue(checking, first, l10n.t('before the time only "modified" may stand'));
  const word = second ?? first;
  complexValue(checking, word);
  if (hasVariable(word.value)) return;
  if (!second && /^(?:epoch|max|off)$/.test(word.value)) return;
  const seconds = parseTime(word.value.replace(/^[@+-]/, ""), "sec");
  const daily = word.value.startsWith("@");
  if (seconds === undefined || (daily && (second || seconds > 86_400_000))) {
    invalidValue(checking, word, l10n.t('it must be a time such as 30d, "epoch", "max" or "off"'), [
      "epoch",
      "max",
      "off",
    ]);
  }
};

const addHeader: Check = (checking) => {
  const [, value, always] = checking.directive.args;
  if (value) complexValue(checking, value);
  if (!always || always.value === "always") return;
  const slip = nearest(always.value, ["always"]) ? undefined : headerSlip(checking);
  if (slip) checking.report("nginx-invalid-parameter", always, slip.message, { fixes: slip.fixes });
  else invalidParameter(checking, always, ["always"]);
};

const access: Check = (checking) => {
  const word = checking.directive.args[0];
  if (word && !["all", "unix:"].includes(word.value) && !isCidr(word.value)) {
    const expected = l10n.t('it must be an address, a network such as 10.0.0.0/8, "all" or "unix:"');
    return invalidValue(checking, word, expected, ["all"]);
  }
  if (word) strayBits(checking, word);
};

/** Whose word on the client's address is taken. */
const trusted: Check = (checking) => {
  const word = checking.directive.args[0];
  if (!word) return;
  const { value } = word;
  if (isCidr(value)) strayBits(checking, word);
  else if (value !== "unix:" && !isShortIpv4(value) && !/[a-z]/i.test(value.replace(/^[0-9a-f:]+/i, "")))
    invalidValue(checking, word, l10n.t("it must be an address or a network"));
};

const complexAll: Check = (checking) => {
  for (const word of checking.directive.args) complexValue(checking, word);
};

const symlinks: Check = (checking) => {
  const { args, name } = checking.directive;
  const keys = { "from=": () => true };
  if (!checkParameters(checking, { words: ["off", "on", "if_not_owner"], keys, complex: ["from="] }, 0)) return;
  const mode = args.find((word) => !word.value.startsWith("from="));
  if (!mode) {
    checking.report(
      "nginx-missing-requirement",
      name,
      l10n.t('"disable_symlinks" must have "off", "on" or "if_not_owner".'),
    );
  } else if (args.some((word) => word !== mode && word.value.startsWith("from=") === false)) {
    checking.report(
      "nginx-conflict",
      args[1] ?? mode,
      l10n.t('"disable_symlinks" has one of "off", "on" and "if_not_owner".'),
    );
  } else if (mode.value === "off" && args.length > 1) {
    checking.report(
      "nginx-conflict",
      args.find((word) => word !== mode) ?? mode,
      l10n.t('"from=" cannot be used with "off".'),
    );
  }
};

const aio: Check = (checking) => {
  const word = checking.directive.args[0];
  if (!word) return;
  const pool = word.value.match(/^threads=(.*)$/)?.[1];
  if (pool !== undefined && !hasVariable(pool)) use(checking, "thread_pool", pool, word);
  else if (pool !== undefined) complexValue(checking, word);
  else if (!["on", "off", "threads"].includes(word.value))
    invalidValue(checking, word, l10n.t('it must be "on", "off" or "threads"'), ["on", "off", "threads"]);
};

const subFilter: Check = (checking) => {
  const pattern = checking.directive.args[0];
  if (pattern?.value === "") return invalidValue(checking, pattern, l10n.t("there is nothing to look for"));
  complexAll(checking);
};

const imageFilter: Check = (checking) => {
  const [kind, ...values] = checking.directive.args;
  if (!kind) return;
  const words = { 0: ["off", "test", "size"], 1: ["rotate"], 2: ["resize", "crop"] }[values.length as 0 | 1 | 2] ?? [];
  if (!words.includes(kind.value)) return invalidParameter(checking, kind, words);
  for (const value of values) {
    complexValue(checking, value);
    if (hasVariable(value.value)) continue;
    const number = parseNumber(value.value);
    const fits =
      kind.value === "rotate" ? [90, 180, 270].includes(number ?? 0) : value.value === "-" || (number ?? 0) > 0;
    if (!fits) return invalidParameter(checking, value);
  }
};

/** `ngx_http_image_filter_jpeg_quality()` and its like refuse nothing but what is no number above 0. */
const imageQuality: Check = (checking) => {
  const word = checking.directive.args[0];
  if (!word) return;
  complexValue(checking, word);
  if (!hasVariable(word.value) && !parseNumber(word.value))
    invalidValue(checking, word, l10n.t("it must be a number from 1 to {0}", 100));
};

const variableSetter: Check = (checking) => {
  const [name, ...values] = checking.directive.args;
  defineVariable(checking, name);
  for (const value of values) complexValue(checking, value);
};

/** The options that each directive of headers-more knows; one with a value takes the next word. */
/** Options, of which -s and -t have a value of their own, and headers, whose values may have variables where they are set. */
const moreHeaders =
  (options: readonly string[], sets = false): Check =>
  (checking) => {
    const { args } = checking.directive;
    for (let at = 0; at < args.length; at++) {
      const word = args[at];
      if (!word) return;
      if (!/^-\w+$/.test(word.value)) {
        if (sets && /^[^$:]+:/.test(word.value)) complexValue(checking, word);
        continue;
      }
      if (!options.includes(word.value)) return invalidParameter(checking, word, options);
      if (!/^-[st]$/.test(word.value)) continue;
      const value = args[++at];
      if (!value || (word.value === "-s" && /[^\d ]/.test(value.value)))
        return invalidParameter(checking, value ?? word);
    }
  };

/** What a server says of itself and lets in. */
export const servers: Readonly<Record<string, Check>> = {
  http_core_resolver: resolver,
  stream_core_resolver: resolver,
  http_core_keepalive: (checking) => {
    const timeout = checking.directive.args[0];
    const header = checking.directive.args[1];
    if (timeout && !msec(timeout.value))
      return invalidValue(checking, timeout, l10n.t("it must be a time such as 75s"));
    if (header && !sec(header.value))
      invalidValue(checking, header, l10n.t("it must be a time in whole seconds such as 75s"));
  },
  http_core_directio: firstIs(
    (value) => value === "off" || parseOffset(value) !== undefined,
    () => l10n.t('it must be a size such as 4m, or "off"'),
    ["off"],
  ),
  http_core_set_aio: aio,
  http_disable_symlinks: symlinks,
  http_headers_add: addHeader,
  http_headers_expires: expires,
  http_access_rule: access,
  stream_access_rule: access,
  http_realip_from: trusted,
  stream_realip_from: trusted,
  mail_realip_from: trusted,
  http_sub_filter: subFilter,
  http_mirror: (checking) => {
    const { directive, scope, report } = checking;
    const word = directive.args[0];
    if (!word) return;
    const off = word.value === "off";
    const first = scope.seen.get("mirror off") ?? (off ? scope.seen.get("mirror") : undefined);
    if (first)
      report(
        "nginx-duplicate-directive",
        directive.name,
        l10n.t('"{0} off" cannot stand beside another "{0}": remove one of them.', "mirror"),
      );
    // It takes no variables: a $ is one.
    scope.seen.set(off ? "mirror off" : "mirror", directive);
  },
  http_auth_request_set: variableSetter,
  http_perl_set: (checking) => defineVariable(checking, checking.directive.args[0]),
  mail_core_protocol: (checking) => {
    const word = checking.directive.args[0];
    const protocols = ["imap", "pop3", "smtp"];
    checking.scope.seen.set("a protocol", checking.directive);
    if (word && !protocols.includes(word.value))
      invalidValue(checking, word, l10n.t("it must be imap, pop3 or smtp"), protocols);
  },
  mail_auth_http: (checking) => {
    const word = checking.directive.args[0];
    if (!word) return;
    const { fault } = parseAddress(word.value.replace(/^http:\/\//, ""), { uriPart: true });
    if (fault) invalidValue(checking, word, l10n.t("it must be the URL of the server that is asked"));
  },
  http_headers_more_set_headers: moreHeaders(["-s", "-t", "-a"], true),
  http_headers_more_clear_headers: moreHeaders(["-s", "-t"]),
  http_headers_more_set_input_headers: moreHeaders(["-r", "-t"], true),
  http_headers_more_clear_input_headers: moreHeaders(["-t"]),
  http_image_filter: imageFilter,
  http_image_filter_jpeg_quality: imageQuality,
  http_image_filter_webp_quality: imageQuality,
  http_image_filter_sharpen: complexAll,
  http_gzip_disable: (checking) => {
    for (const word of checking.directive.args)
      if (word.value !== "msie6" && word.value !== "degradation") regularExpression(checking, word, 0, false);
  },
  http_fastcgi_split_path_info: (checking) => {
    const word = checking.directive.args[0];
    if (!word) return;
    regularExpression(checking, word, 0, false);
    const { groups, fault, unclear } = readPattern(word.value);
    if (!fault && !unclear && groups !== 2)
      invalidValue(checking, word, l10n.t("it must have two groups: the script and the path"));
  },
  http_set_charset_slot: (checking) => {
    const word = checking.directive.args[0];
    if (word?.value.startsWith("$")) complexValue(checking, word);
    else charsetTable(checking);
  },
  // A flag until it was made to do nothing.
  http_v2_obsolete: (checking) => {
    const [word] = checking.directive.args;
    const isFlag = checking.spec.name === "http2_push_preload" && !hasRelease(checking.config, "1.25.1");
    if (word && isFlag && !/^(?:on|off)$/i.test(word.value))
      invalidValue(checking, word, l10n.t('it must be "on" or "off"'), ["on", "off"]);
  },
  mail_ssl_starttls: firstIs(
    (value) => /^(?:off|on|only)$/i.test(value),
    () => l10n.t("it must be off, on or only"),
    ["off", "on", "only"],
  ),
  http_userid_expires: firstIs(
    (value) => value === "max" || value === "off" || sec(value),
    () => l10n.t('it must be a time such as 365d, "max" or "off"'),
    ["max", "off"],
  ),
  http_userid_mark: firstIs(
    (value) => value === "off" || /^[A-Za-z0-9=]$/.test(value),
    () => l10n.t('it must be a letter, a digit, "=" or "off"'),
  ),
};
