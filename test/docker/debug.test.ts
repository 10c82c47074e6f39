import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseEngine } from "../../server/src/engine/chooseEngine";
import type { Debugging, Engine, Progress } from "../../server/src/engine/engine";
import { type Dap, openDap } from "./support/dap";
import { guestbook } from "./support/projects";
import { copyProject, type Stack } from "./support/stack";

const quiet: Progress = { step: () => undefined, output: () => undefined };
const soon = () => AbortSignal.timeout(200_000);

let stack: Stack;
let engine: Engine;
let debugging: Debugging | undefined;
let dap: Dap | undefined;
const storage = mkdtempSync(join(tmpdir(), "flask-stack-debug-"));

beforeAll(async () => {
  stack = await copyProject(await guestbook.source(), "debug");
  await stack.cli("containerize", "--yes", "--set", `port=${stack.port}`);
  await stack.cli("up");
  const chosen = await chooseEngine(stack.folder, { engine: "docker" });
  if (!chosen.ok) throw new Error(chosen.problem.message);
  engine = chosen.value;
});

afterAll(async () => {
  dap?.close();
  await stack?.remove();
  rmSync(storage, { recursive: true, force: true });
});

const files = () =>
  readdirSync(stack.folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.includes("__pycache__"))
    .sort();
const image = async () => (await stack.compose("ps", "--format", "json", "web")).stdout.match(/"Image":"([^"]*)"/)?.[1];

describe("debugging in the container", () => {
  it("starts the service under debugpy, beside the project and not in it", async () => {
    const before = files();
    const started = await engine.containers?.debug(storage, quiet, soon());
    if (!started?.ok) throw new Error(`${started?.problem.message} ${started?.problem.detail}`);
    debugging = started.value;
    expect(debugging.service).toBe("web");
    expect(debugging.mappings).toEqual([{ local: stack.folder, remote: "/app" }]);
    expect(files()).toEqual(before);
    expect((await fetch(`${stack.url}/`)).status).toBe(200);
  });

  it("leaves the container as closed as it was: read-only, not root, no way out, for this machine alone", async () => {
    const found = await engine.containers?.inspect(await stack.container("web"), soon());
    const { Config, HostConfig } = (found?.ok ? found.value : {}) as {
      Config: { User: string };
      HostConfig: { ReadonlyRootfs: boolean; CapDrop: string[]; PortBindings: object };
    };
    expect(Config.User).toBe("10001:10001");
    expect(HostConfig.ReadonlyRootfs).toBe(true);
    expect(HostConfig.CapDrop).toEqual(["ALL"]);
    expect(HostConfig.PortBindings).toEqual({
      "5678/tcp": [{ HostIp: "127.0.0.1", HostPort: String(debugging?.port) }],
    });
  });

  it("stops at a breakpoint in a view when a request comes through Nginx, with the variables there", async () => {
    if (debugging === undefined) throw new Error("it does not run");
    const view = join(stack.folder, "guestbook/entries.py");
    const lines = readFileSync(view, "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("rows = connection()")) + 1;
    expect(line).toBeGreaterThan(0);
    dap = await openDap(debugging.port);
    await dap.attach(debugging.mappings);
    const set = await dap.request("setBreakpoints", { source: { path: view }, breakpoints: [{ line }] });
    expect(set.breakpoints).toMatchObject([{ verified: true, line }]);
    await dap.request("configurationDone", {});

    const answer = fetch(`${stack.url}/`);
    const stopped = await dap.event("stopped");
    expect(stopped).toMatchObject({ reason: "breakpoint" });
    const { stackFrames } = await dap.request("stackTrace", { threadId: stopped.threadId });
    expect(stackFrames).toMatchObject(expect.arrayContaining([expect.objectContaining({ line })]));
    expect((stackFrames as { source: { path: string } }[])[0]?.source.path).toBe(view);
    const frame = (stackFrames as { id: number }[])[0]?.id;
    const said = await dap.request("evaluate", { expression: "request.host", frameId: frame, context: "repl" });
    expect(said.result).toBe(`'127.0.0.1:${stack.port}'`);
    await dap.request("continue", { threadId: stopped.threadId });
    expect((await answer).status).toBe(200);
  });

  it("runs the production service again when it ends", async () => {
    dap?.close();
    expect(await image()).toMatch(/-debug$/);
    const ended = await debugging?.end(quiet, soon());
    expect(ended?.ok).toBe(true);
    expect(await image()).not.toMatch(/-debug$/);
    const answer = await fetch(`${stack.url}/`);
    expect(answer.status).toBe(200);
    const found = await engine.containers?.inspect(await stack.container("web"), soon());
    const { HostConfig } = (found?.ok ? found.value : {}) as { HostConfig: { PortBindings: object; Binds: unknown } };
    expect(HostConfig.PortBindings).toEqual({});
    expect(readdirSync(storage)).toEqual([]);
  });
});
