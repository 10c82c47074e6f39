import * as l10n from "@vscode/l10n";
import type { Finding, Fix } from "../../findings";
import { placeAt } from "../../languages/nginx/features/view";
import type { Opened } from "./views";

/** What nginx refuses is not to be silenced, nor what is said of a comment that silences. */
const isIgnorable = ({ severity, code }: Finding): boolean => severity !== "error" && !/suppression/.test(code);

/**
 * Tells of each finding in a file the change that silences it by a comment above its line; the reason is for the user to
 * write. There may be thousands of them.
 */
export function ignoring({ view, document }: Opened): (finding: Finding) => Fix | undefined {
  const { text } = view.tree;
  const lineFeed = text.includes("\r\n") ? "\r\n" : "\n";
  return (finding) => {
    if (!isIgnorable(finding)) return undefined;
    const start = document.offsetAt({ line: document.positionAt(finding.start).line, character: 0 });
    const { around, word } = placeAt(view, start);
    // A comment in the middle of a text in quotes, or of Lua, would be a part of that.
    if ((word && word.start < start) || around.at(-1)?.block?.kind === "raw") return undefined;
    const indentation = text.slice(start, skipBlanks(text, start));
    return {
      title: l10n.t('Ignore "{0}" on this line', finding.code),
      path: finding.path,
      edits: [{ start, end: start, text: `${indentation}# flask-stack: ignore ${finding.code} ${lineFeed}` }],
    };
  };
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}
