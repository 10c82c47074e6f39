import { PassThrough } from "node:stream";
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { startServer } from "../../server/src/server";
// The server loads these late: a test that ended sooner would leave an import behind, which vitest takes for a failure.
import "../../server/src/connection/gunicorn/service";
import "../../server/src/connection/nginx/service";

/** A language server in this process, and the client's end of the connection to it, which does not listen yet. */
export function connectInMemory(): ProtocolConnection {
  const [up, down] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)));
  return createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
}
