import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until, workspaceFolder } from "./support";

const config = "# how many\nworkers = 2\nwroker_class = 'gthread'\nthreads = 4\n\n";
const dockerfile = 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nCMD ["gunicorn", "--timeout", "90", "app:app"]\n';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("Gunicorn in the editor", () => {
  const uri = (name: string): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(), name);
  const open = async (name: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(uri(name));
    await vscode.window.showTextDocument(document);
    return document;
  };
  const labels = async (document: vscode.TextDocument, position: vscode.Position): Promise<string[]> => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      position,
    );
    // The editor proposes words of other open files by itself.
    const proposals = list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
    return proposals.map(({ label }) => (typeof label === "string" ? label : label.label));
  };

  before(async () => {
    await vscode.workspace.fs.writeFile(uri("gunicorn.conf.py"), encode(config));
    await vscode.workspace.fs.writeFile(uri("Dockerfile"), encode(dockerfile));
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uri("gunicorn.conf.py"));
    await vscode.workspace.fs.delete(uri("Dockerfile"));
  });

  it("proposes settings in its config file, and none in another Python file", async () => {
    const document = await open("gunicorn.conf.py");
    assert.equal(document.languageId, "python");
    const end = document.positionAt(document.getText().length);
    await until("settings are proposed", async () => (await labels(document, end)).includes("graceful_timeout"));
    assert.ok(!(await labels(document, end)).includes("workers"));
    const [other] = await vscode.workspace.findFiles("**/*.py", "**/gunicorn*", 1);
    assert.ok(other);
    const plain = await vscode.workspace.openTextDocument(other);
    assert.ok(!(await labels(plain, new vscode.Position(0, 0))).includes("graceful_timeout"));
  });

  it("proposes options inside the JSON of a Dockerfile", async () => {
    const document = await open("Dockerfile");
    const at = document.positionAt(document.getText().indexOf('--timeout"') + 3);
    await until("options are proposed", async () => (await labels(document, at)).includes("--threads"));
  });

  it("says on hover what holds, and where it comes from", async () => {
    const document = await open("gunicorn.conf.py");
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      document.positionAt(document.getText().indexOf("workers") + 2),
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === "string" ? each : each.value)),
    );
    assert.match(text.join("\n"), /In effect: `2`, from \[gunicorn\.conf\.py:2\]/);
  });

  it("counts beside the settings what runs at once", async () => {
    const document = await open("gunicorn.conf.py");
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      "vscode.executeInlayHintProvider",
      document.uri,
      all,
    );
    assert.deepEqual(
      hints.map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join(""))),
      [" 2 workers × 4 threads = 8 at once"],
    );
  });

  it("underlines a misspelt setting and puts it right", async () => {
    const document = await open("gunicorn.conf.py");
    const found = (): vscode.Diagnostic | undefined =>
      vscode.languages.getDiagnostics(document.uri).find(({ message }) => message.includes("wroker_class"));
    await until("the misspelt setting is found", () => found() !== undefined);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      found()?.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^worker_class = 'gthread'$/m);
    await until("nothing is found any more", () => found() === undefined);
    await document.save();
  });
});
