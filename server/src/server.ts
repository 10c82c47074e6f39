import {
  type ClientCapabilities,
  type Connection,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { capabilitiesFor } from "./connection/capabilities";
import { containerizeFeature } from "./connection/containerize";
import type { Context, Feature } from "./connection/feature";
import { configureLocale } from "./connection/locale";
import { nginxFeatures } from "./connection/nginx/features";
import { openFolder } from "./connection/openFolder";
import { followOverlaid } from "./connection/overlay";

/** Everything the server does, one feature a line. */
const features: readonly Feature[] = [containerizeFeature, ...nginxFeatures];

/**
 * Answers a client over an open connection (IPC, stdio, a socket, a pair of streams) until it is closed.
 * Nothing that is slow to load is loaded here: `initialize` is answered first.
 */
export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);

  let client: ClientCapabilities = {};

  connection.onInitialize(({ initializationOptions, locale, capabilities: theirs }) => {
    client = theirs;
    const trouble = configureLocale(initializationOptions, locale);
    if (trouble !== undefined) connection.console.warn(trouble);
    const capabilities: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      ...capabilitiesFor(features, client),
    };
    return { capabilities, serverInfo: { name: "flask-stack" } };
  });
  const context: Context = { connection, documents, files: (folder) => openFolder(folder, documents) };
  connection.onInitialized(() => {
    followOverlaid(connection, client);
    for (const feature of features) feature.ready?.(context, client);
  });
  for (const feature of features) feature.register(context);
  documents.listen(connection);
  connection.listen();
}
