import * as vscode from "vscode";
import { type DocumentSelector, LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { InitializationOptions } from "../../server/src/connection/locale";

/** What a stack is made of: what the server has to see as the user does, saved or not. */
const documents: DocumentSelector = [
  ...["python", "nginx", "dockerfile", "dockercompose", "yaml", "toml", "pip-requirements", "ignore", "dotenv"].map(
    (language) => ({ scheme: "file", language }),
  ),
  ...["Dockerfile*", ".env*", ".flaskenv", "Procfile", "Pipfile", "requirements*.{txt,in}", ".flask-stack.json"].map(
    (name) => ({ scheme: "file", pattern: `**/${name}` }),
  ),
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
    { documentSelector: documents, initializationOptions },
  );
  context.subscriptions.push(client);
  await client.start();
  return client;
}
