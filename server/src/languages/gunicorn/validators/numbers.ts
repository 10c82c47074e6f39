import * as l10n from "@vscode/l10n";
import type { PythonValue } from "../model";
import { parseInteger } from "../values/text";
import type { Validator, Verdict } from "./validate";
import { accepted, int, refused, shown, unknown } from "./verdicts";

/** `val if isinstance(val, int) else int(val, 0)`; undefined where that fails, `unknown` for bytes and the like. */
function integer(value: PythonValue): number | "unknown" | undefined {
  if (value.type === "int") return value.value;
  if (value.type === "bool") return Number(value.value);
  if (value.type === "str") return parseInteger(value.value, 0);
  return value.type === "object" && value.name === "bytes" ? "unknown" : undefined;
}

function within(value: PythonValue, least: number, most: number, reason: () => string): Verdict {
  const number = integer(value);
  if (number === "unknown") return unknown;
  return number !== undefined && number >= least && number <= most ? accepted(int(number)) : refused(reason());
}

const positive: Validator = (value, { name }) =>
  within(value, 0, Number.POSITIVE_INFINITY, () =>
    l10n.t('"{0}" takes a whole number from 0 up; Gunicorn refuses {1}.', name, shown(value)),
  );

/** Sizes of RFC 9113. */
const between =
  (least: number, most: number): Validator =>
  (value, { name }) =>
    within(value, least, most, () =>
      l10n.t('"{0}" takes a whole number from {1} to {2}; Gunicorn refuses {3}.', name, least, most, shown(value)),
    );

const streamLimit: Validator = (value, { name }) =>
  within(value, 1, Number.POSITIVE_INFINITY, () =>
    l10n.t('"{0}" takes a whole number from 1 up; Gunicorn refuses {1}.', name, shown(value)),
  );

/** The constants of Python's `ssl` module: `PROTOCOL_TLS` is 2. */
const protocols: ReadonlyMap<string, number> = new Map([
  ["SSLv23", 2],
  ["TLS", 2],
  ["TLS_CLIENT", 16],
  ["TLS_SERVER", 17],
  ["TLSv1", 3],
  ["TLSv1_1", 4],
  ["TLSv1_2", 5],
]);

/** Judged in Gunicorn 20 alone: before, it was a number; after, it is ignored. */
const sslVersion: Validator = (value, { name }, { release }) => {
  if (!release.startsWith("20.")) return accepted(value);
  const named = value.type === "str" ? protocols.get(value.value) : undefined;
  if (named !== undefined) return accepted(int(named));
  const number = value.type === "str" && /^SSLv[23]$/.test(value.value) ? "unknown" : integer(value);
  // 0 and 1 are old protocols, which few builds of Python still have.
  if (number === "unknown" || number === 0 || number === 1) return unknown;
  if (number !== undefined && [...protocols.values()].includes(number)) return accepted(int(number));
  const names = [...protocols.keys()].join(", ");
  return refused(l10n.t('"{0}" takes one of {1}; Gunicorn refuses {2}.', name, names, shown(value)));
};

export const numbers: Readonly<Record<string, Validator>> = {
  pos_int: positive,
  http2_window_size: between(0, 2 ** 31 - 1),
  http2_frame_size: between(16384, 16777215),
  http2_stream_limit: streamLimit,
  ssl_version: sslVersion,
};
