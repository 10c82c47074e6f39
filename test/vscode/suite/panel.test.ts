import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import type { Node } from "../../../client/src/stack/model/node";
import { containerize, extension, freePort, until, workspaceFolder } from "./support";

const api = () => extension().activate();
const root = async (): Promise<Node> => {
  const [first] = (await (await api()).tree.live()).nodes();
  if (first === undefined) throw new Error("the panel is empty");
  return first;
};
const service = async (name: string): Promise<Node> => {
  const node = (await root()).children.find((child) => child.service === name);
  if (node === undefined) throw new Error(`the panel has no ${name}`);
  return node;
};
const item = async (node: Node) => (await api()).tree.getTreeItem(node);
const run = (command: string, given: object = {}) =>
  vscode.commands.executeCommand<{ result: string; message?: string }>(`flaskStack.${command}`, {
    folder: workspaceFolder(),
    ...given,
  });
const docker = (...args: readonly string[]) => {
  const done = spawnSync("docker", args, { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.trim();
};
/** The real engine, or nothing of this can be seen. */
const hasDocker = spawnSync("docker", ["info"]).status === 0;

/** The panel of the window's folder, with its stack running in containers. Nobody asks it to refresh: it follows. */
(hasDocker ? describe : describe.skip)("the panel", function () {
  this.timeout(300_000);

  before(async () => {
    await containerize({ folder: workspaceFolder(), accept: true, answers: { port: await freePort() } });
    await vscode.commands.executeCommand("flaskStack.stack.focus");
    assert.deepEqual(await run("start"), { result: "done" });
  });

  after(async () => {
    await run("down", { volumes: false });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("has the stack, its address, and its services on the request's way, with their containers and files", async () => {
    await until("the panel says running", async () => (await root()).context === "stack.running");
    const { children } = await root();
    const kinds = children.map(({ context, label }) => (context === "url" ? context : label));
    assert.deepEqual(kinds, ["url", "nginx", "web", "compose.yaml"]);
    const inside = (await service("web")).children.map(
      ({ context, label }) => `${context} ${label.split("-").at(-2) ?? label}`,
    );
    assert.deepEqual(inside, ["container.up web", "file Dockerfile", "file gunicorn.conf.py", "file requirements.txt"]);
    const files = (await service("nginx")).children.map(({ label }) => label);
    assert.ok(files.includes("nginx.conf") && files.includes("Dockerfile"), files.join());
  });

  it("is drawn with icons, colours, menus' contexts and words for a screen reader", async () => {
    const drawn = await item(await root());
    assert.ok(drawn.iconPath instanceof vscode.ThemeIcon);
    assert.equal(drawn.iconPath.id, "pass-filled");
    assert.equal(drawn.iconPath.color?.id, "testing.iconPassed");
    assert.equal(drawn.contextValue, "stack.running");
    assert.match(drawn.accessibilityInformation?.label ?? "", /Stack vscode-guestbook: running/);
    assert.equal((await item(await service("web"))).contextValue, "service.up.scale.reload.gunicorn");
    assert.equal((await item(await service("nginx"))).contextValue, "service.up.reload");
    const url = (await root()).children.find(({ context }) => context === "url");
    assert.equal(url && (await item(url)).command?.command, "flaskStack.open");
  });

  it("sees what is done in a terminal", async () => {
    const { container = "" } = (await service("web")).children[0] ?? {};
    docker("pause", container);
    await until("web is paused", async () => (await service("web")).description.startsWith("paused"));
    await until("the stack says so", async () => (await root()).description === "degraded: web");
    docker("unpause", container);
    await until("web is running", async () => (await root()).context === "stack.running");
  });

  it("counts the problems of a file", async () => {
    const uri = vscode.Uri.joinPath(workspaceFolder(), "Dockerfile");
    const collection = vscode.languages.createDiagnosticCollection("test");
    collection.set(uri, [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), "wrong")]);
    const words = async () => (await service("web")).children.find(({ label }) => label === "Dockerfile")?.description;
    await until("one error is counted", async () => (await words()) === "1 error");
    collection.dispose();
    await until("none is", async () => (await words()) === "");
  });

  it("measures what is unfolded", async () => {
    const live = await (await api()).tree.live();
    const { id } = await service("web");
    live.attend("panel", true);
    live.open(id, true);
    const words = async () => (await service("web")).children[0]?.description ?? "";
    await until("there are numbers", async () => /^\d+\.\d % · \d+\/\d+ MiB · /.test(await words()));
    live.open(id, false);
    await until("there are none", async () => !/MiB/.test(await words()));
  });

  it("stops, starts and restarts one service", async () => {
    assert.deepEqual(await run("service.stop", { service: "web" }), { result: "done" });
    await until("web is down", async () => (await service("web")).context.startsWith("service.down"));
    assert.deepEqual(await run("service.start", { service: "web" }), { result: "done" });
    assert.deepEqual(await run("service.restart", { service: "web" }), { result: "done" });
    await until("all is well", async () => (await root()).context === "stack.running");
  });

  it("scales the app, and says so", async () => {
    assert.deepEqual(await run("scale", { service: "web", count: 2 }), { result: "done" });
    await until("there are two", async () => /2\/2/.test((await service("web")).description));
    assert.deepEqual(await run("scale", { service: "web", count: 1 }), { result: "done" });
  });

  it("reloads, and refuses what does not pass, with the error in the file", async () => {
    assert.deepEqual(await run("reload"), { result: "done" });
    const uri = vscode.Uri.joinPath(workspaceFolder(), "nginx/nginx.conf");
    const text = readFileSync(uri.fsPath, "utf8");
    writeFileSync(uri.fsPath, text.replace("sendfile on;", "sendfil on;"));
    const refused = await run("service.reload", { service: "nginx" });
    assert.equal(refused.result, "failed");
    assert.match(refused.message ?? "", /sendfil/);
    const found = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "nginx -t");
    await until("the line is marked", () => found().length === 1);
    assert.match(text.split("\n")[found()[0]?.range.start.line ?? -1] ?? "", /sendfile on/);
    writeFileSync(uri.fsPath, text);
    assert.deepEqual(await run("service.reload", { service: "nginx" }), { result: "done" });
    await until("no line is marked", () => found().length === 0);
  });

  it("shows what the engine knows of a container, read-only, without secrets", async () => {
    const { container = "", label = "" } = (await service("web")).children[0] ?? {};
    assert.deepEqual(await run("inspect", { container, label }), { result: "done" });
    const shown = () => vscode.window.activeTextEditor?.document;
    await until("it is shown", () => shown()?.uri.scheme === "flask-stack");
    const document = shown();
    assert.equal(document?.languageId, "json");
    const read = JSON.parse(document?.getText() ?? "");
    assert.equal(read.Id, container);
    assert.equal(vscode.workspace.fs.isWritableFileSystem("flask-stack"), undefined);
  });

  it("shows its logs, where the place of a traceback is a link to the file", async () => {
    assert.deepEqual(await run("service.logs", { service: "web" }), { result: "done" });
    const isLog = ({ uri }: vscode.TextDocument) => uri.scheme === "output" && /Flask Logs/.test(uri.path);
    const log = () => vscode.workspace.textDocuments.find(isLog);
    await until("the log is there", () => /\[info\] web-1.*Booting worker/.test(log()?.getText() ?? ""));
    // A traceback of the app itself, as its logs have it.
    const { withLinks } = await import("../../../client/src/stack/tracebacks");
    const shown = withLinks('  File "/app/guestbook/__init__.py", line 3, in create_app', workspaceFolder().fsPath);
    const channel = vscode.window.createOutputChannel("Flask Links", { log: true });
    channel.show(true);
    channel.error(shown);
    const links = async () => {
      const document = vscode.workspace.textDocuments.find(
        ({ uri, getText }) => uri.scheme === "output" && getText().includes("guestbook/__init__.py:3"),
      );
      if (document === undefined) return [];
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        "vscode.executeLinkProvider",
        document.uri,
      );
      return found.map(({ target }) => target?.toString(true) ?? "");
    };
    await until("there is a link to the line", async () =>
      (await links()).some((target) => /guestbook\/__init__\.py#3/.test(target)),
    );
    channel.dispose();
  });

  it("opens a shell in a container", async () => {
    assert.deepEqual(await run("shell", { service: "web" }), { result: "done" });
    const optionsOf = ({ creationOptions }: vscode.Terminal): vscode.TerminalOptions => creationOptions;
    const terminal = () => vscode.window.terminals.find((one) => optionsOf(one).shellPath === "docker");
    await until("there is a terminal", () => terminal() !== undefined);
    const opened = terminal();
    assert.deepEqual(opened && optionsOf(opened).shellArgs?.slice(0, 1), ["exec"]);
    opened?.dispose();
  });

  it("has a second stack as soon as its file is there, and loses it with the file", async () => {
    const labels = async () => (await (await api()).tree.live()).nodes().map(({ label }) => label);
    const folder = vscode.Uri.joinPath(workspaceFolder(), "api");
    const text = new TextEncoder().encode("name: flask-stack-api\nservices: {web: {image: none}}\n");
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, "compose.yaml"), text);
    await until("there are two", async () => (await labels()).join() === "vscode-guestbook,vscode-guestbook/api");
    await vscode.workspace.fs.delete(folder, { recursive: true });
    await until("there is one", async () => (await labels()).join() === "vscode-guestbook");
  });

  it("copies an address", async () => {
    const url = (await root()).children.find(({ context }) => context === "url")?.url ?? "";
    assert.deepEqual(await run("copyUrl", { url }), { result: "done" });
    assert.equal(await vscode.env.clipboard.readText(), url);
  });

  it("takes the stack down, and has it in the panel still", async () => {
    assert.deepEqual(await run("down", { volumes: false }), { result: "done" });
    await until("it is stopped", async () => (await root()).description === "stopped");
    const services = async () =>
      (await root()).children.flatMap(({ service, context }) =>
        service === undefined ? [] : [`${service} ${context}`],
      );
    const down = "nginx service.down.reload, web service.down.scale.reload.gunicorn";
    await until("its services are there", async () => (await services()).join(", ") === down);
  });
});
