import * as l10n from "@vscode/l10n";
import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  RegistrationRequest,
} from "vscode-languageserver/node";

/** What a stack is made of, by the names of its files. */
const globPatterns = [
  "**/*.{py,conf,nginx,template,yml,yaml,toml,lock,txt,in,cfg,ini,sh,mk,service,env}",
  "**/{Dockerfile,Containerfile,Procfile,Pipfile,Makefile,makefile,GNUmakefile,entrypoint,docker-entrypoint}",
  "**/{Dockerfile,Containerfile,Procfile}.*",
  "**/*.{Dockerfile,dockerfile}",
  "**/{.env,.flaskenv,.flask-stack.json}",
  "**/.env.*",
];

/** Asks the client to tell of files that change without an editor: by Git, by Containerize, by another program. */
export function watchFiles(connection: Connection, { workspace }: ClientCapabilities): void {
  if (!workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  const { method } = DidChangeWatchedFilesNotification;
  const registerOptions = { watchers: globPatterns.map((globPattern) => ({ globPattern })) };
  const registrations = [{ id: "stack files", method, registerOptions }];
  connection.sendRequest(RegistrationRequest.type, { registrations }).catch((error) => {
    connection.console.warn(l10n.t("The client does not tell of changed files: {0}", String(error)));
  });
}
