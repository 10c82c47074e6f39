import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Diagnostic, FileChangeType, type PublishDiagnosticsParams } from "vscode-languageserver/node";
import { type Session, startSession } from "./support";

// The first answer loads all of the server.
vi.setConfig({ testTimeout: 60_000 });

let session: Session;
let heard: Map<string, Diagnostic[]>;
let listeners: (() => void)[];

beforeEach(async () => {
  session = await startSession();
  heard = new Map();
  listeners = [];
  session.client.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: PublishDiagnosticsParams) => {
    heard.set(uri, diagnostics);
    for (const listener of [...listeners]) listener();
  });
});
afterEach(() => session.end());

const codes = (path: string): unknown[] | undefined => heard.get(session.uri(path))?.map(({ code }) => code);

/** Waits until the diagnostics of a file are these; fails with what they are instead. */
async function told(path: string, expected: readonly string[]): Promise<void> {
  const same = () => JSON.stringify(codes(path)) === JSON.stringify(expected);
  const arrived = new Promise<void>((resolve) => {
    if (same()) resolve();
    listeners.push(() => {
      if (same()) resolve();
    });
  });
  const tooLate = new Promise<void>((resolve) => setTimeout(resolve, 25_000));
  await Promise.race([arrived, tooLate]);
  expect(codes(path)).toEqual(expected);
}

const conf = "gunicorn.conf.py";
const gevent = 'worker_class = "gevent"\nthreads = 4\n';

test("what is wrong with a config file is told, and taken back when it is mended or closed", async () => {
  const { textDocument } = await session.open(conf, gevent);
  await told(conf, ["gunicorn-threads-ignored"]);
  expect(heard.get(session.uri(conf))).toMatchObject([
    {
      source: "flask-stack",
      severity: 2,
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 11 } },
    },
  ]);
  const edit = { textDocument: { ...textDocument, version: 100 }, contentChanges: [{ text: "threads = 4\n" }] };
  await session.client.sendNotification("textDocument/didChange", edit);
  await told(conf, []);
  await session.open(conf, gevent);
  await told(conf, ["gunicorn-threads-ignored"]);
  await session.client.sendNotification("textDocument/didClose", { textDocument });
  await told(conf, []);
});

test("another open file may be the reason: both are told again when it changes", async () => {
  session.write("app.py", "app = 1\n");
  await session.open(conf, 'bind = "127.0.0.1:8000"\nworker_tmp_dir = "/dev/shm"\n');
  await session.open("Dockerfile", "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD gunicorn app:app\n", "dockerfile");
  await told(conf, []);
  await session.open("compose.yaml", "services:\n  web:\n    build: .\n    ports: ['80:8000']\n", "dockercompose");
  await told(conf, ["gunicorn-loopback-in-container"]);
  const [diagnostic] = heard.get(session.uri(conf)) ?? [];
  expect(diagnostic?.relatedInformation).toMatchObject([
    { location: { uri: session.uri("compose.yaml"), range: { start: { line: 3, character: 12 } } } },
  ]);
});

test("an Nginx file that is not saved yet has its say, too", async () => {
  session.write("app.py", "app = 1\n");
  session.write("Dockerfile", "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD gunicorn app:app\n");
  session.write("compose.yaml", "services:\n  web:\n    build: .\n");
  const upstream = (more: string) =>
    `events {}\nhttp {\n  upstream a { server web:8000; ${more} }\n  server { location / { proxy_pass http://a; } }\n}\n`;
  const { textDocument } = await session.open("nginx/nginx.conf", upstream(""), "nginx");
  await session.open(conf, 'bind = "0.0.0.0:8000"\nworker_tmp_dir = "/dev/shm"\nthreads = 4\nkeepalive = 5\n');
  await told(conf, []);
  const edit = {
    textDocument: { ...textDocument, version: 100 },
    contentChanges: [{ text: upstream("keepalive 8;") }],
  };
  await session.client.sendNotification("textDocument/didChange", edit);
  await told(conf, ["gunicorn-keepalive-below-proxy"]);
});

test("a key reads nothing from the disk: only what the client tells of changes there does", async () => {
  session.write("app.py", "app = 1\n");
  session.write("Dockerfile", "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD gunicorn app:app\n");
  const rest = 'worker_tmp_dir = "/dev/shm"\n';
  const { textDocument } = await session.open(conf, `daemon = True\n${rest}`);
  await told(conf, ["gunicorn-daemon-in-container"]);
  session.write("Dockerfile", "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD flask run\n");
  const type = async (version: number, text: string): Promise<void> =>
    session.client.sendNotification("textDocument/didChange", {
      textDocument: { ...textDocument, version },
      contentChanges: [{ text: text + rest }],
    });
  await type(100, "daemon = True\ntimeout = 'x'\n");
  await told(conf, ["gunicorn-daemon-in-container", "gunicorn-invalid-value"]);
  const changes = [{ uri: session.uri("Dockerfile"), type: FileChangeType.Changed }];
  await session.client.sendNotification("workspace/didChangeWatchedFiles", { changes });
  await told(conf, ["gunicorn-invalid-value"]);
});

test("the file that is typed in is told first, and of others only what is new", async () => {
  session.write("app.py", "app = 1\n");
  await session.open("Procfile", "web: gunicorn --tiemout=3 app:app\n");
  await told("Procfile", ["gunicorn-unknown-flag"]);
  const { textDocument } = await session.open(conf, "workers = 'x'\n");
  await told(conf, ["gunicorn-invalid-value"]);
  const order: string[] = [];
  listeners.push(() => order.push([...heard.keys()].join()));
  heard.clear();
  const edit = { textDocument: { ...textDocument, version: 100 }, contentChanges: [{ text: "workers = 'y'\n" }] };
  await session.client.sendNotification("textDocument/didChange", edit);
  await told(conf, ["gunicorn-invalid-value"]);
  const other = { textDocument: { ...textDocument, version: 101 }, contentChanges: [{ text: "workers = 2\n" }] };
  await session.client.sendNotification("textDocument/didChange", other);
  await told(conf, []);
  expect([...heard.keys()]).toEqual([session.uri(conf)]);
  expect(order).toHaveLength(2);
});

describe("command lines are judged where they stand", () => {
  test.each<[string, string, string, string[]]>([
    [
      "Dockerfile",
      "FROM python:3.13\nCMD gunicorn --worker-tmp-dir /dev/shm --reload app:app\n",
      "dockerfile",
      ["gunicorn-reload-in-image"],
    ],
    ["Procfile", "web: gunicorn --tiemout=3 app:app\n", "plaintext", ["gunicorn-unknown-flag"]],
    [
      "compose.yaml",
      "services:\n  web:\n    image: x\n    command: gunicorn --timeout 0 --worker-tmp-dir /dev/shm app:app\n",
      "yaml",
      ["gunicorn-timeout-off"],
    ],
    ["run.sh", "#!/bin/sh\nexec gunicorn -k gevent --threads 3 app:app\n", "shellscript", ["gunicorn-threads-ignored"]],
    [
      "run.sh",
      "#!/bin/sh\n# flask-stack: ignore gunicorn-timeout-off Cloud Run ends them\ngunicorn --timeout 0 a:b\n",
      "shellscript",
      [],
    ],
    ["other.sh", "#!/bin/sh\necho hello\n", "shellscript", []],
  ])("%s: %j", async (path, text, language, expected) => {
    await session.open(path, text, language);
    await told(path, expected);
  });
});

test("severities are the user's to choose", async () => {
  await session.open(conf, `${gevent}timeout = 0\n`);
  await told(conf, ["gunicorn-threads-ignored", "gunicorn-timeout-off"]);
  const severities = { "gunicorn-threads-ignored": "off", "gunicorn-timeout-off": "error", nonsense: "error" };
  const settings = { flaskStack: { gunicorn: { severities } } };
  await session.client.sendNotification("workspace/didChangeConfiguration", { settings });
  await told(conf, ["gunicorn-timeout-off"]);
  expect(heard.get(session.uri(conf))).toMatchObject([{ severity: 1 }]);
});

describe("fixes", () => {
  test("each finding at the cursor has its own", async () => {
    const actions = await session.actions(conf, `${gevent}timeout = |0\n`, ["quickfix"]);
    expect(actions.map(({ title }) => title)).toEqual(["Change to 30"]);
    expect(actions[0]).toMatchObject({ isPreferred: true, diagnostics: [{ code: "gunicorn-timeout-off" }] });
    expect(session.edited(conf, actions[0]?.edit)).toBe(`${gevent}timeout = 30\n`);
  });

  test("all at once", async () => {
    const text = `${gevent}timeout = 0\nworkers = 3\nmax_requests = 10\n`;
    const actions = await session.actions(conf, `|${text}`, ["source.fixAll"]);
    expect(actions.map(({ title }) => title)).toEqual(["Fix all that can be fixed"]);
    expect(session.edited(conf, actions[0]?.edit)).toBe(
      'worker_class = "gevent"\ntimeout = 30\nworkers = 3\nmax_requests = 10\nmax_requests_jitter = 1\n',
    );
  });

  test("none where nothing is wrong", async () => {
    expect(await session.actions(conf, "|workers = 3\n", ["quickfix"])).toEqual([]);
  });
});

test("a port that nginx and Gunicorn do not agree about is told in both files, and mended from either", async () => {
  session.write("app.py", "app = 1\n");
  session.write("Dockerfile", "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD gunicorn app:app\n");
  session.write("compose.yaml", "services:\n  web:\n    build: .\n");
  const site = "events {}\nhttp {\n  server {\n    location / {\n      proxy_pass http://web:8000;\n    }\n  }\n}\n";
  await session.open(conf, 'bind = "0.0.0.0:5000"\nworker_tmp_dir = "/dev/shm"\n');
  const { textDocument } = await session.open("nginx/nginx.conf", site, "nginx");
  await told(conf, ["gunicorn-port-mismatch"]);
  await told("nginx/nginx.conf", ["gunicorn-port-mismatch"]);
  const [diagnostic] = heard.get(session.uri("nginx/nginx.conf")) ?? [];
  expect(diagnostic?.relatedInformation).toMatchObject([{ location: { uri: session.uri(conf) } }]);
  const range = { start: { line: 4, character: 20 }, end: { line: 4, character: 20 } };
  const actions = await session.client.sendRequest("textDocument/codeAction", {
    textDocument,
    range,
    context: { diagnostics: [] },
  });
  expect(actions).toMatchObject([
    { title: "Hand requests to port 5000", edit: { changes: { [textDocument.uri]: [{ newText: "5000" }] } } },
  ]);
  const mended = {
    textDocument: { ...textDocument, version: 90 },
    contentChanges: [{ text: site.replace("8000", "5000") }],
  };
  await session.client.sendNotification("textDocument/didChange", mended);
  await told("nginx/nginx.conf", []);
  await told(conf, []);
});

test("a module that is not saved yet has its say at the command that serves it", async () => {
  const { textDocument } = await session.open("app.py", "app = 1\n");
  await session.open("Procfile", "web: gunicorn app:ap\n");
  await told("Procfile", ["gunicorn-app-not-found"]);
  const edit = { textDocument: { ...textDocument, version: 100 }, contentChanges: [{ text: "ap = 1\n" }] };
  await session.client.sendNotification("textDocument/didChange", edit);
  await told("Procfile", []);
});
