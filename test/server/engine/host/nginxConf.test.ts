import { describe, expect, test } from "vitest";
import { type HostPlace, renderForHost } from "../../../../server/src/engine/host/nginxConf";

const place: HostPlace = {
  containerPort: 8080,
  publishedPort: 9000,
  privatePort: (port) => 40000 + (port % 100),
  gunicornHosts: new Set(["web"]),
  gunicorn: "127.0.0.1:5000",
  staticFolder: (location) => (location === "/static/" ? "/cache/static-0" : undefined),
  included: (path) => `/conf/${path.replace("/etc/nginx/", "")}`,
  stateFolder: "/cache",
  log: "/cache/nginx.log",
  user: undefined,
  tempPaths: ["proxy_temp_path"],
  ipv6: true,
};

/** The config without what is put before it. */
const rendered = (text: string, changes: Partial<HostPlace> = {}) =>
  renderForHost(text, { ...place, ...changes }).split("daemon off;\n")[1];

describe("what this machine decides is changed where it stands", () => {
  test.each([
    ["the published port", "server { listen 8080; }", "server { listen 9000; }"],
    ["with its options", "server { listen 8080 default_server; }", "server { listen 9000 default_server; }"],
    ["with its address", "server { listen 0.0.0.0:8080; }", "server { listen 0.0.0.0:9000; }"],
    ["for IPv6 too", "server { listen [::]:8080; }", "server { listen [::]:9000; }"],
    [
      "a port for this machine alone",
      "server { listen 8080; listen 8081; }",
      "server { listen 9000; listen 127.0.0.1:40081; }",
    ],
    ["a port that the user chose", "server { listen 80; }", "server { listen 9000; }"],
    ["Gunicorn's address", "upstream a { server web:8000; }", "upstream a { server 127.0.0.1:5000; }"],
    [
      "Gunicorn's address, with its options",
      "upstream a { server web:8000 max_fails=0; }",
      "upstream a { server 127.0.0.1:5000 max_fails=0; }",
    ],
    [
      "Gunicorn's address without an upstream",
      "location / { proxy_pass http://web:8000/x; }",
      "location / { proxy_pass http://127.0.0.1:5000/x; }",
    ],
    [
      "the folder of static files",
      "location /static/ { alias /srv/static/; }",
      "location /static/ { alias /cache/static-0/; }",
    ],
    ["files that are included", "include /etc/nginx/mime.types;", "include /conf/mime.types;"],
    ["the logs", "access_log /dev/stdout json;", "access_log /cache/nginx.log json;"],
    ["Docker's name server", "resolver 127.0.0.11 valid=10s;", ""],
    ["the pid", "pid /tmp/nginx.pid;", ""],
    ["the user", "user nginx;", ""],
  ])("%s", (_, text, expected) => expect(rendered(text)).toBe(expected));

  test("temporary files", () =>
    expect(rendered("http { proxy_temp_path /tmp/proxy; }")).toBe(
      "http {\n    proxy_temp_path /cache/proxy_temp_path;  }",
    ));

  test("IPv6 where there is none", () =>
    expect(rendered("server { listen 8080; listen [::]:8080; }", { ipv6: false })).toBe("server { listen 9000;  }"));
});

describe("everything else stays", () => {
  test.each([
    "location /other/ { alias /srv/other/; }",
    "access_log off;",
    "upstream a { server 10.0.0.1:80; }",
    "location / { proxy_pass http://web; }",
    "location / { return 200 'listen 8080; server web:8000;'; }",
    "# listen 8080;",
    "server { listen unix:/run/a.sock; }",
    "resolver 1.1.1.1;",
    'log_format json escape=json \'{"pid":"$pid"}\';',
  ])("%s", (text) => expect(rendered(text)).toBe(text));
});

test("a root Nginx is told whom to run as, another is not", () => {
  expect(renderForHost("", { ...place, user: "root wheel" })).toContain("user root wheel;");
  expect(renderForHost("", place)).not.toContain("user");
});

test("an error log that the config has keeps its level", () => {
  expect(renderForHost("error_log stderr debug;", place).match(/error_log.*/g)).toEqual([
    "error_log /cache/nginx.log debug;",
  ]);
  expect(renderForHost("", place).match(/error_log.*/g)).toEqual(["error_log /cache/nginx.log warn;"]);
});
