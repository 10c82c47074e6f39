import * as l10n from "@vscode/l10n";
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type DocumentFormattingParams,
  type DocumentOnTypeFormattingParams,
  type DocumentRangeFormattingParams,
  type FormattingOptions,
  type Hover,
  type HoverParams,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  type SignatureHelp,
  type SignatureHelpParams,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { Fix } from "../../findings";
import { answer } from "../answer";
import type { Feature } from "../feature";
import { wantsKind } from "../ranges";
import type { OpenViews } from "./features";
import type { Opened } from "./views";

/** Writing Nginx files: completion, hover, signatures, layout, quick fixes. */
export const nginxEditing = (views: OpenViews): Feature => ({
  capabilities: {
    completionProvider: { triggerCharacters: ["$", " ", "/", "=", "@", ":", "(", '"', "'"], resolveProvider: true },
    hoverProvider: true,
    signatureHelpProvider: { triggerCharacters: [" "] },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "}", moreTriggerCharacter: ["\n", ";"] },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] },
  },

  register({ connection, documents }) {
    const opened = async (uri: string): Promise<Opened | undefined> => (await views(documents)).open(uri);

    answer<CompletionParams, CompletionItem[] | CompletionList>(
      connection,
      "textDocument/completion",
      async ({ textDocument, position }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { complete, toCompletionItems } = await import("./service");
        const offset = file.document.offsetAt(position);
        const items = toCompletionItems(file.document, complete(file.view, offset));
        // A brace may follow, and what is written over is another text then: the editor has to ask again.
        return file.view.tree.text[offset - 1] === "$" ? { isIncomplete: true, items } : items;
      },
      [],
    );

    answer<CompletionItem, CompletionItem>(connection, "completionItem/resolve", async (item) => {
      if (item.data === undefined) return item;
      // Proposals of other languages.
      if (typeof item.data !== "number") return undefined;
      const { aboutItem, beginning, documentation } = await import("./service");
      const about = aboutItem(item);
      const docs = about && (await documentation(about.name, about.context));
      if (!docs) return item;
      return {
        ...item,
        documentation: { kind: MarkupKind.Markdown, value: `${beginning(docs.text)}\n\n[${docs.module}](${docs.url})` },
      };
    });

    answer<HoverParams, Hover>(
      connection,
      "textDocument/hover",
      async ({ textDocument, position }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { hover, toRange } = await import("./service");
        const found = await hover(file.view, file.document.offsetAt(position));
        if (!found) return { contents: [] };
        return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(file.document, found) };
      },
      { contents: [] },
    );

    answer<SignatureHelpParams, SignatureHelp>(
      connection,
      "textDocument/signatureHelp",
      async ({ textDocument, position }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { signature } = await import("./service");
        const found = await signature(file.view, file.document.offsetAt(position));
        if (!found) return { signatures: [] };
        const signatures = found.forms.map(({ label, parameters, active }) => ({
          label,
          documentation: { kind: MarkupKind.Markdown, value: found.text },
          parameters: parameters.map(([start, end]) => ({ label: [start, end] as [number, number] })),
          activeParameter: active,
        }));
        // Not every editor has one for each signature.
        const activeParameter = found.forms[found.active]?.active ?? 0;
        return { signatures, activeSignature: found.active, activeParameter };
      },
      { signatures: [] },
    );

    const format = async (
      uri: string,
      options: FormattingOptions,
      within?: (file: Opened) => readonly [number, number],
    ) => {
      const file = await opened(uri);
      if (!file) return [];
      const { formatDefaults, formatEdits, toTextEdit } = await import("./service");
      const indent = options.insertSpaces ? " ".repeat(options.tabSize) : "\t";
      const { alignValues, maxBlankLines } = (await views(documents)).settings();
      const layout = { ...formatDefaults, indent, alignValues, maxBlankLines };
      return formatEdits(file.view.tree, layout, within?.(file)).map((edit) => toTextEdit(file.document, edit));
    };
    answer<DocumentFormattingParams, TextEdit[]>(connection, "textDocument/formatting", ({ textDocument, options }) =>
      format(textDocument.uri, options),
    );
    answer<DocumentRangeFormattingParams, TextEdit[]>(
      connection,
      "textDocument/rangeFormatting",
      ({ textDocument, options, range }) =>
        format(textDocument.uri, options, ({ document }) => [
          // The indentation of its first line is part of it.
          Math.max(0, document.offsetAt({ line: range.start.line, character: 0 }) - 1),
          document.offsetAt(range.end),
        ]),
    );
    answer<DocumentOnTypeFormattingParams, TextEdit[]>(
      connection,
      "textDocument/onTypeFormatting",
      ({ textDocument, options, position, ch }) =>
        format(textDocument.uri, options, ({ document }) => {
          // The line that was just finished: after Enter the one before.
          const line = Math.max(0, position.line - (ch === "\n" ? 1 : 0));
          const start = document.offsetAt({ line, character: 0 });
          return [Math.max(0, start - 1), document.offsetAt(ch === "\n" ? { line: line + 1, character: 0 } : position)];
        }),
    );

    answer<CodeActionParams, CodeAction[]>(
      connection,
      "textDocument/codeAction",
      async ({ textDocument, range, context }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { documentOf, ignoring, toDiagnostic, toTextEdit } = await import("./service");
        const start = file.document.offsetAt(range.start);
        const end = file.document.offsetAt(range.end);
        const findings = file.findings().get(file.view.path) ?? [];
        const wanted = wantsKind(context.only);
        const actions: CodeAction[] = [];
        const editOf = (fixes: readonly Fix[]): WorkspaceEdit => {
          const changes: Record<string, TextEdit[]> = {};
          for (const { path, edits } of fixes) {
            const uri = file.uri(path);
            const all = changes[uri] ?? [];
            changes[uri] = all;
            for (const edit of edits) all.push(toTextEdit(documentOf(file, path), edit));
          }
          return { changes };
        };
        if (wanted(CodeActionKind.QuickFix)) {
          const here = findings.filter((each) => each.start <= end && start <= each.end);
          const offer = (finding: (typeof findings)[number], fix: Fix, isPreferred: boolean): void => {
            const diagnostics = [toDiagnostic(file, finding)];
            const edit = editOf([fix]);
            actions.push({ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred, edit });
          };
          for (const finding of here) {
            for (const [index, fix] of (finding.fixes ?? []).entries()) offer(finding, fix, index === 0);
          }
          const ignore = ignoring(file);
          for (const finding of here) {
            const fix = ignore(finding);
            if (fix) offer(finding, fix, false);
          }
        }
        // Only where it is asked for: it is no answer to a cursor that moves.
        if (context.only && wanted(CodeActionKind.SourceFixAll)) {
          // Edits that touch each other are made one at a time: the next run finds the rest.
          let free = 0;
          const all = [...findings]
            .sort((a, b) => a.start - b.start)
            .flatMap(({ fixes }) => fixes?.slice(0, 1) ?? [])
            .filter(({ edits }) => {
              const [first] = edits;
              if (!first || first.start < free) return false;
              free = Math.max(...edits.map((edit) => edit.end)) + 1;
              return true;
            });
          if (all.length > 0)
            actions.push({
              title: l10n.t("Fix all that can be fixed"),
              kind: CodeActionKind.SourceFixAll,
              edit: editOf(all),
            });
        }
        return actions;
      },
      [],
    );
  },
});

/** A rename or the like that cannot be: one plain sentence. */
export const refuse = (message: string): ResponseError<void> =>
  new ResponseError<void>(LSPErrorCodes.RequestFailed, message);
