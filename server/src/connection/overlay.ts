import * as l10n from "@vscode/l10n";
import {
  type ClientCapabilities,
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentSelector,
  RegistrationRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";

import { gunicornDocuments } from "./gunicorn/documents";

const languages = ["python", "dockerfile", "dockercompose", "yaml", "toml", "pip-requirements", "ignore", "dotenv"];
const names = [
  "Dockerfile*",
  ".env*",
  ".flaskenv",
  "Procfile",
  "Pipfile",
  "requirements*.{txt,in}",
  ".flask-stack.json",
];

/** What a stack is made of, beside the files whose language is the server's own: it is read as the user sees it. */
const documentSelector: DocumentSelector = [
  ...languages.map((language) => ({ scheme: "file", language })),
  ...names.map((name) => ({ scheme: "file", pattern: `**/${name}` })),
  ...gunicornDocuments,
];

/**
 * Asks the client for the text of these documents, too. They are no part of what the client offers the features for,
 * so the server is never proposed as the formatter of a Python file. A client that cannot register sends what it sends.
 */
export function followOverlaid(connection: Connection, { textDocument }: ClientCapabilities): void {
  if (!textDocument?.synchronization?.dynamicRegistration) return;
  const options = { documentSelector };
  const registrations = [
    { method: DidOpenTextDocumentNotification.method, registerOptions: options },
    {
      method: DidChangeTextDocumentNotification.method,
      registerOptions: { ...options, syncKind: TextDocumentSyncKind.Incremental },
    },
    { method: DidCloseTextDocumentNotification.method, registerOptions: options },
  ].map((registration) => ({ id: `overlay ${registration.method}`, ...registration }));
  connection.sendRequest(RegistrationRequest.type, { registrations }).catch((error) => {
    connection.console.warn(l10n.t("The client does not send the text of open files: {0}", String(error)));
  });
}
