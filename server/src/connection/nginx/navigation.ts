import * as l10n from "@vscode/l10n";
import {
  type DefinitionParams,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  FoldingRangeKind,
  type FoldingRangeParams,
  type InlayHint,
  type InlayHintParams,
  type Location,
  type PrepareRenameParams,
  type Range,
  type ReferenceParams,
  type RenameParams,
  type SelectionRange,
  type SelectionRangeParams,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensParams,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { Location as Place } from "../../languages/nginx/features/references";
import { tokenTypes } from "../../languages/nginx/features/tokens";
import { answer } from "../answer";
import type { Feature } from "../feature";
import type { OpenViews } from "./features";
import { refuse } from "./language";
import type { Opened } from "./views";

/** Finding one's way in Nginx files: names, symbols, folding, links, colours, hints. */
export const nginxNavigation = (views: OpenViews): Feature => ({
  capabilities: {
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    inlayHintProvider: true,
    semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] }, full: true },
  },

  register({ connection, documents }) {
    const opened = async (uri: string): Promise<Opened | undefined> => (await views(documents)).open(uri);
    const names = () => import("./service");
    const convert = () => import("./service");

    const locations = async (file: Opened, places: readonly Place[]): Promise<Location[]> => {
      const { documentOf, toRange } = await convert();
      return places.map((place) => ({
        uri: file.uri(place.path),
        range: toRange(documentOf(file, place.path), place),
      }));
    };

    answer<DefinitionParams, Location[]>(
      connection,
      "textDocument/definition",
      async ({ textDocument, position }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { definitions, linksAt } = await names();
        const offset = file.document.offsetAt(position);
        const named = definitions(file.view, offset);
        if (named.length > 0) return locations(file, named);
        return locations(
          file,
          linksAt(file.view, offset).map(({ path, offset: at = 0 }) => ({ path, start: at, end: at })),
        );
      },
      [],
    );
    answer<ReferenceParams, Location[]>(
      connection,
      "textDocument/references",
      async ({ textDocument, position, context }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { references } = await names();
        return locations(file, references(file.view, file.document.offsetAt(position), context.includeDeclaration));
      },
      [],
    );
    answer<PrepareRenameParams, Range>(connection, "textDocument/prepareRename", async ({ textDocument, position }) => {
      const file = await opened(textDocument.uri);
      const { definitions, nameAt } = await names();
      const offset = file?.document.offsetAt(position) ?? 0;
      const named = file && nameAt(file.view, offset);
      if (!file || !named || definitions(file.view, offset).length === 0)
        throw refuse(l10n.t("There is no name of your own to rename here."));
      const text = file.view.tree.text.slice(named.at.start, named.at.end);
      const start = named.at.start + Math.max(0, text.toLowerCase().indexOf(named.name.toLowerCase()));
      return (await convert()).toRange(file.document, { start, end: start + named.name.length });
    });
    answer<RenameParams, WorkspaceEdit>(
      connection,
      "textDocument/rename",
      async ({ textDocument, position, newName }) => {
        const file = await opened(textDocument.uri);
        const edits = file && (await names()).rename(file.view, file.document.offsetAt(position), newName);
        if (!file || !edits) throw refuse(l10n.t('"{0}" cannot be a name here.', newName));
        const { documentOf, toTextEdit } = await convert();
        const changes = [...edits].map(([path, own]) => [
          file.uri(path),
          own.map((edit) => toTextEdit(documentOf(file, path), edit)),
        ]);
        return { changes: Object.fromEntries(changes) };
      },
    );

    answer<DocumentSymbolParams, DocumentSymbol[]>(
      connection,
      "textDocument/documentSymbol",
      async ({ textDocument }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { symbols, symbolKinds, toSymbols } = await import("./service");
        return toSymbols(file.document, symbols(file.view.tree), symbolKinds);
      },
      [],
    );
    answer<FoldingRangeParams, FoldingRange[]>(
      connection,
      "textDocument/foldingRange",
      async ({ textDocument }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { folds } = await import("./service");
        return folds(file.view.tree).flatMap(({ start, end, kind }) => {
          const startLine = file.document.positionAt(start).line;
          const endLine =
            file.document.positionAt(end).line - (kind === "block" && file.view.tree.text[end] === "}" ? 1 : 0);
          return endLine > startLine
            ? [{ startLine, endLine, ...(kind === "comment" ? { kind: FoldingRangeKind.Comment } : {}) }]
            : [];
        });
      },
      [],
    );
    answer<SelectionRangeParams, SelectionRange[]>(
      connection,
      "textDocument/selectionRange",
      async ({ textDocument, positions }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { selections, toRange } = await import("./service");
        return positions.map((position) => {
          const spans = selections(file.view, file.document.offsetAt(position));
          const chain = spans.reduceRight<SelectionRange | undefined>(
            (parent, span) => ({ range: toRange(file.document, span), ...(parent ? { parent } : {}) }),
            undefined,
          );
          return chain ?? { range: { start: position, end: position } };
        });
      },
      [],
    );
    answer<DocumentLinkParams, DocumentLink[]>(
      connection,
      "textDocument/documentLink",
      async ({ textDocument }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { documentOf, links, toRange } = await import("./service");
        return links(file.view).map((link) => {
          const target = file.uri(link.folder ? `${link.path}/` : link.path);
          const range = toRange(file.document, link);
          if (link.offset === undefined) return { range, target };
          const { line, character } = documentOf(file, link.path).positionAt(link.offset);
          return { range, target: `${target}#L${line + 1},${character + 1}` };
        });
      },
      [],
    );
    answer<InlayHintParams, InlayHint[]>(
      connection,
      "textDocument/inlayHint",
      async ({ textDocument, range }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { hints } = await import("./service");
        return hints(file.view, file.document.offsetAt(range.start), file.document.offsetAt(range.end)).map((hint) => ({
          position: file.document.positionAt(hint.offset),
          label: hint.label,
          ...(hint.tooltip === undefined ? {} : { tooltip: hint.tooltip }),
        }));
      },
      [],
    );
    answer<SemanticTokensParams, SemanticTokens>(
      connection,
      "textDocument/semanticTokens/full",
      async ({ textDocument }) => {
        const file = await opened(textDocument.uri);
        if (!file) return undefined;
        const { tokens } = await import("./service");
        const builder = new SemanticTokensBuilder();
        const { text } = file.view.tree;
        // Kept from token to token: a file may be one long line.
        let lineFeed = text.indexOf("\n");
        for (const { start, end, type } of tokens(file.view)) {
          // A token must not go over a line's end.
          for (let from = start; from < end; ) {
            if (lineFeed >= 0 && lineFeed < from) lineFeed = text.indexOf("\n", from);
            const to = lineFeed < 0 || lineFeed >= end ? end : lineFeed;
            const { line, character } = file.document.positionAt(from);
            if (to > from) builder.push(line, character, to - from, tokenTypes.indexOf(type), 0);
            from = to + 1;
          }
        }
        return builder.build();
      },
      { data: [] },
    );
  },
});
