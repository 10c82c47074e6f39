import * as l10n from "@vscode/l10n";
import { isCidr, parseAddress } from "../../address";
import { parseNumber, parseOffset, parseTime } from "../../values";
import { hasVariable } from "../../variables";
import { invalidParameter, invalidValue } from "../generic";
import type { Check } from "../model";
import { complexValue, defineVariable, use } from "../names";
import { regularExpression } from "../regex";
import { checkParameters, firstIs, keyOf, msec, onOff, sec } from "./params";

const serverName: Check = (checking) => {
  for (const word of checking.directive.args) {
    const { value } = word;
    if ((value.startsWith("*") && (value.length < 3 || value[1] !== ".")) || value === ".") {
      return invalidValue(checking, word, l10n.t("a wildcard stands alone in front of a dot, as in *.example.com"));
    }
    if (value === "~") return invalidValue(checking, word, l10n.t("the regular expression after ~ is missing"));
    if (value.startsWith("~")) regularExpression(checking, word, 1);
  }
};

const resolver: Check = (checking) => {
  for (const word of checking.directive.args) {
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
  const [first, second] = args;
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
  if (always && always.value !== "always") invalidParameter(checking, always, ["always"]);
};

const access: Check = (checking) => {
  const [word] = checking.directive.args;
  if (word && !["all", "unix:"].includes(word.value) && !isCidr(word.value)) {
    invalidParameter(checking, word, ["all"]);
  }
};

const referers: Check = (checking) => {
  for (const word of checking.directive.args) {
    if (word.value === "") return invalidValue(checking, word, l10n.t("a referer must not be empty"));
    if (word.value.startsWith("~")) regularExpression(checking, word, 1);
  }
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
  } else if (mode.value === "off" && args.length > 1) {
    checking.report(
      "nginx-conflict",
      args.find((word) => word !== mode) ?? mode,
      l10n.t('"from=" cannot be used with "off".'),
    );
  }
};

const aio: Check = (checking) => {
  const [word] = checking.directive.args;
  if (!word) return;
  const pool = word.value.match(/^threads=(.*)$/)?.[1];
  if (pool !== undefined && !hasVariable(pool)) use(checking, "thread_pool", pool, word);
  else if (pool !== undefined) complexValue(checking, word);
  else if (!["on", "off", "threads"].includes(word.value))
    invalidValue(checking, word, l10n.t('it must be "on", "off" or "threads"'), ["on", "off", "threads"]);
};

const subFilter: Check = complexAll;

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

const imageNumber =
  (most: number): Check =>
  (checking) => {
    const [word] = checking.directive.args;
    if (!word) return;
    complexValue(checking, word);
    const number = parseNumber(word.value);
    if (!hasVariable(word.value) && (!number || number > most))
      invalidValue(checking, word, l10n.t("it must be a number from 1 to {0}", most));
  };

const variableSetter: Check = (checking) => {
  const [name, ...values] = checking.directive.args;
  defineVariable(checking, name);
  for (const value of values) complexValue(checking, value);
};

/** The options that each directive of headers-more knows; one with a value takes the next word. */
const moreHeaders =
  (options: readonly string[]): Check =>
  (checking) => {
    const wrong = checking.directive.args.find(({ value }) => /^-\w+$/.test(value) && !options.includes(value));
    if (wrong) invalidParameter(checking, wrong, options);
  };

/** What a server says of itself and lets in. */
export const servers: Readonly<Record<string, Check>> = {
  http_core_server_name: serverName,
  stream_core_server_name: serverName,
  http_core_resolver: resolver,
  stream_core_resolver: resolver,
  http_core_keepalive: (checking) => {
    const [timeout, header] = checking.directive.args;
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
  http_realip_from: firstIs(
    (value) => value === "unix:" || isCidr(value) || /[a-z]/i.test(value.replace(/^[0-9a-f:]+/i, "")),
    () => l10n.t("it must be an address or a network"),
  ),
  http_valid_referers: referers,
  http_sub_filter: subFilter,
  http_mirror: (checking) => {
    const [word] = checking.directive.args;
    if (word && word.value !== "off") complexValue(checking, word);
  },
  http_auth_request_set: variableSetter,
  http_perl_set: (checking) => defineVariable(checking, checking.directive.args[0]),
  mail_core_protocol: (checking) => {
    const [word] = checking.directive.args;
    const protocols = ["imap", "pop3", "smtp"];
    checking.scope.seen.set("a protocol", checking.directive);
    if (word && !protocols.includes(word.value))
      invalidValue(checking, word, l10n.t("it must be imap, pop3 or smtp"), protocols);
  },
  mail_auth_http: (checking) => {
    const [word] = checking.directive.args;
    if (!word) return;
    const { fault } = parseAddress(word.value.replace(/^http:\/\//, ""), { uriPart: true });
    if (fault) invalidValue(checking, word, l10n.t("it must be the URL of the server that is asked"));
  },
  http_headers_more_set_headers: moreHeaders(["-s", "-t", "-a"]),
  http_headers_more_clear_headers: moreHeaders(["-s", "-t"]),
  http_headers_more_set_input_headers: moreHeaders(["-r", "-t"]),
  http_headers_more_clear_input_headers: moreHeaders(["-t"]),
  http_image_filter: imageFilter,
  http_image_filter_jpeg_quality: imageNumber(100),
  http_image_filter_webp_quality: imageNumber(100),
  http_image_filter_sharpen: imageNumber(100),
  http_gzip_disable: (checking) => {
    for (const word of checking.directive.args)
      if (word.value !== "msie6" && word.value !== "degradation") regularExpression(checking, word);
  },
  http_fastcgi_split_path_info: (checking) => {
    const [word] = checking.directive.args;
    if (word) regularExpression(checking, word);
  },
  http_set_charset_slot: (checking) => {
    const [word] = checking.directive.args;
    if (word?.value.startsWith("$")) complexValue(checking, word);
  },
  http_userid_expires: firstIs(
    (value) => value === "max" || value === "off" || sec(value),
    () => l10n.t('it must be a time such as 365d, "max" or "off"'),
    ["max", "off"],
  ),
  http_userid_mark: firstIs(
    (value) => value === "off" || /^[A-Za-z0-9=]$/.test(value),
    () => l10n.t('it must be a letter, a digit, "=" or "off"'),
  ),
  http_realip: firstIs(
    (value) => /^(?:X-Real-IP|X-Forwarded-For|proxy_protocol)$/i.test(value) || value !== "",
    () => l10n.t("it must be the name of a header"),
  ),
};
