import * as l10n from "@vscode/l10n";
import { parseNumber } from "../../values";
import { invalidValue } from "../generic";
import type { Check, Checking } from "../model";
import { complexValue, define, definitionsOf, use, within } from "../names";
import { limitedParameters } from "../version";
import { checkParameters, type Parameters, positive, sec, zoneSize } from "./params";
import { defineZone } from "./zones";

const rate = (value: string): boolean => (parseNumber(value.replace(/r\/[sm]$/, "")) ?? 0) > 0;

const requestZoneParameters: Parameters = { words: ["sync"], keys: { "zone=": zoneSize(8), "rate=": rate } };
const requestParameters: Parameters = {
  words: ["nodelay"],
  keys: { "zone=": () => true, "burst=": positive, "delay=": positive },
};

const zone =
  (parameters: Parameters): Check =>
  (checking) => {
    const { directive, config, report } = checking;
    const key = directive.args[0];
    if (key) complexValue(checking, key);
    if (!checkParameters(checking, parameters, 1)) return;
    limitedParameters(checking, 1);
    const word = directive.args.findLast((argument) => argument.value.startsWith("zone="));
    if (!word) return required(checking);
    const name = word.value.slice(5).split(":", 1)[0] ?? "";
    const at = within(word, 5, 5 + name.length);
    const first = definitionsOf(config, "zone", "", name).find(
      (other) => other.name === name && other.directive.name.value === directive.name.value,
    );
    if (first) {
      report("nginx-duplicate-definition", at, l10n.t('The zone "{0}" has a key already.', name), {
        related: [{ path: first.path, start: first.start, end: first.end, message: l10n.t("The first one is here.") }],
      });
    } else defineZone(checking, name, at);
  };

function required({ directive, report }: Checking): void {
  report("nginx-missing-requirement", directive.name, l10n.t('"{0}" must have "{1}".', directive.name.value, "zone="));
}

/** A second limit by the same zone in one block. */
function once({ scope, directive, report }: Checking, name: string): void {
  const key = `${directive.name.value} ${name}`;
  if (scope.seen.has(key)) {
    report(
      "nginx-duplicate-directive",
      directive.name,
      l10n.t('There is a "{0}" by the zone "{1}" here already.', directive.name.value, name),
    );
  } else scope.seen.set(key, directive);
}

const requests: Check = (checking) => {
  const { directive } = checking;
  if (!checkParameters(checking, requestParameters, 0)) return;
  const word = directive.args.findLast((argument) => argument.value.startsWith("zone="));
  if (!word) return required(checking);
  const name = word.value.slice(5);
  use(checking, "zone", name, within(word, 5, word.value.length));
  once(checking, name);
};

const connections: Check = (checking) => {
  const name = checking.directive.args[0];
  const count = checking.directive.args[1];
  if (!name || !count) return;
  use(checking, "zone", name.value, name);
  once(checking, name.value);
  const number = parseNumber(count.value);
  if (!number || number > 65535) invalidValue(checking, count, l10n.t("it must be a number from 1 to 65535"));
};

/** The zone of the module for the progress of uploads: the first word of its directives names it. */
const uploadZone: Check = (checking) => {
  const [name, more] = checking.directive.args;
  if (!name) return;
  if (checking.spec.name === "upload_progress") define(checking, "zone", name.value, name);
  else use(checking, "zone", name.value, name);
  if (checking.spec.name === "track_uploads" && more && !sec(more.value))
    invalidValue(checking, more, l10n.t("it must be a time in whole seconds such as 30s, 10m or 1d"));
};

/** Limits on requests and connections. */
export const limits: Readonly<Record<string, Check>> = {
  http_limit_req_zone: zone(requestZoneParameters),
  http_limit_conn_zone: zone({ words: [], keys: { "zone=": zoneSize(8) } }),
  stream_limit_conn_zone: zone({ words: [], keys: { "zone=": zoneSize(8) } }),
  http_limit_req: requests,
  http_limit_conn: connections,
  http_upload_progress: uploadZone,
  http_track_uploads: uploadZone,
  http_report_uploads: uploadZone,
  stream_limit_conn: connections,
};
