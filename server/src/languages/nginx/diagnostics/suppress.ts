import * as l10n from "@vscode/l10n";
import type { Comment, Item } from "../tree";
import { codes } from "./codes";
import type { Finding, Source } from "./model";

const said = /#\s*flask-stack:\s*ignore\b[ \t]*([\w-]*)[ \t]*(.*)/;

interface Suppression {
  readonly code: string;
  readonly line: number;
}

/**
 * Leaves out what `# flask-stack: ignore CODE REASON` silences: on its own line, or on the next where it stands alone.
 * A code that does not exist and a missing reason are findings of their own.
 */
export function suppress(
  source: Source,
  findings: readonly Finding[],
  isCode = (code: string) => code in codes,
): Finding[] {
  const { text, items } = source.tree;
  if (!text.includes("flask-stack:")) return [...findings];
  const lineOf = lineCounter(text);
  const own: Finding[] = [];
  const suppressions: Suppression[] = [];
  for (const comment of comments(items)) {
    const match = text.slice(comment.start, comment.end).match(said);
    if (!match) continue;
    const [, code = "", reason = ""] = match;
    const at = { path: source.path, start: comment.start, end: comment.end };
    if (!isCode(code)) {
      const message = l10n.t('There is no diagnostic with the code "{0}".', code);
      own.push({ ...at, code: "nginx-unknown-suppression", severity: codes["nginx-unknown-suppression"], message });
      continue;
    }
    if (reason.trim() === "") {
      const message = l10n.t('Say after "{0}" why it is ignored here.', code);
      own.push({ ...at, code: "nginx-suppression-reason", severity: codes["nginx-suppression-reason"], message });
    }
    const before = text.slice(text.lastIndexOf("\n", comment.start - 1) + 1, comment.start);
    const line = lineOf(comment.start);
    suppressions.push({ code, line: before.trim() === "" ? line + 1 : line });
  }
  const silenced = (finding: Finding): boolean =>
    suppressions.some(({ code, line }) => code === finding.code && line === lineOf(finding.start));
  return [...findings.filter((finding) => !silenced(finding)), ...own];
}

function* comments(items: readonly Item[]): Generator<Comment> {
  for (const item of items) {
    if (item.kind === "comment") yield item;
    if (item.kind !== "directive") continue;
    yield* item.comments;
    if (item.block) yield* comments(item.block.items);
  }
}

/** 0-based line of an offset, by the line feeds before it. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
}
