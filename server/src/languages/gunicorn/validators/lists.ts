import * as l10n from "@vscode/l10n";
import { compareVersions } from "../../versions";
import type { PythonValue } from "../model";
import { strip } from "../values/text";
import { isAddress, isNetwork } from "./addresses";
import { textOf } from "./texts";
import type { Validator, Verdict } from "./validate";
import { accepted, isFalsy, list, refused, shown, str, unknown } from "./verdicts";

/** A text, or texts one after another; an empty or false value is an empty list. */
const listString: Validator = (value, { name }) => {
  const falsy = isFalsy(value);
  if (falsy) return accepted(list([]));
  const items = falsy === undefined ? "unknown" : iterated(value);
  if (items === "unknown") return unknown;
  const read = items?.map((item) => (item.type === "str" ? str(strip(item.value)) : item));
  if (read?.every((item) => item.type === "str" || item.type === "None")) return accepted(list(read));
  return refused(l10n.t('"{0}" takes a list of texts; Gunicorn refuses {1}.', name, shown(value)));
};

/** What a `for` gives; undefined where there is none. */
function iterated(value: PythonValue): readonly PythonValue[] | "unknown" | undefined {
  switch (value.type) {
    case "str":
      return [value];
    case "list":
    case "tuple":
    case "set":
      return value.items;
    case "dict":
      return value.entries.map(([key]) => key);
    case "class":
      return "unknown";
    case "object":
      return value.name === "module" || value.name === "object" ? undefined : "unknown";
    default:
      return undefined;
  }
}

/** Files that must be there; since 26.1 a pattern need not match. */
const files =
  (patterns: boolean): Validator =>
  (value, setting, around) => {
    const verdict = listString(value, setting, around);
    if (verdict.kind !== "accepted" || verdict.value?.type !== "list") return verdict;
    let result: Verdict = verdict;
    for (const item of verdict.value.items) {
      if (item.type !== "str") {
        if (patterns)
          return refused(l10n.t('"{0}" takes a list of texts; Gunicorn refuses {1}.', setting.name, shown(value)));
        continue;
      }
      if (patterns && /[*?[]/.test(item.value)) continue;
      const there = item.value === "" ? false : around.exists?.(item.value);
      if (there === undefined) result = unknown;
      if (there === false) {
        return refused(l10n.t('"{0}" takes files that are there; Gunicorn finds no {1}.', setting.name, shown(item)));
      }
    }
    return result;
  };

/** Words between commas. */
const stringToList: Validator = (value, setting) => {
  const read = textOf(value, setting);
  if ("verdict" in read) return read.verdict.kind === "accepted" ? accepted(list([])) : read.verdict;
  const words = read.text.split(",").filter(Boolean);
  return accepted(list(words.map((word) => str(strip(word)))));
};

/** The same for IP addresses, since 24 also networks; `*` is any. */
const addresses: Validator = (value, setting, around) => {
  const verdict = stringToList(value, setting, around);
  if (verdict.kind !== "accepted" || verdict.value?.type !== "list") return verdict;
  const networks = compareVersions(around.release, "24.1") >= 0;
  const fits = networks ? isNetwork : isAddress;
  const wrong = verdict.value.items.find((item) => item.type === "str" && item.value !== "*" && !fits(item.value));
  if (!wrong) return verdict;
  return refused(
    networks
      ? l10n.t(
          '"{0}" takes IP addresses and networks with commas between, or "*"; Gunicorn refuses {1}.',
          setting.name,
          shown(wrong),
        )
      : l10n.t(
          '"{0}" takes IP addresses with commas between, or "*"; Gunicorn refuses {1}.',
          setting.name,
          shown(wrong),
        ),
  );
};

/** `h1,h2`, in the order of preference; h3 was a name for the future up to 26. */
const httpProtocols: Validator = (value, setting, { release }) => {
  const read = textOf(value, setting);
  const h1 = accepted(list([str("h1")]));
  if ("verdict" in read) return value.type === "None" ? h1 : read.verdict;
  const words = read.text
    .split(",")
    .map((word) => strip(word).toLowerCase())
    .filter(Boolean);
  if (words.length === 0) return h1;
  const known = compareVersions(release, "27") >= 0 ? ["h1", "h2"] : ["h1", "h2", "h3"];
  if (words.every((word) => known.includes(word)) && new Set(words).size === words.length) {
    return accepted(list(words.map(str)));
  }
  return refused(
    l10n.t(
      '"{0}" takes each of {1} at most once, with commas between; Gunicorn refuses {2}.',
      setting.name,
      known.join(", "),
      shown(value),
    ),
  );
};

const dict: Validator = (value, { name }) => {
  if (value.type === "dict") return accepted(value);
  return refused(l10n.t('"{0}" takes a dictionary; Gunicorn refuses {1}.', name, shown(value)));
};

export const lists: Readonly<Record<string, Validator>> = {
  list_string: listString,
  list_of_existing_files: files(false),
  list_of_files_or_patterns: files(true),
  string_to_list: stringToList,
  string_to_addr_list: addresses,
  http_protocols: httpProtocols,
  dict,
};
