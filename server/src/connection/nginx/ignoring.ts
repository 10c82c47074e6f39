import * as l10n from "@vscode/l10n";
import type { Finding, Fix } from "../../findings";
import { placeAt, type View } from "../../languages/nginx/features/view";

/** What nginx refuses is not to be silenced, nor what is said of a comment that silences. */
const isIgnorable = ({ severity, code }: Finding): boolean => severity !== "error" && !/suppression/.test(code);

/** The change that silences a finding by a comment above its line; the reason is for the user to write. */
export function ignoring(view: View, finding: Finding): Fix | undefined {
  if (!isIgnorable(finding)) return undefined;
  const { text } = view.tree;
  const start = text.lastIndexOf("\n", finding.start - 1) + 1;
  const { around, word } = placeAt(view, start);
  // A comment in the middle of a text in quotes, or of Lua, would be a part of that.
  if ((word && word.start < start) || around.at(-1)?.block?.kind === "raw") return undefined;
  const indentation = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const lineFeed = text.includes("\r\n") ? "\r\n" : "\n";
  return {
    title: l10n.t('Ignore "{0}" on this line', finding.code),
    path: finding.path,
    edits: [{ start, end: start, text: `${indentation}# flask-stack: ignore ${finding.code} ${lineFeed}` }],
  };
}
