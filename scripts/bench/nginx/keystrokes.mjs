import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openServer } from "../languageServer.mjs";
import { config } from "./config.mjs";

const part = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) * share)] ?? 0;
const ms = (number) => `${number.toFixed(1)} ms`;

/** The first keys are those of a program that is still warming up; then so many count. */
const warmUp = 20;
const keys = 200;

/**
 * Presses keys in the middle of an open config, and asks for completion and hover there.
 * @param torn the first location has lost its `}`: all that follows is nested otherwise than it is meant
 */
export async function keystrokes(folder, lines, limits, torn = false) {
  const text = torn ? config(lines, folder).replace("        }\n", "") : config(lines, folder);
  const home = join(folder, `open-${lines}${torn ? "-torn" : ""}`);
  mkdirSync(home);
  const uri = pathToFileURL(join(home, "nginx.conf")).toString();
  const server = await openServer({ processId: process.pid, rootUri: null, capabilities: {} });
  const { connection } = server;
  let heard = () => {};
  connection.onNotification("textDocument/publishDiagnostics", () => heard());
  const told = () =>
    new Promise((resolve) => {
      heard = resolve;
    });
  const opened = told();
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "nginx", version: 1, text },
  });
  await opened;
  const taken = { diagnostics: [], completion: [], hover: [] };
  const middle = Math.floor(text.split("\n").length / 2);
  for (let key = 0; key < warmUp + keys; key++) {
    const line = middle + (key % 20);
    const start = { line, character: 0 };
    const began = [performance.now()];
    const said = told();
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: key + 2 },
      contentChanges: [{ range: { start, end: start }, text: " " }],
    });
    await said;
    began.push(performance.now());
    const textDocument = { uri };
    await connection.sendRequest("textDocument/completion", { textDocument, position: { line, character: 1 } });
    began.push(performance.now());
    await connection.sendRequest("textDocument/hover", { textDocument, position: { line, character: 12 } });
    began.push(performance.now());
    if (key < warmUp) continue;
    Object.values(taken).forEach((times, at) => {
      times.push(began[at + 1] - began[at]);
    });
  }
  const memory = residentMegabytes(server.pid);
  await server.end();
  const where = `${lines.toLocaleString("en")} lines${torn ? " with a { that is not closed" : ""}`;
  return [
    ...Object.entries(taken).flatMap(([name, times]) =>
      limits[name] === undefined
        ? []
        : [
            {
              what: `keystroke to ${name}, ${where}, p95`,
              measured: `${ms(part(times, 0.95))} (median ${ms(part(times, 0.5))})`,
              aim: `under ${limits[name]} ms`,
              met: part(times, 0.95) < limits[name],
            },
          ],
    ),
    ...(memory === undefined || limits.memory === undefined
      ? []
      : [
          {
            what: `memory of the language server with ${where} after ${keys} keystrokes`,
            measured: `${memory.toFixed(0)} MB`,
            aim: `under ${limits.memory} MB`,
            met: memory < limits.memory,
          },
        ]),
  ];
}

/** What of a process is in memory; undefined where that is not said (`/proc` is Linux's). */
function residentMegabytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
