import {
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  InsertTextFormat,
  SymbolKind,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { contextNames } from "../../languages/nginx/catalog/catalog";
import type { Finding } from "../../languages/nginx/diagnostics/model";
import type { Proposal } from "../../languages/nginx/features/completion";
import type { Outline } from "../../languages/nginx/features/symbols";
import type { NginxTree } from "../../languages/nginx/tree";
import { rememberedByKey } from "../../workspace/remembered";
import { toRange, toSymbols, toTextEdit } from "../ranges";
import type { Refused } from "./verdicts";
import type { Opened } from "./views";

export { toRange, toSymbols, toTextEdit };

/** A document to count lines in, for any file of the configuration. */
export function documentOf({ document, view }: Opened, path: string): TextDocument {
  if (path === view.path || path === "") return document;
  const tree = view.files.tree(path);
  const known = tree && others.get(tree);
  if (known) return known;
  const made = TextDocument.create("", "nginx", 0, tree?.text ?? "");
  if (tree) others.set(tree, made);
  return made;
}

/** To be asked of each of thousands of places. */
const others = new WeakMap<NginxTree, TextDocument>();

/** The same for a file that is no part of an open configuration. */
export const textDocument = (uri: string, text: string): TextDocument => TextDocument.create(uri, "nginx", 0, text);

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

export const source = "flask-stack";

/** A finding as LSP has it. */
export function toDiagnostic(opened: Opened, finding: Finding): Diagnostic {
  const document = documentOf(opened, finding.path);
  return {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.code,
    source,
    message: finding.message,
    ...(finding.code === "nginx-deprecated" ? { tags: [DiagnosticTag.Deprecated] } : {}),
    relatedInformation: (finding.related ?? []).map((related) => {
      const path = related.path || finding.path;
      const range = toRange(documentOf(opened, path), related);
      return { location: { uri: opened.uri(path), range }, message: related.message };
    }),
  };
}

/** What nginx itself refused, on the line that it names. */
export function toVerdict({ document }: Opened, { message, line }: Refused): Diagnostic {
  const start = document.offsetAt({ line: Math.max(0, (line ?? 1) - 1), character: 0 });
  const text = document.getText();
  const lineFeed = text.indexOf("\n", start);
  const own = text.slice(start, lineFeed < 0 ? text.length : lineFeed);
  const range = toRange(document, {
    start: start + own.length - own.trimStart().length,
    end: start + own.trimEnd().length,
  });
  return { range, severity: DiagnosticSeverity.Error, source: "nginx -t", message };
}

/**
 * Hundreds of these go out with a key, and more than 64 KB of them would fill a pipe, so each says no more than it must:
 * where nothing is written over, what is inserted is the label itself unless said otherwise, and goes where the cursor
 * is; what stands in the middle is sorted by its label; its `data` is the number of its context, see `aboutItem`.
 */
export function toCompletionItems(document: TextDocument, proposals: readonly Proposal[]): CompletionItem[] {
  const touching = rememberedByKey((start) => touches(document, Number(start)));
  return proposals.map((proposal) => toCompletionItem(document, proposal, touching(String(proposal.start))));
}

/** @param touching whether a range must be said where nothing is written over */
function toCompletionItem(document: TextDocument, proposal: Proposal, touching: boolean): CompletionItem {
  const { label, insert, snippet, start, end, detail, about, filter } = proposal;
  const order = orderOf(proposal);
  const item: CompletionItem = { label, kind: completionKinds[proposal.kind] };
  if (order !== "") item.sortText = order;
  if (filter !== undefined) item.filterText = filter;
  if (snippet) item.insertTextFormat = InsertTextFormat.Snippet;
  if (start < end || touching) item.textEdit = { range: toRange(document, proposal), newText: insert };
  else if (insert !== label) item.insertText = insert;
  if (detail !== undefined) item.detail = detail;
  if (about) item.data = contextNames.indexOf(about.context);
  return item;
}

/** What sorts a proposal before or behind the names of others. */
function orderOf({ rank, order }: Proposal): string {
  const first = ["0", "", "~"][rank] ?? "";
  // Between the digits of the first and the letters of names.
  return order === undefined ? first : (first || "1") + String(order).padStart(3, "0");
}

/** Whether something stands at an offset that an editor would take for the beginning of the word, as the "(" of an `if`. */
const touches = (document: TextDocument, offset: number): boolean =>
  /[^\s;{}]/.test(document.getText({ start: document.positionAt(offset - 1), end: document.positionAt(offset + 1) }));

/** What the docs are to be asked about a proposal of ours; undefined for one of another language, or without docs. */
export const aboutItem = ({ label, data }: CompletionItem): { name: string; context: string } | undefined =>
  typeof data === "number" ? { name: label, context: contextNames[data] ?? "" } : undefined;

const completionKinds: Readonly<Record<Proposal["kind"], CompletionItemKind>> = {
  directive: CompletionItemKind.Property,
  block: CompletionItemKind.Module,
  value: CompletionItemKind.EnumMember,
  parameter: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  reference: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
};

export const symbolKinds: Readonly<Record<Outline["kind"], SymbolKind>> = {
  block: SymbolKind.Namespace,
  server: SymbolKind.Class,
  location: SymbolKind.Method,
  upstream: SymbolKind.Interface,
  variable: SymbolKind.Variable,
  directive: SymbolKind.Property,
};
