import * as l10n from "@vscode/l10n";
import {
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  type DocumentFilter,
  RegistrationRequest,
  type ServerCapabilities,
  UnregistrationRequest,
} from "vscode-languageserver/node";

/** One request that is answered for Gunicorn's files: as a client knows it, and as `initialize` advertises it. */
interface Answered {
  readonly method: string;
  readonly client: keyof NonNullable<ClientCapabilities["textDocument"]>;
  readonly server: keyof ServerCapabilities;
  readonly options: object;
}

const answered: readonly Answered[] = [
  {
    method: "textDocument/completion",
    client: "completion",
    server: "completionProvider",
    options: { triggerCharacters: ["=", "-", '"', "'", " ", "/", "(", "%", ","], resolveProvider: true },
  },
  { method: "textDocument/hover", client: "hover", server: "hoverProvider", options: {} },
  {
    method: "textDocument/signatureHelp",
    client: "signatureHelp",
    server: "signatureHelpProvider",
    options: { triggerCharacters: ["(", ","] },
  },
  { method: "textDocument/definition", client: "definition", server: "definitionProvider", options: {} },
  { method: "textDocument/references", client: "references", server: "referencesProvider", options: {} },
  { method: "textDocument/documentSymbol", client: "documentSymbol", server: "documentSymbolProvider", options: {} },
  { method: "textDocument/inlayHint", client: "inlayHint", server: "inlayHintProvider", options: {} },
  {
    method: "textDocument/codeAction",
    client: "codeAction",
    server: "codeActionProvider",
    options: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorRewrite,
        CodeActionKind.SourceFixAll,
      ],
    },
  },
];

const registers = ({ textDocument }: ClientCapabilities, { client }: Answered): boolean => {
  const own = textDocument?.[client];
  return typeof own === "object" && "dynamicRegistration" in own && own.dynamicRegistration === true;
};

/** What a client that cannot be told of documents later has to know from the start; it then asks for all its documents. */
export const staticCapabilities = (client: ClientCapabilities): ServerCapabilities =>
  Object.fromEntries(
    answered.filter((each) => !registers(client, each)).map(({ server, options }) => [server, options]),
  );

/**
 * Registers the answers for some documents under a name; a second time under the same name replaces the first. A client
 * that can register none is left alone.
 */
export function registrar(connection: Connection, client: ClientCapabilities) {
  const own = answered.filter((each) => registers(client, each));
  const registered = new Set<string>();
  let before: Promise<unknown> = Promise.resolve();
  return (name: string, documentSelector: readonly DocumentFilter[]): void => {
    const ids = own.map(({ method, options }) => ({ id: `gunicorn ${name} ${method}`, method, options }));
    if (ids.length === 0) return;
    const change = async (): Promise<void> => {
      if (registered.delete(name)) {
        const unregisterations = ids.map(({ id, method }) => ({ id, method }));
        await connection.sendRequest(UnregistrationRequest.type, { unregisterations });
      }
      if (documentSelector.length === 0) return;
      const registrations = ids.map(({ id, method, options }) => ({
        id,
        method,
        registerOptions: { ...options, documentSelector },
      }));
      registered.add(name);
      await connection.sendRequest(RegistrationRequest.type, { registrations });
    };
    before = before.then(change).catch((error) => {
      connection.console.warn(l10n.t("The client does not ask about Gunicorn's files: {0}", String(error)));
    });
  };
}
