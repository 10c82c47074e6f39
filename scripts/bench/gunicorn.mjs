/**
 * Judging Gunicorn's configuration: keystrokes in a config file, and what the catalog costs to load. The server is the
 * bundle as an editor starts it, spoken to over stdio; the time is from the change being sent to the diagnostics having
 * arrived, with all that the server waits for in between.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { root } from "../lib/paths.mjs";
import { median } from "./measure.mjs";

/** A config file of so many lines: settings with comments, hooks, expressions, as a large site has them. */
function config(lines) {
  const parts = ["import multiprocessing", "import os", "", 'bind = "0.0.0.0:8000"'];
  parts.push("workers = int(os.environ.get('WEB_CONCURRENCY', multiprocessing.cpu_count() * 2 + 1))");
  parts.push('worker_class = "gthread"', "threads = 8", "timeout = 60", "keepalive = 75", 'errorlog = "-"', "");
  parts.push("def post_fork(server, worker):", '    server.log.info("forked %s", worker.pid)', "");
  for (let at = 1; parts.length < lines; at++) {
    parts.push(`# What part ${at} of the site needs to know of the place where it runs, and who decided it.`);
    parts.push("# It was measured with the traffic of a usual day; ask the operators before it is changed.", "#");
    parts.push("#   A positive number; what is not set in the environment is what the tests were run with.", "");
    parts.push(
      `limit_${at} = int(os.environ.get("LIMIT_${at}", "${at}")) * 60`,
      `names_${at} = ["a", "b", f"c{limit_${at}}"]`,
      "",
    );
    parts.push(`def check_${at}(worker):`, `    worker.log.debug("limit %s", limit_${at})`, "    return None", "", "");
    if (at % 4 === 0) parts.push(`if limit_${at} > 1000:`, "    timeout = 120", "");
  }
  return `${parts.slice(0, lines).join("\n")}\n`;
}

const files = {
  Dockerfile:
    'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "-c", "gunicorn.conf.py", "app:app"]\n',
  "compose.yaml": 'services:\n  web:\n    build: .\n    cpus: 1\n    ports: ["8000:8000"]\n',
  "requirements.txt": "flask==3.1.3\ngunicorn==25.1.0\n",
  "app.py": "from flask import Flask\n\napp = Flask(__name__)\n",
};

const part = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) * share)] ?? 0;
const ms = (number) => `${number.toFixed(1)} ms`;

/** The processor time that the main thread of a process has used, in ms; undefined where the system does not tell. */
function usedBy(pid) {
  const path = `/proc/${pid}/schedstat`;
  return existsSync(path) ? Number(readFileSync(path, "utf8").split(" ")[0]) / 1e6 : undefined;
}

/** What a person types: a letter of a comment, a digit of a value, a bracket that is not closed yet and is taken back. */
function keysOf(text) {
  const lines = text.split("\n").map((own, line) => ({ own, line }));
  const comments = lines.filter(({ own, line }) => line > 100 && own.startsWith("# "));
  const values = lines.filter(({ own, line }) => line > 100 && own.startsWith("limit_"));
  return (key) => {
    const turn = Math.floor(key / 4);
    const comment = comments[turn % comments.length];
    const value = values[turn % values.length];
    const end = { line: value.line, character: value.own.length };
    const insert = (at, own) => ({ range: { start: at, end: at }, text: own });
    if (key % 4 === 0) return insert({ line: comment.line, character: 2 }, "x");
    if (key % 4 === 1) {
      value.own += "0";
      return insert(end, "0");
    }
    if (key % 4 === 2) return insert(end, "(");
    return { range: { start: end, end: { ...end, character: end.character + 1 } }, text: "" };
  };
}

/** Presses keys in the middle of an open config file of 300 lines, and asks for completion and hover there. */
async function keystrokes(folder) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const text = config(300);
  writeFileSync(join(folder, "gunicorn.conf.py"), text);
  const uri = pathToFileURL(join(folder, "gunicorn.conf.py")).toString();
  const server = spawn(process.execPath, [join(root, "dist/server.js"), "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  let heard = () => {};
  connection.onNotification("textDocument/publishDiagnostics", (params) => {
    if (params.uri === uri) heard();
  });
  connection.listen();
  const told = () =>
    new Promise((resolve) => {
      heard = resolve;
    });
  const rootUri = pathToFileURL(folder).toString();
  await connection.sendRequest("initialize", { processId: process.pid, rootUri, capabilities: {} });
  await connection.sendNotification("initialized", {});
  const first = told();
  const textDocument = { uri, languageId: "python", version: 1, text };
  await connection.sendNotification("textDocument/didOpen", { textDocument });
  await first;
  const pressed = keysOf(text);
  const taken = { diagnostics: [], completion: [], hover: [] };
  const used = [];
  for (let key = 0; key < 200; key++) {
    const before = usedBy(server.pid);
    let began = performance.now();
    const said = told();
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: key + 2 },
      contentChanges: [pressed(key)],
    });
    await said;
    // The first strokes are those of a program that is still warming up.
    if (key >= 60) taken.diagnostics.push(performance.now() - began);
    if (key >= 60 && before !== undefined) used.push(usedBy(server.pid) - before);
    for (const [name, position] of [
      ["completion", { line: 2, character: 0 }],
      ["hover", { line: 7, character: 2 }],
    ]) {
      began = performance.now();
      await connection.sendRequest(`textDocument/${name}`, { textDocument: { uri }, position });
      if (key >= 60) taken[name].push(performance.now() - began);
    }
  }
  connection.dispose();
  server.kill("SIGKILL");
  const rows = Object.entries(taken).map(([name, numbers]) => ({
    what: `keystroke to ${name}, Gunicorn config of 300 lines, p95`,
    measured: `${ms(part(numbers, 0.95))} (median ${ms(part(numbers, 0.5))})`,
    aim: "< 5 ms",
    met: part(numbers, 0.95) < 5,
  }));
  // What else the machine does makes it no longer.
  const cpu = {
    what: "processor time of such a keystroke to diagnostics, median",
    measured: `${ms(part(used, 0.5))} (p95 ${ms(part(used, 0.95))})`,
    aim: "< 2.5 ms",
    met: part(used, 0.5) < 2.5,
  };
  return used.length > 0 ? [...rows, cpu] : rows;
}

/** From nothing to the settings of the newest release, in a process of its own. */
async function catalog(folder) {
  const { build } = await import("esbuild");
  const outfile = join(folder, "catalog.mjs");
  const entry = join(root, "server/src/languages/gunicorn/catalog/catalog.ts");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
    plugins: [
      {
        // The texts are loaded later, with the first hover.
        name: "without texts",
        setup: ({ onResolve }) => onResolve({ filter: /texts\.json$/ }, () => ({ path: "texts.json", external: true })),
      },
    ],
  });
  const script = `const began = performance.now();
import(${JSON.stringify(pathToFileURL(outfile).toString())}).then(({ gunicornCatalog }) => {
  gunicornCatalog();
  console.log(performance.now() - began);
});`;
  const taken = Array.from({ length: 9 }, () =>
    Number(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stdout),
  );
  const middle = median(taken);
  return { what: "load of Gunicorn's catalog", measured: ms(middle), aim: "< 10 ms", met: middle < 10 };
}

export async function gunicorn() {
  const folder = mkdtempSync(join(tmpdir(), "bench-gunicorn-"));
  try {
    return [...(await keystrokes(folder)), await catalog(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
