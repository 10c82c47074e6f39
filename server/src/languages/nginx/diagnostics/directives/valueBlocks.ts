import * as l10n from "@vscode/l10n";
import { isCidr, isIpv4 } from "../../address";
import type { Directive } from "../../tree";
import type { Walking } from "../check";
import { checkMapHash } from "../hashes";
import { filesNamed } from "../include";
import { judged } from "../memory";
import type { Checking } from "../model";
import { complexValue, defineVariable } from "../names";
import { regularExpression } from "../regex";

/** Checks one entry of a value block; what it needs to know of earlier ones is in `seen`. */
type EntryCheck = (checking: Checking, seen: Map<string, Directive>) => void;

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
  judged(walking.config, block, { ...checking.scope, up: checking.scope }, checking.source.path, walking.stack, () => {
    const seen = new Map<string, Directive>();
    const items = block.items.filter((item) => item.kind === "directive");
    for (const item of items) {
      if (item.terminator === "{") continue;
      if (item.name.value === "include" && item.args.length === 1) {
        includeEntries(checking, item, walking, check, seen);
      } else check({ ...checking, directive: item }, seen);
    }
    if (directive.name.value === "split_clients") percentages(checking, items);
  });
  return true;
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
    checking.report("nginx-include-missing", word, l10n.t('There is no file "{0}" to include.', word.value));
  }
  for (const file of found) {
    const report: Checking["report"] = (code, at, message, more) => {
      checking.report(code, at, message, more);
      const last = config.findings.pop();
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
  const [first, second] = args;
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
    case "split_clients":
      if (first) complexValue(checking, first);
      defineVariable(checking, second);
      return;
    case "geo":
      if (first && second) complexValue(checking, first);
      defineVariable(checking, second ?? first);
      return;
  }
}

function count(checking: Checking, expected: number): boolean {
  const { directive, report } = checking;
  if (directive.args.length === expected - 1) return true;
  const next = directive.args[expected - 1];
  const last = directive.args[expected - 2] ?? directive.name;
  const { text } = checking.source.tree;
  if (next && text.slice(last.end, next.start).includes("\n")) {
    const before = { start: last.start, end: directive.stop };
    report("nginx-missing-semicolon", before, l10n.t('The ";" that ends "{0}" is missing.', directive.name.value), {
      fixes: [
        {
          title: l10n.t('Add ";"'),
          path: checking.source.path,
          edits: [{ start: last.end, end: last.end, text: ";" }],
        },
      ],
    });
    return false;
  }
  report(
    "nginx-argument-count",
    directive.name,
    l10n.t("An entry here is {0} words and a semicolon, but this has {1}.", expected, directive.args.length + 1),
  );
  return false;
}

function duplicate({ directive, source, report }: Checking, first: Directive): void {
  report(
    "nginx-duplicate-definition",
    directive.name,
    l10n.t('There is an entry for "{0}" already.', directive.name.value),
    {
      related: [{ path: source.path, start: first.start, end: first.end, message: l10n.t("The first one is here.") }],
    },
  );
}

const mapEntry: EntryCheck = (checking, seen) => {
  const { directive } = checking;
  const { name, args } = directive;
  if (args.length === 0 && (name.value === "hostnames" || name.value === "volatile")) {
    seen.set(`flag ${name.value}`, directive);
    return;
  }
  if (!count(checking, 2)) return;
  const [value] = args;
  if (value) complexValue(checking, value);
  const regex = name.value.startsWith("~");
  if (regex) {
    regularExpression(checking, name, name.value.startsWith("~*") ? 2 : 1);
    return;
  }
  const key = name.value === "default" ? "the default" : `entry ${name.value.replace(/^\\/, "").toLowerCase()}`;
  const first = seen.get(key);
  if (first) duplicate(checking, first);
  else seen.set(key, directive);
};

const geoEntry: EntryCheck = (checking, seen) => {
  const { directive, report } = checking;
  const { name, args } = directive;
  if (args.length === 0 && (name.value === "ranges" || name.value === "proxy_recursive")) {
    if (name.value === "ranges" && seen.has("a network")) {
      report("nginx-conflict", name, l10n.t('"ranges" must be the first entry of "geo".'));
    }
    seen.set(`flag ${name.value}`, directive);
    return;
  }
  if (!count(checking, 2)) return;
  const [value] = args;
  if (name.value === "default") return;
  const net = name.value === "delete" || name.value === "proxy" ? value : name;
  if (!net) return;
  const ranges = seen.has("flag ranges") && name.value !== "proxy";
  if (name.value !== "proxy") seen.set("a network", directive);
  const [low = "", high = ""] = net.value.split("-");
  if (ranges ? !isIpv4(low) || !isIpv4(high) : !isCidr(net.value) && net.value !== "255.255.255.255") {
    report(
      "nginx-invalid-value",
      net,
      ranges ? l10n.t('Invalid range "{0}".', net.value) : l10n.t('Invalid network "{0}".', net.value),
    );
  }
};

const typesEntry: EntryCheck = () => {
  // One type, as many extensions as there are; nginx checks neither.
};

const percent = (text: string): number | undefined => {
  const match = text.match(/^(\d*)(?:\.(\d{1,2}))?%$/);
  if (!match || text === "%" || text === ".%") return undefined;
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

const charsetEntry: EntryCheck = (checking) => {
  const { directive, report } = checking;
  if (!count(checking, 2)) return;
  const [to] = directive.args;
  const utf8 = /^utf-8$/i.test(checking.directive.parent?.args[1]?.value ?? "");
  if (!/^[0-9a-f]{1,2}$/i.test(directive.name.value)) {
    report(
      "nginx-invalid-value",
      directive.name,
      l10n.t('"{0}" is no byte in hexadecimal digits.', directive.name.value),
    );
  } else if (to && !(utf8 ? /^(?:[0-9a-f]{2})+$/i : /^0*[0-9a-f]{1,2}$/i).test(to.value)) {
    report("nginx-invalid-value", to, l10n.t('"{0}" is no byte in hexadecimal digits.', to.value));
  }
};

const entries: Readonly<Record<string, EntryCheck>> = {
  map: mapEntry,
  geo: geoEntry,
  types: typesEntry,
  split_clients: splitEntry,
  charset_map: charsetEntry,
};
