import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { posix } from "node:path";
import * as vscode from "vscode";
import { containerize, freePort, until, workspaceFolder } from "./support";

/**
 * What a configuration that attaches over a socket may say: the attributes that the extension Python Debugger declares
 * for `attach` (its package.json, contributes.debuggers), and VS Code's own.
 */
const known = ["type", "request", "name", "connect", "pathMappings", "jinja", "justMyCode", "subProcess"];

const hasDocker = spawnSync("docker", ["info"]).status === 0;

/** A person debugs a view: VS Code's debugger on one side, the real debugpy in the container on the other. */
(hasDocker ? describe : describe.skip)("Flask: Debug in Container", function () {
  this.timeout(300_000);

  let url = "";
  const uri = () => vscode.Uri.joinPath(workspaceFolder(), "guestbook/entries.py");
  const compose = (...args: readonly string[]) => {
    const done = spawnSync("docker", ["compose", ...args], { cwd: workspaceFolder().fsPath, encoding: "utf8" });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.trim();
  };
  const image = () => /"Image":"([^"]*)"/.exec(compose("ps", "--format", "json", "web"))?.[1] ?? "";

  before(async () => {
    const port = await freePort();
    await containerize({ folder: workspaceFolder(), accept: true, answers: { port } });
    url = `http://127.0.0.1:${port}/`;
  });

  after(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await vscode.commands.executeCommand("flaskStack.down", { folder: workspaceFolder(), volumes: false });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("stops in a view when a request comes through Nginx, goes on, and leaves the service as it was", async () => {
    const document = await vscode.workspace.openTextDocument(uri());
    const at = document.positionAt(document.getText().indexOf("rows = connection()"));
    const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(uri(), at));
    vscode.debug.addBreakpoints([breakpoint]);

    const outcome = await vscode.commands.executeCommand("flaskStack.debug", { folder: workspaceFolder() });
    assert.deepEqual(outcome, { result: "done" });
    const session = vscode.debug.activeDebugSession;
    if (session === undefined) throw new Error("nothing is debugged");
    const { configuration } = session;
    assert.deepEqual([configuration.type, configuration.request], ["debugpy", "attach"]);
    assert.deepEqual(
      Object.keys(configuration).filter((key) => !known.includes(key) && !key.startsWith("__")),
      [],
    );
    for (const { localRoot, remoteRoot } of configuration.pathMappings) {
      assert.ok(existsSync(localRoot) && posix.isAbsolute(remoteRoot), `${localRoot} ${remoteRoot}`);
    }
    await until("the breakpoint is set", async () => {
      const set = await session.getDebugProtocolBreakpoint(breakpoint);
      return set !== undefined && "verified" in set && set.verified === true;
    });

    const answer = fetch(url);
    const frame = () =>
      vscode.debug.activeStackItem instanceof vscode.DebugStackFrame ? vscode.debug.activeStackItem : undefined;
    await until("it stands at the line", () => frame() !== undefined);
    await until("the editor is there", () => vscode.window.activeTextEditor?.document.uri.fsPath === uri().fsPath);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, at.line);
    await vscode.commands.executeCommand("workbench.action.debug.stepOver");
    await until("it stands at the next line, with what the line before has found", async () => {
      const { scopes } = await session.customRequest("scopes", { frameId: frame()?.frameId });
      const { variables } = await session.customRequest("variables", scopes[0]);
      return variables.some(({ name, type }: { name: string; type: string }) => name === "rows" && type === "list");
    });
    await vscode.commands.executeCommand("workbench.action.debug.continue");
    assert.equal((await answer).status, 200);

    assert.match(image(), /-debug$/);
    await vscode.debug.stopDebugging();
    await until("the service runs without the debugger", () => !/-debug$/.test(image()));
    await until("it answers", async () => (await fetch(url).catch(() => undefined))?.status === 200);
  });
});
