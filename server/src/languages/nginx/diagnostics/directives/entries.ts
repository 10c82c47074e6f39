import * as l10n from "@vscode/l10n";
import type { Directive } from "../../tree";
import type { Checking } from "../model";

/** Checks one entry of a value block; what it needs to know of earlier ones is in `seen`. */
export type EntryCheck = (checking: Checking, seen: Map<string, Directive>) => void;

/** Whether an entry has so many words; else says so. */
export function count(checking: Checking, expected: number): boolean {
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
