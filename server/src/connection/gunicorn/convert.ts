import { CompletionItemKind, type Range, SymbolKind, type TextEdit } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Edit, Span } from "../../findings";
import type { Outline } from "../../languages/gunicorn/features/symbols";
import type { Proposal } from "../../languages/gunicorn/features/view";

export const toRange = (document: TextDocument, { start, end }: Span): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
});

export const toTextEdit = (document: TextDocument, edit: Edit): TextEdit => ({
  range: toRange(document, edit),
  newText: edit.text,
});

export const completionKinds: Readonly<Record<Proposal["kind"], CompletionItemKind>> = {
  setting: CompletionItemKind.Property,
  hook: CompletionItemKind.Function,
  value: CompletionItemKind.EnumMember,
  flag: CompletionItemKind.Field,
  class: CompletionItemKind.Class,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  target: CompletionItemKind.Reference,
};

export const symbolKinds: Readonly<Record<Outline["kind"], SymbolKind>> = {
  section: SymbolKind.Namespace,
  setting: SymbolKind.Property,
  hook: SymbolKind.Function,
};
