import { describe, expect, test } from "vitest";
import { listening, noSignal } from "../../server/engine/support";
import { flat, image, later, openInEach, sleeping, soon } from "./support";

const python = (code: string, more = "") =>
  `services:\n  web:\n    image: ${image}\n    init: true\n    stop_grace_period: 1s\n    command: ["python", "-c", ${JSON.stringify(code)}]\n${more}`;

const open = openInEach("flask-stack-ends");

describe("what becomes of a container is seen in the panel, and why", () => {
  test("an app that exits at its start", async () => {
    const shop = await open({ "compose.yaml": python("import sys; print('no such table'); sys.exit(3)") });
    expect(shop.root().description).toBe("stopped");
    const started = await shop.engine.act("start", "web", listening(), noSignal);
    expect(started).toMatchObject({
      ok: false,
      problem: { code: "exited", detail: expect.stringContaining("no such table") },
    });
    await expect.poll(() => shop.root().context, soon).toBe("stack.failed");
    expect(shop.service("web")?.description).toBe(`stopped: exit code 3 · ${image}`);
    expect(shop.service("web")?.colour).toBe("charts.red");
  });

  test("one that is started again and again", async () => {
    const shop = await open({ "compose.yaml": python("import sys; sys.exit(1)", "    restart: always\n") });
    await shop.engine.act("start", "web", listening(), noSignal);
    // Between two of its crashes the engine calls it running.
    await expect
      .poll(() => `${shop.root().context} ${shop.service("web")?.children[0]?.description}`, later)
      .toMatch(/^stack\.failed restarting.*\d+ restarts?$/);
  });

  test("one that is killed for memory", async () => {
    const shop = await open({
      "compose.yaml": python(
        "import time; time.sleep(2); x = [bytearray(10**6) for _ in range(500)]",
        "    mem_limit: 32m\n",
      ),
    });
    // On a busy machine it has ended before compose has seen it run.
    await shop.engine.act("start", "web", listening(), noSignal);
    await expect.poll(() => shop.service("web")?.children[0]?.description, later).toBe("stopped: out of memory (137)");
    expect(shop.root().context).toBe("stack.failed");
  });

  test("one that goes on while a process in it is killed for memory", async () => {
    const eat = "x = [bytearray(10**6) for _ in range(500)]";
    const shop = await open({
      "compose.yaml": python(
        `import subprocess, sys, time; time.sleep(3); subprocess.run([sys.executable, '-c', '${eat}']); time.sleep(600)`,
        "    mem_limit: 32m\n    memswap_limit: 32m\n",
      ),
    });
    await shop.engine.act("start", "web", listening(), noSignal);
    const drawn = () => shop.service("web")?.children[0];
    await expect.poll(() => drawn()?.description, later).toMatch(/^out of memory: a process was killed < 1 min ago/);
    // It is no end, and is told still when the engine has been asked again.
    await expect.poll(() => drawn()?.description.includes("running"), later).toBe(true);
    expect(await shop.engine.status(noSignal)).toMatchObject({
      value: { services: [{ state: "running", containers: [{ state: "running", killed: { outOfMemory: true } }] }] },
    });
    expect([shop.root().context, shop.service("web")?.icon]).toEqual(["stack.running", "warning"]);
  });

  test("one that a signal ends", async () => {
    const shop = await open({ "compose.yaml": python("import os, time; time.sleep(2); os.abort()") });
    await shop.engine.act("start", "web", listening(), noSignal);
    await expect
      .poll(() => shop.service("web")?.description, later)
      .toBe(`stopped: SIGABRT (exit code 134) · ${image}`);
  });

  test("one that fails its health check, with what the check wrote", async () => {
    const check = `    healthcheck: {test: ["CMD", "python", "-c", "raise SystemExit('the database is not there')"], interval: 1s, retries: 2}\n`;
    const shop = await open({ "compose.yaml": python("import time; time.sleep(1000)", check) });
    const started = shop.compose("up", "--detach");
    await expect.poll(() => shop.root().description, soon).toBe("starting (0/1 healthy)");
    await started;
    await expect.poll(() => shop.root().description, later).toBe("degraded: web");
    await expect
      .poll(() => flat([shop.root()]).find(({ context }) => context === "check")?.description, soon)
      .toBe("the database is not there");
  });

  test("one that has done its work once is no failure", async () => {
    const more = `  migrate:\n    image: ${image}\n    command: ["true"]\n`;
    const shop = await open({
      "compose.yaml": `services:\n  web:\n    ${sleeping}\n    depends_on: {migrate: {condition: service_completed_successfully}}\n${more}`,
    });
    await shop.compose("up", "--detach");
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
  });
});
