/** The language server as an editor starts it: a process of its own, spoken to over stdio. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { root } from "../lib/paths.mjs";

/** Starts a server without a word to it; `end` it. */
function startServer() {
  const server = spawn(process.execPath, [join(root, "dist/server.js"), "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  // As an editor does it: then it keeps what it compiled for the next one.
  const end = async () => {
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    await ended;
    connection.dispose();
  };
  return { connection, pid: server.pid, end };
}

/** Starts a server and shakes hands with it. */
export async function openServer(params) {
  const server = startServer();
  await server.connection.sendRequest("initialize", params);
  await server.connection.sendNotification("initialized", {});
  return server;
}

/** Starts a server, hands `work` a function that sends a request and gives its answer, and ends the server. */
export async function withServer(work) {
  const { connection, end } = startServer();
  try {
    return await work((method, params) => connection.sendRequest(method, params));
  } finally {
    await end();
  }
}

/** `initialize` for one folder, as a `file:` URI. */
export const initializeParams = (uri) => ({
  processId: process.pid,
  rootUri: null,
  capabilities: {},
  workspaceFolders: [{ uri, name: "bench" }],
});
