import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  type CodeAction,
  type CompletionItem,
  type InlayHint,
  type LogMessageParams,
  MessageType,
  type ProtocolConnection,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { connectInMemory } from "../inMemory";

/** Where the `|` of a text stood. */
export interface At {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

/** A client in this process, with a folder of its own. */
export interface Session {
  readonly client: ProtocolConnection;
  readonly root: string;
  uri(path: string): string;
  write(path: string, text: string): void;
  /** Opens a file, with what is written of it on the disk, too; a `|` in its text is the cursor. */
  open(path: string, source: string, languageId?: string): Promise<At>;
  /** What is proposed at the `|`. */
  complete(path: string, source: string): Promise<CompletionItem[]>;
  /** The text after a proposal was taken, its snippet as it is written. */
  taken(path: string, source: string, label: string): Promise<string>;
  /** The text of a file after an edit; of one that was not there, too. */
  edited(path: string, edit: WorkspaceEdit | undefined): string;
  /** The inlay hints of a whole file, each after its line: `3: = 5`. */
  hints(path: string, source: string): Promise<string[]>;
  actions(path: string, source: string, only?: string[]): Promise<CodeAction[]>;
  /** @throws where the server failed at anything meanwhile */
  end(): void;
}

/** A Dockerfile that ends in this line, and a compose file with this in its only service. */
export const docker = (start: string): string => `FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\n${start}\n`;
export const compose = (body: string): string => `services:\n  web:\n    image: x\n${body}\n`;

const languages: Readonly<Record<string, string>> = { py: "python", yaml: "yaml", yml: "yaml", sh: "shellscript" };

export async function startSession(capabilities: ClientCapabilities = {}): Promise<Session> {
  const client = connectInMemory();
  // A failure is answered with nothing, and logged: no test may take the one for the other.
  const failures: string[] = [];
  client.onNotification("window/logMessage", ({ type, message }: LogMessageParams) => {
    // Debug, which is 5, is unknown to clients before LSP 3.18.
    if (type === MessageType.Error || type > MessageType.Log) failures.push(message);
  });
  client.listen();
  const root = realpathSync(mkdtempSync(join(tmpdir(), "connection-")));
  const uri = (path: string): string => pathToFileURL(join(root, path)).toString();
  const texts = new Map<string, string>();
  let version = 0;
  await client.sendRequest("initialize", { processId: null, rootUri: pathToFileURL(root).toString(), capabilities });
  await client.sendNotification("initialized", {});

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    texts.set(uri(path), text);
  };
  const open: Session["open"] = async (path, source, languageId) => {
    const offset = source.indexOf("|");
    const text = offset < 0 ? source : source.slice(0, offset) + source.slice(offset + 1);
    const known = texts.has(uri(path));
    write(path, text);
    const own = { uri: uri(path), languageId: languageId ?? languages[path.split(".").at(-1) ?? ""] ?? "plaintext" };
    if (known) await client.sendNotification("textDocument/didClose", { textDocument: own });
    await client.sendNotification("textDocument/didOpen", { textDocument: { ...own, version: ++version, text } });
    const document = TextDocument.create(own.uri, "", 0, text);
    return { textDocument: { uri: own.uri }, position: document.positionAt(Math.max(0, offset)) };
  };
  const complete: Session["complete"] = async (path, source) =>
    client.sendRequest<CompletionItem[]>("textDocument/completion", await open(path, source));
  const apply = (own: string, edits: readonly TextEdit[]): string =>
    TextDocument.applyEdits(TextDocument.create(own, "", 0, texts.get(own) ?? ""), [...edits]);

  return {
    client,
    root,
    uri,
    write,
    open,
    complete,
    async taken(path, source, label) {
      const item = (await complete(path, source)).find((each) => each.label === label);
      if (!item?.textEdit || !("range" in item.textEdit)) throw new Error(`${label} is not proposed`);
      return apply(uri(path), [item.textEdit]);
    },
    edited(path, edit) {
      const own = uri(path);
      const changed = (edit?.documentChanges ?? []).flatMap((change) =>
        "edits" in change && change.textDocument.uri === own ? (change.edits as TextEdit[]) : [],
      );
      return apply(own, [...(edit?.changes?.[own] ?? []), ...changed]);
    },
    async hints(path, source) {
      const { textDocument } = await open(path, source);
      const range: Range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
      const found = await client.sendRequest<InlayHint[]>("textDocument/inlayHint", { textDocument, range });
      return found.map(({ label, position }) => `${position.line}:${label}`);
    },
    async actions(path, source, only) {
      const { textDocument, position } = await open(path, source);
      const range: Range = { start: position, end: position };
      const context = { diagnostics: [], ...(only ? { only } : {}) };
      return client.sendRequest<CodeAction[]>("textDocument/codeAction", { textDocument, range, context });
    },
    end() {
      client.dispose();
      rmSync(root, { recursive: true, force: true });
      if (failures.length > 0) throw new Error(failures.join("\n"));
    },
  };
}
