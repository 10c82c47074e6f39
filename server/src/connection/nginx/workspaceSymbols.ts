import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SymbolInformation, WorkspaceSymbolParams } from "vscode-languageserver/node";
import { answer } from "../answer";
import type { Feature } from "../feature";

/** Servers, locations and upstreams of all Nginx files of the workspace, open or not. */
export const nginxWorkspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register({ connection, documents, files, folders }) {
    answer<WorkspaceSymbolParams, SymbolInformation[]>(
      connection,
      "workspace/symbol",
      async ({ query }, token) => {
        const found: SymbolInformation[] = [];
        for (const folder of folders()) {
          if (token.isCancellationRequested) return [];
          const { installedBy, nginxPaths, symbolKinds, textDocument, toRange, walk, workspaceSymbols } = await import(
            "./service"
          );
          const all = await files(pathToFileURL(folder).toString());
          const { files: names } = walk(all);
          const paths = nginxPaths(names, all.text, installedBy(all, names));
          for (const symbol of workspaceSymbols(paths, all.text, query)) {
            const own = pathToFileURL(join(folder, symbol.path)).toString();
            const open = documents.all().find(({ uri }) => decodeURIComponent(uri) === decodeURIComponent(own));
            const document = open ?? textDocument(own, all.text(symbol.path) ?? "");
            found.push({
              name: symbol.name,
              kind: symbolKinds[symbol.kind],
              ...(symbol.container === "" ? {} : { containerName: symbol.container }),
              location: { uri: document.uri, range: toRange(document, { start: symbol.nameStart, end: symbol.end }) },
            });
          }
        }
        return found;
      },
      [],
    );
  },
};
