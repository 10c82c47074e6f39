import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findingsOf } from "./support";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const release = "27.0.1";

interface Installed {
  readonly python: string;
  readonly folders: Readonly<Record<string, string>>;
}

/** Undefined on a machine that cannot have it, which CI must. The scripts that set machines up have no types. */
async function install(): Promise<Installed | undefined> {
  const setup: string = "../../../scripts/setup/gunicorn.mjs";
  const { gunicorns } = (await import(setup)) as { gunicorns: (...releases: readonly string[]) => Promise<Installed> };
  return gunicorns(release).catch((error: unknown) => {
    if (process.env.CI === "true") throw error;
    return undefined;
  });
}

const installed = await install();
let folder: string;
let running: ChildProcess | undefined;
let log: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gunicorn-truth-"));
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const app = (answer: string): string => `import time
def app(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [(${answer}).encode()]
`;

/** What the rules say of a config file that a Procfile uses. */
const codesOf = (conf: string): string[] =>
  findingsOf({ Procfile: "web: gunicorn app:app\n", "gunicorn.conf.py": conf }).map(({ code }) => code);

/** Starts the real Gunicorn, and waits until it answers; gives its address. */
async function serve(conf: string, answer = 'environ["wsgi.url_scheme"]'): Promise<string> {
  await stop();
  const port = await freePort();
  writeFileSync(join(folder, "app.py"), app(answer));
  writeFileSync(join(folder, "gunicorn.conf.py"), `${conf}bind = "127.0.0.1:${port}"\n`);
  log = "";
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    PYTHONPATH: installed?.folders[release],
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const child = spawn(installed?.python ?? "python3", ["-m", "gunicorn", "app:app"], { cwd: folder, env });
  running = child;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    await sleep(100);
    if (await fetch(url).catch(() => undefined)) return url;
  }
  throw new Error(`Gunicorn does not answer: ${log}`);
}

async function stop(): Promise<void> {
  const child = running;
  running = undefined;
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(5000)]);
  child.kill("SIGKILL");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const text = async (url: string, headers = {}): Promise<string> => (await fetch(url, { headers })).text();

describe.skipIf(installed === undefined)("what the rules say is what Gunicorn does", () => {
  test.each([
    ['secure_scheme_headers = {"X-Forwarded-Proto": "https"}\n', ["gunicorn-secure-scheme-headers"], "http"],
    ['secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}\n', [], "https"],
  ])("%s", async (conf, codes, scheme) => {
    expect(codesOf(conf)).toEqual(codes);
    expect(await text(await serve(conf), { "X-Forwarded-Proto": "https" })).toBe(scheme);
  });

  test.each([
    ['forwarded_allow_ips = "*"\n', "https"],
    ['forwarded_allow_ips = "10.0.0.1"\n', "http"],
  ])("%s: who is believed", async (conf, scheme) => {
    expect(await text(await serve(conf), { "X-Forwarded-Proto": "https" })).toBe(scheme);
  });

  test.each([
    ["worker_connections = 50\n", ["gunicorn-worker-connections-ignored"], 1],
    ["worker_connections = 50\nthreads = 4\n", [], 4],
  ])("%s: how many at once", async (conf, codes, atOnce) => {
    expect(codesOf(conf)).toEqual(codes);
    const url = await serve(conf);
    const started = performance.now();
    await Promise.all(Array.from({ length: 3 }, () => text(`${url}/slow`)));
    const took = performance.now() - started;
    // Three requests of a second each: one after the other, or together.
    if (atOnce === 1) expect(took).toBeGreaterThan(2900);
    else expect(took).toBeLessThan(2900);
  });

  test.each([
    ["reload = True\npreload_app = True\n", ["gunicorn-preload-reload"], "old"],
    ["reload = True\npreload_app = False\n", [], "new"],
  ])("%s: changed code", async (conf, codes, expected) => {
    expect(codesOf(conf)).toEqual(codes);
    const url = await serve(conf, '"old"');
    // Python tells files apart by whole seconds of their times.
    await sleep(1100);
    writeFileSync(join(folder, "app.py"), app('"new"'));
    for (let tries = 0; tries < 100 && !/modified/.test(log); tries++) await sleep(100);
    await sleep(1500);
    if (expected === "new") expect(log).toMatch(/modified/);
    expect(await text(url)).toBe(expected);
  });

  test.each([
    ["timeout = 0\n", ["gunicorn-timeout-off"], false],
    ["timeout = 1\n", [], true],
  ])("%s: a worker that hangs", async (conf, codes, killed) => {
    expect(codesOf(conf)).toEqual(codes);
    const url = await serve(conf, '__import__("time").sleep(5) or "late" if environ["PATH_INFO"] == "/hang" else "ok"');
    const answered = await text(`${url}/hang`).catch(() => "cut off");
    expect(answered === "late").toBe(!killed);
    expect(/WORKER TIMEOUT/.test(log)).toBe(killed);
  });

  test("a key without its certificate: no connection gets through", async () => {
    const conf = `keyfile = "app.py"\n`;
    expect(codesOf(conf)).toEqual(["gunicorn-tls-files"]);
    // It answers, with an error of its own to each request.
    const url = await serve(conf);
    expect((await fetch(url)).status).toBe(500);
    await sleep(200);
    expect(log).toContain("certfile should be a valid filesystem path");
  });

  test("a sync worker closes each connection, a gthread worker keeps it", async () => {
    const closes = async (conf: string) => (await fetch(await serve(conf))).headers.get("connection");
    expect(await closes("keepalive = 30\n")).toBe("close");
    expect(await closes("keepalive = 30\nthreads = 2\n")).toBe("keep-alive");
  });
});
