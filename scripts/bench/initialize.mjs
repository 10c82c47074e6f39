/** From the start of the language server's process to its answer to `initialize`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../lib/paths.mjs";
import { durationRow, timings } from "./measure.mjs";

const params = {
  processId: process.pid,
  rootUri: null,
  capabilities: {},
  workspaceFolders: [{ uri: pathToFileURL(join(root, "docs/example")).href, name: "example" }],
};

export async function initialize() {
  return [durationRow("server: start to answer of initialize", await timings(10, startServer), 200)];
}

async function startServer() {
  const server = spawn(process.execPath, [join(root, "dist/server.js"), "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  try {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    let text = "";
    for await (const chunk of server.stdout) {
      text += chunk;
      if (/"id":1\b/.test(text) && /"capabilities"/.test(text)) return;
    }
    throw new Error(`The server ended without an answer: ${text}`);
  } finally {
    server.kill("SIGKILL");
    await ended;
  }
}
