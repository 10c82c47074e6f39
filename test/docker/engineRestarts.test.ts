import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Followed, follow } from "../../client/src/stack/follow";
import { stackNodes } from "../../client/src/stack/model";
import { findCompose } from "../../server/src/engine/compose";
import { dockerEngine } from "../../server/src/engine/dockerEngine";
import type { Engine } from "../../server/src/engine/engine";
import { type Endpoint, locate } from "../../server/src/engine/locate";
import { noSignal, value } from "../server/engine/support";

/** An engine of its own, since this one is stopped, hung and killed. It runs no containers, so it needs no network. */
let parent: string;
let socket: string;
let dockerd: ChildProcess;
let engine: Engine;
const canStart = process.getuid?.() === 0 && existsSync("/usr/sbin/dockerd");

const find = () =>
  locate(undefined, { env: { DOCKER_HOST: `unix://${socket}` }, home: homedir(), platform: process.platform });

async function start(): Promise<void> {
  const flags = [
    ...["--data-root", join(parent, "data"), "--exec-root", join(parent, "run"), "--pidfile", join(parent, "pid")],
    ...["-H", `unix://${socket}`, "--bridge=none", "--iptables=false", "--ip-masq=false"],
  ];
  // In a network of its own: a dockerd with --bridge=none deletes docker0, which belongs to the machine's engine.
  dockerd = spawn("unshare", ["--net", "dockerd", ...flags], { stdio: "ignore" });
  for (let tries = 0; tries < 120 && !(await find()).ok; tries++) await sleep(500);
}

async function stop(): Promise<void> {
  const ended = new Promise((resolve) => dockerd.once("exit", resolve));
  dockerd.kill("SIGTERM");
  await ended;
}

/** The letter of /proc/PID/task/TID/stat, where all its threads have the same one. */
function stateOf({ pid }: ChildProcess): string | undefined {
  const tasks = `/proc/${pid}/task`;
  const states = readdirSync(tasks).map((id) => /\) (\S)/.exec(readFileSync(join(tasks, id, "stat"), "utf8"))?.[1]);
  return new Set(states).size === 1 ? states[0] : undefined;
}

describe.runIf(canStart)("an engine that comes and goes", () => {
  let endpoint: Endpoint;
  let panel: Followed;
  /** What the open panel says of the stack, and how long it may take to find out. */
  const shown = () => stackNodes([panel.view()])[0]?.context;
  const soon = { timeout: 60_000, interval: 20 };

  const open = () => {
    const source = { choose: async () => ({ ok: true as const, value: engine }), forget() {} };
    return follow(source, { folder: "file:///shop", name: "shop" }, () => undefined);
  };

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), "dockerd-"));
    socket = join(parent, "docker.sock");
    const folder = join(parent, "shop");
    mkdirSync(folder);
    writeFileSync(join(folder, "compose.yaml"), "services: {web: {image: none}}\n");
    await start();
    endpoint = value(await find());
    engine = dockerEngine(folder, endpoint, value(await findCompose(folder, endpoint)), "");
    panel = open();
    await panel.read();
    panel.attend(true);
  }, 120_000);

  afterAll(async () => {
    panel.stop();
    dockerd.kill("SIGCONT");
    if (dockerd.exitCode === null && dockerd.signalCode === null) await stop();
    rmSync(parent, { recursive: true, force: true });
  }, 60_000);

  const status = async () => {
    const found = await engine.status(noSignal);
    return found.ok ? found.value.services.map(({ state }) => state) : found.problem;
  };

  test("answers", async () => {
    expect(await status()).toEqual(["absent"]);
    expect(shown()).toBe("stack.notBuilt");
  });

  test("hangs: a sentence after a while, and all is well when it goes on", async () => {
    dockerd.kill("SIGSTOP");
    // Its threads on another core stop a moment later, and one of them may still answer.
    await expect.poll(() => stateOf(dockerd), soon).toBe("T");
    try {
      // The open panel asks every three seconds, and gives it three to answer.
      await expect.poll(shown, soon).toBe("stack.unavailable");
      const started = Date.now();
      const problem = { code: "engine-hangs", message: expect.stringContaining(socket) };
      expect(await find()).toMatchObject({ problem });
      expect(await status()).toMatchObject({ code: "engine-failed", message: expect.stringContaining(socket) });
      expect(Date.now() - started).toBeLessThan(30_000);
    } finally {
      dockerd.kill("SIGCONT");
    }
    await expect.poll(status, soon).toEqual(["absent"]);
    await expect.poll(shown, soon).toBe("stack.notBuilt");
  });

  test("is stopped: said at once, by who looks for it and by who has found it before", async () => {
    await stop();
    await expect.poll(shown, soon).toBe("stack.unavailable");
    expect(await find()).toMatchObject({ problem: { code: "engine-down" } });
    expect(await status()).toMatchObject({ code: "engine-failed" });
  });

  test("is started again: found by who had it before", async () => {
    await start();
    expect(await status()).toEqual(["absent"]);
    await expect.poll(shown, soon).toBe("stack.notBuilt");
  });

  test("is not asked for while nobody looks at the panel, and found when somebody does", async () => {
    const seen = open();
    const other = () => stackNodes([seen.view()])[0]?.context;
    await seen.read();
    seen.attend(true);
    panel.attend(false);
    try {
      await stop();
      await expect.poll(() => [shown(), other()], soon).toEqual(["stack.unavailable", "stack.unavailable"]);
      await start();
      await expect.poll(other, soon).toBe("stack.notBuilt");
      expect(shown()).toBe("stack.unavailable");
    } finally {
      seen.stop();
    }
    panel.attend(true);
    await expect.poll(shown, soon).toBe("stack.notBuilt");
  });
});
