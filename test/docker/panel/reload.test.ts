import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { which } from "../../../scripts/lib/run.mjs";
import { holdHosts } from "../../../server/src/engine/docker/upstreams";
import { locate } from "../../../server/src/engine/locate";
import { listening, noSignal, value } from "../../server/engine/support";
import { ask } from "../support/http";
import { addProbe, guestbook } from "../support/projects";
import { mustRun, run } from "../support/run";
import { copyProject, type Stack } from "../support/stack";
import { later, type PanelStack, panelOf, soon } from "./support";

let stack: Stack;
let panel: PanelStack;

beforeAll(async () => {
  stack = await copyProject(await guestbook.source(), "나의 방명록");
  await addProbe(guestbook, stack.folder);
  await stack.cli("containerize", "--yes", "--set", `port=${stack.port}`);
  await stack.cli("up");
  panel = await panelOf(stack.folder, () => undefined);
}, 300_000);

afterAll(async () => {
  await panel?.remove();
  await stack?.remove();
});

/** What went wrong for the clients. */
interface Load {
  readonly requests: number;
  readonly failed: readonly string[];
}

/** Nginx may send the first to another container where one does not answer, and must not send the second twice. */
const loads = [
  ["/request.json", "GET"],
  ["/probe/size", "POST"],
] as const;

/**
 * Runs some work while wrk asks hundreds of times a second. Each request has a connection of its own: one that is kept open may be
 * closed by any server between two requests, which every client has to expect and answers by asking again, but wrk does not.
 */
async function underLoad(work: () => Promise<unknown>): Promise<Load> {
  const stop = new AbortController();
  const script = join(import.meta.dirname, "load.lua");
  const common = ["-t", "1", "-c", "8", "-d", "300s", "--timeout", "30s", "-H", "Connection: close", "-s", script];
  const each = loads.map(([path, method]) => speak("wrk", [...common, stack.url + path, "--", method], stop.signal));
  const answered = () => Math.min(...each.map(({ said }) => Number(/.*answered (\d+)/s.exec(said())?.[1] ?? 0)));
  const more = async (count: number) => {
    const before = answered();
    await expect.poll(answered, later).toBeGreaterThanOrEqual(before + count);
  };
  try {
    await more(100);
    await work();
    await more(100);
  } finally {
    stop.abort();
    await Promise.all(each.map(({ ended }) => ended));
  }
  const said = each.map((one) => one.said());
  return {
    requests: Math.min(...said.map((one) => Number(/(\d+) requests in/.exec(one)?.[1] ?? 0))),
    failed: said.flatMap((one) => one.split("\n").filter((line) => /Socket errors|Non-2xx/.test(line))),
  };
}

/** A program that runs until the signal, and what it has written so far; wrk tells its numbers when it is interrupted, too. */
function speak(program: string, args: readonly string[], signal: AbortSignal) {
  const child = spawn(program, [...args], { stdio: ["ignore", "pipe", "inherit"] });
  signal.addEventListener("abort", () => child.kill("SIGINT"));
  let written = "";
  const ended = (async () => {
    for await (const text of child.stdout.setEncoding("utf8")) written += text;
  })();
  return { said: () => written, ended };
}

/** The containers that Nginx has connections to: the other ends at Gunicorn's port, as the kernel lists them. */
async function balancedOver(nginx: string): Promise<number> {
  const table = (await mustRun("docker", ["exec", nginx, "cat", "/proc/net/tcp"])).stdout;
  const gunicorn = (8000).toString(16).toUpperCase().padStart(4, "0");
  // Local end, other end, state: 01 is an open connection.
  const open = table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === "01");
  const ends = open.map((columns) => columns[2] ?? "").filter((end) => end.endsWith(`:${gunicorn}`));
  return new Set(ends).size;
}

const edit = (path: string, from: string | RegExp, to: string) => {
  const file = join(stack.folder, path);
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(from);
  writeFileSync(file, text.replace(from, to));
};
const ids = async (service: string) => (await stack.compose("ps", "--quiet", service)).stdout.trim().split("\n");

/** The id of the image that a service would be started from. */
const namedImage = async (service: string) => {
  const { name } = JSON.parse((await stack.compose("config", "--format", "json")).stdout);
  return (await mustRun("docker", ["image", "inspect", "--format", "{{.Id}}", `${name}-${service}`])).stdout.trim();
};

const hasLoad = which("wrk") !== undefined;
if (!hasLoad)
  console.warn("SKIPPED: nothing is asked of a stack while it is reloaded and scaled, for there is no wrk.");

describe.skipIf(!hasLoad && !process.env.CI)("without losing a request", () => {
  test("the app is scaled from one container to four, and to two", async () => {
    const scale = async (count: number) => {
      value(
        (await panel.engine.containers?.scale("web", count, listening(), noSignal)) ?? { ok: true, value: undefined },
      );
      await expect
        .poll(() => panel.service("web")?.children.filter(({ container }) => container).length, soon)
        .toBe(count);
    };
    const nginx = await stack.container("nginx");
    const load = await underLoad(async () => {
      await scale(4);
      await expect.poll(() => balancedOver(nginx), soon).toBe(4);
      await scale(2);
      await expect.poll(() => balancedOver(nginx), soon).toBe(2);
    });
    expect(load.failed).toEqual([]);
    expect(load.requests).toBeGreaterThanOrEqual(200);
    expect(await stack.container("nginx")).toBe(nginx);
    await scale(1);
  });

  test("nothing is left in Nginx's /etc/hosts by a window that was closed in the middle", async () => {
    const [nginx = ""] = await ids("nginx");
    const read = async () => (await mustRun("docker", ["exec", nginx, "cat", "/etc/hosts"])).stdout;
    const after = await read();
    const [found] = JSON.parse((await mustRun("docker", ["inspect", nginx])).stdout);
    const endpoint = value(await locate());
    const during = `${after}10.0.0.1 web # flask-stack\n`;
    // Nobody calls its end.
    await holdHosts({ endpoint }, found, { during, after }, noSignal, 2);
    expect(await read()).toBe(during);
    await expect.poll(read, soon).toBe(after);
    const held = await holdHosts({ endpoint }, found, { during, after }, noSignal);
    await held.end();
    expect(await read()).toBe(after);
  });

  test("Gunicorn starts new workers, where nothing but its workers is to be new", async () => {
    const [before] = await ids("web");
    const load = await underLoad(async () => {
      expect(value(await panel.engine.reload("web", listening(), noSignal))).toBe("reloaded");
    });
    expect(load.failed).toEqual([]);
    expect(await ids("web")).toEqual([before]);
    const log = (await mustRun("docker", ["logs", before ?? ""])).stderr;
    expect(log).toMatch(/Handling signal: hup/i);
  });

  test("edited code takes over in new containers", async () => {
    const [before] = await ids("web");
    edit("guestbook/probe.py", "return jsonify(\n", 'return jsonify(\n        edited="yes",\n');
    const load = await underLoad(async () => {
      expect(value(await panel.engine.reload("web", listening(), noSignal))).toBe("replaced");
    });
    expect(load.failed).toEqual([]);
    expect(await ids("web")).not.toContain(before);
    expect(JSON.parse((await ask(`${stack.url}/probe/seen`)).text)).toMatchObject({ edited: "yes" });
  });

  test("Nginx reads its configuration again", async () => {
    const load = await underLoad(async () => {
      const progress = listening();
      expect(value(await panel.engine.reload("nginx", progress, noSignal))).toBe("reloaded");
      expect(progress.steps.join("\n")).toMatch(/nginx -t[\s\S]*Reloading Nginx/);
    });
    expect(load.failed).toEqual([]);
  });

  test("an edited nginx.conf that is mounted is served after a reload", async () => {
    const override = "services: {nginx: {volumes: ['./nginx/nginx.conf:/etc/nginx/nginx.conf:ro']}}\n";
    writeFileSync(join(stack.folder, "compose.override.yaml"), override);
    await stack.compose("up", "--detach", "--wait");
    const text = readFileSync(join(stack.folder, "nginx/nginx.conf"), "utf8");
    const load = await underLoad(async () => {
      edit("nginx/nginx.conf", "server_tokens off;", "server_tokens off;\n    add_header X-Edited yes;");
      expect(value(await panel.engine.reload("nginx", listening(), noSignal))).toBe("reloaded");
    });
    expect(load.failed).toEqual([]);
    writeFileSync(join(stack.folder, "nginx/nginx.conf"), text);
    writeFileSync(join(stack.folder, "compose.override.yaml"), "services: {}\n");
    await stack.compose("up", "--detach", "--wait");
  });
});

describe("what does not pass is not reloaded", () => {
  test("an nginx.conf with an error: named with its line in the project's own file; what runs goes on", async () => {
    const file = join(stack.folder, "nginx/nginx.conf");
    const text = readFileSync(file, "utf8");
    const wrong = text.replace("sendfile on;", "sendfile on;\n    sendfil on;");
    writeFileSync(file, wrong);
    const image = await namedImage("nginx");
    const line = wrong.split("\n").findIndex((one) => one.includes("sendfil on")) + 1;
    expect(await panel.engine.reload("nginx", listening(), noSignal)).toMatchObject({
      ok: false,
      problem: { code: "nginx-config", place: { file, line, message: expect.stringContaining("sendfil") } },
    });
    expect((await ask(`${stack.url}/request.json`)).status).toBe(200);
    expect(await namedImage("nginx")).toBe(image);
    writeFileSync(file, text);
  });

  test("an nginx.conf that is right, but part of the image: said, and served after a rebuild", async () => {
    edit("nginx/nginx.conf", "server_tokens off;", "server_tokens off;\n    # edited");
    expect(value(await panel.engine.reload("nginx", listening(), noSignal))).toBe("needs-rebuild");
    value(await panel.engine.act("rebuild", "nginx", listening(), noSignal));
    expect(value(await panel.engine.reload("nginx", listening(), noSignal))).toBe("reloaded");
  });

  test("an app that cannot be loaded any more: the old containers go on, and the new ones are gone", async () => {
    const before = await ids("web");
    const image = await namedImage("web");
    const path = join(stack.folder, "guestbook/__init__.py");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, `import no_such_module\n${text}`);
    const load = await underLoad(async () => {
      const result = await panel.engine.reload("web", listening(), noSignal);
      expect(result).toMatchObject({ ok: false, problem: { detail: expect.stringContaining("no_such_module") } });
    });
    expect(load.failed).toEqual([]);
    expect(await ids("web")).toEqual(before);
    // Whoever starts the service next gets what worked.
    expect(await namedImage("web")).toBe(image);
    value(await panel.engine.act("start", "web", listening(), noSignal));
    expect(await ids("web")).toEqual(before);
    writeFileSync(path, text);
    await run("docker", ["compose", "build", "web"], { cwd: stack.folder });
  });
});
