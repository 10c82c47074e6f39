import type {
  ClientCapabilities,
  Connection,
  FileEvent,
  ServerCapabilities,
  TextDocuments,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Files } from "../workspace/files";

/** One thing that the language server can do. `server.ts` lists them. */
export interface Feature {
  /** What `initialize` advertises because of it; those of all features are merged (`capabilities.ts`). */
  readonly capabilities: ServerCapabilities | ((client: ClientCapabilities) => ServerCapabilities);
  /** Registers the handlers. It runs before `initialize` is answered: whatever is heavy is imported by the handler. */
  register(context: Context): void;
  /** The client is ready: it can be asked for more than `initialize` could say. */
  ready?(context: Context, client: ClientCapabilities): void;
}

/** What a feature may ask of the connection. */
export interface Context {
  readonly connection: Connection;
  /** The documents that are open in the editor. */
  readonly documents: TextDocuments<TextDocument>;
  /**
   * The files of a folder as the user sees them: what is open in the editor, else what is on the disk.
   * @param folder a `file:` URI
   * @throws NotAFolder where the URI is none that can be read from here
   */
  files(folder: string): Promise<Files>;
  /** Absolute paths of the folders that the client works in; none where it does not say. */
  folders(): readonly string[];
  /** Files on the disk may have changed: these; without them, any. */
  onFilesChanged(listener: (changes?: readonly FileEvent[]) => void): void;
  /** The client says its settings, at the start and when they change; they may be anything. */
  onSettings(listener: (settings: unknown) => void): void;
}
