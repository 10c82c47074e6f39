import type {
  ClientCapabilities,
  Connection,
  FileEvent,
  InitializeParams,
  WorkspaceFolder,
} from "vscode-languageserver/node";
import type { Context } from "./feature";
import { pathOfUri } from "./uri";

/** What the client tells all features of the world around the documents. */
export interface Changes extends Pick<Context, "folders" | "onFilesChanged" | "onSettings"> {
  initialized(params: Pick<InitializeParams, "rootUri" | "workspaceFolders">): void;
  /** Hears of folders that are added and removed; the client has to be ready. */
  follow(client: ClientCapabilities): void;
}

/** Hears each notification once, for as many features as want to know. */
export function openChanges(connection: Connection): Changes {
  const files: ((changes?: readonly FileEvent[]) => void)[] = [];
  const settings: ((sent: unknown) => void)[] = [];
  let folders: readonly string[] = [];
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const listener of files) listener(changes);
  });
  connection.onDidChangeConfiguration((change) => {
    for (const listener of settings) listener(change.settings);
  });
  return {
    folders: () => folders,
    onFilesChanged: (listener) => {
      files.push(listener);
    },
    onSettings: (listener) => {
      settings.push(listener);
    },
    initialized({ workspaceFolders, rootUri }) {
      folders = pathsOf(workspaceFolders ?? (rootUri ? [{ uri: rootUri }] : []));
    },
    follow({ workspace }) {
      if (!workspace?.workspaceFolders) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = pathsOf(removed);
        folders = [...folders.filter((folder) => !gone.includes(folder)), ...pathsOf(added)];
        for (const listener of files) listener();
      });
    },
  };
}

const pathsOf = (folders: readonly Pick<WorkspaceFolder, "uri">[]): string[] =>
  folders.flatMap(({ uri }) => pathOfUri(uri) ?? []);
