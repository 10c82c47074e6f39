import * as l10n from "@vscode/l10n";
import type { SettingSpec } from "../catalog/catalog";
import type { PythonValue } from "../model";
import { parseInteger, strip } from "../values/text";
import { isSocketAddress } from "./addresses";
import type { Validator, Verdict } from "./validate";
import { accepted, int, none, refused, shown, str, unknown } from "./verdicts";

const notText = (value: PythonValue, { name }: SettingSpec): Verdict =>
  refused(l10n.t('"{0}" takes a text; Gunicorn refuses {1}.', name, shown(value)));

/** The text that the validator goes on with, or its verdict where it ends there: `None` and no text at all. */
export function textOf(value: PythonValue, setting: SettingSpec): { text: string } | { verdict: Verdict } {
  if (value.type === "None") return { verdict: accepted(none) };
  return value.type === "str" ? { text: strip(value.value) } : { verdict: notText(value, setting) };
}

const string: Validator = (value, setting) => {
  const read = textOf(value, setting);
  return "verdict" in read ? read.verdict : accepted(str(read.text));
};

const bool: Validator = (value, { name }) => {
  if (value.type === "None" || value.type === "bool") return accepted(value);
  const word = value.type === "str" ? strip(value.value.toLowerCase()) : undefined;
  if (word === "true" || word === "false") return accepted({ type: "bool", value: word === "true" });
  return refused(l10n.t('"{0}" takes True or False; Gunicorn refuses {1}.', name, shown(value)));
};

/** One of some words, in any case. `of` gives what stands for the values that are none. */
const oneOf =
  (words: readonly string[], of: (value: PythonValue) => PythonValue | undefined): Validator =>
  (value, { name }) => {
    const instead = of(value);
    if (instead) return accepted(instead);
    const word = value.type === "str" ? strip(value.value.toLowerCase()) : undefined;
    if (word !== undefined && words.includes(word)) return accepted(str(word));
    const list = words.map((one) => `"${one}"`).join(", ");
    return refused(l10n.t('"{0}" takes one of {1}; Gunicorn refuses {2}.', name, list, shown(value)));
  };

const orElse = (instead: PythonValue) => (value: PythonValue) => (value.type === "None" ? instead : undefined);

const orFlag = (off: string, on: string) => (value: PythonValue) => {
  if (value.type === "None") return str(off);
  return value.type === "bool" ? str(value.value ? on : off) : undefined;
};

const choices: Readonly<Record<string, readonly string[]>> = {
  proxy_protocol: ["off", "v1", "v2", "auto"],
  http2_cleartext: ["off", "prior-knowledge", "upgrade", "both"],
  header_map_behaviour: ["drop", "refuse", "dangerous"],
  asgi_loop: ["auto", "asyncio", "uvloop"],
  asgi_lifespan: ["auto", "on", "off"],
  http_parser: ["auto", "fast", "python"],
  reload_engine: ["auto", "poll", "inotify"],
};

/** The words that a validator takes one of; none where it takes more than some words. */
export const choicesOf = (validator: string): readonly string[] =>
  Object.hasOwn(choices, validator) ? (choices[validator] ?? []) : [];

const proxyWords: ReadonlyMap<string, string> = new Map([
  ["false", "off"],
  ["0", "off"],
  ["none", "off"],
  ["true", "auto"],
  ["1", "auto"],
]);
const proxyModes = oneOf(choicesOf("proxy_protocol"), orFlag("off", "auto"));
const proxyProtocol: Validator = (value, setting, around) => {
  const mode = value.type === "str" ? proxyWords.get(strip(value.value.toLowerCase())) : undefined;
  return mode ? accepted(str(mode)) : proxyModes(value, setting, around);
};

const engines = choicesOf("reload_engine");
/** A key of a dictionary: neither stripped nor lowered. */
const reloadEngine: Validator = (value, { name }) => {
  if (value.type === "str" && engines.includes(value.value)) return accepted(value);
  const list = engines.map((one) => `"${one}"`).join(", ");
  return refused(l10n.t('"{0}" takes one of {1}; Gunicorn refuses {2}.', name, list, shown(value)));
};

/** A number, or the name of a user or group of the machine. */
const account: Validator = (value, { name }) => {
  if (value.type === "None") return accepted();
  if (value.type === "int" || value.type === "bool") return accepted(value);
  if (value.type === "object" && value.name === "bytes") return unknown;
  if (value.type === "str" && value.value !== "" && !/[:\0]/.test(value.value)) {
    const number = /^\p{Nd}+$/u.test(value.value) ? parseInteger(value.value, 10) : undefined;
    return number === undefined ? unknown : accepted(int(number));
  }
  return refused(l10n.t('"{0}" takes a name or a number; Gunicorn refuses {1}.', name, shown(value)));
};

const chdir: Validator = (value, setting, { exists }) => {
  const read = textOf(value, setting);
  if ("verdict" in read) {
    return read.verdict.kind === "refused" ? read.verdict : notText(value, setting);
  }
  const there = read.text === "" || read.text === "." || read.text === "/" || exists?.(read.text);
  if (there === undefined) return unknown;
  if (there) return accepted();
  return refused(
    l10n.t('"{0}" takes a folder that is there; Gunicorn finds no {1}.', setting.name, shown(str(read.text))),
  );
};

/** `hostname:port`, up to Gunicorn 20. */
const hostport: Validator = (value, setting) => {
  const read = textOf(value, setting);
  if ("verdict" in read) return read.verdict;
  const [host = "", port, ...more] = read.text.split(":");
  const number = port === undefined || more.length > 0 ? undefined : parseInteger(port, 10);
  if (number !== undefined) return accepted({ type: "tuple", items: [str(host), int(number)] });
  return refused(l10n.t('"{0}" takes host:port; Gunicorn refuses {1}.', setting.name, shown(value)));
};

const statsdAddress: Validator = (value, setting) => {
  const read = textOf(value, setting);
  if ("verdict" in read) return read.verdict;
  if (isSocketAddress(read.text)) return accepted();
  return refused(l10n.t('"{0}" takes host:port or unix:PATH; Gunicorn refuses {1}.', setting.name, shown(value)));
};

export const texts: Readonly<Record<string, Validator>> = {
  string,
  bool,
  proxy_protocol: proxyProtocol,
  http2_cleartext: oneOf(choicesOf("http2_cleartext"), orFlag("off", "prior-knowledge")),
  header_map_behaviour: oneOf(choicesOf("header_map_behaviour"), orElse(none)),
  asgi_loop: oneOf(choicesOf("asgi_loop"), orElse(str("auto"))),
  asgi_lifespan: oneOf(choicesOf("asgi_lifespan"), orElse(str("auto"))),
  http_parser: oneOf(choicesOf("http_parser"), orElse(str("auto"))),
  reload_engine: reloadEngine,
  user: account,
  group: account,
  chdir,
  hostport,
  statsd_address: statsdAddress,
};
