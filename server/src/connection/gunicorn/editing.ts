import {
  type CompletionItem,
  type CompletionParams,
  type Hover,
  type HoverParams,
  InsertTextFormat,
  MarkupKind,
  type SignatureHelp,
  type SignatureHelpParams,
} from "vscode-languageserver/node";
import { answer } from "../answer";
import type { Feature } from "../feature";
import type { Open } from "./features";

/** What a proposal remembers until it is looked at. */
interface About {
  readonly gunicorn: string;
  readonly release: string;
}

/** Writing what Gunicorn reads: completion, hover, signatures of hooks. */
export const gunicornEditing = (open: Open): Feature => ({
  capabilities: {},
  register(context) {
    const { connection } = context;

    answer<CompletionParams, CompletionItem[]>(
      connection,
      "textDocument/completion",
      async ({ textDocument, position }) => {
        const file = await open(context, textDocument.uri);
        if (!file) return undefined;
        const { completeCommand, completeConfig, completionKinds, toRange } = await import("./service");
        const { view, document } = file;
        const offset = document.offsetAt(position);
        const cursor = file.cursor(offset);
        const proposals = view.config ? completeConfig(view, offset) : cursor ? completeCommand(view, cursor) : [];
        return proposals.map((proposal) => ({
          label: proposal.label,
          kind: completionKinds[proposal.kind],
          sortText: String(proposal.rank).padStart(4, "0"),
          insertTextFormat: proposal.snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
          textEdit: { range: toRange(document, proposal), newText: proposal.insert },
          ...(proposal.detail === undefined ? {} : { detail: proposal.detail }),
          ...(proposal.about ? { data: { gunicorn: proposal.about, release: view.catalog.release } } : {}),
        }));
      },
      [],
    );

    answer<CompletionItem, CompletionItem>(connection, "completionItem/resolve", async (item) => {
      const about = item.data as Partial<About> | undefined;
      if (about?.gunicorn === undefined) return undefined;
      const { describe, gunicornCatalog } = await import("./service");
      const value = await describe(about.gunicorn, gunicornCatalog(about.release));
      return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
    });

    answer<HoverParams, Hover>(
      connection,
      "textDocument/hover",
      async ({ textDocument, position }) => {
        const file = await open(context, textDocument.uri);
        if (!file) return undefined;
        const { hover, hoverTarget, toRange } = await import("./service");
        const offset = file.document.offsetAt(position);
        const found = (await hoverTarget(file.view, offset, file.modules)) ?? (await hover(file.view, offset));
        if (!found) return undefined;
        return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(file.document, found) };
      },
      { contents: [] },
    );

    answer<SignatureHelpParams, SignatureHelp>(
      connection,
      "textDocument/signatureHelp",
      async ({ textDocument, position }) => {
        const file = await open(context, textDocument.uri);
        if (!file?.view.config) return undefined;
        const { describe, signature } = await import("./service");
        const found = signature(file.view, file.document.offsetAt(position));
        if (!found) return undefined;
        const value = (await describe(found.setting, file.view.catalog)) ?? "";
        return {
          signatures: [
            {
              label: found.label,
              documentation: { kind: MarkupKind.Markdown, value },
              parameters: found.parameters.map(([start, end]) => ({ label: [start, end] })),
            },
          ],
          activeSignature: 0,
          activeParameter: found.active,
        };
      },
      { signatures: [] },
    );
  },
});
