import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useTerminal } from "./terminal";

const { err, out, root, run, said, write, writeAll } = useTerminal();

const http = (body: string): string => `events {}\nhttp { ${body} }\n`;

describe("a link that an include leads to", () => {
  const site = "server { listen 80; location / { include snippets/p.conf; return 200; } }\n";
  const debian = (text = site): void => {
    writeAll({
      "nginx.conf": http("include sites-enabled/*;"),
      "sites-available/a": text,
      "sites-enabled/.keep": "",
      "snippets/p.conf": "proxy_set_header Host $host;\n",
    });
    symlinkSync("../sites-available/a", join(root, "sites-enabled/a"));
  };
  test.each(["", "nginx.conf", "sites-available/a", "sites-enabled/a"])(
    "is judged in its context: %s",
    async (path) => {
      debian();
      expect(await said(path)).toEqual([]);
    },
  );
  test("is told of once, by the name of the file", async () => {
    debian(site.replace("snippets/p.conf", "snippets/none.conf"));
    expect(await said("")).toEqual(["sites-available/a nginx-include-missing"]);
  });
  test.each([
    ["../sites-available/gone", ["nginx.conf nginx-include-missing"]],
    ["../no/such/folder", ["nginx.conf nginx-include-missing"]],
    ["/nowhere/at/all", []],
    ["../../elsewhere/gone", []],
    ["../sites-available/a", []],
  ])("is told of where it leads to nothing in the folder: %s", async (target, found) => {
    debian();
    symlinkSync(target, join(root, "sites-enabled/b"));
    expect(await said("")).toEqual(found);
    expect(await said("nginx.conf")).toEqual(found);
  });
  test("is named with what it leads to", async () => {
    debian();
    symlinkSync("../sites-available/gone", join(root, "sites-enabled/b"));
    await run("check", root);
    expect(out.join("\n")).toContain("the link sites-enabled/b, which leads to sites-available/gone,");
  });
  test("is laid out once", async () => {
    debian("server   { listen 80; }\n");
    expect(await run("format", "--check", root)).toBe(1);
    expect(out.filter((line) => line.includes("sites-"))).toEqual(["sites-available/a is not formatted."]);
    expect(await run("format", root)).toBe(0);
    expect(readFileSync(join(root, "sites-available/a"), "utf8")).toBe("server { listen 80; }\n");
  });
});

test.each([
  ["nginx/sites-enabled", "a", ["a nginx-unknown-directive"]],
  ["nginx/conf.d", "a.conf", ["a.conf nginx-unknown-directive"]],
  ["snippets", "a.conf", ["a.conf nginx-unknown-directive"]],
  ["apache2/sites-enabled", "a", []],
  ["sites", "a", []],
])("the files of a folder that is called as nginx's are, when it alone is named: %s", async (folder, name, found) => {
  write(`${folder}/${name}`, "server_tokens off;\nlisen 80;\n");
  expect(await said(folder)).toEqual(found);
});

test("a byte-order mark on the disk is told of, and left to the user", async () => {
  const marked = "\ufeffevents   {}\n";
  write("nginx.conf", marked);
  expect(await said("")).toEqual(["nginx.conf nginx-byte-order-mark"]);
  expect(await said("nginx.conf")).toEqual(["nginx.conf nginx-byte-order-mark"]);
  expect(await run("format", root)).toBe(1);
  expect(readFileSync(join(root, "nginx.conf"), "utf8")).toBe(marked);
  writeFileSync(join(root, "nginx.conf"), Buffer.from(marked, "utf16le"));
  expect(await said("")).toEqual(["nginx.conf nginx-byte-order-mark"]);
});

describe("what an include names is read, whatever it is called", () => {
  const foo = "map $uri $foo { default 1; }\n";
  test.each<[pattern: string, path: string, text: string, found: string[]]>([
    ["maps/*.conf", "maps/a.conf", foo, []],
    ["http.d/*.conf", "http.d/a.conf", foo, []],
    ["maps/*.map", "maps/a.map", foo, []],
    ["*.d/*/*.map", "my.d/b/a.map", foo, []],
    ["maps/*.conf", "other/a.conf", foo, ["nginx.conf nginx-unknown-variable"]],
    ["maps/*.conf", "maps/.a.conf", foo, ["nginx.conf nginx-unknown-variable"]],
    ["vhosts/*", "vhosts/site", `${foo}server { listen 81\n root /a; }\n`, ["vhosts/site nginx-missing-semicolon"]],
    ["vars", "vars", `${foo}servr { }\n`, ["vars nginx-unknown-directive"]],
    ["../shared/*.inc", "a.conf", "", []],
    ["../shared/a.inc", "a.conf", "", []],
  ])("include %s with %s", async (pattern, path, text, found) => {
    writeAll({ "nginx.conf": http(`include ${pattern}; server { listen 80; return 200 $foo; }`), [path]: text });
    expect(await said("")).toEqual(found);
    expect(await said("nginx.conf")).toEqual(found);
  });
});

describe("one part of a configuration", () => {
  const tree = {
    "nginx/nginx.conf": http(
      "map $uri $foo { default 1; } limit_req_zone $uri zone=z:1m rate=1r/s; include conf.d/*.conf;",
    ),
    "nginx/conf.d/app.conf":
      "server { listen 80; limit_req zone=z; include snippets/p.conf; location / { return 200 $foo; } }\n",
    "nginx/snippets/p.conf": "add_header X $foo;\n",
  };
  test("is judged within the whole", async () => {
    writeAll(tree);
    expect(await said("nginx/conf.d/app.conf")).toEqual([]);
    expect(await said("nginx/nginx.conf", "nginx/conf.d/app.conf")).toEqual([]);
    write("nginx/conf.d/app.conf", tree["nginx/conf.d/app.conf"].replace("$foo", "$fo"));
    expect(await said("nginx/conf.d/app.conf")).toEqual(["nginx/conf.d/app.conf nginx-unknown-variable"]);
    expect(await said("nginx/nginx.conf", "nginx/conf.d/app.conf")).toHaveLength(1);
    expect(await said("nginx/snippets/p.conf")).toEqual([]);
  });
  test("whose whole is not here is asked for nothing that the whole would have", async () => {
    writeAll({ "conf.d/app.conf": tree["nginx/conf.d/app.conf"] });
    expect(await said("conf.d/app.conf")).toEqual([]);
    expect(await said("")).toEqual([]);
  });
  test("in a folder of its own is where a part includes it, else what it contains", async () => {
    writeAll({
      "nginx/nginx.conf": http("include conf.d/*.conf;"),
      "nginx/conf.d/app.conf": "server { listen 80; include conf.d/app/paths/*.conf; set $foo 1; }\n",
      "nginx/conf.d/app/paths/a.conf": "location / { return 200 $foo; }\nproxy_read_timeout 5s;\n",
      "other/conf.d/app/b.conf": "location / { return 200; }\nproxy_pas http://a;\n",
    });
    expect(await said("nginx/conf.d/app/paths/a.conf")).toEqual([]);
    expect(await said("")).toEqual(["other/conf.d/app/b.conf nginx-unknown-directive"]);
    write("nginx/conf.d/app/paths/a.conf", "location / { return 200 $fo; }\n");
    expect(await said("nginx/conf.d/app/paths/a.conf")).toEqual([
      "nginx/conf.d/app/paths/a.conf nginx-unknown-variable",
    ]);
  });
  test("is none of a whole that does not include it", async () => {
    writeAll({ ...tree, "nginx/other/b.conf": "server { listen 80\nroot /a; include none.conf; }\n" });
    expect(await said("nginx/other/b.conf")).toEqual(["nginx/other/b.conf nginx-missing-semicolon"]);
  });
});

describe("a file is nginx's by what it says", () => {
  const broken = ["a.conf nginx-missing-semicolon"];
  test.each<[text: string, found: string[]]>([
    ["server {\n listen 80\n server_name x;\n}\n", broken],
    ["upstream a { server b:1; }\nserver {\n server_name x;\n root /a\n location / { return 200; }\n}\n", broken],
    ["events {}\nhttp {\n server {\n listen 80\n root /a;\n }\n}\n", broken],
    ["events {}\nhttp {\n sendfile on\n gzip on;\n}\n", broken],
    ["http {\n sendfile on\n}\n", []],
    ["server {\n listen = 80\n root = /a\n}\n", []],
    ["server {\n listen: 80\n}\n", []],
    ["server {\n  host localhost\n  port 80\n}\n", []],
    ["server default {\n listen {\n type = auth\n }\n}\n", []],
    ["akka { server { listen 80\n root x } }\n", []],
    ["listen 80\n", []],
    ["[server]\nlisten = 80\n", []],
  ])("%j", async (text, found) => {
    write("a.conf", text);
    expect(await said("")).toEqual(found);
  });
});

test("a file of sections is none of nginx's, whatever it is called", async () => {
  write("deploy/nginx-exporter.conf", "# for systemd\n\n[Service]\nExecStart=/bin/a\n");
  write("nginx/conf.d/a.conf", "# [a]\ngzip onn;\n");
  expect(await said("")).toEqual(["nginx/conf.d/a.conf nginx-invalid-value"]);
});

describe("a file that a stack gives to its nginx is nginx's", () => {
  const mount = (...volumes: string[]) =>
    `services: {proxy: {image: "nginx:1.30", volumes: [${volumes.map((volume) => `"${volume}"`).join(", ")}]}}\n`;
  const built = (dockerfile: string, build = "{context: ., dockerfile: d/Dockerfile}") => ({
    "compose.yaml": `services: {proxy: {build: ${build}}}\n`,
    "d/Dockerfile": `FROM nginx:1.30\n${dockerfile}\n`,
  });
  const gzip = "gzip onn;\n";
  const main = http("limit_req_zone $uri zone=z:1m rate=1r/s; include conf.d/*.conf;");
  const site = "server { listen 80; limit_req zone=z; location / { return 200; } }\n";
  test.each<[name: string, files: Record<string, string>, found: string[]]>([
    ["no stack", { "d/a.conf": gzip }, []],
    [
      "mounted",
      { "compose.yaml": mount("./d/a.conf:/etc/nginx/conf.d/default.conf:ro"), "d/a.conf": gzip },
      ["d/a.conf nginx-invalid-value"],
    ],
    [
      "a mounted folder",
      { "compose.yaml": mount("./d:/etc/nginx/conf.d"), "d/a.conf": gzip, "d/a.txt": gzip },
      ["d/a.conf nginx-invalid-value"],
    ],
    ["mounted where another program reads", { "compose.yaml": mount("./d:/etc/app/conf.d"), "d/a.conf": gzip }, []],
    ["rules of ModSecurity", { "compose.yaml": mount("./d:/etc/nginx/modsec"), "d/a.conf": "SecRuleEngine On\n" }, []],
    ["outside of the project", { "compose.yaml": mount("../d:/etc/nginx/conf.d"), "d/a.conf": gzip }, []],
    ["copied", { ...built("COPY d/a.conf /etc/nginx/conf.d/"), "d/a.conf": gzip }, ["d/a.conf nginx-invalid-value"]],
    [
      "copied with a pattern",
      { ...built("COPY *.conf /etc/nginx/conf.d", "d"), "d/a.conf": gzip },
      ["d/a.conf nginx-invalid-value"],
    ],
    ["copied from another stage", { ...built("COPY --from=x d/a.conf /etc/nginx/conf.d/"), "d/a.conf": gzip }, []],
    [
      "copied without a compose file",
      { "d/Dockerfile": "FROM nginx\nCOPY a.conf /etc/nginx/nginx.conf\n", "d/a.conf": gzip },
      ["d/a.conf nginx-wrong-context"],
    ],
    [
      "a server where the whole is read",
      { "compose.yaml": mount("./d/a.conf:/etc/nginx/nginx.conf"), "d/a.conf": site },
      ["d/a.conf nginx-wrong-context"],
    ],
    [
      "a whole where a part is read",
      { "compose.yaml": mount("./d/a.conf:/etc/nginx/conf.d/a.conf"), "d/a.conf": http("") },
      ["d/a.conf nginx-wrong-context", "d/a.conf nginx-wrong-context"],
    ],
    [
      "a part that the whole includes",
      {
        "compose.yaml": mount("./d/n.conf:/etc/nginx/nginx.conf", "./s/a.conf:/etc/nginx/conf.d/a.conf"),
        "d/n.conf": main,
        "s/a.conf": site.replace("zone=z", "zone=y"),
      },
      ["s/a.conf nginx-undefined-zone"],
    ],
    [
      "a part that the whole includes, right",
      {
        "compose.yaml": mount("./d/n.conf:/etc/nginx/nginx.conf", "./s:/etc/nginx/conf.d"),
        "d/n.conf": main,
        "s/a.conf": site,
      },
      [],
    ],
  ])("%s", async (_name, files, found) => {
    writeAll(files);
    expect(await said("")).toEqual(found);
    for (const path of new Set(found.map((line) => line.split(" ")[0] ?? ""))) {
      expect(await said(path)).toEqual(found);
    }
  });
});

test("what a directive repeats is shown in the file that it stands in", async () => {
  const text = "gzip on; location /a { root /b; } types { a/b c; }";
  writeAll({
    "nginx.conf": http(
      `include mime.types; types { text/html html; } geo $g { include geo/*; } server { include a.inc; include b.inc; }`,
    ),
    "a.inc": text,
    "b.inc": "gzip on; location /a { }",
    "geo/a": "10.0.0.0/8 a;",
    "geo/b": "10.0.0.0/8 b;",
  });
  await run("check", root, "--format", "json");
  const found: { file: string; code: string; related: { file: string }[] }[] = JSON.parse(out.at(-1) ?? "");
  expect(
    found.map(({ file, code, related }) => `${file} ${code} ${related.map((other) => other.file).join()}`),
  ).toEqual([
    "nginx.conf nginx-duplicate-value ",
    "geo/b nginx-duplicate-value geo/a",
    "b.inc nginx-duplicate-directive a.inc",
    "b.inc nginx-duplicate-definition a.inc",
  ]);
});

describe("how many files were read is said", () => {
  const site = "server { listen 80; location / { return 200; } }\n";
  test.each<[files: Record<string, string>, said: string]>([
    [{}, "No file of Nginx or Gunicorn was found here, so nothing was checked: name one."],
    [
      { "readme.md": "a", Makefile: "all:\n" },
      "No file of Nginx or Gunicorn was found here, so nothing was checked: name one.",
    ],
    [{ "nginx.conf": http("") }, "Nothing to complain about in 1 file."],
    [{ "nginx.conf": http("include vhosts/*;"), "vhosts/a": site }, "Nothing to complain about in 2 files."],
    [{ "nginx.conf": "evens {}\nhttp { }\n" }, "2 errors, 0 others."],
    [{ "conf.d/a.conf": `${site}servr { }\n` }, "1 error, 0 others."],
  ])("%j: %s", async (files, summary) => {
    writeAll(files);
    await run("check", root);
    expect(out.at(-1)?.split("\n").at(-1)).toBe(summary);
  });
  test("in the language that is asked for before the command", async () => {
    write("nginx.conf", http(""));
    expect(await run("--lang", "en", "check", root)).toBe(0);
    expect(await run("--lang=en", "check", root)).toBe(0);
    expect(await run("--lang", "en")).toBe(2);
  });
});

test("links that lead round in a circle are one sentence", async () => {
  writeAll({ "conf.d/a.conf": "server { listen 80; }\n" });
  symlinkSync("loop", join(root, "loop"));
  symlinkSync("../loop", join(root, "conf.d/b.conf"));
  for (const command of [["check"], ["format"], ["format", "--check"]]) {
    err.length = 0;
    expect(await run(...command, join(root, "loop"))).toBe(2);
    expect(err).toEqual([
      `${join(root, "loop")} cannot be read: its links lead round in a circle, so correct where they point.`,
    ]);
  }
  // One among others is no more than a link to nowhere, which is often where nginx will run.
  expect(await said("")).toEqual([]);
});

test("a suppression without a code is asked for one, where it stands among the findings", async () => {
  const path = write("conf.d/a.conf", "# flask-stack: ignore\nserver { listen 80; gzip onn; }\n");
  expect(await run("check", path)).toBe(1);
  expect(out.join("\n")).toMatch(/:1:1: hint: Say after "ignore" the code.*:2:26: error: /s);
});
