import * as vscode from "vscode";
import { type DocumentSelector, LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { InitializationOptions } from "../../server/src/connection/locale";
import { nginxMiddleware, registerFolderLinks } from "./nginx/middleware";

/** What all of the server's features are offered for. For other files it asks itself, feature by feature. */
const documentSelector: DocumentSelector = ["file", "untitled"].map((scheme) => ({ scheme, language: "nginx" }));

/** The settings that the server is told of, at the start and when they change. */
const serverSettings: string[] = [
  "flaskStack.nginx.version",
  "flaskStack.nginx.directives",
  "flaskStack.nginx.severities",
  "flaskStack.nginx.alignValues",
  "flaskStack.nginx.maxBlankLines",
  "flaskStack.gunicorn.severities",
];

/** Starts the language server in a process of its own, and resolves once it has answered `initialize`. */
export async function startLanguageClient(context: vscode.ExtensionContext): Promise<LanguageClient> {
  const module = context.asAbsolutePath("dist/server.js");
  const bundle = vscode.l10n.uri?.fsPath;
  const initializationOptions: InitializationOptions = bundle === undefined ? {} : { l10nBundle: bundle };
  const client = new LanguageClient(
    "flaskStack",
    "Flask Stack Language Server",
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
    },
    {
      documentSelector,
      initializationOptions,
      synchronize: { configurationSection: serverSettings },
      middleware: nginxMiddleware,
    },
  );
  context.subscriptions.push(client, registerFolderLinks());
  await client.start();
  return client;
}
