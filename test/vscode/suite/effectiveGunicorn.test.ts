import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { GunicornResult } from "../../../server/src/protocol";
import { TemporaryProject, until } from "./support";

describe("Flask: Show Effective Gunicorn Configuration", () => {
  let project: TemporaryProject;
  beforeEach(() => {
    project = new TemporaryProject({
      Procfile: "web: gunicorn -w 2 app:app\n",
      "gunicorn.conf.py": "workers = 4\n",
    });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    project.remove();
  });

  it("shows every setting and its place in a preview that nobody can write into", async () => {
    const folder = vscode.Uri.file(project.root);
    const result = await vscode.commands.executeCommand<GunicornResult>("flaskStack.showGunicorn", { folder });
    assert.equal(result.gunicorns.length, 1);
    const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => [...group.tabs]);
    await until("the preview is open", () =>
      tabs().some(({ input }) => input instanceof vscode.TabInputWebview && /markdown/.test(input.viewType)),
    );
    const uri = vscode.Uri.from({ scheme: "flask-stack-gunicorn", path: `${folder.path}/Gunicorn.md` });
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(text, /\| ` workers ` \| ` 2 ` \| \[Procfile:1\]\(\/[^):]*Procfile#L1\) \| \[gunicorn\.conf\.py:1\]/);
    assert.match(text, /\| ` backlog ` \| ` 2048 ` \|/);
  });
});
