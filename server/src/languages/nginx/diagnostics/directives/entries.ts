import * as l10n from "@vscode/l10n";
import type { Directive } from "../../tree";
import type { Checking } from "../model";

/** Checks one entry of a value block; what it needs to know of earlier ones is in `seen`. */
export type EntryCheck = (checking: Checking, seen: Map<string, Directive>) => void;

/** Words that stand alone in a `map` or a `geo`, and say how to read the others. */
const flags: ReadonlySet<string> = new Set(["hostnames", "volatile", "ranges", "proxy_recursive"]);

/** Whether an entry has so many words; else says so. */
export function count(checking: Checking, seen: Map<string, Directive>, expected: number): boolean {
  const { directive, report, source } = checking;
  const { name, args, stop } = directive;
  if (args.length === expected - 1) return true;
  const { text } = source.tree;
  const words = [name, ...args];
  const isFlag = flags.has(name.value);
  const last = words[isFlag ? 0 : expected - 1];
  const next = words[isFlag ? 1 : expected];
  if (last && next && text.slice(last.end, next.start).includes("\n")) {
    if (isFlag) seen.set(`flag ${name.value}`, directive);
    const before = { start: last.start, end: stop };
    const edits = [{ start: last.end, end: last.end, text: ";" }];
    report("nginx-missing-semicolon", before, l10n.t('The ";" that ends "{0}" is missing.', name.value), {
      fixes: [{ title: l10n.t('Add ";"'), path: source.path, edits }],
    });
    return false;
  }
  const elsewhere = text.slice(name.end, stop).includes("\n");
  const noticed = { path: source.path, start: stop, end: stop + 1, message: l10n.t("nginx notices it here.") };
  report(
    "nginx-argument-count",
    name,
    l10n.t("An entry here is {0} words and a semicolon, but this has {1}.", expected, words.length),
    elsewhere ? { related: [noticed] } : {},
  );
  return false;
}
