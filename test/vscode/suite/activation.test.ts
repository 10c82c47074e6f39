import assert from "node:assert/strict";
import * as vscode from "vscode";
import { extension } from "./support";

describe("activation", () => {
  it("takes under 50 ms and loads nothing heavy", async () => {
    assert.equal(extension().isActive, false, "nothing has asked for the extension yet");
    const started = performance.now();
    const { loaded } = await extension().activate();
    const took = performance.now() - started;
    assert.deepEqual(loaded, []);
    assert.ok(took < 50, `${took.toFixed(1)} ms`);
  });

  it("registers every command that the manifest declares", async () => {
    const declared: { command: string }[] = extension().packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.filter(({ command }) => !registered.has(command)),
      [],
    );
  });

  it("knows an Nginx file by its name and its folder", async () => {
    for (const [path, language] of [
      ["/srv/nginx/nginx.conf", "nginx"],
      ["/srv/nginx/conf.d/shop.conf", "nginx"],
      ["/etc/nginx/sites-available/shop", "nginx"],
      ["/srv/site.nginx", "nginx"],
      ["/srv/templates/default.conf.template", "nginx"],
      ["/srv/gunicorn.conf.py", "python"],
    ]) {
      const uri = vscode.Uri.from({ scheme: "untitled", path: path ?? "" });
      assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, language, path);
    }
  });
});
