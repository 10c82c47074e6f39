import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CancellationTokenSource, type InitializeResult, type ProtocolConnection } from "vscode-languageserver/node";
import { type InspectResult, inspectRequest, type PlanResult, planRequest } from "../../server/src/protocol";
import { connectInMemory } from "./inMemory";

let client: ProtocolConnection;
let root: string;

beforeEach(() => {
  client = connectInMemory();
  client.listen();
  root = mkdtempSync(join(tmpdir(), "flask stack 서버 "));
});

afterEach(() => {
  client.dispose();
  rmSync(root, { recursive: true, force: true });
});

const initialize = (extra: object = {}): Promise<InitializeResult> =>
  client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {}, ...extra });

const write = (path: string, text: string) => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
};

const folder = () => pathToFileURL(root).toString();
const inspect = (): Promise<InspectResult> => client.sendRequest(inspectRequest, { folder: folder() });
const plan = (answers: object = {}): Promise<PlanResult> =>
  client.sendRequest(planRequest, { folder: folder(), answers });

describe("initialize", () => {
  test("advertises what is there, and nothing else", async () => {
    expect((await initialize()).capabilities).toMatchInlineSnapshot(`
      {
        "codeActionProvider": {
          "codeActionKinds": [
            "quickfix",
            "source.fixAll",
            "refactor.extract",
            "refactor.rewrite",
          ],
        },
        "completionProvider": {
          "resolveProvider": true,
          "triggerCharacters": [
            "$",
            " ",
            "/",
            "=",
            "@",
            ":",
            "(",
            """,
            "'",
            "-",
            "%",
            ",",
          ],
        },
        "definitionProvider": {},
        "documentFormattingProvider": true,
        "documentLinkProvider": {},
        "documentOnTypeFormattingProvider": {
          "firstTriggerCharacter": "}",
          "moreTriggerCharacter": [
            "
      ",
            ";",
          ],
        },
        "documentRangeFormattingProvider": true,
        "documentSymbolProvider": {},
        "foldingRangeProvider": true,
        "hoverProvider": {},
        "inlayHintProvider": {},
        "referencesProvider": {},
        "renameProvider": {
          "prepareProvider": true,
        },
        "selectionRangeProvider": true,
        "semanticTokensProvider": {
          "full": true,
          "legend": {
            "tokenModifiers": [],
            "tokenTypes": [
              "keyword",
              "variable",
              "string",
              "number",
              "comment",
              "regexp",
              "parameter",
              "operator",
              "property",
            ],
          },
        },
        "signatureHelpProvider": {
          "triggerCharacters": [
            " ",
            "(",
            ",",
          ],
        },
        "textDocumentSync": {
          "change": 2,
          "openClose": true,
          "save": true,
        },
        "workspace": {
          "workspaceFolders": {
            "changeNotifications": true,
            "supported": true,
          },
        },
        "workspaceSymbolProvider": true,
      }
    `);
  });
});

describe("the text of the files that a stack is made of", () => {
  const asked = async (dynamicRegistration: boolean): Promise<readonly string[]> => {
    const methods: string[] = [];
    client.onRequest("client/registerCapability", ({ registrations }: { registrations: { method: string }[] }) => {
      methods.push(...registrations.map(({ method }) => method));
    });
    await initialize({ capabilities: { textDocument: { synchronization: { dynamicRegistration } } } });
    await client.sendNotification("initialized", {});
    await inspect();
    return methods;
  };

  test("is asked for, apart from what the features are offered for", async () => {
    expect(await asked(true)).toEqual(["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose"]);
  });

  test("is taken as it comes from a client that registers nothing", async () => {
    expect(await asked(false)).toEqual([]);
  });
});

describe("flaskStack/inspect", () => {
  test("names the WSGI target of the folder", async () => {
    write("app.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    write("requirements.txt", "flask\n");
    await initialize();
    expect(await inspect()).toMatchObject({
      target: "app:app",
      packageManager: "pip",
      dependencyFiles: ["requirements.txt"],
    });
  });

  test("reads what is open in the editor before what is on the disk", async () => {
    write("app.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    await initialize();
    const uri = pathToFileURL(join(root, "app.py")).toString();
    const text = "from flask import Flask\n\nsite = Flask(__name__)\n";
    await client.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "python", version: 1, text },
    });
    expect((await inspect()).target).toBe("app:site");
    await client.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } }, text: "portal" }],
    });
    expect((await inspect()).target).toBe("app:portal");
    await client.sendNotification("textDocument/didClose", { textDocument: { uri } });
    expect((await inspect()).target).toBe("app:app");
  });

  test("takes no word from the text that an editor keeps of a deleted file", async () => {
    write("app.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    await initialize();
    const uri = pathToFileURL(join(root, "wsgi.py")).toString();
    const text = "from app import app as application\n";
    const opened = { textDocument: { uri, languageId: "python", version: 1, text } };
    await client.sendNotification("textDocument/didOpen", opened);
    expect((await inspect()).target).toBe("app:app");
    write("wsgi.py", text);
    expect((await inspect()).target).toBe("wsgi:application");
  });

  test.each([
    ["a folder that is not there", "file:///no/such/folder", "/no/such/folder is no folder"],
    ["another scheme", "vscode-vfs://github/pallets/flask", "vscode-vfs://github/pallets/flask is no folder"],
    ["nothing", undefined, "undefined is no folder"],
  ])("refuses %s in one sentence", async (_, uri, sentence) => {
    await initialize();
    await expect(client.sendRequest(inspectRequest, { folder: uri })).rejects.toThrow(sentence);
  });

  test("a cancelled request is not answered", async () => {
    await initialize();
    const source = new CancellationTokenSource();
    const answer = client.sendRequest(inspectRequest, { folder: folder() }, source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
  });
});

describe("flaskStack/plan", () => {
  test("plans the stack of a Flask app, and writes nothing", async () => {
    write("app.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    write("requirements.txt", "flask\n");
    await initialize();
    const { project, plan: planned, problem } = await plan({ port: 9000 });
    expect(problem).toBeUndefined();
    expect(project.target).toBe("app:app");
    expect(planned?.answers).toMatchObject({ target: "app:app", port: 9000 });
    expect(planned?.files.map(({ path, action }) => `${action} ${path}`).sort()).toEqual([
      "create .dockerignore",
      "create .env.example",
      "create .flask-stack.json",
      "create .gitignore",
      "create Dockerfile",
      "create compose.yaml",
      "create gunicorn.conf.py",
      "create nginx/nginx.conf",
    ]);
  });

  test("with no app it says what was looked for", async () => {
    write("main.py", "print('hello')\n");
    await initialize();
    const { plan: planned, problem, project } = await plan();
    expect(planned).toBeUndefined();
    expect(problem).toMatchObject({ code: "no-target", message: expect.stringMatching(/Flask/) });
    expect(project.candidates).toEqual([]);
  });
});

describe("the language", () => {
  const bundle = { "{0} is no folder on this machine: choose one that is.": "{0}은(는) 이 컴퓨터의 폴더가 아닙니다." };

  test("is that of the bundle that the client names", async () => {
    write("bundle.l10n.ko.json", JSON.stringify(bundle));
    await initialize({ locale: "ko", initializationOptions: { l10nBundle: join(root, "bundle.l10n.ko.json") } });
    await expect(client.sendRequest(inspectRequest, { folder: "file:///nowhere" })).rejects.toThrow("폴더가 아닙니다");
  });

  test("is English where the bundle cannot be read", async () => {
    await initialize({ locale: "en", initializationOptions: { l10nBundle: join(root, "none.json") } });
    await expect(client.sendRequest(inspectRequest, { folder: "file:///nowhere" })).rejects.toThrow("is no folder");
  });
});
