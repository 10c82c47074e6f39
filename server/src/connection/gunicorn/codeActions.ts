import * as l10n from "@vscode/l10n";
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from "vscode-languageserver/node";
import type { Finding, Fix } from "../../findings";
import { answer } from "../answer";
import type { Feature } from "../feature";
import { wantsKind } from "../ranges";
import { besideNginx } from "./besideNginx";
import { settingsOf } from "./diagnostics";
import type { Open } from "./features";
import type { Judged } from "./folders";

/** Quick fixes for what the diagnostics say of Gunicorn's files, one by one and all at once. */
export const gunicornFixes = (open: Open): Feature => ({
  capabilities: {},
  register(context) {
    answer<CodeActionParams, CodeAction[]>(
      context.connection,
      "textDocument/codeAction",
      async ({ textDocument, range, context: { only } }) => {
        const file = (await open(context, textDocument.uri)) ?? (await besideNginx(context, textDocument.uri));
        if (file === undefined) return undefined;
        const { findingsOf, toDiagnostic } = await import("./service");
        const findings = findingsOf(file, settingsOf(context));
        const wanted = wantsKind(only);
        const start = file.document.offsetAt(range.start);
        const end = file.document.offsetAt(range.end);
        const quick = wanted(CodeActionKind.QuickFix)
          ? findings
              .filter((finding) => finding.start <= end && start <= finding.end)
              .flatMap((finding) =>
                (finding.fixes ?? []).map((fix, index) => ({
                  title: fix.title,
                  kind: CodeActionKind.QuickFix,
                  diagnostics: [toDiagnostic(file, finding)],
                  isPreferred: index === 0,
                  edit: { changes: changesOf(file, [fix]) },
                })),
              )
          : [];
        // "Fix all" is offered where it is asked for: on saving, or by its name.
        const all = only?.some((each) => each.startsWith("source")) ? fixAll(file, findings) : [];
        return [...quick, ...all];
      },
      [],
    );
  },
});

/** The first fix of each finding that lies in this file; of those that touch each other, the first: the next run has the rest. */
function fixAll(file: Judged, findings: readonly Finding[]): CodeAction[] {
  const fixes: Fix[] = [];
  let free = 0;
  for (const { fixes: [fix] = [] } of findings) {
    const [first] = fix?.edits ?? [];
    if (fix === undefined || first === undefined || fix.path !== file.view.path) continue;
    const appends = first.start === file.view.text.length && first.start === first.end;
    if (!appends && first.start < free) continue;
    fixes.push(fix);
    if (!appends) free = Math.max(...fix.edits.map((edit) => edit.end)) + 1;
  }
  if (fixes.length === 0) return [];
  const changes = changesOf(file, fixes);
  return [{ title: l10n.t("Fix all that can be fixed"), kind: CodeActionKind.SourceFixAll, edit: { changes } }];
}

function changesOf(file: Judged, fixes: readonly Fix[]): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { path, edits } of fixes) {
    const document = file.documentOf(path);
    const own = edits.map(({ start, end, text }) => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      newText: text,
    }));
    const uri = file.uri(path);
    changes[uri] = [...(changes[uri] ?? []), ...own];
  }
  return changes;
}
