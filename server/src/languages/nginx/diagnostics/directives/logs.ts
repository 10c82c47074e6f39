import * as l10n from "@vscode/l10n";
import { parseAddress } from "../../address";
import type { Word } from "../../tree";
import { parseSize, parseTime } from "../../values";
import { hasVariable } from "../../variables";
import { makeFinding } from "../finding";
import { invalidParameter, invalidValue } from "../generic";
import type { Check, Checking, Config, Finding } from "../model";
import { complexValue, define, definitionsOf, use, within } from "../names";
import { checkParameters, msec, type Parameters, someSize, valueAfter } from "./params";

const accessLogParameters: Parameters = {
  words: ["gzip"],
  keys: {
    "buffer=": someSize,
    "flush=": (value) => msec(value) && !/^0+\w*$/.test(value),
    "gzip=": (value) => /^[1-9]$/.test(value),
    "if=": () => true,
  },
  complex: ["if="],
};

const facilities =
  "kern user mail daemon auth intern lpr news uucp clock authpriv ftp ntp audit alert cron local0 local1 local2 local3 local4 local5 local6 local7".split(
    " ",
  );
const severities = "debug info notice warn error crit alert emerg".split(" ");

/** Checks `syslog:server=...,facility=...`; answers whether something is wrong. */
export function syslog(checking: Checking, target: Word): boolean {
  if (!target.value.startsWith("syslog:")) return false;
  const parts = target.value.slice(7).split(",");
  const keys = parts.map((part) => part.split("=", 1)[0]);
  const wrong = parts.find((part, index) => {
    const [key = "", value = ""] = part.split(/=(.*)/s);
    if (keys.indexOf(key) < index) return true;
    if (key === "server") return parseAddress(value).fault !== undefined;
    if (key === "facility") return !facilities.includes(value);
    if (key === "severity") return !severities.includes(value);
    if (key === "tag") return !/^\w{1,32}$/.test(value);
    return part !== "nohostname";
  });
  if (wrong !== undefined) {
    const at = target.value.indexOf(wrong);
    const message = l10n.t('Invalid syslog parameter "{0}".', wrong);
    checking.report("nginx-invalid-parameter", within(target, at, at + wrong.length), message);
    return true;
  }
  if (parts.some((part) => part.startsWith("server="))) return false;
  checking.report("nginx-missing-requirement", target, l10n.t('"{0}" must have "{1}".', "syslog:", "server="));
  return true;
}

type Related = NonNullable<Finding["related"]>[number];

const accessLog: Check = (checking) => {
  const { directive, family, config, report } = checking;
  const target = directive.args[0];
  const format = directive.args[1];
  if (!target) return;
  if (target.value === "off") {
    if (format) invalidParameter(checking, format);
    return;
  }
  if (syslog(checking, target)) return;
  if (!target.value.startsWith("syslog:")) complexValue(checking, target);
  if (format) {
    use(checking, "log_format", format.value, format);
  } else if (family === "stream") {
    report(
      "nginx-missing-requirement",
      directive.name,
      l10n.t('In "stream" an "access_log" needs the name of a "log_format".'),
    );
    return;
  }
  const known = format && definitionsOf(config, "log_format", family, format.value).length > 0;
  const preset = family === "http" && format?.value.toLowerCase() === "combined";
  if (format && !known && !preset && !config.incomplete) {
    report(
      "nginx-undefined-log-format",
      format,
      l10n.t('There is no "log_format" named "{0}" before this.', format.value),
    );
    return;
  }
  if (!checkParameters(checking, accessLogParameters, 2)) return;
  const parameters = directive.args.slice(2);
  const buffered = parameters.some((word) => /^(?:buffer=|gzip)/.test(word.value));
  const flush = parameters.find((word) => word.value.startsWith("flush="));
  if (flush && !buffered) {
    report("nginx-missing-requirement", flush, l10n.t('"flush=" needs "buffer=" or "gzip" beside it.'));
  } else if (buffered && hasVariable(target.value)) {
    report("nginx-conflict", target, l10n.t("A buffered log cannot have variables in its name."));
  } else if (buffered && target.value.startsWith("syslog:")) {
    report("nginx-conflict", target, l10n.t("A log to syslog cannot be buffered."));
  } else if (buffered) noteBuffer(checking, target);
};

/** The first log of each file that is buffered, and how. */
const buffersOf = new WeakMap<Config, Map<string, { readonly how: string; readonly related: Related }>>();

/** A file has one buffer, which all its logs describe alike. */
function noteBuffer({ config, directive, source: { path } }: Checking, target: Word): void {
  const how = bufferOf(directive.args.slice(2));
  config.later.push({
    sure: true,
    judge: (now) => {
      const known = buffersOf.get(now) ?? new Map<string, { how: string; related: Related }>();
      buffersOf.set(now, known);
      const first = known.get(target.value);
      if (!first) {
        const { start, end } = directive;
        known.set(target.value, { how, related: { path, start, end, message: l10n.t("The first one is here.") } });
      } else if (first.how !== how) {
        const message = l10n.t('Another "access_log" of "{0}" has another buffer: make them alike.', target.value);
        now.findings.push(makeFinding(path, "nginx-conflict", directive, message, { related: [first.related] }));
      }
    },
  });
}

/** Size, time and compression as nginx compares them: `gzip` alone is `gzip=1 buffer=64k`. */
function bufferOf(parameters: readonly Word[]): string {
  const value = (key: string): string => valueAfter(parameters, key) ?? "";
  const gzip = parameters.some((word) => word.value === "gzip") ? "1" : value("gzip=") || "0";
  return [parseSize(value("buffer=")) ?? 65536, parseTime(value("flush="), "msec") ?? 0, gzip].join(" ");
}

const logFormat: Check = (checking) => {
  const { directive, family, config, report } = checking;
  const [name, ...parts] = directive.args;
  if (!name) return;
  const first = definitionsOf(config, "log_format", family, name.value).find((other) => other.name === name.value);
  if (first || (family === "http" && name.value === "combined")) {
    report("nginx-duplicate-definition", name, l10n.t('There is a "log_format" named "{0}" already.', name.value), {
      related: first
        ? [{ path: first.path, start: first.start, end: first.end, message: l10n.t("The first one is here.") }]
        : [],
    });
    return;
  }
  define(checking, "log_format", name.value, name);
  const escaping = parts[0]?.value.startsWith("escape=") ? parts.shift() : undefined;
  if (escaping && !/^escape=(?:default|json|none)$/.test(escaping.value)) {
    return invalidValue(checking, escaping, l10n.t("it must be escape=default, escape=json or escape=none"));
  }
  for (const part of parts) complexValue(checking, part);
};

/** Logs of requests. */
export const logs: Readonly<Record<string, Check>> = {
  http_log_set_log: accessLog,
  stream_log_set_log: accessLog,
  http_log_set_format: logFormat,
  stream_log_set_format: logFormat,
};
