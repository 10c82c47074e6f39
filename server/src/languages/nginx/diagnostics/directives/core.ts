import * as l10n from "@vscode/l10n";
import { isCidr, isShortIpv4 } from "../../address";
import { parseNumber, parseSize } from "../../values";
import { makeFinding } from "../finding";
import { invalidParameter, invalidValue } from "../generic";
import type { Check } from "../model";
import { define, definitionsOf } from "../names";
import { hasRelease } from "../newer";
import { strayBits } from "../strayAddressBits";
import { syslog } from "./logs";
import { firstIs, positive } from "./params";

const levels = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"];
const debugLevels = [
  "debug_core",
  "debug_alloc",
  "debug_mutex",
  "debug_event",
  "debug_http",
  "debug_mail",
  "debug_stream",
];

const errorLog: Check = (checking) => {
  const [target, ...rest] = checking.directive.args;
  if (!target) return;
  syslog(checking, target);
  if (target.value.startsWith("memory:") && (parseSize(target.value.slice(7)) ?? 0) < 2048)
    return invalidValue(checking, target, l10n.t("after memory: stands a size such as 32m"));
  let level: string | undefined;
  for (const word of rest) {
    if (word.value === "json" && word === rest.at(-1) && hasRelease(checking.config, "1.29.8")) continue;
    if (levels.includes(word.value) && level === undefined) level = word.value;
    else if (levels.includes(word.value)) {
      return checking.report(
        "nginx-invalid-parameter",
        word,
        l10n.t('Two log levels: "{0}" and "{1}".', level ?? "", word.value),
      );
    } else if (!debugLevels.includes(word.value)) {
      return invalidValue(checking, word, l10n.t("it must be one of {0}", levels.join(", ")), levels);
    }
  }
};

/** As many as there are sockets to listen at, and one more, or nginx does not start. */
const connections: Check = (checking) => {
  const { config, directive, source } = checking;
  const word = directive.args[0];
  if (!word) return;
  const count = parseNumber(word.value);
  if (count === undefined) return invalidValue(checking, word, l10n.t("it must be a number"));
  const { path } = source;
  config.later.push({
    sure: true,
    judge: ({ listens, findings }) => {
      const sockets = new Set(listens.map(({ socket }) => socket)).size;
      if (count > sockets) return;
      const message = l10n.t(
        "{0} connections are not enough for {1} sockets to listen at: nginx does not start.",
        count,
        sockets,
      );
      findings.push(makeFinding(path, "nginx-invalid-value", word, message));
    },
  });
};

/** Directives of the main and events contexts, by the functions of nginx that read them. */
export const core: Readonly<Record<string, Check>> = {
  error_log: errorLog,
  http_core_error_log: errorLog,
  stream_core_error_log: errorLog,
  mail_core_error_log: errorLog,
  set_worker_processes: firstIs(
    (value) => value === "auto" || parseNumber(value) !== undefined,
    () => l10n.t('it must be a number or "auto"'),
    ["auto"],
  ),
  set_priority: firstIs(
    (value) => parseNumber(value.replace(/^[-+]/, "")) !== undefined,
    () => l10n.t("it must be a number from -20 to 20"),
  ),
  set_cpu_affinity: (checking) => {
    const { args } = checking.directive;
    const isAuto = args[0]?.value === "auto";
    if (isAuto && args.length > 2) {
      const message = l10n.t('After "auto" stands one mask at the most.');
      return checking.report("nginx-argument-count", checking.directive.name, message);
    }
    // Blanks may part the digits of a mask in quotes.
    const wrong = args.slice(isAuto ? 1 : 0).find((word) => !/^[01 ]*$/.test(word.value));
    if (wrong) invalidValue(checking, wrong, l10n.t('it must be a mask of 0 and 1, or "auto"'));
  },
  event_use: firstIs(
    (value) => ["epoll", "poll", "select", "kqueue", "eventport", "/dev/poll", "rtsig", "aio"].includes(value),
    () => l10n.t("it must be epoll, poll or select here"),
    ["epoll", "poll", "select"],
  ),
  event_connections: connections,
  event_debug_connection: (checking) => {
    const word = checking.directive.args[0];
    if (!word) return;
    if (isCidr(word.value)) strayBits(checking, word);
    else if (word.value !== "unix:" && !isShortIpv4(word.value) && !/^\w*[a-z][\w.-]*$/i.test(word.value))
      invalidValue(checking, word, l10n.t("it must be an address, a network or a host"));
  },
  thread_pool: (checking) => {
    const name = checking.directive.args[0];
    if (!name) return;
    const known = definitionsOf(checking.config, "thread_pool", "", name.value).some(
      (other) => other.name === name.value,
    );
    if (known) {
      const message = l10n.t('There is a thread pool "{0}" already.', name.value);
      return checking.report("nginx-duplicate-definition", name, message);
    }
    define(checking, "thread_pool", name.value, name);
    const parameters = checking.directive.args.slice(1);
    // nginx passes over what it does not know here.
    const wrong = parameters.find(
      ({ value }) =>
        (value.startsWith("threads=") && !positive(value.slice(8))) ||
        (value.startsWith("max_queue=") && parseNumber(value.slice(10)) === undefined),
    );
    if (wrong) return invalidParameter(checking, wrong);
    const threads = parameters.some((word) => word.value.startsWith("threads="));
    if (!threads) {
      checking.report(
        "nginx-missing-requirement",
        checking.directive.name,
        l10n.t('"thread_pool" must have "threads=".'),
      );
    }
  },
  load_module: (checking) => {
    const { config, scope, directive, report } = checking;
    if (config.blocks.size > 0) {
      report(
        "nginx-conflict",
        directive.name,
        l10n.t('"load_module" must stand before "events", "http", "stream" and "mail".'),
      );
    }
    const path = directive.args[0];
    const key = `load_module ${path?.value}`;
    if (scope.seen.has(key)) {
      report("nginx-duplicate-definition", path ?? directive.name, l10n.t("This module is loaded already."));
    }
    scope.seen.set(key, directive);
    config.loadsModules = true;
    if (path && !knownModules.test(path.value)) config.foreignModules = true;
  },
  events_block: (checking) => openTop(checking),
  http_block: (checking) => openTop(checking),
  stream_block: (checking) => openTop(checking),
  mail_block: (checking) => openTop(checking),
  rtmp_block: (checking) => openTop(checking),
  set_env: (checking) => {
    const word = checking.directive.args[0];
    if (word?.value === "") invalidParameter(checking, word);
  },
};

const openTop: Check = ({ config, directive }) => {
  config.blocks.set(directive.name.value, directive);
};

/** Dynamic modules whose directives the catalog has. */
const knownModules =
  /ngx_(?:http_(?:image_filter|xslt_filter|geoip2?|perl|js|brotli_(?:filter|static)|headers_more_filter|lua|dav_ext|echo|fancyindex|subs_filter|auth_pam|memc|srcache_filter|set_misc|uploadprogress|upload|vhost_traffic_status|upstream_fair|modsecurity|cache_purge)|stream(?:_geoip2?|_js)?|mail|rtmp|nchan|otel)_module\.so$|ndk_http_module\.so$/;
