import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("the extension in its editor", () => {
  it("is there, and opens the example's folder", () => {
    assert.ok(vscode.extensions.getExtension("flask-stack.flask-stack"));
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.name, "vscode-guestbook");
  });
});
