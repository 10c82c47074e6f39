/** Judging Nginx configs: the whole process beside `nginx -t` on the same file, and keystrokes over stdio. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { root } from "../lib/paths.mjs";

/** A config of about so many lines, such as a host with many sites has. */
function config(lines, folder) {
  const parts = [`pid ${folder}/x.pid;`, "error_log stderr;", "events { worker_connections 1024; }", "http {"];
  parts.push("    server_names_hash_max_size 65536;", "    server_names_hash_bucket_size 128;");
  for (let site = 1; parts.length < lines - 2; site++) {
    parts.push(
      `    upstream app${site} {`,
      `        server 127.0.0.1:${8000 + (site % 1000)};`,
      "        keepalive 16;",
      "    }",
      "    server {",
      "        listen 127.0.0.1:18080;",
      `        server_name host${site}.example.com www.host${site}.example.com;`,
      "        root /var/www/html;",
      "        client_max_body_size 10m;",
      "        access_log off;",
      "        location / {",
      "            try_files $uri $uri/ @app;",
      "        }",
      "        location @app {",
      `            proxy_pass http://app${site};`,
      "            proxy_set_header Host $host;",
      "            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
      "            proxy_read_timeout 60s;",
      "        }",
      "        location ~* \\.(css|js|png)$ {",
      "            expires 30d;",
      '            add_header Cache-Control "public";',
      "        }",
      "    }",
    );
  }
  return `${[...parts, "}"].join("\n")}\n`;
}

const middle = (numbers, part = 0.5) =>
  [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) * part)] ?? 0;
const ms = (number) => `${number.toFixed(number < 10 ? 1 : 0)} ms`;

/** Median of the wall-clock time of a program over some runs; undefined where it is not installed. */
function time(program, args, runs = 7) {
  const taken = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    const { error, status } = spawnSync(program, args, { stdio: "ignore" });
    if (error || status !== 0) return undefined;
    taken.push(performance.now() - began);
  }
  return middle(taken);
}

function processes(folder, lines, limit) {
  const path = join(folder, `${lines}.conf`);
  writeFileSync(path, config(lines, folder));
  const ours = time(process.execPath, [join(root, "dist/cli.js"), "check", path]);
  const nginx = time("nginx", ["-t", "-q", "-c", path, "-p", folder, "-e", "stderr"]);
  const crossplane = time("crossplane", ["parse", "--no-catch", "-o", join(folder, "out.json"), path], 3);
  const others = [nginx && `nginx -t ${ms(nginx)}`, crossplane && `crossplane ${ms(crossplane)}`].filter(Boolean);
  const aim = limit ?? nginx;
  return {
    what: `check of ${lines.toLocaleString("en")} lines of Nginx, whole process`,
    measured: `${ours === undefined ? "failed" : ms(ours)}${others.length > 0 ? ` (${others.join(", ")})` : ""}`,
    aim: limit ? `under ${limit} ms` : "no slower than nginx -t",
    met: ours !== undefined && aim !== undefined ? ours <= aim : undefined,
  };
}

/** Presses keys in the middle of an open config, and asks for completion and hover there. */
async function keystrokes(folder, lines) {
  const text = config(lines, folder);
  const home = join(folder, `open-${lines}`);
  mkdirSync(home);
  const uri = pathToFileURL(join(home, "nginx.conf")).toString();
  const server = spawn(process.execPath, [join(root, "dist/server.js"), "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  let heard = () => {};
  connection.onNotification("textDocument/publishDiagnostics", () => heard());
  connection.listen();
  const told = () =>
    new Promise((resolve) => {
      heard = resolve;
    });
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  const first = told();
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "nginx", version: 1, text },
  });
  await first;
  const taken = { diagnostics: [], completion: [], hover: [] };
  for (let key = 0; key < 80; key++) {
    const line = Math.floor(text.split("\n").length / 2) + (key % 20);
    const position = { line, character: 12 };
    let began = performance.now();
    const said = told();
    const start = { line, character: 0 };
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: key + 2 },
      contentChanges: [{ range: { start, end: start }, text: " " }],
    });
    await said;
    // The first strokes are those of a program that is still warming up.
    if (key >= 20) taken.diagnostics.push(performance.now() - began);
    began = performance.now();
    await connection.sendRequest("textDocument/completion", {
      textDocument: { uri },
      position: { line, character: 1 },
    });
    if (key >= 20) taken.completion.push(performance.now() - began);
    began = performance.now();
    await connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
    if (key >= 20) taken.hover.push(performance.now() - began);
  }
  const memory = Number(execFileSync("ps", ["-o", "rss=", "-p", String(server.pid)], { encoding: "utf8" })) / 1024;
  connection.dispose();
  server.kill("SIGKILL");
  const limits =
    lines > 1000 ? { diagnostics: 15, completion: 10, hover: 5 } : { diagnostics: 3, completion: 3, hover: 3 };
  const rows = Object.entries(taken).map(([name, numbers]) => ({
    what: `keystroke to ${name}, ${lines.toLocaleString("en")} lines, p95`,
    measured: `${ms(middle(numbers, 0.95))} (median ${ms(middle(numbers))})`,
    aim: `under ${limits[name]} ms`,
    met: middle(numbers, 0.95) <= limits[name],
  }));
  if (lines > 1000) {
    rows.push({
      what: "memory of the language server with it",
      measured: `${memory.toFixed(0)} MB`,
      aim: "under 150 MB",
      met: memory < 150,
    });
  }
  return rows;
}

export async function nginx() {
  const folder = mkdtempSync(join(tmpdir(), "bench-nginx-"));
  try {
    return [
      processes(folder, 10_000, 69),
      processes(folder, 100_000),
      ...(await keystrokes(folder, 10_000)),
      ...(await keystrokes(folder, 100)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
