import { join } from "node:path";
import { expect, test } from "vitest";
import { useTerminal } from "./terminal";

const { out, err, root, run, write: writeTo, writeAll } = useTerminal();

const write = (): void =>
  writeAll({
    "nginx.conf": `events {}
http {
  include conf.d/*.conf;
}
`,
    "conf.d/app.conf": `server {
  listen 80;
  root /srv;
  location / { try_files $uri @app; }
  location @app { proxy_pass http://app:8000; }
  location /admin { limit_except GET { deny all; } return 200; }
}
`,
  });

const writeOne = (server: string): string => writeTo("nginx.conf", `events {}\nhttp { server { ${server} } }\n`);

test("text: what answers, how nginx comes to it, and what is not so", async () => {
  write();
  expect(await run("location", "/x", root)).toBe(0);
  expect(out.join("\n").split("\n")).toEqual([
    "GET localhost:80/x (nginx.conf)",
    "  If /srv/x is a file: nginx sends the file /srv/x (200).  conf.d/app.conf:4  location /",
    "  Otherwise: http://app:8000 answers.                      conf.d/app.conf:5  location @app",
    "",
    "How nginx comes to it",
    "  conf.d/app.conf:1  server                      It is the only server on this port.",
    "  conf.d/app.conf:4  location /                  It is the longest prefix of the path, and no regular expression fits.",
    "  conf.d/app.conf:4  try_files $uri @app         Where there is no file /x, nginx goes on.",
    "  conf.d/app.conf:4  try_files $uri @app         nginx goes on with @app, without telling the client.",
    "  conf.d/app.conf:5  location @app               nginx was sent here by its name.",
    "  conf.d/app.conf:5  proxy_pass http://app:8000  It hands the request on.",
    "",
    "What is not so",
    "  conf.d/app.conf:6  location /admin  It does not fit the path.",
  ]);
});

test("what nginx comes to after all is not among what is not so", async () => {
  const path = writeOne("location /a { rewrite ^/a(.*) /b$1 last; } location /b { return 204; } location /c { }");
  expect(await run("location", "/a/x", path)).toBe(0);
  const [, passed = ""] = out.join("\n").split("What is not so");
  expect(passed).toContain("location /c");
  expect(passed).not.toContain("location /b");
});

test("--format json, for a file and a method", async () => {
  write();
  const file = join(root, "conf.d/app.conf");
  expect(await run("location", "/admin", file, "--method", "post", "--format", "json")).toBe(0);
  expect(JSON.parse(out.join("\n"))).toMatchObject([
    {
      request: "POST localhost:80/admin",
      outcomes: [{ text: "nginx answers 403.", file, line: 6, location: "location /admin" }],
    },
  ]);
});

test.each([
  [["location"], "Write a URL without blanks"],
  [["location", "/a b"], "Write a URL without blanks"],
  [["location", "/", "--method", "1"], "--method takes a method such as POST, not '1'."],
  [["location", "/", join(root, "none")], "There is no "],
  [["location", "/", root], "There is no Nginx configuration in "],
])("what is wrong is said: %j", async (argv, expected) => {
  writeAll({ "app.py": "" });
  expect(await run(...argv)).toBe(2);
  expect(err.join("\n")).toContain(expected);
});

test("thousands of locations are told in no time", async () => {
  const locations = Array.from({ length: 25_000 }, (_, at) => `location /y${at} { return 200; }`);
  writeOne(`listen 80;\n${locations.join("\n")}\nlocation / { return 204; }`);
  const began = process.cpuUsage();
  expect(await run("location", "/x", root)).toBe(0);
  expect(out.join("\n")).toContain("nginx.conf:25002  location /y24999");
  // Counting the lines of the file for each of them takes half a minute.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(6000);
});
