import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { Node } from "../../../client/src/stack/model/node";
import { extension, until, workspaceFolder } from "./support";

const flat = (nodes: readonly Node[]): readonly Node[] => nodes.flatMap((node) => [node, ...flat(node.children)]);
const sleeping = `image: "python:3.13-slim"\n    command: ["sleep", "1000"]\n    init: true\n    stop_grace_period: 1s`;
const hasDocker = spawnSync("docker", ["info"]).status === 0;

/** A stack in a folder below the window's own; nothing of it is ever refreshed by hand. */
(hasDocker ? describe : describe.skip)("the panel, of a folder with several stacks", function () {
  this.timeout(300_000);
  const folder = () => join(workspaceFolder().fsPath, "several");
  const green = `green-${process.pid}`;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder(), path)), { recursive: true });
    writeFileSync(join(folder(), path), text);
  };
  const nodes = async () =>
    flat((await (await extension().activate()).tree.live()).nodes().filter(({ label }) => label.includes("several")));
  const lines = async () => (await nodes()).map(({ label, description }) => `${label}: ${description}`);
  const seen = (what: string, line: RegExp) => until(what, async () => (await lines()).some((one) => line.test(one)));

  after(() => {
    spawnSync("docker", ["compose", "--project-name", green, "down", "--timeout", "0"], { cwd: folder() });
    rmSync(folder(), { recursive: true, force: true });
  });

  it("counts the problems of a file that nobody has opened, and counts again when it changes", async () => {
    write(
      "compose.yaml",
      `include: [part.yaml]\nservices:\n  nginx:\n    image: nginx:1.30-alpine\n    volumes: ["./proxy/site.conf:/etc/nginx/conf.d/default.conf"]\n`,
    );
    write("part.yaml", `services:\n  web:\n    ${sleeping}\n`);
    write("proxy/site.conf", "server { listen 80 }\n");
    await vscode.commands.executeCommand("flaskStack.stack.focus");
    await seen("the file has its error", /^site\.conf: 1 error$/);
    // The editor begins to watch a new folder some time after it is there, and tells of nothing that changed before.
    let written = 0;
    await until("it has none once it is mended", async () => {
      if (Date.now() - written > 5_000) {
        write("proxy/site.conf", "server { listen 80; }\n");
        written = Date.now();
      }
      return (await lines()).some((line) => /^site\.conf: $/.test(line));
    });
  });

  it("sees what an included file says by now", async () => {
    write("part.yaml", `services:\n  cache:\n    ${sleeping}\n`);
    await seen("the service of the included file", /^cache: /);
  });

  it("shows what was started under another name by itself, and acts on that alone", async () => {
    const up = ["compose", "--project-name", green, "up", "--detach", "cache"];
    assert.equal(spawnSync("docker", up, { cwd: folder() }).status, 0);
    const root = /several \(green-\d+\)$/;
    await seen("the other stack", /\(green-\d+\): degraded: nginx$/);
    const other = (await nodes()).find(({ label }) => root.test(label));
    assert.deepEqual(await vscode.commands.executeCommand("flaskStack.stop", other), { result: "done" });
    await seen("it is stopped", /\(green-\d+\): stopped$/);
    const down = { ...other, volumes: false };
    assert.deepEqual(await vscode.commands.executeCommand("flaskStack.down", down), { result: "done" });
    await until("it is gone", async () => !(await lines()).some((line) => /green-/.test(line)));
    assert.ok((await lines()).some((line) => /^cache: not started/.test(line)));
  });

  it("follows COMPOSE_FILE, and the file that it names", async () => {
    write("elsewhere/stack.yaml", `services:\n  only:\n    ${sleeping}\n`);
    write(".env", "COMPOSE_FILE=elsewhere/stack.yaml\n");
    await seen("the service of the file that is named", /^only: /);
    write("elsewhere/stack.yaml", `services:\n  another:\n    ${sleeping}\n`);
    await seen("what it says by now", /^another: /);
  });
});
