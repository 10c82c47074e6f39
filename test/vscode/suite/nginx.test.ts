import assert from "node:assert/strict";
import * as vscode from "vscode";
import { extension, TemporaryProject, until } from "./support";

const config = `events {}
http {
    upstream app {
        server 127.0.0.1:8000;
    }
    server {
        listen 8080;
        server_name localhost;
        clent_max_body_size 2m;
        location / {
            proxy_set_header Host $host;
            proxy_pass http://app;
        }
        location ~ "^/(img|css)/" {
            expires 1h;
        }
    }
}
`;

/** An Nginx file in the real editor. */
describe("an Nginx file", function () {
  this.timeout(120_000);

  let project: TemporaryProject;
  let document: vscode.TextDocument;

  before(async () => {
    await extension().activate();
    project = new TemporaryProject({ "nginx/nginx.conf": config });
    document = await vscode.workspace.openTextDocument(project.uri("nginx/nginx.conf"));
    await vscode.window.showTextDocument(document);
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    project.remove();
  });

  const position = (text: string, more = 0) => document.positionAt(document.getText().indexOf(text) + more);
  const codes = () => vscode.languages.getDiagnostics(document.uri).map(({ code }) => code);

  it("is known for one", () => {
    assert.equal(document.languageId, "nginx");
  });

  it("is judged while it is open", async () => {
    await until("the misspelt directive is underlined", () => codes().length > 0);
    const [found] = vscode.languages.getDiagnostics(document.uri);
    assert.equal(found?.code, "nginx-unknown-directive");
    assert.equal(document.getText(found?.range), "clent_max_body_size");
  });

  it("completes what may stand at the cursor", async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      position("expires 1h;"),
    );
    const labels = items.map(({ label }) => (typeof label === "string" ? label : label.label));
    for (const name of ["proxy_pass", "try_files"]) assert.ok(labels.includes(name), name);
    assert.ok(!labels.includes("worker_processes"));
  });

  it("explains a word under the mouse", async () => {
    const hover = async (text: string, more: number): Promise<string> => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        position(text, more),
      );
      return found.flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value)).join("\n");
    };
    assert.match(await hover("proxy_pass", 2), /ngx_http_proxy_module/);
    assert.match(await hover("http://app", 8), /127\.0\.0\.1:8000/);
    assert.match(await hover("(img", 2), /kept as \$1/);
  });

  it("finds its names across the workspace's files, and in the file", async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    const names = (list: readonly vscode.DocumentSymbol[]): string[] =>
      list.flatMap(({ name, children }) => [name, ...names(children)]);
    for (const name of ["upstream app", "server localhost", "location /"])
      assert.ok(names(symbols).includes(name), name);
  });

  it("says which location answers a URL", async () => {
    const asked = vscode.commands.executeCommand<{
      location?: { range: { start: { line: number } } };
      outcomes: { text: string }[];
    }>("flaskStack.testLocation");
    let answered = false;
    void asked.then(() => {
      answered = true;
    });
    // The box with the URL, then the list of steps: Enter takes what is proposed.
    await until("the command ends", async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return answered;
    });
    const { location, outcomes } = await asked;
    // What is proposed is "/", without a port: that is asked where the server listens.
    assert.equal(location?.range.start.line, 9);
    assert.deepEqual(
      outcomes.map(({ text }) => text),
      ["http://app answers."],
    );
  });

  it("is mended by a quick fix", async () => {
    const range = new vscode.Range(position("clent_max"), position("clent_max", 5));
    let fix: vscode.CodeAction | undefined;
    // An editor that has just been shown drops what was asked before.
    await until("a quick fix is offered", async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        range,
      );
      fix = actions.find(({ kind, edit }) => kind?.contains(vscode.CodeActionKind.QuickFix) && edit);
      return fix !== undefined;
    });
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(document.getText().includes("client_max_body_size 2m;"));
    await until("nothing is underlined any more", () => codes().length === 0);
  });

  it("is laid out by the editor's formatter", async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, position("listen 8080"), "   ");
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand("editor.action.formatDocument");
    await until("the blanks are gone", () => document.getText() === config.replace("clent", "client"));
  });

  it("is judged by nginx itself, on the line that it names", async function () {
    await document.save();
    const fine = await vscode.commands.executeCommand<{ ok: boolean } | undefined>("flaskStack.testNginx");
    // No nginx on this machine.
    if (fine === undefined) return this.skip();
    assert.equal(fine.ok, true, JSON.stringify(fine));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(position("8080"), position("8080", 4)), "8080 backlog=none");
    await vscode.workspace.applyEdit(edit);
    const refused = await vscode.commands.executeCommand<{ ok: boolean; message?: string }>("flaskStack.testNginx");
    assert.equal(refused?.ok, false);
    await until("its words are shown in place", () =>
      vscode.languages.getDiagnostics(document.uri).some(({ source }) => source?.endsWith("nginx -t")),
    );
    const own = vscode.languages.getDiagnostics(document.uri).find(({ source }) => source?.endsWith("nginx -t"));
    assert.match(document.lineAt(own?.range.start.line ?? 0).text, /backlog=none/);
  });

  it("is judged by nginx at each save, where the setting says so", async function () {
    const settings = vscode.workspace.getConfiguration("flaskStack.nginx");
    const told = () => vscode.languages.getDiagnostics(document.uri).some(({ source }) => source?.endsWith("nginx -t"));
    const write = async (from: string, to: string) => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(position(from), position(from, from.length)), to);
      await vscode.workspace.applyEdit(edit);
      await document.save();
    };
    await write("8080 backlog=none", "8080 backlog=nothing");
    await settings.update("testOnSave", true, vscode.ConfigurationTarget.Global);
    try {
      if ((await vscode.commands.executeCommand("flaskStack.testNginx")) === undefined) return this.skip();
      await write("8080 backlog=nothing", "8080");
      await until("nothing is refused any more", () => !told());
      await write("8080", "8080 backlog=no");
      await until("what is refused is shown", told);
    } finally {
      await settings.update("testOnSave", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("is known for one by what is in it, unless a user says otherwise", async () => {
    const text = "server {\n    listen 8099;\n    root /srv;\n}\n";
    const other = new TemporaryProject({ "first.conf": text, "second.conf": text });
    try {
      const open = async (name: string) => {
        const opened = await vscode.workspace.openTextDocument(other.uri(name));
        await until(`${name} is shown as Nginx`, () => opened.languageId === "nginx");
        return opened;
      };
      const first = await open("first.conf");
      await vscode.languages.setTextDocumentLanguage(first, "properties");
      // By then it would have been changed again.
      await open("second.conf");
      assert.equal(first.languageId, "properties");
    } finally {
      other.remove();
    }
  });
});
