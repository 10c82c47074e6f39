import { describe, expect, test } from "vitest";
import { inspect } from "../../../../server/src/project/inspect";
import type { PictureResult } from "../../../../server/src/protocol";
import { plan } from "../../../../server/src/scaffold/containerize";
import { pictureOf } from "../../../../server/src/stack/picture/picture";
import { filesOf } from "../../project/support";

/** `kind name (service): fact = value @ file:line`, for each stage. */
const told = ({ stages }: PictureResult): string[] =>
  stages.map(({ kind, name, service, facts }) =>
    [
      `${kind} ${name} (${service ?? ""})`,
      ...facts.map(
        (fact) =>
          `${fact.name} = ${fact.value}${fact.place ? ` @ ${fact.place.path}:${fact.place.start.line + 1}` : ""}`,
      ),
    ].join("\n  "),
  );

const app = { "shop.py": "from flask import Flask\n\napp = Flask(__name__)\n", "requirements.txt": "flask\n" };
const compose = `services:
  nginx:
    image: nginx:1.30
    ports: ["8080:80"]
  web:
    build: .
    command: gunicorn -c g.py shop:app
    cpus: 2
  db:
    image: postgres:17
    volumes: ["data:/var/lib/postgresql/data"]
`;
const nginx = `events {}
http {
  client_max_body_size 5m;
  upstream app {
    server web:8000;
    keepalive 16;
  }
  server {
    listen 80;
    server_name shop.example;
    location /static/ { alias /srv/static/; }
    location / {
      limit_req zone=one;
      proxy_pass http://app;
      proxy_read_timeout 9s;
    }
  }
  server {
    listen 127.0.0.1:8081;
    location = /status { stub_status; }
  }
}
`;
const whole = {
  ...app,
  "compose.yaml": compose,
  "nginx/nginx.conf": nginx,
  "g.py": "bind = '0.0.0.0:8000'\nthreads = 4\n",
};

describe("the way of a request", () => {
  test("from the published port to the app, each part with the line that decides it", () => {
    expect(told(pictureOf(filesOf(whole)))).toEqual([
      "port  (nginx)\n  ports = 8080 → 80 @ compose.yaml:4",
      [
        "nginx nginx (nginx)",
        "listen = 80 @ nginx/nginx.conf:9",
        "server_name = shop.example @ nginx/nginx.conf:10",
        "location /static/ = alias /srv/static/ @ nginx/nginx.conf:11",
        "location / = proxy_pass http://app @ nginx/nginx.conf:12",
        "client_max_body_size = 5m @ nginx/nginx.conf:3",
        "proxy_read_timeout = 9s @ nginx/nginx.conf:15",
        "limit_req = zone=one @ nginx/nginx.conf:13",
      ].join("\n  "),
      "upstream app ()\n  server = web:8000 @ nginx/nginx.conf:5\n  keepalive = 16 @ nginx/nginx.conf:6",
      [
        "gunicorn Gunicorn (web)",
        "bind = 0.0.0.0:8000 @ g.py:1",
        "worker_class = gthread (default)",
        "workers = 1 (default)",
        "threads = 4 @ g.py:2",
        "timeout = 30 (default)",
        "keepalive = 2 (default)",
        "cpus = 2 @ compose.yaml:8",
      ].join("\n  "),
      "app shop:app (web)\n  target = shop:app @ compose.yaml:7\n  app = shop.py:3 @ shop.py:3",
      "service db (db)\n  image = postgres:17 @ compose.yaml:10\n  volumes = data → /var/lib/postgresql/data @ compose.yaml:11",
    ]);
    expect(pictureOf(filesOf(whole)).statusUrl).toBe("http://127.0.0.1:8081/status");
  });

  test("of what Containerize writes, every stage is there", () => {
    const files = filesOf(app);
    const made = plan(files, inspect(files), {});
    if (!made.ok) throw new Error(made.problem.message);
    const written = Object.fromEntries(made.value.files.map(({ path, content }) => [path, content]));
    const picture = pictureOf(filesOf({ ...app, ...written }));
    expect(picture.stages.map(({ kind }) => kind)).toEqual(["port", "nginx", "upstream", "gunicorn", "app"]);
    expect(picture.statusUrl).toBe("http://127.0.0.1:8081/stub_status");
    expect(told(picture).join("\n")).toContain("target = shop:app @ Dockerfile:");
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["nothing", {}, []],
    ["an app alone", app, []],
    ["Gunicorn without anything before it", { ...app, Procfile: "web: gunicorn shop:app\n" }, ["gunicorn", "app"]],
    [
      "a Gunicorn that is published itself",
      {
        ...app,
        "compose.yaml": "services:\n  web:\n    build: .\n    ports: ['80:8000']\n    command: gunicorn shop:app\n",
      },
      ["port", "gunicorn", "app"],
    ],
    [
      "an nginx that is not finished",
      { ...whole, "nginx/nginx.conf": "http { server {" },
      ["port", "nginx", "gunicorn", "app", "service"],
    ],
  ])("with %s", (_, texts, kinds) => {
    const picture = pictureOf(filesOf(texts));
    expect(picture.stages.map(({ kind }) => kind)).toEqual(kinds);
    expect(picture.statusUrl).toBeUndefined();
  });

  test.each([
    ["one line", {}, "MAX_CONTENT_LENGTH = 1048576 @ shop.py:5"],
    ["two files", { "config.py": "MAX_CONTENT_LENGTH = 5\n" }, "MAX_CONTENT_LENGTH = 1048576"],
  ])("the app's own limit has its line where %s may decide it", (_, more, expected) => {
    const limited = `${app["shop.py"]}# MAX_CONTENT_LENGTH is 1 MiB\napp.config["MAX_CONTENT_LENGTH"] = 1024 * 1024\n`;
    const texts = { ...app, "shop.py": limited, Procfile: "web: gunicorn shop:app\n", ...more };
    expect(
      told(pictureOf(filesOf(texts)))
        .at(-1)
        ?.split("\n  ")
        .at(-1),
    ).toBe(expected);
  });

  test.each([
    ["listen 8081;", "location /s", "http://127.0.0.1:8081/s"],
    ["listen [::]:8081;", "location = /s", "http://[::1]:8081/s"],
    ["listen *:8081;", "location = /s", "http://127.0.0.1:8081/s"],
    ["", "location = /s", "http://127.0.0.1:80/s"],
    ["listen unix:/run/s.sock;", "location = /s", undefined],
    ["listen 8081;", "location ~ /s", undefined],
  ])("stub_status at %s %s is %s", (listen, location, url) => {
    const text = nginx.replace("listen 127.0.0.1:8081;", listen).replace("location = /status", location);
    expect(pictureOf(filesOf({ ...whole, "nginx/nginx.conf": text })).statusUrl).toBe(url);
  });
});
