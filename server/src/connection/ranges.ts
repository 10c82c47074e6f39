import type { DocumentSymbol, Range, SymbolKind, TextEdit } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Edit, Span } from "../findings";

/** Offsets as lines and columns. */
export const toRange = (document: TextDocument, { start, end }: Span): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
});

/** An edit as LSP has it. */
export const toTextEdit = (document: TextDocument, edit: Edit): TextEdit => ({
  range: toRange(document, edit),
  newText: edit.text,
});

/** One entry of a file's outline, whatever its kinds are called. */
interface Outlined<Kind extends string> extends Span {
  readonly name: string;
  readonly detail: string;
  readonly kind: Kind;
  /** The part to be selected. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly Outlined<Kind>[];
}

/** An outline as LSP has it. */
export const toSymbols = <Kind extends string>(
  document: TextDocument,
  outline: readonly Outlined<Kind>[],
  kinds: Readonly<Record<Kind, SymbolKind>>,
): DocumentSymbol[] =>
  outline.map((symbol) => ({
    name: symbol.name,
    detail: symbol.detail,
    kind: kinds[symbol.kind],
    range: toRange(document, symbol),
    selectionRange: toRange(document, { start: symbol.nameStart, end: symbol.nameEnd }),
    children: toSymbols(document, symbol.children, kinds),
  }));

/** Says of a kind of code action whether a client that asks for these kinds wants it: `source` covers `source.fixAll`. */
export const wantsKind =
  (only: readonly string[] | undefined) =>
  (kind: string): boolean =>
    !only || only.some((each) => kind === each || kind.startsWith(`${each}.`));
