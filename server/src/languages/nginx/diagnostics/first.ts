import * as l10n from "@vscode/l10n";
import type { Directive, NginxTree } from "../tree";
import type { Checking, Finding, Range } from "./model";

type Related = NonNullable<Finding["related"]>[number];

/** The place of what a directive repeats, in whichever file of the configuration that stands. */
export const firstOne = (checking: Checking, first: Directive, at: Range = first): Related => ({
  path: fileOf(checking, first),
  start: at.start,
  end: at.end,
  message: l10n.t("The first one is here."),
});

/** The file that a directive stands in. */
function fileOf({ source, config }: Pick<Checking, "source" | "config">, directive: Directive): string {
  let top = directive;
  while (top.parent) top = top.parent;
  const isIn = ({ items }: NginxTree): boolean => items.includes(top);
  if (isIn(source.tree)) return source.path;
  return [...config.sources].find(([, tree]) => isIn(tree))?.[0] ?? source.path;
}
