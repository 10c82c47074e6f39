import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, symlinkSync } from "node:fs";
import * as vscode from "vscode";
import { containerize, extension, flaskApp, TemporaryProject, until } from "./support";

const generated = [
  ".dockerignore",
  ".env.example",
  ".flask-stack.json",
  ".gitignore",
  "Dockerfile",
  "compose.yaml",
  "gunicorn.conf.py",
  "nginx/nginx.conf",
];

describe("Flask: Containerize", () => {
  let project: TemporaryProject;
  const run = (given: object = {}) => containerize({ folder: project.root, accept: true, ...given });

  beforeEach(() => {
    project = new TemporaryProject(flaskApp);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    project.remove();
  });

  it("writes the stack, and needs the language server alone for it", async () => {
    // What suites before this one have loaded is there already.
    const { loaded } = await extension().activate();
    const before = loaded.length;
    const { result, files, message } = await run();
    assert.equal(result, "written", message);
    assert.deepEqual(
      files.map(({ path, action }) => `${action} ${path}`).sort(),
      generated.map((path) => `create ${path}`).sort(),
    );
    assert.deepEqual(Object.keys(project.content()).sort(), [...generated, ...Object.keys(flaskApp)].sort());
    assert.match(project.read("Dockerfile"), /app:app|gunicorn/);
    assert.equal(loaded.slice(before).includes("engine"), false);
  });

  it("takes answers, and remembers them", async () => {
    await run({ answers: { port: 9123 } });
    assert.match(project.read("compose.yaml"), /9123/);
    assert.equal((await run()).result, "unchanged");
    assert.match(project.read("compose.yaml"), /9123/);
  });

  it("changes nothing the second time", async () => {
    await run();
    const before = project.content();
    const { result, files } = await run();
    assert.equal(result, "unchanged");
    assert.deepEqual(
      files.filter(({ action }) => action !== "keep"),
      [],
    );
    assert.deepEqual(project.content(), before);
  });

  it("is taken back by one Undo", async () => {
    const before = project.content();
    await run();
    await vscode.window.showTextDocument(project.uri("Dockerfile"));
    await vscode.commands.executeCommand("undo");
    await until("every file that was written is gone", () => generated.every((path) => !project.has(path)));
    assert.deepEqual(project.content(), before);
    await until("the folder that was made for one is gone", () => !project.has("nginx"));
  });

  it("is taken back by one Undo where it changed files, too", async () => {
    await run();
    const before = project.content();
    await run({ answers: { port: 9124 } });
    assert.match(project.read("compose.yaml"), /9124/);
    await vscode.window.showTextDocument(project.uri("compose.yaml"));
    await vscode.commands.executeCommand("undo");
    const text = async (path: string) => (await vscode.workspace.openTextDocument(project.uri(path))).getText();
    await until(
      "compose.yaml has its old port again",
      async () => (await text("compose.yaml")) === before["compose.yaml"],
    );
    assert.equal(await text(".flask-stack.json"), before[".flask-stack.json"]);
    const same = (others: object) => JSON.stringify(project.content()) === JSON.stringify(others);
    // The file is written before the editor knows that it is, and a Redo in between confuses the editor itself.
    const isUnsaved = ({ isDirty, uri }: vscode.TextDocument) => isDirty && uri.path.startsWith(project.root);
    const saved = () => !vscode.workspace.textDocuments.some(isUnsaved);
    await until("what was put back is saved", () => same(before) && saved());
    await until("and saved again after Redo", async () => {
      // The command goes to whatever has the focus, which on a busy machine is not always the editor yet.
      await vscode.window.showTextDocument(project.uri("compose.yaml"));
      await vscode.commands.executeCommand("redo");
      return /9124/.test(project.read("compose.yaml")) && saved();
    });
    assert.equal((await run()).result, "unchanged");
  });

  it("comes back to the screen after an answer that cannot be", async () => {
    const running = containerize({ folder: project.root, answers: { port: 0 } });
    let outcome: Awaited<typeof running> | undefined;
    void running.then((ended) => {
      outcome = ended;
    });
    await until("Enter on the screen writes the files", async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return outcome !== undefined;
    });
    assert.equal(outcome?.result, "written");
    assert.match(project.read("compose.yaml"), /8080/);
  });

  it("refuses an answer that cannot be where nobody is asked", async () => {
    const { result, message } = await run({ answers: { port: 0 } });
    assert.equal(result, "refused");
    assert.match(message ?? "", /port/);
    assert.equal(project.has("Dockerfile"), false);
  });

  it("keeps a file that the user has edited, until told to replace it", async () => {
    await run();
    project.write("gunicorn.conf.py", "workers = 1\n");
    const kept = await run({ answers: { port: 9125 } });
    assert.equal(kept.files.find(({ path }) => path === "gunicorn.conf.py")?.action, "conflict");
    assert.equal(project.read("gunicorn.conf.py"), "workers = 1\n");
    assert.match(project.read("compose.yaml"), /9125/);
    await run({ replace: ["gunicorn.conf.py"] });
    assert.notEqual(project.read("gunicorn.conf.py"), "workers = 1\n");
  });

  it("reads what is typed and not yet saved, and leaves it so", async () => {
    // VS Code in a browser saves by itself after a second, unless told.
    const saving = vscode.workspace.getConfiguration("files");
    await saving.update("autoSave", "off", vscode.ConfigurationTarget.Global);
    const document = await vscode.workspace.openTextDocument(project.uri("app.py"));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(2, 0, 2, 3), "site");
    await vscode.workspace.applyEdit(edit);
    await until(
      "the plan is made for app:site",
      async () => (await run()).result !== "refused" && /app:site/.test(Object.values(project.content()).join()),
    );
    assert.equal(document.isDirty, true);
    assert.match(project.read("app.py"), /^app = /m);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await saving.update("autoSave", undefined, vscode.ConfigurationTarget.Global);
  });

  it("merges into what is typed in a file that it changes, and loses nothing of it", async () => {
    await run();
    const document = await vscode.workspace.openTextDocument(project.uri("compose.yaml"));
    const typed = new vscode.WorkspaceEdit();
    typed.insert(document.uri, new vscode.Position(0, 0), "# typed and not yet saved\n");
    await vscode.workspace.applyEdit(typed);
    await until("the server has seen it", async () => {
      const { files } = await run({ answers: { port: 9126 } });
      return files.some(({ path }) => path === "compose.yaml");
    });
    assert.match(document.getText(), /^# typed and not yet saved$/m);
  });

  it("writes what was planned, whatever a formatter would make of it while it is saved", async () => {
    await run();
    let formatted = 0;
    const provideDocumentFormattingEdits = () => {
      formatted++;
      return [vscode.TextEdit.insert(new vscode.Position(0, 0), "# formatted\n")];
    };
    const formatter = vscode.languages.registerDocumentFormattingEditProvider(
      { pattern: "**/compose.yaml" },
      { provideDocumentFormattingEdits },
    );
    const editor = vscode.workspace.getConfiguration("editor");
    const saving = vscode.workspace.getConfiguration("files");
    await saving.update("autoSave", "off", vscode.ConfigurationTarget.Global);
    await editor.update("formatOnSave", true, vscode.ConfigurationTarget.Global);
    try {
      for (const port of [9129, 9128, 9127]) {
        const { result, message } = await run({ answers: { port } });
        assert.equal(result, "written", message);
      }
      assert.ok(formatted >= 3, "the formatter was not asked");
      assert.match(project.read("compose.yaml"), /9127/);
      assert.doesNotMatch(project.read("compose.yaml"), /formatted/);
      const { result, message } = await run();
      assert.equal(result, "unchanged", message);
    } finally {
      await editor.update("formatOnSave", undefined, vscode.ConfigurationTarget.Global);
      await saving.update("autoSave", undefined, vscode.ConfigurationTarget.Global);
      formatter.dispose();
    }
  });

  it("puts everything back where the disk is full", async function () {
    const disk = new TemporaryProject({});
    // Room for the project and some of the files, but not for all.
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=20k", "tmpfs", disk.root]).status === 0;
    if (!mounted) this.skip();
    try {
      for (const [path, text] of Object.entries(flaskApp)) disk.write(path, text);
      const { result, message } = await containerize({ folder: disk.root, accept: true });
      assert.equal(result, "refused");
      assert.match(message ?? "", /could not be written, so everything is as it was/);
      assert.deepEqual(disk.content(), flaskApp);
      assert.deepEqual(readdirSync(disk.root).sort(), Object.keys(flaskApp).sort());
    } finally {
      spawnSync("umount", [disk.root]);
      disk.remove();
    }
  });

  it("puts everything back where one file cannot be written", async () => {
    project.write("nginx", "a file where a folder is needed\n");
    const before = project.content();
    const { result, message } = await run();
    assert.equal(result, "refused");
    assert.match(message ?? "", /nginx/);
    assert.deepEqual(project.content(), before);
  });

  it("never writes through a link that leads out of the folder", async () => {
    const outside = new TemporaryProject({});
    symlinkSync(outside.root, `${project.root}/nginx`);
    const { result } = await run();
    assert.equal(result, "refused");
    assert.deepEqual(outside.content(), {});
    assert.equal(project.has("Dockerfile"), false);
    outside.remove();
  });

  it("with no Flask app says where it looked, and writes nothing", async () => {
    const empty = new TemporaryProject({ "main.py": "print('hello')\n" });
    const { result, message } = await containerize({ folder: empty.root, accept: true });
    assert.equal(result, "refused");
    assert.match(message ?? "", /Flask/);
    assert.deepEqual(Object.keys(empty.content()), ["main.py"]);
    empty.remove();
  });

  it("waits for an answer where two apps are equally likely", async () => {
    const two = new TemporaryProject({
      "shop.py": "from flask import Flask\n\napp = Flask(__name__)\n",
      "blog.py": "from flask import Flask\n\napp = Flask(__name__)\n",
      "requirements.txt": "flask\n",
    });
    const unanswered = await containerize({ folder: two.root, accept: true });
    assert.equal(unanswered.result, "refused");
    assert.equal(two.has("Dockerfile"), false);
    const answered = await containerize({ folder: two.root, accept: true, answers: { target: "blog:app" } });
    assert.equal(answered.result, "written");
    two.remove();
  });
});
