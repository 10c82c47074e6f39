import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, type TestContext, test, vi } from "vitest";
import { anyFreePort } from "../../../server/src/engine/ports";
import { findingsOf } from "./support";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

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

/** `/slow` answers after a second how many such requests there were at once when it came. */
const app = (answer: string): string => `import time
busy = []
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/slow":
        busy.append(None)
        count = len(busy)
        time.sleep(1)
        busy.pop()
        return [str(count).encode()]
    return [(${answer}).encode()]
`;

/** What the rules say of a config file that a Procfile uses. */
const codesOf = (conf: string): string[] =>
  findingsOf({ Procfile: "web: gunicorn app:app\n", "gunicorn.conf.py": conf }).map(({ code }) => code);

/** A real Gunicorn that serves an app from a folder of its own, until its test ends. */
interface Served {
  readonly url: string;
  /** All that it has written by now. */
  log(): string;
  /** Replaces the app, and says so until Gunicorn has seen it: it takes the first time of a file that it looks at for the old one. */
  change(answer: string): Promise<void>;
}

/** Starts one, and waits until it answers. */
async function serve(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  conf: string,
  answer = 'environ["wsgi.url_scheme"]',
): Promise<Served> {
  const port = await anyFreePort();
  const folder = mkdtempSync(join(tmpdir(), "gunicorn-truth-"));
  const file = join(folder, "app.py");
  writeFileSync(file, app(answer));
  writeFileSync(join(folder, "gunicorn.conf.py"), `${conf}bind = "127.0.0.1:${port}"\n`);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    PYTHONPATH: installed?.folders[release],
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const child = spawn(installed?.python ?? "python3", ["-m", "gunicorn", "app:app"], { cwd: folder, env });
  onTestFinished(async () => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  const url = `http://127.0.0.1:${port}`;
  const change = async (now: string) => {
    writeFileSync(file, app(now));
    let seconds = Date.now() / 1000;
    await until(() => {
      seconds += 1;
      utimesSync(file, seconds, seconds);
      return /modified/.test(log);
    });
  };
  for (const deadline = Date.now() + 45_000; Date.now() < deadline; await sleep(100)) {
    if (await fetch(url).catch(() => undefined)) return { url, log: () => log, change };
  }
  throw new Error(`Gunicorn does not answer: ${log}`);
}

/** Waits for what is bound to come, and fails where it does not. */
async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !isSo(); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`${isSo} did not come true`);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(5000)]);
  child.kill("SIGKILL");
}

const text = async (url: string, headers = {}): Promise<string> => (await fetch(url, { headers })).text();

// At once: each waits for a program of its own.
describe.skipIf(installed === undefined).concurrent("what the rules say is what Gunicorn does", () => {
  test.for<[conf: string, codes: readonly string[], outcome: string]>([
    ['secure_scheme_headers = {"X-Forwarded-Proto": "https"}\n', ["gunicorn-secure-scheme-headers"], "http"],
    ['secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}\n', [], "https"],
  ])("%s", async ([conf, codes, scheme], context) => {
    expect(codesOf(conf)).toEqual(codes);
    expect(await text((await serve(context, conf)).url, { "X-Forwarded-Proto": "https" })).toBe(scheme);
  });

  test.for<[conf: string, scheme: string]>([
    ['forwarded_allow_ips = "*"\n', "https"],
    ['forwarded_allow_ips = "10.0.0.1"\n', "http"],
  ])("%s: who is believed", async ([conf, scheme], context) => {
    expect(await text((await serve(context, conf)).url, { "X-Forwarded-Proto": "https" })).toBe(scheme);
  });

  test.for<[conf: string, codes: readonly string[], several: boolean]>([
    ["worker_connections = 50\n", ["gunicorn-worker-connections-ignored"], false],
    ["worker_connections = 50\nthreads = 4\n", [], true],
  ])("%s: whether it takes several at once", async ([conf, codes, several], context) => {
    expect(codesOf(conf)).toEqual(codes);
    const { url } = await serve(context, conf);
    const most = async () =>
      Math.max(...(await Promise.all(Array.from({ length: 4 }, () => text(`${url}/slow`)))).map(Number));
    // On a busy machine four that are sent at once may come one after another.
    if (several) await expect.poll(most).toBeGreaterThan(1);
    else expect(await most()).toBe(1);
  });

  test.for<[conf: string, codes: readonly string[], expected: string]>([
    ["reload = True\npreload_app = True\n", ["gunicorn-preload-reload"], "old"],
    ["reload = True\npreload_app = False\n", [], "new"],
  ])("%s: changed code", async ([conf, codes, expected], context) => {
    expect(codesOf(conf)).toEqual(codes);
    const { url, log, change } = await serve(context, conf, '"old"');
    await change('"new"');
    // A worker that has seen the change ends, and another one begins.
    const workers = () => log().match(/Booting worker/g)?.length ?? 0;
    await until(() => workers() > 1);
    expect(await text(url)).toBe(expected);
  });

  test.for<[conf: string, codes: readonly string[], killed: boolean]>([
    ["timeout = 0\n", ["gunicorn-timeout-off"], false],
    ["timeout = 1\n", [], true],
  ])("%s: a worker that hangs", async ([conf, codes, killed], context) => {
    expect(codesOf(conf)).toEqual(codes);
    const seconds = killed ? 60 : 3;
    const hangs = `__import__("time").sleep(${seconds}) or "late" if environ["PATH_INFO"] == "/hang" else "ok"`;
    const { url, log } = await serve(context, conf, hangs);
    const answered = await text(`${url}/hang`).catch(() => "cut off");
    expect(answered === "late").toBe(!killed);
    if (killed) await until(() => log().includes("WORKER TIMEOUT"));
    else expect(log()).not.toContain("WORKER TIMEOUT");
  });

  test("a key without its certificate: no connection gets through", async (context) => {
    const conf = `keyfile = "app.py"\n`;
    expect(codesOf(conf)).toEqual(["gunicorn-tls-files"]);
    // It answers, with an error of its own to each request.
    const { url, log } = await serve(context, conf);
    expect((await fetch(url)).status).toBe(500);
    await until(() => log().includes("certfile should be a valid filesystem path"));
  });

  test("a sync worker closes each connection, a gthread worker keeps it", async (context) => {
    const closes = async (conf: string) => (await fetch((await serve(context, conf)).url)).headers.get("connection");
    expect(await closes("keepalive = 30\n")).toBe("close");
    expect(await closes("keepalive = 30\nthreads = 2\n")).toBe("keep-alive");
  });
});
