import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type CodeAction,
  type CompletionItem,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type Location,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { startServer } from "../../../../server/src/server";
import { installedNginx } from "../../../nginx/judge";

let client: ProtocolConnection;
let root: string;
let waiting: ((params: PublishDiagnosticsParams) => void)[];

beforeEach(async () => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)));
  client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  waiting = [];
  client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    for (const hear of [...waiting]) hear(params);
  });
  client.listen();
  root = mkdtempSync(join(tmpdir(), "nginx-features-"));
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {} });
});

afterEach(() => {
  client.dispose();
  rmSync(root, { recursive: true, force: true });
});

interface Open {
  readonly document: TextDocument;
  readonly at: {
    readonly textDocument: { readonly uri: string };
    readonly position: { line: number; character: number };
  };
}

const uriOf = (path: string): string => pathToFileURL(join(root, path)).toString();

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Opens a file; a `|` in its text is the cursor. */
async function open(source: string, path = "nginx.conf"): Promise<Open> {
  const offset = source.indexOf("|");
  const text = offset < 0 ? source : source.slice(0, offset) + source.slice(offset + 1);
  const document = TextDocument.create(uriOf(path), "nginx", 1, text);
  await client.sendNotification("textDocument/didOpen", {
    textDocument: { uri: document.uri, languageId: "nginx", version: 1, text },
  });
  return { document, at: { textDocument: { uri: document.uri }, position: document.positionAt(Math.max(0, offset)) } };
}

async function diagnostics(source: string, path = "nginx.conf"): Promise<Diagnostic[]> {
  const heard = new Promise<PublishDiagnosticsParams>((resolve) => {
    waiting.push((params) => {
      if (params.uri === uriOf(path)) resolve(params);
    });
  });
  await open(source, path);
  return (await heard).diagnostics;
}

const http = (body: string): string => `events {}\nhttp {\n${body}\n}\n`;
const server = (body: string): string => http(`server {\nlisten 80;\n${body}\n}`);

const complete = async (source: string): Promise<string[]> => {
  const { at } = await open(source);
  const items: CompletionItem[] = await client.sendRequest("textDocument/completion", at);
  return items.map(({ label }) => label);
};

describe("completion", () => {
  test("directives that fit here and are not yet there", async () => {
    const labels = await complete(server("root /a;\ncli|\nlocation / { }"));
    expect(labels).toContain("client_max_body_size");
    expect(labels).toContain("location");
    expect(labels).not.toContain("root");
    expect(labels).not.toContain("worker_processes");
  });
  test("a directive brings its arguments and its end", async () => {
    const { at } = await open(server("gzi|"));
    const items: CompletionItem[] = await client.sendRequest("textDocument/completion", at);
    const gzip = items.find(({ label }) => label === "gzip");
    expect(gzip?.textEdit).toMatchObject({ newText: "gzip ${1|on,off|};$0" });
    const resolved: CompletionItem = await client.sendRequest("completionItem/resolve", gzip);
    expect(JSON.stringify(resolved.documentation)).toContain("gzipping of responses");
  });
  test.each([
    ["flags", server("gzip |;"), ["on", "off"], ["root"]],
    ["words of an enumeration", server("location / { proxy_http_version |; }"), ["1.0", "1.1"], []],
    [
      "parameters of listen that are not given yet",
      http("server { listen 80 ssl |; }"),
      ["default_server", "backlog="],
      ["ssl"],
    ],
    ["variables, the user's own first", server("set $mine 1;\nreturn 200 $|;"), ["$mine", "$request_uri"], []],
    [
      "upstreams",
      http("upstream app { server 127.0.0.1:1; }\nserver { location / { proxy_pass |; } }"),
      ["http://app"],
      [],
    ],
    ["named locations", server("location @x { return 200; }\ntry_files $uri |;"), ["@x"], []],
    ["log formats", http("log_format mine x;\naccess_log /a |;"), ["combined", "mine"], []],
    ["headers", server("add_header |;"), ["X-Frame-Options"], []],
    ["nothing in a comment", server("# gzip |"), [], ["gzip"]],
    ["nothing that nginx would not take", server("root /a |;"), [], ["on"]],
  ])("%s", async (_name, source, there, absent) => {
    const labels = await complete(source);
    expect(labels).toEqual(expect.arrayContaining(there));
    for (const label of absent) expect(labels).not.toContain(label);
  });
});

describe("hover", () => {
  const hover = async (source: string): Promise<string> => {
    const { at } = await open(source);
    const found: Hover = await client.sendRequest("textDocument/hover", at);
    return JSON.stringify(found.contents);
  };
  test.each([
    ["a directive", server("client_max|_body_size 1m;"), "ngx_http_core_module.html#client_max_body_size"],
    [
      "a directive of its own world",
      "events {}\nstream { server { listen 1; proxy_p|ass 127.0.0.1:1; } }",
      "ngx_stream_proxy_module",
    ],
    ["a built-in variable", server("return 200 $request_u|ri;"), "original request URI"],
    ["a variable of a group", server("return 200 $http_x_|b;"), "request header"],
    ["a variable of the user's", http("map $uri $a { default 1; }\nserver { return 200 $|a; }"), "map $uri $a"],
    ["a size", server("client_max_body_size 1|m;"), "1,048,576"],
    ["a time", server("keepalive_requests 1;\nsend_timeout 90|s;"), "1 min 30 s"],
    [
      "an upstream",
      http("upstream app { server 10.0.0.1:1; }\nserver { location / { proxy_pass http://a|pp; } }"),
      "10.0.0.1:1",
    ],
    ["a regular expression", server("location ~* \\\\.(pn|g|gif)$ { }".replace("pn|g|gif", "pn|g")), "1 group"],
  ])("%s", async (_name, source, expected) => {
    expect(await hover(source)).toContain(expected);
  });
  test("nothing on nothing", async () => {
    expect(await hover(server("root /a;  |  "))).toBe("[]");
  });
});

describe("diagnostics", () => {
  test("come with every change", async () => {
    expect(await diagnostics(server("root /a\nindex b;"))).toMatchObject([
      { code: "nginx-missing-semicolon", source: "flask-stack", severity: 1, range: { start: { line: 4 } } },
    ]);
  });
  test("of a fragment are judged where it is included", async () => {
    write("nginx.conf", http("include conf.d/*.conf;"));
    expect(await diagnostics("server { listen 80; }\n", "conf.d/a.conf")).toEqual([]);
    expect(await diagnostics("listen 80;\n", "conf.d/b.conf")).toMatchObject([{ code: "nginx-wrong-context" }]);
  });
  test("of a fragment that nobody includes go by what it contains, or by what its comment says", async () => {
    expect(
      await diagnostics("proxy_set_header Host $host;\nproxy_pass http://127.0.0.1;\n", "snippets/a.conf"),
    ).toEqual([]);
    const said = "# flask-stack: context events\nworker_connections 10;\nroot /a;\n";
    expect(await diagnostics(said, "snippets/b.conf")).toMatchObject([{ code: "nginx-wrong-context" }]);
  });
  test("are silenced by a comment that says why", async () => {
    expect(await diagnostics(server("rot /a; # flask-stack: ignore nginx-unknown-directive our own module"))).toEqual(
      [],
    );
    expect(
      await diagnostics(server("# flask-stack: ignore nginx-unknown-directive\nrot /a;"), "b/nginx.conf"),
    ).toMatchObject([{ code: "nginx-suppression-reason", severity: 4 }]);
  });
});

describe("settings", () => {
  test("say the release, further directives, and severities", async () => {
    const nginx = {
      version: "1.24",
      directives: ["own_thing"],
      severities: { "nginx-duplicate-directive": "hint", "nginx-unknown-directive": "off" },
    };
    await client.sendNotification("workspace/didChangeConfiguration", { settings: { flaskStack: { nginx } } });
    const said = await diagnostics(server("http2 on; own_thing on; nothing_like_that on; root /a; root /b;"));
    expect(said.map(({ code, severity }) => [code, severity])).toEqual([
      ["nginx-not-in-version", 1],
      ["nginx-duplicate-directive", 4],
    ]);
  });
  test("that make no sense change nothing", async () => {
    await client.sendNotification("workspace/didChangeConfiguration", { settings: { flaskStack: { nginx: [1] } } });
    expect(await diagnostics(server("nothing_like_that on;"))).toMatchObject([{ severity: 1 }]);
  });
});

describe("the stack around a configuration", () => {
  const compose =
    "services:\n  nginx: {image: 'nginx:1.24-alpine', ports: ['80:80']}\n  web: {build: ., expose: [8000]}\n";
  const proxy = (host: string): string => server(`location / { proxy_pass http://${host}:8000; }`);
  test("says the release, unless a setting does", async () => {
    write("compose.yaml", compose);
    expect(await diagnostics(server("http2 on;"), "nginx/nginx.conf")).toMatchObject([
      { code: "nginx-not-in-version", severity: 1, message: expect.stringContaining("1.24") },
    ]);
    await client.sendNotification("workspace/didChangeConfiguration", {
      settings: { flaskStack: { nginx: { version: "1.26" } } },
    });
    expect(await diagnostics(server("http2 on;"), "nginx/other/nginx.conf")).toEqual([]);
  });
  test("says which hosts there are", async () => {
    write("compose.yaml", compose);
    expect(await diagnostics(proxy("web"), "nginx/nginx.conf")).toEqual([]);
    expect(await diagnostics(proxy("wbe"), "nginx/other/nginx.conf")).toMatchObject([
      { code: "nginx-undefined-upstream", severity: 2, message: expect.stringContaining('"web"') },
    ]);
  });
  test("is read as the editor shows it", async () => {
    write("compose.yaml", compose);
    await client.sendNotification("textDocument/didOpen", {
      textDocument: {
        uri: uriOf("compose.yaml"),
        languageId: "dockercompose",
        version: 1,
        text: compose.replace("web:", "shop:").replace("1.24", "1.26"),
      },
    });
    expect(await diagnostics(proxy("shop"), "nginx/nginx.conf")).toEqual([]);
    expect(await diagnostics(server("http2 on;"), "nginx/other/nginx.conf")).toEqual([]);
  });
  test("says nothing where there is none", async () => {
    expect(await diagnostics(proxy("wbe"), "nginx/nginx.conf")).toEqual([]);
  });
});

test("a document that is on no disk is judged alone", async () => {
  const heard = new Promise<PublishDiagnosticsParams>((resolve) => waiting.push(resolve));
  await client.sendNotification("textDocument/didOpen", {
    textDocument: { uri: "untitled:Untitled-1", languageId: "nginx", version: 1, text: server("root /a /b;") },
  });
  expect((await heard).diagnostics).toMatchObject([{ code: "nginx-argument-count" }]);
});

describe.skipIf(!installedNginx())("nginx -t", () => {
  test("its verdict is shown where it says, until the text changes", async () => {
    write("nginx.conf", server("gzip maybe;"));
    const { at } = await open(server("gzip maybe;"));
    const heard = new Promise<PublishDiagnosticsParams>((resolve) => {
      waiting.push((params) => {
        if (params.diagnostics.some((each) => each.source === "nginx -t")) resolve(params);
      });
    });
    expect(await client.sendRequest("flaskStack/nginxTest", { uri: at.textDocument.uri })).toMatchObject({ ok: false });
    const { diagnostics: said } = await heard;
    const own = said.find((each) => each.source === "nginx -t");
    expect(own).toMatchObject({ range: { start: { line: 4, character: 0 } }, severity: 1 });
    expect(own?.message).toContain("maybe");
  });
});

describe("quick fixes", () => {
  test.each([
    ["a misspelt directive", server("clent_max_body_size 1m;"), "client_max_body_size 1m;"],
    ["a missing semicolon", server("root /a\nindex b;"), "root /a;\nindex b;"],
    ["a misspelt flag", server("gzip onn;"), "gzip on;"],
    [
      "a path where none can be",
      server("location ~ /a { proxy_pass http://127.0.0.1/b; }"),
      "proxy_pass http://127.0.0.1;",
    ],
  ])("%s", async (_name, source, expected) => {
    const { document } = await open(source);
    const range = { start: { line: 0, character: 0 }, end: document.positionAt(source.length) };
    const actions: CodeAction[] = await client.sendRequest("textDocument/codeAction", {
      textDocument: { uri: document.uri },
      range,
      context: { diagnostics: [] },
    });
    const edits = actions[0]?.edit?.changes?.[document.uri] ?? [];
    expect(TextDocument.applyEdits(document, edits)).toContain(expected);
  });
});

describe("names", () => {
  const config = http(
    "upstream app { server 127.0.0.1:1; }\nmap $uri $a { default 1; }\nserver { listen 80;\nlocation / { proxy_pass http://a|pp/x; add_header A $a; }\nlocation /b { proxy_pass http://app; } }",
  );
  test("lead to where they are defined", async () => {
    const { at } = await open(config);
    const found: Location[] = await client.sendRequest("textDocument/definition", at);
    expect(found).toMatchObject([{ range: { start: { line: 2, character: 9 } } }]);
  });
  test("are found wherever they are used", async () => {
    const { at } = await open(config);
    const found: Location[] = await client.sendRequest("textDocument/references", {
      ...at,
      context: { includeDeclaration: true },
    });
    expect(found.map(({ range }) => range.start.line)).toEqual([2, 5, 6]);
  });
  test("are renamed across files", async () => {
    write("nginx.conf", http("upstream app { server 127.0.0.1:1; }\ninclude conf.d/*.conf;"));
    const { at } = await open("server { location / { proxy_pass http://a|pp; } }\n", "conf.d/site.conf");
    const edit: WorkspaceEdit = await client.sendRequest("textDocument/rename", { ...at, newName: "backend" });
    expect(Object.keys(edit.changes ?? {}).sort()).toEqual([uriOf("conf.d/site.conf"), uriOf("nginx.conf")].sort());
    expect(
      Object.values(edit.changes ?? {})
        .flat()
        .map(({ newText }) => newText),
    ).toEqual(["backend", "backend"]);
  });
  test("of nginx itself cannot be renamed", async () => {
    const { at } = await open(server("return 200 $ur|i;"));
    await expect(client.sendRequest("textDocument/prepareRename", at)).rejects.toThrow();
  });
});

describe("structure", () => {
  test("servers by name and port, locations by path", async () => {
    const { document } = await open(http("server { listen 80; server_name a.com; location /x { } }"));
    const found: DocumentSymbol[] = await client.sendRequest("textDocument/documentSymbol", {
      textDocument: { uri: document.uri },
    });
    const [, block] = found;
    expect(block?.children?.[0]).toMatchObject({
      name: "server a.com",
      detail: "80",
      children: [{ name: "location /x" }],
    });
  });
  test("includes are links", async () => {
    write("conf.d/a.conf", "");
    const { document } = await open(http("include conf.d/a.conf;"));
    expect(
      await client.sendRequest("textDocument/documentLink", { textDocument: { uri: document.uri } }),
    ).toMatchObject([{ target: uriOf("conf.d/a.conf") }]);
  });
  test("blocks fold", async () => {
    const { document } = await open("http {\n# one\n# two\nserver {\nlisten 80;\n}\n}\n");
    expect(await client.sendRequest("textDocument/foldingRange", { textDocument: { uri: document.uri } })).toEqual(
      expect.arrayContaining([
        { startLine: 0, endLine: 5 },
        { startLine: 3, endLine: 4 },
        { startLine: 1, endLine: 2, kind: "comment" },
      ]),
    );
  });
  test("a selection grows by words, directives and blocks", async () => {
    const { at, document } = await open("http { server { root /a|b; } }");
    const [found] = (await client.sendRequest("textDocument/selectionRange", {
      textDocument: at.textDocument,
      positions: [at.position],
    })) as { range: never; parent?: never }[];
    const texts: string[] = [];
    for (
      let each = found as { range: Parameters<TextDocument["getText"]>[0]; parent?: never } | undefined;
      each;
      each = each.parent
    ) {
      texts.push(document.getText(each.range));
    }
    expect(texts.slice(0, 5)).toEqual(["/ab", "root /ab", "root /ab;", " root /ab; ", "server { root /ab; }"]);
  });
  test("times are told in plain units", async () => {
    const { document } = await open(server("send_timeout 5400;"));
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    expect(
      await client.sendRequest("textDocument/inlayHint", { textDocument: { uri: document.uri }, range }),
    ).toMatchObject([{ label: " 1 h 30 min" }]);
  });
  test("words have the colours of what they mean", async () => {
    const { document } = await open("a $b;");
    const { data } = (await client.sendRequest("textDocument/semanticTokens/full", {
      textDocument: { uri: document.uri },
    })) as {
      data: number[];
    };
    expect(data).toEqual([0, 0, 1, 8, 0, 0, 2, 2, 1, 0]);
  });
});

describe("layout", () => {
  test("a document is formatted by the editor's indentation", async () => {
    const { document } = await open("http{server{listen 80;\nroot /a;}}");
    const edits: TextEdit[] = await client.sendRequest("textDocument/formatting", {
      textDocument: { uri: document.uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(TextDocument.applyEdits(document, edits)).toBe("http {\n  server {\n    listen 80;\n    root /a;\n  }\n}\n");
  });
});

test("signatures show the forms of a directive", async () => {
  const { at } = await open(server("location / { proxy_cache_valid |; }"));
  expect(await client.sendRequest("textDocument/signatureHelp", at)).toMatchObject({
    signatures: [{ label: expect.stringContaining("proxy_cache_valid") }],
    activeParameter: 0,
  });
});
