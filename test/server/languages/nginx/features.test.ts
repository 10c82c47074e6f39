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
  type SignatureHelp,
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

async function connect(extra: object = {}): Promise<void> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)));
  client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  waiting = [];
  client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    for (const hear of [...waiting]) hear(params);
  });
  client.listen();
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {}, ...extra });
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "nginx-features-"));
  await connect();
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
    [
      "zones by what makes them",
      http("limit_req_zone $uri zone=r:1m rate=1r/s;\nlimit_conn_zone $uri zone=c:1m;\nserver { limit_conn |; }"),
      ["c"],
      ["r"],
    ],
    [
      "zones of requests",
      http("limit_req_zone $uri zone=r:1m rate=1r/s;\nlimit_conn_zone $uri zone=c:1m;\nserver { limit_req zone=|; }"),
      ["zone=r"],
      ["zone=c"],
    ],
    [
      "caches",
      http(
        "proxy_cache_path /a keys_zone=pages:1m;\nfastcgi_cache_path /b keys_zone=php:1m;\nserver { proxy_cache |; }",
      ),
      ["pages", "off"],
      ["php"],
    ],
    ["headers of the request", server("proxy_set_header |;"), ["Host", "X-Forwarded-For"], []],
    ["headers that are hidden", server("proxy_hide_header |;"), ["X-Powered-By"], []],
    ["MIME types", http("gzip_types |;"), ["application/json"], ["on"]],
    ["MIME types of a types block", http("types { | }"), ["text/css"], ["server"]],
    ["entries of a map", http("map $uri $a { | }"), ["default", "hostnames"], ["server"]],
    ["entries of a geo", http("geo $a { | }"), ["ranges"], ["hostnames"]],
    ["levels of a log", server("error_log /a |;"), ["warn", "crit"], []],
    ["flags of a rewrite", server("rewrite ^/a /b |;"), ["last", "permanent"], []],
    ["words of a bit mask that are not there yet", server("ssl_protocols TLSv1.2 |;"), ["TLSv1.3"], ["TLSv1.2"]],
    ["codes", server("return |;"), ["301", "404"], []],
    ["named locations of error_page", server("location @x { return 200; }\nerror_page 502 |;"), ["@x"], []],
    ["nothing of a mail server's in http", server("starttl|"), [], ["starttls"]],
    ["nothing in a comment", server("# gzip |"), [], ["gzip"]],
    ["nothing that nginx would not take", server("root /a |;"), [], ["on"]],
  ])("%s", async (_name, source, there, absent) => {
    const labels = await complete(source);
    expect(labels).toEqual(expect.arrayContaining(there));
    for (const label of absent) expect(labels).not.toContain(label);
  });
});

describe("completion of what lies around", () => {
  const labelsAt = async (source: string, path: string): Promise<string[]> => {
    const { at } = await open(source, path);
    const items: CompletionItem[] = await client.sendRequest("textDocument/completion", at);
    return items.map(({ label }) => label);
  };
  test("files to include, as written from the configuration's folder", async () => {
    write("nginx/conf.d/a.conf", "");
    write("nginx/mime.types", "");
    const labels = await labelsAt(http("include |;"), "nginx/nginx.conf");
    expect(labels).toEqual(expect.arrayContaining(["conf.d/a.conf", "conf.d/*.conf"]));
    expect(labels).not.toContain("nginx.conf");
    expect(await labelsAt(http("include /etc/nginx/|;"), "nginx/other.conf")).toContain("/etc/nginx/conf.d/*.conf");
  });
  test("certificates and keys, each where it belongs", async () => {
    write("nginx/certs/site.crt", "");
    write("nginx/certs/site.key", "");
    write("nginx/readme.txt", "");
    const certificates = await labelsAt(server("ssl_certificate |;"), "nginx/nginx.conf");
    expect(certificates).toEqual(["certs/site.crt"]);
    expect(await labelsAt(server("ssl_certificate_key |;"), "nginx/other.conf")).toEqual(["certs/site.key"]);
  });
  test("services and ports of the stack", async () => {
    write(
      "compose.yaml",
      "services:\n  nginx: {image: 'nginx:1.30', ports: ['8080:8081']}\n  web: {build: ., expose: [8000]}\n",
    );
    expect(await labelsAt(server("location / { proxy_pass |; }"), "nginx/nginx.conf")).toContain("http://web:8000");
    expect(await labelsAt(http("upstream a { server |; }"), "nginx/second.conf")).toContain("web:8000");
    expect(await labelsAt(http("server { listen |; }"), "nginx/third.conf")).toContain("8081");
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
    ["a part of a regular expression", server('location ~ "^/(?<lang>[a-z]{2})/|.*$" { }'), "kept as $lang"],
    ["a set of a regular expression", server("rewrite ^/a|[0-9]+$ /b;"), "one of `0-9`, once or more"],
    ["a zone's size", http("limit_req_zone $uri zone=a:10|m rate=1r/s;"), "10,485,760"],
    ["a time of a parameter", http("proxy_cache_path /a keys_zone=a:1m inactive=6|0m;"), "1 h"],
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
  const proxy = (host: string): string =>
    server(`proxy_set_header Host $host; location / { proxy_pass http://${host}:8000; }`);
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

describe("all fixes at once", () => {
  const source = server("gzzip on;\nroot /a\nindex b;\nsendfile onn;");
  const actions = async (only?: string[]): Promise<{ document: TextDocument; found: CodeAction[] }> => {
    const { document } = await open(source);
    const range = { start: { line: 0, character: 0 }, end: document.positionAt(source.length) };
    const found: CodeAction[] = await client.sendRequest("textDocument/codeAction", {
      textDocument: { uri: document.uri },
      range,
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
    return { document, found };
  };
  test("leave nothing to say", async () => {
    const { document, found } = await actions(["source.fixAll"]);
    expect(found).toMatchObject([{ kind: "source.fixAll" }]);
    const fixed = TextDocument.applyEdits(document, found[0]?.edit?.changes?.[document.uri] ?? []);
    expect(fixed).toBe(server("gzip on;\nroot /a;\nindex b;\nsendfile on;"));
    expect(await diagnostics(fixed, "fixed/nginx.conf")).toEqual([]);
  });
  test.each([[undefined], [["quickfix"]], [["source.organizeImports"]], [["refactor"]]])(
    "are not offered for %j",
    async (only) => {
      const { found } = await actions(only);
      expect(found.filter(({ kind }) => kind === "source.fixAll")).toEqual([]);
    },
  );
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
  test.each<[string, string, string, string]>([
    [
      "an upstream",
      "upstream web { server 127.0.0.1; } server { location / { proxy_pass http://w|eb/x; } }",
      "upstream app {",
      "http://app/x",
    ],
    [
      "a zone",
      "limit_req_zone $uri zone=web:1m rate=1r/s; limit_req zone=w|eb burst=2;",
      "zone=app:1m",
      "zone=app burst=2",
    ],
    ["a cache", "proxy_cache_path /a keys_zone=web:1m; proxy_cache w|eb;", "keys_zone=app:1m", "proxy_cache app;"],
    ["a log format", "log_format web x; access_log /a w|eb;", "log_format app x", "access_log /a app;"],
    ["a variable", "map $uri $web { default 1; } server { add_header A x${w|eb}y; }", "$app {", "x${app}y"],
    [
      "a variable of a regular expression",
      "server { location ~ /(?<web>.*) { return 200 $w|eb; } }",
      "(?<app>.*)",
      "200 $app",
    ],
    ["a variable of njs", "js_import m.js; js_set $web m.f; server { return 200 $w|eb; }", "js_set $app", "200 $app"],
  ])("are renamed: %s", async (_name, body, defined, used) => {
    const { at, document } = await open(http(body));
    const edit: WorkspaceEdit = await client.sendRequest("textDocument/rename", { ...at, newName: "app" });
    const text = TextDocument.applyEdits(document, edit.changes?.[document.uri] ?? []);
    expect(text).toContain(defined);
    expect(text).toContain(used);
    const places: Location[] = await client.sendRequest("textDocument/references", {
      ...at,
      context: { includeDeclaration: true },
    });
    expect(places).toHaveLength(2);
    expect(await client.sendRequest("textDocument/definition", at)).toHaveLength(1);
  });
  test("a named location is renamed with its @", async () => {
    const { at, document } = await open(server("location @web { return 200; }\nlocation / { try_files $uri @w|eb; }"));
    const edit: WorkspaceEdit = await client.sendRequest("textDocument/rename", { ...at, newName: "@app" });
    const text = TextDocument.applyEdits(document, edit.changes?.[document.uri] ?? []);
    expect(text).toContain("location @app {");
    expect(text).toContain("$uri @app;");
  });
  test("a path leads to its file, a pattern to all of them", async () => {
    write("conf.d/a.conf", "");
    write("conf.d/b.conf", "");
    const { at } = await open(http("include conf|.d/*.conf;"));
    const found: Location[] = await client.sendRequest("textDocument/definition", at);
    expect(found.map(({ uri }) => uri)).toEqual([uriOf("conf.d/a.conf"), uriOf("conf.d/b.conf")]);
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
  test.each([
    ["client_max_body_size 10485760;", [" 10 MiB"]],
    ["client_max_body_size 10m;", []],
    ["client_max_body_size 0;", []],
    ["send_timeout 90s;", [" 1 min 30 s"]],
    ["send_timeout 30s;", []],
    ["proxy_buffers 8 16k;", [" 128 KiB"]],
    ["location / { proxy_pass http://127.0.0.1; }", [" client_max_body_size 1m, proxy_read_timeout 60s"]],
    ["client_max_body_size 2m; location / { proxy_pass http://127.0.0.1; }", [" proxy_read_timeout 60s"]],
    ["client_max_body_size 2m; location / { proxy_read_timeout 9s; proxy_pass http://127.0.0.1; }", []],
    ["location / { include unknown/*.conf; }", []],
  ])("what is worth a hint in %j", async (body, expected) => {
    const { document } = await open(server(body));
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const found: { label: string }[] = await client.sendRequest("textDocument/inlayHint", {
      textDocument: { uri: document.uri },
      range,
    });
    expect(found.map(({ label }) => label)).toEqual(expected);
  });
  test("limits that another file sets are no defaults", async () => {
    write("conf.d/limits.conf", "client_max_body_size 5m;\nproxy_read_timeout 5s;\n");
    const { document } = await open(
      http("include conf.d/*.conf; server { listen 80; location / { proxy_pass http://127.0.0.1; } }"),
    );
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    expect(await client.sendRequest("textDocument/inlayHint", { textDocument: { uri: document.uri }, range })).toEqual(
      [],
    );
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

describe("layout of a part", () => {
  const uri = (document: TextDocument) => ({ uri: document.uri });
  const options = { tabSize: 4, insertSpaces: true };
  const source = "a   b;\nhttp {\n  c   d;\n\n\n\n  e   f;\n}\n";
  test("changes nothing outside", async () => {
    const { document } = await open(source);
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    const edits: TextEdit[] = await client.sendRequest("textDocument/rangeFormatting", {
      textDocument: uri(document),
      options,
      range,
    });
    expect(TextDocument.applyEdits(document, edits)).toBe(
      "a   b;\nhttp {\n  c d;\n\n\n\n  e   f;\n}\n".replace("  c d", "  c d"),
    );
  });
  test("a line that was just ended is laid out", async () => {
    const { document } = await open("http {\nlisten    80;\nroot    /a;\n}\n");
    const edits: TextEdit[] = await client.sendRequest("textDocument/onTypeFormatting", {
      textDocument: uri(document),
      options,
      position: { line: 1, character: 13 },
      ch: ";",
    });
    expect(TextDocument.applyEdits(document, edits)).toBe("http {\n    listen 80;\nroot    /a;\n}\n");
  });
  test("blank lines and columns are as the settings say", async () => {
    await client.sendNotification("workspace/didChangeConfiguration", {
      settings: { flaskStack: { nginx: { maxBlankLines: 2, alignValues: true } } },
    });
    const { document } = await open("map $a $b {\n    default 1;\n\n\n\n\n    ~^/x 2;\n}\n");
    const edits: TextEdit[] = await client.sendRequest("textDocument/formatting", {
      textDocument: uri(document),
      options,
    });
    expect(TextDocument.applyEdits(document, edits)).toBe("map $a $b {\n    default 1;\n\n\n    ~^/x    2;\n}\n");
  });
});

describe("names of the whole workspace", () => {
  const ask = async (query: string): Promise<string[]> => {
    const found: { name: string; containerName: string; location: { uri: string } }[] = await client.sendRequest(
      "workspace/symbol",
      { query },
    );
    return found.map(
      ({ name, location }) => `${name} in ${location.uri.slice(pathToFileURL(root).toString().length + 1)}`,
    );
  };
  beforeEach(async () => {
    write(
      "nginx/nginx.conf",
      http(
        "upstream app { server 10.0.0.1:8000; }\nserver { listen 8080; server_name shop.example.com; location /cart { } }",
      ),
    );
    write("other/conf.d/b.conf", "server { listen 81; location ~ ^/api { } }\n");
    write("node_modules/x/nginx.conf", "server { server_name foreign; }\n");
    client.dispose();
    await connect({ workspaceFolders: [{ uri: pathToFileURL(root).toString(), name: "all" }] });
  });
  test.each([
    ["servers by name", "shop", ["server shop.example.com (8080) in nginx/nginx.conf"]],
    ["servers by port", "8080", ["server shop.example.com (8080) in nginx/nginx.conf"]],
    ["locations by path", "/cart", ["location /cart in nginx/nginx.conf"]],
    ["locations of another file", "api", ["location ~ ^/api in other/conf.d/b.conf"]],
    ["upstreams", "upstream app", ["upstream app in nginx/nginx.conf"]],
    ["upstreams by address", "10.0.0.1", ["upstream app in nginx/nginx.conf"]],
    ["nothing that others wrote", "foreign", []],
  ])("%s", async (_name, query, expected) => {
    expect(await ask(query)).toEqual(expected);
  });
  test("as the editor shows them", async () => {
    await open("server { server_name changed.example.com; }\n", "other/conf.d/b.conf");
    expect(await ask("changed")).toEqual(["server changed.example.com in other/conf.d/b.conf"]);
  });
});

test("a signature shows which argument is written", async () => {
  const { at } = await open(server("location / { proxy_cookie_path / |; }"));
  const found: SignatureHelp = await client.sendRequest("textDocument/signatureHelp", at);
  const form = found.signatures.find(({ parameters }) => parameters?.length === 2);
  const [start, end] = form?.parameters?.[1]?.label ?? [];
  expect(form?.activeParameter).toBe(1);
  expect(form?.label.slice(Number(start), Number(end))).toBe("replacement");
});

test("signatures show the forms of a directive", async () => {
  const { at } = await open(server("location / { proxy_cache_valid |; }"));
  expect(await client.sendRequest("textDocument/signatureHelp", at)).toMatchObject({
    signatures: [{ label: expect.stringContaining("proxy_cache_valid") }],
    activeParameter: 0,
  });
});
