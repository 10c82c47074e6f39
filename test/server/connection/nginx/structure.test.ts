import { describe, expect, test } from "vitest";
import type { DocumentSymbol, TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { client, http, itemsAt, open, server, uriOf, useServer, write } from "./session";

useServer();

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
  test.each<[statement: string, name: string]>([
    ["log_format mine x;", "log_format mine"],
    ["limit_req_zone $uri zone=r:1m rate=1r/s;", "limit_req_zone r"],
    ["proxy_cache_path /a keys_zone=pages:1m;", "proxy_cache_path pages"],
    ["upstream app { server a:1; }", "upstream app"],
    ["map $uri $kind { default 1; }", "$kind"],
  ])("%s in the outline", async (statement, name) => {
    const { document } = await open(http(statement));
    const found: DocumentSymbol[] = await client.sendRequest("textDocument/documentSymbol", {
      textDocument: { uri: document.uri },
    });
    expect(found[1]?.children?.map((child) => child.name)).toEqual([name]);
  });
  test("includes are links", async () => {
    write("conf.d/a.conf", "");
    const { document } = await open(http("include conf.d/a.conf;"));
    expect(
      await client.sendRequest("textDocument/documentLink", { textDocument: { uri: document.uri } }),
    ).toMatchObject([{ target: uriOf("conf.d/a.conf") }]);
  });
  test.each<[statement: string, file: string, links: number]>([
    ["ssl_certificate certs/a.pem;", "certs/a.pem", 1],
    ["ssl_certificate_key /etc/nginx/certs/a.key;", "certs/a.key", 1],
    ['ssl_certificate "certs/a.pem";', "certs/a.pem", 1],
    ["proxy_ssl_trusted_certificate certs/a.pem;", "certs/a.pem", 1],
    ["ssl_crl certs/a.crl;", "certs/a.crl", 1],
    ["ssl_dhparam dh.pem;", "dh.pem", 1],
    ["ssl_session_ticket_key ticket.key;", "ticket.key", 1],
    ["ssl_stapling_file a.der;", "a.der", 1],
    ["ssl_password_file words;", "words", 1],
    ["auth_basic_user_file htpasswd;", "htpasswd", 1],
    ["auth_jwt_key_file keys.json;", "keys.json", 1],
    ["xslt_stylesheet one.xslt a=b;", "one.xslt", 1],
    ["content_by_lua_file /etc/nginx/lua/a.lua;", "lua/a.lua", 1],
    ["modsecurity_rules_file rules.conf;", "rules.conf", 1],
    ["ssl_certificate none.pem;", "certs/a.pem", 0],
    ["ssl_certificate $ssl_server_name.pem;", "$ssl_server_name.pem", 0],
    ["ssl_certificate ../a.pem;", "a.pem", 0],
    ["ssl_certificate_cache a.pem;", "a.pem", 0],
    ["server_name a.pem;", "a.pem", 0],
  ])("what %s names is a link where it is there", async (statement, file, links) => {
    write(`nginx/${file}`, "");
    const { document } = await open(server(statement), "nginx/nginx.conf");
    const found: { target: string }[] = await client.sendRequest("textDocument/documentLink", {
      textDocument: { uri: document.uri },
    });
    expect(found.map(({ target }) => target)).toEqual(links === 0 ? [] : [uriOf(`nginx/${file}`)]);
  });
  describe("in a stack", () => {
    const compose = `services:
  nginx:
    image: nginx:1.30
    ports: ["80:80"]
    volumes:
      - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
      - ./static:/srv/static:ro
      - ./static/own:/srv/static/other:ro
      - ./tls:/etc/ssl/site/:ro
      - shared:/srv/shared
  web: {build: ., expose: [8000]}
`;
    const linked = async (source: string): Promise<string[]> => {
      for (const file of ["static/img/a.png", "static/own/b.css", "tls/a.pem", "nginx/html/index.html"])
        write(file, "");
      write("compose.yaml", compose);
      const { document } = await open(source, "nginx/nginx.conf");
      const found: { target: string; range: never }[] = await client.sendRequest("textDocument/documentLink", {
        textDocument: { uri: document.uri },
      });
      return found.map(({ target, range }) => `${document.getText(range)} ${target.replace(`${uriOf("")}/`, "")}`);
    };
    test.each<[statement: string, links: string[]]>([
      ["root /srv/static;", ["/srv/static static/"]],
      ["root /srv/static/;", ["/srv/static/ static/"]],
      ["location /a/ { alias /srv/static/img/; }", ["/srv/static/img/ static/img/"]],
      ["location /a/ { alias /srv/static/img/a.png; }", ["/srv/static/img/a.png static/img/a.png"]],
      ["location /a/ { alias /srv/static/other/; }", ["/srv/static/other/ static/own/"]],
      ["ssl_certificate /etc/ssl/site/a.pem;", ["/etc/ssl/site/a.pem tls/a.pem"]],
      ["root html;", ["html nginx/html/"]],
      ["root /etc/nginx/html;", ["/etc/nginx/html nginx/html/"]],
      ["root /srv/static/none;", []],
      ["root /srv/staticother;", []],
      ["root /srv/shared;", []],
      ["root /usr/share/nginx/html;", []],
      ["root /srv/static/$host;", []],
      ["root ../../..;", []],
      ["root /srv/static/../../..;", []],
    ])("%s", async (statement, expected) => {
      expect(await linked(server(statement))).toEqual(expected);
    });
    test("the folders that nginx has are offered", async () => {
      await linked("");
      const { at } = await open(server("location /a/ { alias |; }"), "nginx/other.conf");
      const items = await itemsAt(at);
      expect(items.map(({ label }) => label)).toEqual([
        "/srv/static/",
        "/srv/static/img/",
        "/srv/static/own/",
        "/srv/static/other/",
      ]);
    });
  });
  test("the URL of an upstream leads to what defines it, in another file, too", async () => {
    write("nginx/conf.d/a.conf", "upstream app { server a:1; }\n");
    const { document } = await open(
      http(
        "include conf.d/*.conf;\nserver { location / { proxy_pass http://app/x; }\nlocation /b { proxy_pass http://b; } }",
      ),
      "nginx/nginx.conf",
    );
    const found: { target: string }[] = await client.sendRequest("textDocument/documentLink", {
      textDocument: { uri: document.uri },
    });
    expect(found.map(({ target }) => target)).toEqual([
      uriOf("nginx/conf.d/a.conf"),
      `${uriOf("nginx/conf.d/a.conf")}#L1,10`,
    ]);
  });
  test("so is what njs imports, with and without a name", async () => {
    write("njs/main.js", "");
    const { document } = await open(
      http("js_import njs/main.js;\njs_import other from njs/main.js;\njs_import njs from none.js;"),
    );
    expect(
      await client.sendRequest("textDocument/documentLink", { textDocument: { uri: document.uri } }),
    ).toMatchObject([{ range: { start: { line: 2 } } }, { range: { start: { line: 3, character: 21 } } }]);
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
    ["expires 2592000;", [" 30 d"]],
    ["expires 30d;", []],
    ["expires max;", []],
    ["proxy_cache_valid 200 90m;", [" 1 h 30 min"]],
    ["proxy_buffers 8 16k;", [" 128 KiB"]],
    ["location / { proxy_pass http://127.0.0.1; }", [" client_max_body_size 1m", " proxy_read_timeout 60s"]],
    ["client_max_body_size 2m; location / { proxy_pass http://127.0.0.1; }", [" proxy_read_timeout 60s"]],
    [
      "client_max_body_size 2m; location / { proxy_pass http://127.0.0.1; } location /b { proxy_pass http://127.0.0.1; }",
      [" proxy_read_timeout 60s"],
    ],
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
  test("a long line has its colours at once", async () => {
    const { document } = await open("a b;".repeat(150_000));
    const began = process.cpuUsage();
    const { data } = (await client.sendRequest("textDocument/semanticTokens/full", {
      textDocument: { uri: document.uri },
    })) as {
      data: number[];
    };
    expect(data).toHaveLength(5 * 150_000);
    // What looks for the end of the line at each word takes many times that.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(4000);
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
    expect(TextDocument.applyEdits(document, edits)).toBe("a   b;\nhttp {\n    c d;\n\n\n\n  e   f;\n}\n");
  });
  test("a line behind a blank one has its indentation, and the blank one stays", async () => {
    const { document } = await open("http {\n\n\n\n  \n        a   b;\n   c  d;\n}\n");
    const ended = await client.sendRequest<TextEdit[]>("textDocument/onTypeFormatting", {
      textDocument: uri(document),
      options,
      position: { line: 5, character: 14 },
      ch: ";",
    });
    expect(TextDocument.applyEdits(document, ended)).toBe("http {\n\n\n\n  \n    a b;\n   c  d;\n}\n");
    const selected = await client.sendRequest<TextEdit[]>("textDocument/rangeFormatting", {
      textDocument: uri(document),
      options,
      range: { start: { line: 5, character: 0 }, end: { line: 7, character: 0 } },
    });
    expect(TextDocument.applyEdits(document, selected)).toBe("http {\n\n\n\n  \n    a b;\n    c d;\n}\n");
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
