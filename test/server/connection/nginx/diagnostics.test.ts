import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CodeAction, PublishDiagnosticsParams } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type IsNginxResult, isNginxRequest } from "../../../../server/src/protocol";
import { installedNginx } from "../../../nginx/judge";
import { client, diagnostics, http, open, root, server, uriOf, useServer, waiting, write } from "./session";

useServer();

describe("diagnostics", () => {
  test("come with every change", async () => {
    expect(await diagnostics(server("root /a\nindex b;"))).toMatchObject([
      { code: "nginx-missing-semicolon", source: "flask-stack", severity: 1, range: { start: { line: 4 } } },
    ]);
  });
  test("tell of a byte-order mark, which is on the disk and not in the text that the editor shows", async () => {
    write("nginx.conf", `\ufeff${http("include conf.d/*.conf;")}`);
    write("conf.d/a.conf", "server { listen 80; }\n");
    expect(await diagnostics("server { listen 80; }\n", "conf.d/a.conf")).toEqual([]);
    const text = http("include conf.d/*.conf;");
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    expect(await diagnostics(text)).toMatchObject([{ code: "nginx-byte-order-mark", severity: 1, range }]);
    const mended = new Promise((heard) => {
      waiting.push(({ uri, diagnostics: said }) => {
        if (uri === uriOf("nginx.conf") && said.length === 0) heard(said);
      });
    });
    write("nginx.conf", text);
    await client.sendNotification("textDocument/didSave", { textDocument: { uri: uriOf("nginx.conf") } });
    await mended;
  });
  test("of a fragment are judged where it is included", async () => {
    write("nginx.conf", http("include conf.d/*.conf;"));
    expect(await diagnostics("server { listen 80; }\n", "conf.d/a.conf")).toEqual([]);
    expect(await diagnostics("listen 80;\n", "conf.d/b.conf")).toMatchObject([{ code: "nginx-wrong-context" }]);
  });
  test("of a file that an include leads to through a link are judged there, by either name", async () => {
    write("nginx.conf", http("map $uri $foo { default 1; } include maps/*.map; include sites-enabled/*;"));
    write("maps/a.map", "map $uri $bar { default 1; }\n");
    write("snippets/p.conf", "add_header X $bar;\n");
    const site = "server { listen 80; include snippets/p.conf; return 200 $foo; }\n";
    write("sites-available/a", site);
    mkdirSync(join(root, "sites-enabled"));
    symlinkSync("../sites-available/a", join(root, "sites-enabled/a"));
    expect(await diagnostics(site, "sites-available/a")).toEqual([]);
    expect(await diagnostics(site.replace("$foo", "$fo"), "sites-enabled/a")).toMatchObject([
      { code: "nginx-unknown-variable" },
    ]);
    expect(await diagnostics("server { listen 81; include snippets/p.conf; }\n", "other/b.conf")).toEqual([]);
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
  test("says which ports it publishes, and that nothing else is in nginx's container", async () => {
    const volumes = "volumes: ['./nginx:/etc/nginx']";
    write("compose.yaml", compose.replace("ports:", `${volumes}, ports:`));
    write("nginx/nginx.conf", "");
    const text = proxy("127.0.0.1").replace("listen 80;", "listen 8080;").replace(":8000", ":5000");
    expect(text).toContain("listen 8080;");
    expect(await diagnostics(text, "nginx/nginx.conf")).toMatchObject([
      { code: "nginx-port-not-listened", severity: 2, message: expect.stringContaining("listen at 80 here") },
      { code: "nginx-loopback-in-container", severity: 2, message: expect.stringContaining("(web:8000)") },
    ]);
  });
  test("and a text say of a file whether it is nginx's, whatever it is called", async () => {
    const isNginx = async (name: string) =>
      (await client.sendRequest<IsNginxResult>(isNginxRequest, { uri: uriOf(`deploy/${name}.conf`) })).isNginx;
    const volumes = "volumes: ['./deploy/gzip.conf:/etc/nginx/conf.d/gzip.conf']";
    write("compose.yaml", compose.replace("ports:", `${volumes}, ports:`));
    write("deploy/gzip.conf", "gzip on;\n");
    write("deploy/other.conf", "gzip on;\n");
    write("deploy/web.conf", "server {\n  listen 80;\n  root /a;\n}\n");
    expect(await Promise.all(["gzip", "other", "web", "gone"].map(isNginx))).toEqual([true, false, true, false]);
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
  /** The lines that nginx's verdicts are shown at, as soon as they are these. */
  const shown = (uri: string, lines: readonly number[]): Promise<PublishDiagnosticsParams> =>
    new Promise((heard) => {
      waiting.push((params) => {
        const own = params.diagnostics.filter((each) => each.source?.endsWith("nginx -t"));
        if (params.uri === uri && String(own.map(({ range }) => range.start.line)) === String(lines)) heard(params);
      });
    });
  const ask = (uri: string): Promise<unknown> => client.sendRequest("flaskStack/nginxTest", { uri });
  const change = (uri: string, version: number, text: string): Promise<void> =>
    client.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });

  test("its verdict is shown where it says, until its line is another", async () => {
    const text = server("gzip maybe;");
    write("nginx.conf", text);
    const { uri } = (await open(text)).at.textDocument;
    const first = shown(uri, [4]);
    expect(await ask(uri)).toMatchObject({ ok: false });
    const own = (await first).diagnostics.find((each) => each.source?.endsWith("nginx -t"));
    expect(own).toMatchObject({ range: { start: { line: 4 } }, severity: 1 });
    expect(own?.message).toContain("maybe");
    const moved = shown(uri, [5]);
    await change(uri, 2, `# a comment\n${text}`);
    await moved;
    const gone = shown(uri, []);
    await change(uri, 3, `# a comment\n${text.replace("maybe", "on")}`);
    await gone;
  });
  test("what we say too is told once, as what both say", async () => {
    const text = server("gzip maybe;\nlisten 80 backlog=q;");
    write("nginx.conf", text);
    const { uri } = (await open(text)).at.textDocument;
    const heard = shown(uri, [4]);
    await ask(uri);
    expect((await heard).diagnostics).toMatchObject([
      { source: "flask-stack, nginx -t", code: "nginx-invalid-value", range: { start: { line: 4 } } },
      { source: "flask-stack" },
    ]);
  });
  test("what is typed meanwhile, or not saved, moves its line along", async () => {
    const text = server("gzip maybe;");
    write("nginx.conf", text);
    const { uri } = (await open(`# not saved\n${text}`)).at.textDocument;
    const heard = shown(uri, [5]);
    expect(await ask(uri)).toMatchObject({ ok: false, place: { uri, line: 5 } });
    await heard;
  });
  test("a file that is not open is named", async () => {
    write("nginx.conf", server("gzip maybe;\ninclude conf.d/*.conf;"));
    write("conf.d/own.conf", "gzip_vary on;\n");
    const { uri } = (await open("gzip_vary on;\n", "conf.d/own.conf")).at.textDocument;
    expect(await ask(uri)).toMatchObject({ ok: false, place: { uri: uriOf("nginx.conf"), line: 5 } });
  });
  test("a host that only the stack knows is no verdict", async () => {
    write("compose.yaml", "services:\n  nginx: {image: nginx}\n  shop-9b1f: {build: .}\n");
    const text = server("location / { proxy_pass http://shop-9b1f:8000; }");
    write("nginx/nginx.conf", text);
    const { uri } = (await open(text, "nginx/nginx.conf")).at.textDocument;
    await expect(ask(uri)).rejects.toThrow('does not know the host "shop-9b1f" of the stack: start the stack');
    // After saves it is said once.
    const [said, logged]: [string[], string[]] = [[], []];
    client.onNotification("window/showMessage", ({ message }: { message: string }) => void said.push(message));
    client.onNotification("window/logMessage", ({ message }: { message: string }) => void logged.push(message));
    await client.sendNotification("workspace/didChangeConfiguration", {
      settings: { flaskStack: { nginx: { testOnSave: true } } },
    });
    for (const times of [1, 2]) {
      await client.sendNotification("textDocument/didSave", { textDocument: { uri } });
      await expect.poll(() => logged, { timeout: 30_000 }).toHaveLength(times);
    }
    expect(said).toEqual([expect.stringContaining('does not know the host "shop-9b1f"')]);
  });
  test("each save runs it where the setting says so, and the log tells how it ended", async () => {
    const logged: string[] = [];
    client.onNotification("window/logMessage", ({ message }: { message: string }) => void logged.push(message));
    const text = server("gzip on;");
    write("nginx.conf", text);
    const { uri } = (await open(text)).at.textDocument;
    const save = () => client.sendNotification("textDocument/didSave", { textDocument: { uri } });
    await save();
    await client.sendNotification("workspace/didChangeConfiguration", {
      settings: { flaskStack: { nginx: { testOnSave: true } } },
    });
    await save();
    await expect.poll(() => logged, { timeout: 30_000 }).toEqual(["nginx -t (this machine): fine"]);
    const heard = shown(uri, [4]);
    write("nginx.conf", server("gzip maybe;"));
    await change(uri, 2, server("gzip maybe;"));
    // Saved again while one is running.
    await Promise.all([save(), save()]);
    await heard;
  });
  test("each configuration has its own, until it is asked of again", async () => {
    const bad = server("gzip maybe;");
    const uris: string[] = [];
    for (const name of ["one/nginx.conf", "two/nginx.conf"]) {
      write(name, bad);
      const { uri } = (await open(bad, name)).at.textDocument;
      const heard = shown(uri, [4]);
      await ask(uri);
      await heard;
      uris.push(uri);
    }
    const [one = "", two = ""] = uris;
    const both = [shown(one, [4]), shown(two, [4])];
    await change(one, 2, `${bad}\n`);
    await Promise.all(both);
    const last = [shown(one, [4]), shown(two, [])];
    write("two/nginx.conf", server("gzip on;"));
    expect(await ask(two)).toMatchObject({ ok: true });
    await Promise.all(last);
  });
});

describe("all fixes at once", () => {
  const source = server("gzzip on;\nroot /a\nindex b;\nsendfile onn;");
  const actions = async (only?: string[]): Promise<{ document: TextDocument; found: CodeAction[] }> => {
    const { document } = await open(source);
    return { document, found: await actionsOver(document, only) };
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
    ["a size as others write it", server("client_max_body_size 10MB;"), "client_max_body_size 10m;"],
    ["a size that has no gigabytes", server("client_header_buffer_size 1gb;"), "client_header_buffer_size 1024m;"],
    ["a time as others write it", server("send_timeout 30sec;"), "send_timeout 30s;"],
    [
      "a path where none can be",
      server("location ~ /a { proxy_pass http://127.0.0.1/b; }"),
      "proxy_pass http://127.0.0.1;",
    ],
  ])("%s", async (_name, source, expected) => {
    const { document } = await open(source);
    const actions = await actionsOver(document);
    const edits = actions[0]?.edit?.changes?.[document.uri] ?? [];
    expect(TextDocument.applyEdits(document, edits)).toContain(expected);
  });
  test("of thousands of findings are there in no time", async () => {
    const { document } = await open(server("ssl on;\n".repeat(60_000)));
    const began = process.cpuUsage();
    expect((await actionsOver(document)).length).toBeGreaterThan(1000);
    // Looking from the beginning of the text for each of them takes five times as long.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(3000);
  });
  describe("that silence a line", () => {
    const silencing = async (source: string) => {
      const { document } = await open(source);
      const actions = await actionsOver(document);
      const found = actions.filter(({ title }) => title.startsWith("Ignore "));
      return found.map(({ edit }) => TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []));
    };
    test("are there for what nginx takes, above the line, and ask for a reason", async () => {
      const [text, ...others] = await silencing(
        http(
          "  upstream app { server 127.0.0.1:1; }\n  server {\n    listen 80;\n    location / {\n      proxy_pass http://app;\n    }\n  }",
        ),
      );
      expect(others).toEqual([]);
      expect(text).toMatch(/\n( *)# flask-stack: ignore nginx-[\w-]+ \n\1\S/);
      const codes = (await diagnostics(text ?? "", "silenced/nginx.conf")).map(({ code }) => code);
      expect(codes).toEqual(["nginx-suppression-reason"]);
    });
    test("are not there for what nginx refuses", async () => {
      expect(await silencing(server("gzip onn;"))).toEqual([]);
    });
  });
});

/** What is offered where all of a document is selected; of some kinds, where these are asked for alone. */
const actionsOver = (document: TextDocument, only?: string[]): Promise<CodeAction[]> =>
  client.sendRequest("textDocument/codeAction", {
    textDocument: { uri: document.uri },
    range: { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) },
    context: { diagnostics: [], ...(only ? { only } : {}) },
  });
