import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { follow } from "../../../../client/src/stack/follow";
import { stackNodes } from "../../../../client/src/stack/model";
import { findNginx } from "../../../../server/src/engine/host/nginxProgram";
import { isAlive } from "../../../../server/src/engine/host/processes";
import { anyFreePort } from "../../../../server/src/engine/ports";
import { finish, makeProgram, type Program } from "../../cli/support";
import { listening, noSignal, value } from "../support";
import { code, slow, states, useHostStack } from "./stack";

const stack = useHostStack();
const { folder, parent } = stack;
const hasNginx = (await findNginx(noSignal)) !== undefined;

let program: Program;
beforeAll(async () => {
  program = await makeProgram();
});
afterAll(() => program.remove());

/** What the app was told of a request. */
const see = async (url: string, headers: Record<string, string>): Promise<Seen> =>
  JSON.parse(await (await fetch(`${url}seen`, { headers })).text());

/** What `/seen` answers. */
interface Seen {
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
}

describe.runIf(hasNginx)("Nginx and Gunicorn on this machine", () => {
  test("serve a project from a folder with the oddest of names, and go without a trace", {
    timeout: slow,
  }, async () => {
    const progress = listening();
    const status = value(await stack.engine.up({}, progress, noSignal));
    const url = `http://localhost:${stack.port}/`;
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

    const before = stack.marks();
    expect(before).toHaveLength(2);
    value(await stack.engine.down({}, listening(), noSignal));
    for (const mark of before) expect(await isAlive(mark)).toBe(false);
    expect(states(value(await stack.engine.status(noSignal)))).toEqual([
      ["nginx", "absent", "none"],
      ["web", "absent", "none"],
    ]);
    await expect(fetch(url)).rejects.toThrow();
  });

  test("are started anew by a second up, at another port where asked", { timeout: slow }, async () => {
    await stack.up();
    const before = stack.marks();
    const other = await anyFreePort();
    const status = await stack.up({ port: other });
    expect(status.services[0]?.urls).toEqual([`http://localhost:${other}/`]);
    for (const mark of before) expect(await isAlive(mark)).toBe(false);
  });

  test("are followed by the panel, and take edited files without a restart", { timeout: slow }, async () => {
    const source = { choose: async () => ({ ok: true as const, value: stack.engine }), forget() {} };
    const contexts = new Set<string | undefined>();
    const panel = follow(source, { folder: "file:///shop", name: "shop" }, () => contexts.add(shown()?.context));
    const shown = () => stackNodes([panel.view()])[0];
    try {
      await panel.read();
      panel.attend(true);
      expect(shown()?.context).toBe("stack.stopped.host");
      await stack.up();
      await expect.poll(() => shown()?.context).toBe("stack.running.host");
      const url = `http://localhost:${stack.port}/`;
      const before = stack.marks();

      writeFileSync(join(folder, "app.py"), code.replace('return "ok"', 'return "edited"'));
      expect(value(await stack.engine.reload("web", listening(), noSignal))).toBe("reloaded");
      await expect.poll(async () => (await fetch(`${url}healthz`)).text()).toBe("edited");
      const conf = join(folder, "nginx", "nginx.conf");
      const text = readFileSync(conf, "utf8");
      writeFileSync(conf, text.replace("server_name _;", "server_name _;\n        add_header X-Edited yes;"));
      expect(value(await stack.engine.reload("nginx", listening(), noSignal))).toBe("reloaded");
      const edited = async () => (await fetch(`${url}static/a.css`)).headers.get("x-edited");
      await expect.poll(edited).toBe("yes");

      // What does not pass is not taken, and what runs goes on.
      writeFileSync(conf, text.replace("server_tokens off;", "server_token off;"));
      expect(await stack.engine.reload("nginx", listening(), noSignal)).toMatchObject({
        problem: { code: "nginx-config" },
      });
      writeFileSync(conf, text);
      writeFileSync(join(folder, "app.py"), `import no_such_module\n${code}`);
      expect(await stack.engine.reload("web", listening(), noSignal)).toMatchObject({
        problem: { code: "gunicorn-config", detail: expect.stringContaining("no_such_module") },
      });
      expect((await fetch(`${url}healthz`)).status).toBe(200);
      expect(stack.marks()).toEqual(before);

      contexts.clear();
      await stack.engine.down({}, listening(), noSignal);
      await expect.poll(() => shown()?.context).toBe("stack.stopped.host");
      // What is about to end is not unwell.
      expect([...contexts]).not.toContain("stack.degraded.host");
    } finally {
      panel.stop();
    }
  });

  test("finish the request in flight before they stop", { timeout: slow }, async () => {
    await stack.up();
    const late = fetch(`http://localhost:${stack.port}/slow`).then((answer) => answer.text());
    await expect.poll(() => existsSync(join(folder, "in-flight"))).toBe(true);
    value(await stack.engine.down({}, listening(), noSignal));
    expect(await late).toBe("late");
  });

  test("write logs that can be read and followed", { timeout: slow }, async () => {
    await stack.up();
    const stop = new AbortController();
    const lines: string[] = [];
    const following = stack.engine.logs({ follow: true, tail: 0 }, (line) => lines.push(line), stop.signal);
    const seen = async () => {
      await fetch(`http://localhost:${stack.port}/seen?followed`);
      return lines.join("\n");
    };
    await expect.poll(seen).toMatch(/^nginx \| .*seen\?followed/m);
    stop.abort();
    value(await following);

    const tail: string[] = [];
    value(await stack.engine.logs({ service: "web", tail: 2 }, (line) => tail.push(line), noSignal));
    expect(tail).toHaveLength(2);
    expect(tail[1]).toMatch(/^web \| .*Booting worker/);
  });

  test("say so when Nginx does not take the config, and leave nothing running", { timeout: slow }, async () => {
    const conf = join(folder, "nginx", "nginx.conf");
    const good = readFileSync(conf, "utf8");
    writeFileSync(conf, good.replace("sendfile on;", "sendfile maybe;"));
    const failed = await stack.failedUp();
    writeFileSync(conf, good);
    expect(failed).toMatchObject({ problem: { code: "nginx-config", detail: expect.stringContaining('"maybe"') } });
    expect(stack.marks()).toEqual([]);
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
      expect(started.stdout).toBe(`http://localhost:${stack.port}/\n`);
      expect((await fetch(`http://localhost:${stack.port}/static/a.css`)).status).toBe(200);
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
      const child = spawn(
        "unshare",
        ["-m", "sh", "-c", hidden, process.execPath, program.path, "up", "--engine", "host", folder],
        { env: { ...process.env, LC_ALL: "C" } },
      );
      const { stderr, stdout } = await finish(child);
      expect(stderr).toContain("Nginx is not installed on this machine, so Gunicorn is served alone.");
      expect(stdout).toBe(`http://localhost:${stack.port}/\n`);
      expect(states(value(await stack.engine.status(noSignal)))).toEqual([["web", "running", "healthy"]]);
      // Nobody is in front of it, so nobody's word is taken.
      const seen = await see(`http://localhost:${stack.port}/`, { "X-Forwarded-Host": "evil" });
      expect(seen.url).toBe(`http://localhost:${stack.port}/seen`);
    },
  );
});
