import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./server";

/** The language server's process. The transport is on its command line: `--node-ipc`, `--stdio` or `--socket=PORT`. */
startServer(createConnection(ProposedFeatures.all));
