import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import type { Location, WorkspaceEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { client, connect, http, open, root, server, uriOf, useServer, write } from "./session";

useServer();

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
    write("compose.yaml", "services: {n: {image: nginx, volumes: ['./deploy/site.conf:/etc/nginx/conf.d/a.conf']}}\n");
    write("deploy/site.conf", "upstream put { server 192.0.2.9:1; }\n");
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
    ["upstreams of a file that the stack puts in place", "upstream put", ["upstream put in deploy/site.conf"]],
    ["nothing that others wrote", "foreign", []],
  ])("%s", async (_name, query, expected) => {
    expect(await ask(query)).toEqual(expected);
  });
  test("as the editor shows them", async () => {
    await open("server { server_name changed.example.com; }\n", "other/conf.d/b.conf");
    expect(await ask("changed")).toEqual(["server changed.example.com in other/conf.d/b.conf"]);
  });
});
