import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { follow } from "../../../client/src/stack/follow";
import { stackNodes } from "../../../client/src/stack/model";
import type { Engine, StackStatus } from "../../../server/src/engine/engine";
import { hostFolders } from "../../../server/src/engine/host/cache";
import { findNginx } from "../../../server/src/engine/host/nginxProgram";
import { isAlive, markProcess } from "../../../server/src/engine/host/processes";
import { readState, writeState } from "../../../server/src/engine/host/state";
import { hostEngine } from "../../../server/src/engine/hostEngine";
import { anyFreePort } from "../../../server/src/engine/ports";
import { inspect } from "../../../server/src/project/inspect";
import { applyPlan } from "../../../server/src/scaffold/apply";
import { plan } from "../../../server/src/scaffold/containerize";
import { openFiles } from "../../../server/src/workspace/diskFiles";
import { finish, makeProgram, type Program } from "../cli/support";
import { listening, noSignal, value } from "./support";

/** Real Gunicorn from the package index, real Nginx; each start takes seconds. */
const slow = 180_000;
const hasNginx = (await findNginx(noSignal)) !== undefined;

const code = `
import os, time
from flask import Flask, jsonify, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024

@app.get("/healthz")
def health():
    return "ok"

@app.get("/seen")
def seen():
    return jsonify(headers=dict(request.headers), address=request.remote_addr, url=request.url,
                   greeting=os.environ.get("GREETING"), folder=os.getcwd(), pid=os.getppid())

@app.get("/slow")
def slow():
    open("in-flight", "w").close()
    time.sleep(2)
    return "late"
`;

/** What the app was told of a request. */
const see = async (url: string, headers: Record<string, string>): Promise<Seen> =>
  JSON.parse(await (await fetch(`${url}seen`, { headers })).text());

/** What `/seen` answers. */
interface Seen {
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
}

/** Everything that a shell, Nginx or Gunicorn could take for something else. */
const oddName = '-it\'s "한국어" $(x) $uri *;{ #1';

let parent: string;
let folder: string;
let port: number;
let engine: Engine;
let program: Program;
const cacheBefore = process.env.XDG_CACHE_HOME;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "host-engine-"));
  process.env.XDG_CACHE_HOME = join(parent, "cache");
  folder = join(parent, oddName);
  port = await anyFreePort();
  mkdirSync(join(folder, "static"), { recursive: true });
  writeFileSync(join(folder, "app.py"), code);
  writeFileSync(join(folder, "static", "a.css"), "body {}\n");
  writeFileSync(join(folder, "requirements.txt"), "flask\n");
  await containerize(folder, port);
  writeFileSync(join(folder, ".env"), 'GREETING="안녕 $HOME"\n');
  engine = hostEngine(folder, "");
  program = await makeProgram();
}, slow);

afterEach(async () => {
  await engine.down({}, listening(), noSignal);
  // Each test breaks one thing.
  writeFileSync(join(folder, "app.py"), code);
}, slow);

afterAll(async () => {
  program.remove();
  rmSync(parent, { recursive: true, force: true });
  if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheBefore;
});

async function containerize(root: string, published: number): Promise<void> {
  const files = openFiles(root);
  value(await applyPlan(root, value(plan(files, inspect(files), { port: published }))));
}

const up = async (options: { port?: number } = {}): Promise<StackStatus> =>
  value(await engine.up(options, listening(), noSignal));
const states = (status: StackStatus) => status.services.map(({ name, state, health }) => [name, state, health]);
/** The programs that a test starts keep their state where this process looks for it. */
const cache = () => ({ XDG_CACHE_HOME: join(parent, "cache") });
const marks = () => {
  const state = readState(hostFolders(folder).state);
  return [state?.web, state?.nginx].flatMap((mark) => mark ?? []);
};

describe.runIf(hasNginx)("Nginx and Gunicorn on this machine", () => {
  test("serve a project from a folder with the oddest of names, and go without a trace", {
    timeout: slow,
  }, async () => {
    const progress = listening();
    const status = value(await engine.up({}, progress, noSignal));
    const url = `http://localhost:${port}/`;
    expect(status.engine).toBe("host");
    expect(states(status)).toEqual([
      ["nginx", "running", "healthy"],
      ["web", "running", "healthy"],
    ]);
    expect(status.services.map(({ urls }) => urls)).toEqual([[url], []]);
    expect(status.services.map(({ files }) => files)).toEqual([
      [join(folder, "nginx/nginx.conf")],
      ["gunicorn.conf.py", "requirements.txt"].map((name) => join(folder, name)),
    ]);
    expect(progress.steps.join("\n")).toMatch(/virtual environment[\s\S]*Starting Gunicorn[\s\S]*Starting Nginx/);

    // Static files come from Nginx itself, with its own headers.
    const css = await fetch(`${url}static/a.css`);
    expect([css.status, await css.text(), css.headers.get("content-type")]).toEqual([200, "body {}\n", "text/css"]);
    expect(css.headers.get("server")).toBe("nginx");
    expect(css.headers.get("etag")).toMatch(/^"[0-9a-f]+-8"$/);

    // The app is told who really asks, whatever a client says, and has its .env.
    const seen = await see(url, { "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https" });
    expect(seen.headers["X-Forwarded-For"]).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(seen).toMatchObject({ url: `${url}seen`, greeting: "안녕 $HOME", folder });
    expect((await fetch(url, { method: "POST", body: Buffer.alloc(1024 * 1024 + 1) })).status).toBe(413);

    const before = marks();
    expect(before).toHaveLength(2);
    value(await engine.down({}, listening(), noSignal));
    for (const mark of before) expect(await isAlive(mark)).toBe(false);
    expect(states(value(await engine.status(noSignal)))).toEqual([
      ["nginx", "absent", "none"],
      ["web", "absent", "none"],
    ]);
    await expect(fetch(url)).rejects.toThrow();
  });

  test("are started anew by a second up, at another port where asked", { timeout: slow }, async () => {
    await up();
    const before = marks();
    const other = await anyFreePort();
    const status = await up({ port: other });
    expect(status.services[0]?.urls).toEqual([`http://localhost:${other}/`]);
    for (const mark of before) expect(await isAlive(mark)).toBe(false);
  });

  test("are followed by the panel, and take edited files without a restart", { timeout: slow }, async () => {
    const source = { choose: async () => ({ ok: true as const, value: engine }), forget() {} };
    const panel = follow(source, { folder: "file:///shop", name: "shop" }, () => undefined);
    const shown = () => stackNodes([panel.view()])[0];
    try {
      await panel.read();
      panel.attend(true);
      expect(shown()?.context).toBe("stack.stopped.host");
      await up();
      await expect.poll(() => shown()?.context, { timeout: 2000 }).toBe("stack.running.host");
      const url = `http://localhost:${port}/`;
      const before = marks();

      writeFileSync(join(folder, "app.py"), code.replace('return "ok"', 'return "edited"'));
      expect(value(await engine.reload("web", listening(), noSignal))).toBe("reloaded");
      await expect.poll(async () => (await fetch(`${url}healthz`)).text(), { timeout: 10_000 }).toBe("edited");
      const conf = join(folder, "nginx", "nginx.conf");
      const text = readFileSync(conf, "utf8");
      writeFileSync(conf, text.replace("server_name _;", "server_name _;\n        add_header X-Edited yes;"));
      expect(value(await engine.reload("nginx", listening(), noSignal))).toBe("reloaded");
      const edited = async () => (await fetch(`${url}static/a.css`)).headers.get("x-edited");
      await expect.poll(edited, { timeout: 10_000 }).toBe("yes");

      // What does not pass is not taken, and what runs goes on.
      writeFileSync(conf, text.replace("server_tokens off;", "server_token off;"));
      expect(await engine.reload("nginx", listening(), noSignal)).toMatchObject({ problem: { code: "nginx-config" } });
      writeFileSync(conf, text);
      writeFileSync(join(folder, "app.py"), `import no_such_module\n${code}`);
      expect(await engine.reload("web", listening(), noSignal)).toMatchObject({
        problem: { code: "gunicorn-config", detail: expect.stringContaining("no_such_module") },
      });
      expect((await fetch(`${url}healthz`)).status).toBe(200);
      expect(marks()).toEqual(before);

      await engine.down({}, listening(), noSignal);
      await expect.poll(() => shown()?.context, { timeout: 2000 }).toBe("stack.stopped.host");
    } finally {
      panel.stop();
    }
  });

  test("finish the request in flight before they stop", { timeout: slow }, async () => {
    await up();
    const late = fetch(`http://localhost:${port}/slow`).then((answer) => answer.text());
    await expect.poll(() => existsSync(join(folder, "in-flight")), { timeout: 10_000 }).toBe(true);
    value(await engine.down({}, listening(), noSignal));
    expect(await late).toBe("late");
  });

  test("write logs that can be read and followed", { timeout: slow }, async () => {
    await up();
    const stop = new AbortController();
    const lines: string[] = [];
    const following = engine.logs({ follow: true, tail: 0 }, (line) => lines.push(line), stop.signal);
    await fetch(`http://localhost:${port}/seen?followed`);
    await expect.poll(() => lines.join("\n"), { timeout: 5000 }).toMatch(/^nginx \| .*seen\?followed/m);
    stop.abort();
    value(await following);

    const tail: string[] = [];
    value(await engine.logs({ service: "web", tail: 2 }, (line) => tail.push(line), noSignal));
    expect(tail).toHaveLength(2);
    expect(tail[1]).toMatch(/^web \| .*Booting worker/);
  });

  test("say so when Nginx does not take the config, and leave nothing running", { timeout: slow }, async () => {
    const conf = join(folder, "nginx", "nginx.conf");
    const good = readFileSync(conf, "utf8");
    writeFileSync(conf, good.replace("sendfile on;", "sendfile maybe;"));
    const failed = await engine.up({}, listening(), noSignal);
    writeFileSync(conf, good);
    expect(failed).toMatchObject({ problem: { code: "nginx-config", detail: expect.stringContaining('"maybe"') } });
    expect(marks()).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)("run for a normal user too", { timeout: slow }, async () => {
    const home = join(parent, "home");
    const own = join(home, "shop");
    mkdirSync(home);
    cpSync(folder, own, { recursive: true });
    for (const path of [parent, home]) chmodSync(path, 0o777);
    const options = {
      uid: 65534,
      cwd: home,
      // The system's own Python: another user's is out of reach.
      env: { HOME: home, XDG_CACHE_HOME: join(home, "cache"), PATH: "/usr/bin:/bin", PYENV_ROOT: "/nowhere" },
    };
    const started = await program.run(["up", "--engine", "host", own], options);
    try {
      expect(started.stderr).toContain("Starting Nginx");
      expect(started.stdout).toBe(`http://localhost:${port}/\n`);
      expect((await fetch(`http://localhost:${port}/static/a.css`)).status).toBe(200);
    } finally {
      expect((await program.run(["down", "--engine", "host", own], options)).code).toBe(0);
    }
  });

  test.runIf(process.getuid?.() === 0)(
    "are Gunicorn alone where no Nginx is installed",
    { timeout: slow },
    async () => {
      // A mount of its own hides Nginx from this one command.
      const hidden = 'mount --bind /dev/null /usr/sbin/nginx && exec "$0" "$@"';
      const { spawn } = await import("node:child_process");
      const child = spawn(
        "unshare",
        ["-m", "sh", "-c", hidden, process.execPath, program.path, "up", "--engine", "host", folder],
        {
          env: { ...process.env, LC_ALL: "C" },
        },
      );
      const { stderr, stdout } = await finish(child);
      expect(stderr).toContain("Nginx is not installed on this machine, so Gunicorn is served alone.");
      expect(stdout).toBe(`http://localhost:${port}/\n`);
      expect(states(value(await engine.status(noSignal)))).toEqual([["web", "running", "healthy"]]);
      // Nobody is in front of it, so nobody's word is taken.
      const seen = await see(`http://localhost:${port}/`, { "X-Forwarded-Host": "evil" });
      expect(seen.url).toBe(`http://localhost:${port}/seen`);
    },
  );
});

describe("what keeps the stack from coming up", () => {
  const problem = async () => {
    const failed = await engine.up({}, listening(), noSignal);
    expect(marks()).toEqual([]);
    return failed.ok ? undefined : failed.problem;
  };

  test("a busy port: named, and the next free one offered", { timeout: slow }, async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "0.0.0.0", resolve));
    const { port: taken } = busy.address() as AddressInfo;
    const failed = await engine.up({ port: taken }, listening(), noSignal);
    busy.close();
    expect(failed).toMatchObject({
      problem: { code: "port-busy", message: expect.stringMatching(`Port ${taken} .*choose port \\d+`) },
    });
  });

  test("an app that fails when it is imported: its last lines", { timeout: slow }, async () => {
    writeFileSync(
      join(folder, "app.py"),
      `${code}\nimport os\nraise RuntimeError("no such database")\nos.environ["REGION"]\n`,
    );
    expect(await problem()).toMatchObject({
      code: "start-failed",
      message: expect.stringMatching(/its last lines say.*No value for REGION yet.*put it into \.env/),
      detail: expect.stringContaining("no such database"),
    });
  });

  test("a dependency that does not exist: pip's own lines", { timeout: slow }, async () => {
    writeFileSync(join(folder, "requirements.txt"), "flask\nflask-stack-has-no-such-package==99\n");
    const failed = await problem();
    writeFileSync(join(folder, "requirements.txt"), "flask\n");
    expect(failed).toMatchObject({
      code: "install-failed",
      detail: expect.stringContaining("flask-stack-has-no-such-package"),
    });
  });

  test("another command that is at it", { timeout: slow }, async () => {
    const [one, two] = await Promise.all([engine.up({}, listening(), noSignal), engine.up({}, listening(), noSignal)]);
    expect([one, two].filter(({ ok }) => ok)).toHaveLength(1);
    expect([one, two].find(({ ok }) => !ok)).toMatchObject({ problem: { code: "in-use" } });
  });

  test("a cache that cannot be written to", async () => {
    const { XDG_CACHE_HOME } = process.env;
    process.env.XDG_CACHE_HOME = join(folder, "app.py");
    const failed = await hostEngine(folder, "").up({}, listening(), noSignal);
    process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
    expect(failed).toMatchObject({ problem: { code: "cache-unwritable", message: expect.stringContaining("app.py") } });
  });

  test("nothing was written yet", async () => {
    const bare = join(parent, "bare");
    mkdirSync(bare);
    writeFileSync(join(bare, "app.py"), code);
    expect(await hostEngine(bare, "").up({}, listening(), noSignal)).toMatchObject({
      problem: { code: "not-containerized" },
    });
  });
});

describe("a command that is stopped", () => {
  test("while the app starts leaves nothing running", { timeout: slow }, async () => {
    writeFileSync(join(folder, "app.py"), `${code}\ntime.sleep(60)\n`);
    const child = program.start(["up", "--engine", "host", folder], { env: cache() });
    const ended = finish(child);
    await expect.poll(() => marks().length, { timeout: 60_000 }).toBe(1);
    const [web] = marks();
    child.kill("SIGINT");
    const { code: exitCode, stderr } = await ended;
    expect([exitCode, stderr.trim().split("\n").at(-1)]).toEqual([1, "Stopped before it was done."]);
    expect(web && (await isAlive(web))).toBe(false);
    expect(marks()).toEqual([]);
  });
});

describe("a state that is no longer true", () => {
  let bystander: Awaited<ReturnType<typeof markProcess>>;
  beforeEach(async () => {
    bystander = await markProcess(process.pid);
  });

  const write = (web: { pid: number; started: string }) =>
    writeState(hostFolders(folder).state, { version: 1, port: 1, web, webPort: 1, healthPath: "/" });

  test("a process that ended is shown as ended", async () => {
    write({ pid: 2 ** 22 - 1, started: "before" });
    expect(states(value(await engine.status(noSignal)))).toEqual([["web", "exited", "none"]]);
  });

  test("goes with the virtual environment and the logs where the data is to be removed, too", async () => {
    const { base, venv } = hostFolders(folder);
    mkdirSync(venv, { recursive: true });
    write({ pid: 2 ** 22 - 1, started: "before" });
    const down = () => engine.down({ volumes: true }, listening(), noSignal);
    expect(value(await down())).toEqual({ ran: true, kept: [], removed: [base] });
    expect(existsSync(base)).toBe(false);
    expect(value(await down())).toEqual({ ran: false, kept: [], removed: [] });
  });

  test("another process that has the id by now is not touched", async () => {
    write({ pid: process.pid, started: "before" });
    expect(states(value(await engine.status(noSignal)))).toEqual([["web", "exited", "none"]]);
    value(await engine.down({}, listening(), noSignal));
    expect(bystander && (await isAlive(bystander))).toBe(true);
  });

  test.each(["", "{", "null", '{"version":1}', '{"version":1,"web":{"pid":-1,"started":""}}'])(
    "a state file that holds %j is none",
    async (text) => {
      mkdirSync(hostFolders(folder).base, { recursive: true });
      writeFileSync(hostFolders(folder).state, text);
      expect(states(value(await engine.status(noSignal)))[1]).toEqual(["web", "absent", "none"]);
    },
  );
});
