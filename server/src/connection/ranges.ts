import type { Range, TextEdit } from "vscode-languageserver/node";
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

/** Says of a kind of code action whether a client that asks for these kinds wants it: `source` covers `source.fixAll`. */
export const wantsKind =
  (only: readonly string[] | undefined) =>
  (kind: string): boolean =>
    !only || only.some((each) => kind === each || kind.startsWith(`${each}.`));
