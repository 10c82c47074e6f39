import { type Connection, createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "../server";
import { keepHeapSmall } from "./heap";

/** Starts the language server on the transport that this process's command line names: `--stdio`, `--node-ipc`, `--socket=PORT`. */
export function serve(): Connection {
  keepHeapSmall();
  const connection = createConnection(ProposedFeatures.all);
  startServer(connection);
  return connection;
}
