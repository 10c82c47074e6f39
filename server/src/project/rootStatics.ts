import type { CallExpr } from "../languages/python/facts";
import type { Tree } from "../workspace/walk";
import { keyword, positional } from "./blueprints";
import { viewOf } from "./routes";
import type { Source } from "./sources";

/** A rule that takes any name at the root, as static files there have: `/<name>`, `/<path:page>`. */
const anyName = /^\/?<(?!(?:int|float|uuid):)/;

/**
 * Whether Flask may answer with a view what is also the name of a file in a folder that is served at the root of the
 * site: then whoever serves the file first is not told by its name alone.
 */
export function isMixedWithViews(folder: string, own: readonly Source[], tree: Tree): boolean {
  if (folder === "." || tree.pythonFolders.has(folder)) return true;
  return own.some((source) => {
    if (!source.mentions("lask")) return false;
    const { find } = source.python();
    const decorators = find.functions().flatMap(({ function: view }) => view.decorators);
    const rules = [
      ...decorators.flatMap((it) => (it.kind === "call" && viewOf(it) !== undefined ? ruleOf(it, 0) : [])),
      ...find.calls("add_url_rule").flatMap(({ call }) => ruleOf(call, 0)),
      ...find.calls("add_resource").flatMap(({ call }) => ruleOf(call, 1)),
    ];
    return rules.some((rule) => anyName.test(rule) || tree.has(`${folder}/${rule.replace(/^\//, "")}`));
  });
}

function ruleOf(call: CallExpr, index: number): readonly string[] {
  const rule = keyword(call, "rule") ?? positional(call, index);
  return rule?.kind === "string" ? [rule.value] : [];
}
