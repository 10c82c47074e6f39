import * as l10n from "@vscode/l10n";
import { parseNumber } from "../../values";
import { makeFinding } from "../finding";
import { invalidValue } from "../generic";
import type { Check, Checking } from "../model";
import { complexValue, use, within } from "../names";
import { inForce } from "../scopes";
import { limitedParameters } from "../version";
import {
  checkParameters,
  msec,
  number,
  offset,
  onOff,
  type Parameters,
  positive,
  sec,
  valueAfter,
  zoneSize,
} from "./params";
import { defineZone } from "./zones";

/** One to three levels of one or two characters. */
const levels = (value: string): boolean => /^[12](?::[12]){0,2}$/.test(value);

/** The parameters of `proxy_cache_path` and its kin. */
const cachePathParameters: Parameters = {
  words: [],
  keys: {
    "levels=": levels,
    "use_temp_path=": onOff,
    "keys_zone=": zoneSize(2),
    "inactive=": sec,
    "max_size=": offset,
    "min_free=": offset,
    "loader_files=": number,
    "loader_sleep=": msec,
    "loader_threshold=": msec,
    "manager_files=": number,
    "manager_sleep=": msec,
    "manager_threshold=": msec,
    "purger=": onOff,
    "purger_files=": number,
    "purger_sleep=": msec,
    "purger_threshold=": msec,
  },
};

const cachePath: Check = (checking) => {
  const { directive, scope, report } = checking;
  if (!checkParameters(checking, cachePathParameters, 1)) return;
  limitedParameters(checking, 1);
  const path = directive.args[0];
  const folder = `path ${path?.value.replace(/\/$/, "")}`;
  if (path && scope.seen.has(folder)) {
    report("nginx-duplicate-definition", path, l10n.t('The path "{0}" is used by another cache.', path.value));
    return;
  }
  scope.seen.set(folder, directive);
  const zone = directive.args.find((word) => word.value.startsWith("keys_zone="));
  if (!zone) {
    report(
      "nginx-missing-requirement",
      directive.name,
      l10n.t('"{0}" must have "{1}".', directive.name.value, "keys_zone="),
    );
    return;
  }
  const name = zone.value.slice("keys_zone=".length).split(":", 1)[0] ?? "";
  defineZone(checking, name, within(zone, 10, 10 + name.length), true);
};

const cache: Check = (checking) => {
  const { directive, scope, report } = checking;
  const zone = directive.args[0];
  if (!zone || zone.value === "off") return;
  const protocol = directive.name.value.replace("_cache", "");
  const store = scope.seen.get(`store ${protocol}`);
  if (store) {
    report(
      "nginx-conflict",
      directive.name,
      l10n.t('"{0}" is incompatible with "{1}".', directive.name.value, store.name.value),
    );
  }
  scope.seen.set(`cache ${protocol}`, directive);
  if (protocol !== "proxy" && scope.context !== "http") withKey(checking, protocol);
  if (zone.value.includes("$")) complexValue(checking, zone);
  else use(checking, "zone", zone.value, zone);
};

/** Only `proxy_cache` has a key by itself: others would give everybody the same answer. */
function withKey({ config, scope, directive, source: { path } }: Checking, protocol: string): void {
  config.later.push({
    sure: false,
    judge: ({ findings }) => {
      const key = `${protocol}_cache_key`;
      if (inForce(scope, `ngx_http_${protocol}_module ${key}`)) return;
      const message = l10n.t(
        'Without "{0}" all requests have the same place in the cache: say what tells them apart.',
        key,
      );
      findings.push(makeFinding(path, "nginx-no-cache-key", directive.name, message));
    },
  });
}

const valid: Check = (checking) => {
  const { args } = checking.directive;
  const time = args.at(-1);
  if (time && !sec(time.value))
    return invalidValue(checking, time, l10n.t("it must be a time in whole seconds such as 30s, 10m or 1d"));
  for (const word of args.slice(0, -1)) {
    const code = parseNumber(word.value);
    if (word.value !== "any" && (code === undefined || code < 100 || code > 599)) {
      return invalidValue(checking, word, l10n.t('it must be a status code or "any"'));
    }
  }
};

/** `max=... inactive=...` of a cache of open files, or `off`. */
const openFiles: Check = (checking) => {
  const { directive, report } = checking;
  const isLog = directive.name.value === "open_log_file_cache";
  const keys = {
    "max=": positive,
    "inactive=": sec,
    ...(isLog ? { "min_uses=": number, "valid=": sec } : {}),
  };
  if (!checkParameters(checking, { words: ["off"], keys }, 0)) return;
  if (directive.args.some((word) => word.value === "off") || valueAfter(directive.args, "max=")) return;
  report("nginx-missing-requirement", directive.name, l10n.t('"{0}" must have "{1}".', directive.name.value, "max="));
};

const key: Check = (checking) => {
  for (const word of checking.directive.args) complexValue(checking, word);
};

/** Caches of answers and of open files. */
export const caches: Readonly<Record<string, Check>> = {
  http_file_cache_set_slot: cachePath,
  http_file_cache_valid_set_slot: valid,
  http_core_open_file_cache: openFiles,
  http_log_open_file_cache: openFiles,
  stream_log_open_file_cache: openFiles,
  ...Object.fromEntries(
    ["proxy", "fastcgi", "uwsgi", "scgi"].flatMap((protocol) => [
      [`http_${protocol}_cache`, cache],
      [`http_${protocol}_cache_key`, key],
    ]),
  ),
};
