import assert from "node:assert/strict";
import { createServer } from "node:http";
import * as vscode from "vscode";
import type { Node } from "../../../client/src/stack/model/node";
import { containerize, extension, freePort, until, workspaceFolder } from "./support";

const roots = async (): Promise<readonly Node[]> => {
  const { tree } = await extension().activate();
  await tree.refresh();
  return (await tree.live()).nodes();
};

const run = (command: string, given: object = { folder: workspaceFolder() }) =>
  vscode.commands.executeCommand<{ result: string; message?: string }>(command, given);

/** The stack of the window's folder, an example app, on the engine that this machine has. */
describe("the stack", function () {
  this.timeout(300_000);

  let port: number;

  before(async () => {
    port = await freePort();
    await containerize({ folder: workspaceFolder(), accept: true, answers: { port } });
  });

  after(async () => {
    await run("flaskStack.down", { folder: workspaceFolder(), volumes: false });
  });

  it("is in the panel while it is down, with each of its services", async () => {
    const [root] = await roots();
    assert.match(root?.context ?? "", /^stack\.(stopped|notBuilt)/);
    const services = root?.children.map(({ label, context }) => `${label} ${context}`) ?? [];
    assert.ok(
      services.some((one) => one.startsWith("nginx service.down")) &&
        services.some((one) => one.startsWith("web service.down")),
      services.join(),
    );
  });

  it("starts, answers through Nginx, and says so in the panel", async () => {
    assert.deepEqual(await run("flaskStack.start"), { result: "done" });
    await until("the panel says running", async () => (await roots())[0]?.context === "stack.running");
    const [root] = await roots();
    const url = root?.children.find(({ context }) => context === "url")?.url ?? "";
    assert.equal(new URL(url).port, String(port));
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
  });

  it("shows its logs", async () => {
    assert.deepEqual(await run("flaskStack.logs"), { result: "done" });
  });

  it("stops, and is in the panel still", async () => {
    assert.deepEqual(await run("flaskStack.stop"), { result: "done" });
    await until("the panel says stopped", async () => (await roots())[0]?.context === "stack.stopped");
    assert.deepEqual(await run("flaskStack.reload"), {
      result: "failed",
      message: "The stack is not running: start it first.",
    });
  });

  it("names a busy port, and starts at another one", async () => {
    const other = createServer((_, response) => response.end("busy"));
    await new Promise<void>((resolve) => other.listen(port, "0.0.0.0", resolve));
    try {
      const busy = await run("flaskStack.start");
      assert.equal(busy.result, "failed");
      const [, named, offered] = /(\d{4,5}).*?(\d{4,5})/.exec(busy.message ?? "") ?? [];
      assert.equal(named, String(port));
      const free = Number(offered);
      assert.deepEqual(await run("flaskStack.start", { folder: workspaceFolder(), port: free }), { result: "done" });
      assert.equal((await fetch(`http://127.0.0.1:${free}/`)).status, 200);
    } finally {
      other.close();
    }
  });
});
