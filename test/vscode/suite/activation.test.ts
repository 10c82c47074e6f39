import assert from "node:assert/strict";
import * as vscode from "vscode";
import { extension } from "./support";

describe("activation", () => {
  it("waits until something asks for it, and loads nothing heavy (npm run bench times it)", async () => {
    assert.equal(extension().isActive, false);
    const { loaded } = await extension().activate();
    assert.deepEqual(loaded, []);
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
      ["/srv/deploy/nginx-site.conf", "nginx"],
      ["/srv/nginx.prod.conf", "nginx"],
      ["/srv/deploy/app.conf", "properties"],
      ["/srv/nginx/supervisord.conf", "properties"],
      ["/srv/docker/supervisord-nginx.conf", "properties"],
      ["/etc/supervisor/conf.d/app.conf", "properties"],
      ["/etc/fail2ban/filter.d/nginx-http-auth.conf", "properties"],
      ["/srv/nginx/gunicorn.conf", "properties"],
      ["/srv/supervisor-app/nginx/conf.d/a.conf", "nginx"],
      ["/srv/gunicorn.conf.py", "python"],
    ]) {
      const uri = vscode.Uri.from({ scheme: "untitled", path: path ?? "" });
      assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, language, path);
    }
  });
});
