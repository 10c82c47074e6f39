import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useTerminal } from "./terminal";

const { err, out, root, run, write } = useTerminal();

const good = "events {}\nhttp {\n    server {\n        listen 80;\n    }\n}\n";
const bad = "events {}\nhttp {\n    server {\n        lisen 80;\n    }\n}\n";

describe("check", () => {
  test("a good file is exit 0", async () => {
    expect(await run("check", write("nginx.conf", good))).toBe(0);
  });
  test("an error is exit 1, and is said as compilers do", async () => {
    const path = write("nginx.conf", bad);
    expect(await run("check", path)).toBe(1);
    expect(out.join("\n")).toContain(
      `${path}:4:9: error: Unknown directive "lisen". Did you mean "listen"? (nginx-unknown-directive)`,
    );
  });
  test("JSON is the contract", async () => {
    write("nginx/nginx.conf", bad);
    expect(await run("check", root, "--format", "json")).toBe(1);
    expect(JSON.parse(out.join(""))).toEqual([
      {
        file: "nginx/nginx.conf",
        line: 4,
        column: 9,
        endLine: 4,
        endColumn: 14,
        severity: "error",
        code: "nginx-unknown-directive",
        message: 'Unknown directive "lisen". Did you mean "listen"?',
        related: [],
        fixes: ['Change to "listen"'],
      },
    ]);
  });
  test("SARIF names the rule and the place", async () => {
    expect(await run("check", write("nginx.conf", bad), "--format", "sarif")).toBe(1);
    const [{ results }] = JSON.parse(out.join("")).runs;
    expect(results).toMatchObject([
      {
        ruleId: "nginx-unknown-directive",
        level: "error",
        locations: [{ physicalLocation: { region: { startLine: 4, startColumn: 9 } } }],
      },
    ]);
  });
  test("a folder is searched, and fragments are judged where they are included", async () => {
    write("a/nginx.conf", good.replace("server {", "include conf.d/*.conf;\n    server {"));
    write("a/conf.d/site.conf", "server { listen 81; root /a; }\n");
    write("b/nginx.conf", good);
    write("node_modules/x/nginx.conf", bad);
    expect(await run("check", root)).toBe(0);
    write("a/conf.d/wrong.conf", "listen 82;\n");
    expect(await run("check", root, "--format", "json")).toBe(1);
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject([{ file: "a/conf.d/wrong.conf", code: "nginx-wrong-context" }]);
  });
  test("an include that is not there, and one that loops", async () => {
    write("nginx.conf", "events {}\ninclude none.conf;\ninclude a.conf;\n");
    write("a.conf", "include a.conf;\n");
    expect(await run("check", join(root, "nginx.conf"), "--format", "json")).toBe(1);
    expect(JSON.parse(out.join(""))).toMatchObject([
      { file: join(root, "nginx.conf"), line: 2, code: "nginx-include-missing" },
      { file: join(root, "a.conf"), line: 1, code: "nginx-include-loop" },
    ]);
  });
  test("an absolute include into the same folder is followed", async () => {
    write("parts/a.conf", "lisen 80;\n");
    const path = write("nginx.conf", `events {}\nhttp { server { include ${join(root, "parts")}/*.conf; } }\n`);
    expect(await run("check", path, "--format", "json")).toBe(1);
    expect(JSON.parse(out.join(""))).toMatchObject([
      { file: join(root, "parts/a.conf"), code: "nginx-unknown-directive" },
    ]);
    const missing = write("other.conf", `events {}\ninclude ${join(root, "none.conf")};\n`);
    expect(await run("check", missing)).toBe(1);
  });
  test("what the release of the stack does not have, and hosts that it has not", async () => {
    write("compose.yaml", "services:\n  nginx: {image: 'nginx:1.24'}\n  web: {build: .}\n");
    const path = write(
      "nginx/nginx.conf",
      good.replace("listen 80;", "http2 on; location /a { proxy_pass http://wbe; }"),
    );
    expect(await run("check", path, "--format", "json")).toBe(1);
    const expected = [
      { code: "nginx-not-in-version", severity: "error" },
      { code: "nginx-undefined-upstream", severity: "warning" },
    ];
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject(expected);
    expect(await run("check", root, "--format", "json")).toBe(1);
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject(expected);
    expect(await run("check", path, "--nginx-version", "1.26", "--format", "json")).toBe(0);
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject(expected.slice(1));
  });
  test("what a release does not have", async () => {
    const path = write("nginx.conf", good.replace("listen 80;", "http2 on;"));
    expect(await run("check", path, "--nginx-version", "1.24.0")).toBe(1);
    expect(await run("check", path, "--nginx-version", "1.26.0")).toBe(0);
    expect(await run("check", path, "--nginx-version", "abc")).toBe(2);
    expect(err.at(-1)).toContain("1.26.3, not 'abc'");
  });
  describe("takes the settings of the editor", () => {
    const ours = good.replace("listen 80;", "listen 80; our_directive on; http2 on;");
    const found = async (operand: string, ...more: string[]): Promise<unknown> => {
      await run("check", operand, "--format", "json", ...more);
      return JSON.parse(out.at(-1) ?? "").map(({ code, severity }: Record<string, string>) => `${severity} ${code}`);
    };
    const said = ["error nginx-unknown-directive"];
    test.each<[what: string, settings: string, expected: string[]]>([
      ["none of ours", '{ "files.eol": "\\n", "flaskStack": 1 }', said],
      ["directives", '{ "flaskStack.nginx.directives": ["our_directive"] }', []],
      [
        "comments, and a comma at the end",
        '// ours\n{ "flaskStack.nginx.directives": [/* a module */ "our_directive",], }\n',
        [],
      ],
      [
        "a severity",
        '{ "flaskStack.nginx.severities": { "nginx-unknown-directive": "hint" } }',
        ["hint nginx-unknown-directive"],
      ],
      ["a diagnostic that is off", '{ "flaskStack.nginx.severities": { "nginx-unknown-directive": "off" } }', []],
      ["a release", '{ "flaskStack.nginx.version": "1.24" }', [...said, "error nginx-not-in-version"]],
      ["values of other types", '{ "flaskStack.nginx.directives": 3, "flaskStack.nginx.severities": [] }', said],
      ["what can be read of a broken file", '{ "flaskStack.nginx.directives": ["our_directive"], "a": ', []],
      ["nothing", "", said],
    ])("%s", async (_, settings, expected) => {
      write(".vscode/settings.json", settings);
      const path = write("nginx/nginx.conf", ours);
      expect(await found(root)).toEqual(expected);
      expect(await found(path)).toEqual(expected);
    });
    test("the option says another release", async () => {
      write(".vscode/settings.json", '{ "flaskStack.nginx.version": "1.24" }');
      expect(await found(write("nginx.conf", ours), "--nginx-version", "1.26")).toEqual(said);
    });
    test("not those of a folder beyond the repository", async () => {
      write(".vscode/settings.json", '{ "flaskStack.nginx.directives": ["our_directive"] }');
      write("project/.git/HEAD", "");
      const path = write("project/nginx.conf", ours);
      expect(await found(path)).toEqual(said);
    });
  });
  test.each(["latin1", "utf8"] as const)(
    "the bytes of a comment are counted as they are on the disk: %s",
    async (encoding) => {
      const path = join(root, "nginx.conf");
      writeFileSync(path, `events {}\n# ${"\xe9".repeat(3000)}\n`, encoding);
      // 3,000 letters are 6,000 bytes of UTF-8; nginx reads no more than 4,096 at once.
      expect(await run("check", path)).toBe(encoding === "utf8" ? 1 : 0);
    },
  );
  test("a path that is not there is exit 2 and one sentence", async () => {
    expect(await run("check", join(root, "none"))).toBe(2);
    expect(err).toHaveLength(1);
  });
});

describe("format", () => {
  test("lays a file out in place", async () => {
    const path = write("nginx.conf", "events{}\nhttp{server{listen 80;\nroot /a;}}\n");
    expect(await run("format", path)).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(
      "events {}\nhttp {\n    server {\n        listen 80;\n        root /a;\n    }\n}\n",
    );
    expect(await run("format", "--check", path)).toBe(0);
  });
  test("takes the settings of the editor", async () => {
    const text = "map $a $b {\n    default 1;\n    ~^/x 2;\n}\n\n\nserver {}\n";
    const path = write("nginx/site.conf", text);
    write(".vscode/settings.json", '{ "flaskStack.nginx.maxBlankLines": 2, "flaskStack.nginx.alignValues": true }');
    expect(await run("format", path)).toBe(0);
    const laidOut = text.replace("~^/x 2", "~^/x    2");
    expect(readFileSync(path, "utf8")).toBe(laidOut);
    expect(await run("format", "--check", root)).toBe(0);
    write(".vscode/settings.json", "{}");
    expect(await run("format", "--align-values", root)).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(laidOut.replace("\n\n\n", "\n\n"));
  });
  test("--check writes nothing and is exit 1", async () => {
    const path = write("nginx.conf", "events   {}\n");
    expect(await run("format", "--check", path)).toBe(1);
    expect(readFileSync(path, "utf8")).toBe("events   {}\n");
  });
  test("a broken file is left as it is, and said", async () => {
    const path = write("nginx.conf", "events   {\n");
    expect(await run("format", path)).toBe(1);
    expect(readFileSync(path, "utf8")).toBe("events   {\n");
    expect(err.join()).toContain("syntax error");
  });
  test("a file in another encoding is laid out byte by byte", async () => {
    const path = join(root, "nginx.conf");
    writeFileSync(path, Buffer.from("# caf\xe9 \x80\nevents   {}\n", "latin1"));
    expect(await run("format", path)).toBe(0);
    expect(readFileSync(path, "latin1")).toBe("# caf\xe9 \x80\nevents {}\n");
  });
  test("UTF-16 is left as it is, and said to be it", async () => {
    const path = join(root, "nginx.conf");
    const content = Buffer.from("\ufeffevents   {}\n", "utf16le");
    writeFileSync(path, content);
    expect(await run("format", path)).toBe(1);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(err.join()).toContain("UTF-16");
  });
});
