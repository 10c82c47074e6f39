import * as l10n from "@vscode/l10n";
import type { Directive, Word } from "../../tree";
import type { Walking } from "../check";
import { firstOne } from "../first";
import { repeatedWord } from "../generic";
import { checkMapHash } from "../hashes";
import { addHostName, type HostNames, hostNames } from "../hostNameTable";
import { filesNamed, unreadTree } from "../include";
import { judged, replayed } from "../memory";
import type { Checking, Scope } from "../model";
import { complexValue, defineVariable } from "../names";
import { regularExpression } from "../regex";
import { count, type EntryCheck } from "./entries";
import { geoEntry } from "./geo";

/**
 * Checks the block of a `map`, `geo`, `types`, `split_clients` or `charset_map`, and the variable that it makes.
 * @returns false where the directive has no such block
 */
export function openValueBlock(checking: Checking, walking: Walking): boolean {
  const { directive } = checking;
  const { block } = directive;
  const check = entries[directive.name.value];
  if (!check || block?.kind !== "values") return check !== undefined;
  header(checking);
  if (directive.name.value === "map") checkMapHash(checking);
  const judgeEntries = (): void => {
    const seen = directive.name.value === "types" ? typesIn(checking.scope) : new Map<string, Directive>();
    const items = block.items.filter((item) => item.kind === "directive");
    for (const item of items) {
      if (item.terminator === "{") continue;
      if (item.name.value === "include" && item.args.length === 1) {
        includeEntries(checking, item, walking, check, seen);
      } else check({ ...checking, directive: item }, seen);
    }
    if (directive.name.value === "split_clients") percentages(checking, items);
  };
  const { config, scope, source, stack } = walking;
  // All `types` of a block are one list: none is remembered without the others.
  if (directive.name.value === "types") judgeEntries();
  else if (!replayed(walking, block, scope.context, scope.location)) {
    judged(config, block, { ...scope, up: scope }, source.path, stack, judgeEntries);
  }
  return true;
}

const typesOf = new WeakMap<Scope, Map<string, Directive>>();

function typesIn(scope: Scope): Map<string, Directive> {
  const known = typesOf.get(scope) ?? new Map<string, Directive>();
  typesOf.set(scope, known);
  return known;
}

function includeEntries(
  checking: Checking,
  item: Directive,
  { config, source }: Walking,
  check: EntryCheck,
  seen: Map<string, Directive>,
): void {
  const [word] = item.args;
  const found = word && filesNamed(config, word.value, source);
  if (!found) {
    config.incomplete = true;
    return;
  }
  if (found.length === 0 && !/[*?[]/.test(word.value)) {
    config.incomplete = true;
    checking.report("nginx-include-missing", word, l10n.t('There is no file "{0}" to include.', word.value));
  }
  for (const file of found) {
    if (file.tree === unreadTree) config.incomplete = true;
    config.sources.set(file.path, file.tree);
    const report: Checking["report"] = (code, at, message, more) => {
      const before = config.findings.length;
      checking.report(code, at, message, more);
      const last = config.findings.length > before ? config.findings.pop() : undefined;
      if (last) config.findings.push({ ...last, path: file.path });
    };
    for (const entry of file.tree.items) {
      if (entry.kind === "directive") check({ ...checking, source: file, directive: entry, report }, seen);
    }
  }
}

/** The words before the block: what is looked at, and the variable that is made. */
function header(checking: Checking): void {
  const { name, args } = checking.directive;
  const first = args[0];
  const second = args[1];
  switch (name.value) {
    case "map":
      // The first map fixes the size of the hash: after it, the directives that set it are refused as duplicates.
      for (const name of ["map_hash_max_size", "map_hash_bucket_size"]) {
        const key = `${checking.spec.module} ${name}`;
        if (!checking.scope.seen.has(key)) checking.scope.seen.set(key, checking.directive);
      }
      if (first) complexValue(checking, first);
      defineVariable(checking, second);
      return;
    case "charset_map":
      charsets(checking);
      return;
    case "split_clients":
      if (first) complexValue(checking, first);
      defineVariable(checking, second);
      return;
    case "geo":
      if (first && second) address(checking, first);
      defineVariable(checking, second ?? first);
      return;
  }
}

/** What `geo` looks at: a variable alone. */
function address(checking: Checking, word: Word): void {
  if (/^\$./.test(word.value)) complexValue(checking, word);
  else
    checking.report(
      "nginx-invalid-variable",
      word,
      l10n.t('Invalid variable name "{0}": it must begin with $.', word.value),
    );
}

/** Two character sets have one table, and none with themselves. */
function charsets({ directive, scope, report }: Checking): void {
  const [one, two] = directive.args.map(({ value }) => value.toLowerCase());
  const at = directive.args[1];
  if (!at || one === undefined || two === undefined) return;
  const key = `charset_map ${[one, two].sort().join(" ")}`;
  if (one === two) report("nginx-invalid-value", at, l10n.t("A table is between two different character sets."));
  else if (scope.seen.has(key))
    report("nginx-duplicate-definition", at, l10n.t("There is a table between these character sets already."));
  else scope.seen.set(key, directive);
}

function duplicate(checking: Checking, first: Directive): void {
  const { directive, report } = checking;
  const message = l10n.t('There is an entry for "{0}" already.', directive.name.value);
  report("nginx-duplicate-definition", directive.name, message, { related: [firstOne(checking, first)] });
}

const mapEntry: EntryCheck = (checking, seen) => {
  const { directive } = checking;
  const { name, args } = directive;
  if (args.length === 0 && (name.value === "hostnames" || name.value === "volatile")) {
    seen.set(`flag ${name.value}`, directive);
    return;
  }
  if (!count(checking, seen, 2)) return;
  const value = args[0];
  if (value) complexValue(checking, value);
  const regex = name.value.startsWith("~");
  if (regex) {
    regularExpression(checking, name, name.value.startsWith("~*") ? 2 : 1);
    return;
  }
  if (seen.has("flag hostnames") && name.value !== "default") return hostEntry(checking, seen);
  const key = name.value === "default" ? "the default" : `entry ${name.value.replace(/^\\/, "").toLowerCase()}`;
  const first = seen.get(key);
  if (first) duplicate(checking, first);
  else seen.set(key, directive);
};

const namesOf = new WeakMap<Map<string, Directive>, HostNames<Word>>();

/** A key of a map with `hostnames`: the name of a host, maybe with a wildcard. */
function hostEntry(checking: Checking, seen: Map<string, Directive>): void {
  const { directive, report } = checking;
  const names = namesOf.get(seen) ?? hostNames<Word>();
  namesOf.set(seen, names);
  const { name } = directive;
  const owner = addHostName(names, name.value.replace(/^\\/, ""), name);
  if (!owner)
    report(
      "nginx-invalid-value",
      name,
      l10n.t('Invalid name "{0}": one * may stand in it, at the beginning or the end, beside a dot.', name.value),
    );
  else if (owner !== name)
    report("nginx-duplicate-definition", name, l10n.t('There is an entry for "{0}" already.', name.value));
}

/** One type, as many extensions as there are: nginx checks neither, but warns of an extension that has a type. */
const typesEntry: EntryCheck = (checking, seen) => {
  const { directive, report } = checking;
  const next = directive.args.find(({ value }) => /^[a-z]+\/[\w.+-]+$/.test(value));
  if (next) {
    const message = l10n.t(
      'nginx takes "{0}" for an argument of "{1}": the ";" before it is missing.',
      next.value,
      directive.name.value,
    );
    return report("nginx-swallowed-directive", next, message);
  }
  for (const word of directive.args) {
    const key = `extension ${word.value.toLowerCase()}`;
    const first = seen.get(key);
    if (!first) seen.set(key, directive);
    else if (first === directive) repeatedWord(checking, word);
    else {
      const message = l10n.t('"{0}" has the type {1} already: this one takes its place.', word.value, first.name.value);
      report("nginx-duplicate-value", word, message);
    }
  }
};

const percent = (text: string): number | undefined => {
  const match = text.match(/^(\d*)(?:\.(\d{0,2}))?%$/);
  if (!match) return undefined;
  return Number(match[1] || "0") * 100 + Number((match[2] ?? "").padEnd(2, "0") || "0");
};

const splitEntry: EntryCheck = (checking) => {
  const { directive, report } = checking;
  // nginx does not count the words here, but reads two.
  if (directive.args.length !== 1) {
    const message = l10n.t(
      "An entry here is {0} words and a semicolon, but this has {1}.",
      2,
      directive.args.length + 1,
    );
    report("nginx-argument-count", directive.name, message, { severity: "warning" });
  }
  if (directive.name.value !== "*" && !percent(directive.name.value)) {
    report(
      "nginx-invalid-value",
      directive.name,
      l10n.t('Invalid percentage "{0}": write 0.5% or *.', directive.name.value),
    );
  }
};

function percentages({ directive, report }: Checking, items: readonly Directive[]): void {
  let sum = 0;
  for (const { name } of items) {
    sum = name.value === "*" ? 10_000 : sum + (percent(name.value) ?? 0);
    if (sum <= 10_000) continue;
    report("nginx-invalid-value", name, l10n.t("With this entry it is more than 100%."), {
      related: [
        {
          path: "",
          start: directive.end - 1,
          end: directive.end,
          message: l10n.t("nginx notices it here."),
        },
      ],
    });
    return;
  }
}

/**
 * Whether two or three bytes, given as hexadecimal digits, begin with a character as `ngx_utf8_decode` has it, which
 * passes over what follows; nginx takes no more of them (`NGX_UTF_LEN`).
 */
function isUtf8Character(digits: string): boolean {
  if (!/^(?:[0-9a-f]{2}){1,3}$/i.test(digits)) return false;
  const [first = 0, ...rest] = (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const more = first >= 0xf0 ? 0 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
  const next = rest.slice(0, more);
  if (more === 0 || next.length < more || next.some((byte) => byte < 0x80)) return false;
  const character = next.reduce((sum, byte) => sum * 64 + (byte & 0x3f), first & (0x3f >> more));
  return character > (more === 1 ? 0x7f : 0x7ff);
}

const charsetEntry: EntryCheck = (checking, seen) => {
  const { directive, report } = checking;
  if (!count(checking, seen, 2)) return;
  const to = directive.args[0];
  const utf8 = /^utf-8$/i.test(checking.directive.parent?.args[1]?.value ?? "");
  if (!/^[0-9a-f]{1,2}$/i.test(directive.name.value)) {
    report(
      "nginx-invalid-value",
      directive.name,
      l10n.t('"{0}" is no byte in hexadecimal digits.', directive.name.value),
    );
  } else if (to && !utf8 && !/^0*[0-9a-f]{1,2}$/i.test(to.value)) {
    report("nginx-invalid-value", to, l10n.t('"{0}" is no byte in hexadecimal digits.', to.value));
  } else if (to && utf8 && !isUtf8Character(to.value)) {
    const message = l10n.t('"{0}" is no character of UTF-8 with two or three bytes, in hexadecimal digits.', to.value);
    report("nginx-invalid-value", to, message);
  }
};

const entries: Readonly<Record<string, EntryCheck>> = {
  map: mapEntry,
  geo: geoEntry,
  types: typesEntry,
  split_clients: splitEntry,
  charset_map: charsetEntry,
};
