import assert from "node:assert/strict";
import { createServer } from "node:http";
import * as vscode from "vscode";
import type { Node } from "../../../client/src/stack/model";
import { containerize, extension, until, workspaceFolder } from "./support";

const roots = async (): Promise<readonly Node[]> => {
  const { tree } = await extension().activate();
  await tree.refresh();
  return (await tree.getChildren()) ?? [];
};

const run = (command: string, given: object = { folder: workspaceFolder() }) =>
  vscode.commands.executeCommand<{ result: string; message?: string }>(command, given);

/** The stack of the window's folder, an example app, on the engine that this machine has. */
describe("the stack", function () {
  this.timeout(300_000);

  before(async () => {
    await containerize({ folder: workspaceFolder(), accept: true, answers: { port: 18_080 } });
  });

  after(async () => {
    await run("flaskStack.stop");
  });

  it("is in the panel while it is down, with each of its services", async () => {
    const [root] = await roots();
    assert.equal(root?.context, "stack.stopped");
    const services = root?.children.map(({ label, context }) => `${label} ${context}`) ?? [];
    assert.ok(services.includes("nginx service.down") && services.includes("web service.down"), services.join());
  });

  it("starts, answers through Nginx, and says so in the panel", async () => {
    assert.deepEqual(await run("flaskStack.start"), { result: "done" });
    const [root] = await roots();
    assert.equal(root?.context, "stack.running", root?.description);
    const url = root?.children.find(({ context }) => context === "url")?.url ?? "";
    assert.match(url, /:18080/);
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
  });

  it("shows its logs", async () => {
    assert.deepEqual(await run("flaskStack.logs"), { result: "done" });
  });

  it("stops, and is in the panel still", async () => {
    assert.deepEqual(await run("flaskStack.stop"), { result: "done" });
    await until("the panel says stopped", async () => (await roots())[0]?.context === "stack.stopped");
  });

  it("names a busy port, and starts at another one", async () => {
    const other = createServer((_, response) => response.end("busy"));
    await new Promise<void>((resolve) => other.listen(18_080, "0.0.0.0", resolve));
    try {
      const busy = await run("flaskStack.start");
      assert.equal(busy.result, "failed");
      assert.match(busy.message ?? "", /18080.*18081/);
      assert.deepEqual(await run("flaskStack.start", { folder: workspaceFolder(), port: 18_081 }), { result: "done" });
      assert.equal((await fetch("http://127.0.0.1:18081/")).status, 200);
    } finally {
      other.close();
    }
  });
});
