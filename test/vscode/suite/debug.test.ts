import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

/** The Python debugger is not part of this editor: that is what is looked at here. */
describe("Flask: Debug in Container, without a Python debugger", () => {
  const folder = mkdtempSync(join(tmpdir(), "flask-stack-debug-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("says so before it touches anything", async () => {
    assert.equal(vscode.extensions.getExtension("ms-python.debugpy"), undefined);
    writeFileSync(join(folder, "compose.yaml"), "services:\n  web:\n    build: .\n");
    const outcome = await vscode.commands.executeCommand("flaskStack.debug", { folder });
    assert.deepEqual(outcome, {
      result: "failed",
      message: "Debugging needs the extension Python Debugger, which is not installed here.",
    });
    assert.deepEqual(readdirSync(folder), ["compose.yaml"]);
  });
});
