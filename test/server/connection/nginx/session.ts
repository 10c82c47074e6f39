import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach } from "vitest";
import type {
  CompletionItem,
  CompletionList,
  Diagnostic,
  ProtocolConnection,
  PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { connectInMemory } from "../../inMemory";

/** A server of its own for each test, over an in-memory connection. */
export let client: ProtocolConnection;
/** An empty folder, for what has to be on the disk. */
export let root: string;
/** Hear the next diagnostics. */
export let waiting: ((params: PublishDiagnosticsParams) => void)[];

export async function connect(extra: object = {}): Promise<void> {
  client = connectInMemory();
  waiting = [];
  client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    for (const hear of [...waiting]) hear(params);
  });
  client.listen();
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {}, ...extra });
}

/** Gives each test of a file its server and its folder. */
export function useServer(): void {
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "nginx-features-"));
    await connect();
  });
  afterEach(() => {
    client.dispose();
    rmSync(root, { recursive: true, force: true });
  });
}

export interface Open {
  readonly document: TextDocument;
  readonly at: {
    readonly textDocument: { readonly uri: string };
    readonly position: { line: number; character: number };
  };
}

export const uriOf = (path: string): string => pathToFileURL(join(root, path)).toString();

export function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Opens a file; a `|` in its text is the cursor. */
export async function open(source: string, path = "nginx.conf"): Promise<Open> {
  const offset = source.indexOf("|");
  const text = offset < 0 ? source : source.slice(0, offset) + source.slice(offset + 1);
  const document = TextDocument.create(uriOf(path), "nginx", 1, text);
  await client.sendNotification("textDocument/didOpen", {
    textDocument: { uri: document.uri, languageId: "nginx", version: 1, text },
  });
  return { document, at: { textDocument: { uri: document.uri }, position: document.positionAt(Math.max(0, offset)) } };
}

export async function diagnostics(source: string, path = "nginx.conf"): Promise<Diagnostic[]> {
  const heard = new Promise<PublishDiagnosticsParams>((resolve) => {
    waiting.push((params) => {
      if (params.uri === uriOf(path)) resolve(params);
    });
  });
  await open(source, path);
  return (await heard).diagnostics;
}

export const http = (body: string): string => `events {}\nhttp {\n${body}\n}\n`;
export const server = (body: string): string => http(`server {\nlisten 80;\n${body}\n}`);

/** What is offered at a place, whether the editor has to ask again with the next key or not. */
export const itemsAt = async (at: Open["at"]): Promise<CompletionItem[]> => {
  const found: CompletionItem[] | CompletionList = await client.sendRequest("textDocument/completion", at);
  return Array.isArray(found) ? found : found.items;
};

export const complete = async (source: string): Promise<string[]> => {
  const { at } = await open(source);
  return (await itemsAt(at)).map(({ label }) => label);
};
