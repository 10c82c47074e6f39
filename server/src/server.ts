import {
  type ClientCapabilities,
  type Connection,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { capabilitiesFor } from "./connection/capabilities";
import { openChanges } from "./connection/changes";
import { containerizeFeature } from "./connection/containerize";
import { effectiveGunicornFeature } from "./connection/effectiveGunicorn";
import type { Context, Feature } from "./connection/feature";
import { gunicornFeatures } from "./connection/gunicorn/features";
import { configureLocale } from "./connection/locale";
import { nginxFeatures } from "./connection/nginx/features";
import { openFolder } from "./connection/openFolder";
import { followOverlaid } from "./connection/overlay";
import { pictureFeature } from "./connection/picture";
import { problemsFeature } from "./connection/problems";
import { watchFiles } from "./connection/watch";

/** Everything the server does, one feature a line. */
const features: readonly Feature[] = [
  containerizeFeature,
  ...nginxFeatures,
  ...gunicornFeatures,
  effectiveGunicornFeature,
  pictureFeature,
  problemsFeature,
];

/**
 * Answers a client over an open connection (IPC, stdio, a socket, a pair of streams) until it is closed.
 * Nothing that is slow to load is loaded here: `initialize` is answered first.
 */
export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);

  const changes = openChanges(connection);
  let client: ClientCapabilities = {};

  connection.onInitialize((params) => {
    const { initializationOptions, locale } = params;
    client = params.capabilities;
    changes.initialized(params);
    const trouble = configureLocale(initializationOptions, locale);
    if (trouble !== undefined) connection.console.warn(trouble);
    const capabilities: ServerCapabilities = {
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      ...capabilitiesFor(features, client),
    };
    return { capabilities, serverInfo: { name: "flask-stack" } };
  });
  const { folders, onFilesChanged, onSettings } = changes;
  const files = (folder: string) => openFolder(folder, documents);
  const context: Context = { connection, documents, files, folders, onFilesChanged, onSettings };
  connection.onInitialized(() => {
    changes.follow(client);
    followOverlaid(connection, client);
    watchFiles(connection, client);
    for (const feature of features) feature.ready?.(context, client);
  });
  for (const feature of features) feature.register(context);
  documents.listen(connection);
  connection.listen();
}
