import { CompletionItemKind, SymbolKind } from "vscode-languageserver/node";
import type { Outline } from "../../languages/gunicorn/features/symbols";
import type { Proposal } from "../../languages/gunicorn/features/view";
import { toRange, toSymbols, toTextEdit } from "../ranges";

export { toRange, toSymbols, toTextEdit };

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
