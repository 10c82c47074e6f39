import {
  type DefinitionParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type InlayHint,
  type InlayHintParams,
  type Location,
  MarkupKind,
  type ReferenceParams,
} from "vscode-languageserver/node";
import { answer } from "../answer";
import type { Feature } from "../feature";
import type { Open } from "./features";

/** Finding one's way in a Gunicorn configuration: what names stand for, where settings are set, what holds. */
export const gunicornNavigation = (open: Open): Feature => ({
  capabilities: {},
  register(context) {
    const { connection } = context;

    answer<DefinitionParams, Location[]>(
      connection,
      "textDocument/definition",
      async ({ textDocument, position }) => {
        const file = await open(context, textDocument.uri);
        if (!file) return undefined;
        const { definition, toRange } = await import("./service");
        const places = await definition(file.view, file.document.offsetAt(position), file.modules);
        return places.map((place) => ({
          uri: file.uri(place.path),
          range: toRange(file.documentOf(place.path), place),
        }));
      },
      [],
    );

    answer<ReferenceParams, Location[]>(
      connection,
      "textDocument/references",
      async ({ textDocument, position }) => {
        const file = await open(context, textDocument.uri);
        if (!file) return undefined;
        const { references, toRange } = await import("./service");
        const all = references(file.view, file.document.offsetAt(position), file.everywhere());
        return all.map(({ path, name }) => ({ uri: file.uri(path), range: toRange(file.documentOf(path), name) }));
      },
      [],
    );

    answer<DocumentSymbolParams, DocumentSymbol[]>(
      connection,
      "textDocument/documentSymbol",
      async ({ textDocument }) => {
        const file = await open(context, textDocument.uri);
        if (!file?.view.config) return undefined;
        const { symbols, symbolKinds, toSymbols } = await import("./service");
        return toSymbols(file.document, symbols(file.view), symbolKinds);
      },
      [],
    );

    answer<InlayHintParams, InlayHint[]>(
      connection,
      "textDocument/inlayHint",
      async ({ textDocument, range }) => {
        const file = await open(context, textDocument.uri);
        if (!file) return undefined;
        const { hints } = await import("./service");
        const { document } = file;
        return hints(file.view, document.offsetAt(range.start), document.offsetAt(range.end)).map((hint) => ({
          position: document.positionAt(hint.offset),
          label: hint.label,
          ...(hint.tooltip === undefined ? {} : { tooltip: { kind: MarkupKind.Markdown, value: hint.tooltip } }),
        }));
      },
      [],
    );
  },
});
