import * as l10n from "@vscode/l10n";
import type { Finding, Severity, Span } from "../findings";
import { lineCounter } from "./lines";

const said = /#\s*flask-stack:\s*ignore\b[ \t]*([\w-]*)[ \t]*(.*)/;

/** What a language calls the two findings that a suppression itself can be. */
export interface Suppressing<Code extends string> {
  readonly isCode: (code: string) => boolean;
  readonly unknown: { readonly code: Code; readonly severity: Severity };
  readonly noReason: { readonly code: Code; readonly severity: Severity };
}

/**
 * Leaves out what `# flask-stack: ignore CODE REASON` silences: on its own line, or on the next where it stands alone.
 * A code that does not exist and a missing reason are findings of their own; all come in the order of the text.
 * @param comments where the file has comments; where that is not told, every such text counts as one
 */
export function suppressFindings<Code extends string>(
  { path, text }: { readonly path: string; readonly text: string },
  findings: readonly Finding<Code>[],
  { isCode, unknown, noReason }: Suppressing<Code>,
  comments: Iterable<Span> = likeComments(text),
): Finding<Code>[] {
  if (!text.includes("flask-stack:")) return [...findings];
  const lineOf = lineCounter(text);
  const own: Finding<Code>[] = [];
  const suppressions: { readonly code: string; readonly line: number }[] = [];
  for (const { start, end } of comments) {
    const match = text.slice(start, end).match(said);
    if (!match) continue;
    const [, code = "", reason = ""] = match;
    const at = { path, start, end };
    if (!isCode(code)) {
      const message =
        code === ""
          ? l10n.t('Say after "ignore" the code of the diagnostic that it is about, and why it is ignored.')
          : l10n.t('There is no diagnostic with the code "{0}".', code);
      own.push({ ...at, ...unknown, message });
      continue;
    }
    if (reason.trim() === "") {
      own.push({ ...at, ...noReason, message: l10n.t('Say after "{0}" why it is ignored here.', code) });
    }
    const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
    const line = lineOf(start);
    suppressions.push({ code, line: before.trim() === "" ? line + 1 : line });
  }
  const silenced = (finding: Finding<Code>): boolean =>
    suppressions.some(({ code, line }) => code === finding.code && line === lineOf(finding.start));
  const kept = findings.filter((finding) => !silenced(finding));
  return [...kept, ...own].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** In every language whose comments begin with `#`, a text that says this is one. */
function* likeComments(text: string): Generator<Span> {
  for (const match of text.matchAll(/#[ \t]*flask-stack:[^\r\n]*/g)) {
    yield { start: match.index, end: match.index + match[0].length };
  }
}
