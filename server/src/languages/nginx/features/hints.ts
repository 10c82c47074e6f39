import * as l10n from "@vscode/l10n";
import { contextBit, directiveSpecs } from "../catalog/catalog";
import { contextInside } from "../contexts";
import type { Directive, Item } from "../tree";
import { parseTime } from "../values";
import { inWords } from "./hover";
import type { View } from "./view";

export interface Hint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
}

/** Beside times without a unit or in large numbers of small ones: what they are; in servers: defaults that matter. */
export function hints(view: View, start: number, end: number): Hint[] {
  const found: Hint[] = [];
  const root = view.configuration.config.contexts.get(view.path) ?? view.configuration.context;
  const visit = (items: readonly Item[], context: string): void => {
    for (const item of items) {
      if (item.kind !== "directive" || item.end < start || item.start > end) continue;
      times(item, context, found);
      if (item.block?.kind !== "directives") continue;
      const inside = contextInside(item.name.value, context);
      if (inside === "http/server") defaults(item, found);
      if (inside) visit(item.block.items, inside);
    }
  };
  visit(view.tree.items, root);
  return found.filter(({ offset }) => offset >= start && offset <= end);
}

function times(item: Directive, context: string, found: Hint[]): void {
  const spec = directiveSpecs(item.name.value)?.find((candidate) => candidate.contexts & contextBit(context));
  if (spec?.kind !== "msec" && spec?.kind !== "sec") return;
  const [word] = item.args;
  const time = word && parseTime(word.value, spec.kind);
  if (!word || time === undefined) return;
  const written = inWords(time).replaceAll(" ", "").replaceAll("min", "m");
  if (written !== word.value.replaceAll(" ", "")) found.push({ offset: word.end, label: ` ${inWords(time)}` });
}

/** What nginx does where a server does not say, and that surprises. */
function defaults(server: Directive, found: Hint[]): void {
  const { block } = server;
  if (!block) return;
  const has = (name: string): boolean =>
    block.items.some(
      (item) => item.kind === "directive" && (item.name.value === name || item.name.value === "include"),
    );
  if (!has("listen")) {
    found.push({
      offset: block.open + 1,
      label: " listen 80",
      tooltip: l10n.t('A server without "listen" listens on port 80, or 8000 where nginx does not run as root.'),
    });
  }
}
