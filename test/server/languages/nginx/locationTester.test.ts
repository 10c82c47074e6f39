import { describe, expect, test } from "vitest";
import { configurations } from "../../../../server/src/languages/nginx/configurations";
import { nginxFiles } from "../../../../server/src/languages/nginx/files";
import { testLocation } from "../../../../server/src/languages/nginx/locationTester/locationTester";
import { readRequest } from "../../../../server/src/languages/nginx/locationTester/request";

/** `server's name > location` that answers. */
function answers(http: string, url: string): string {
  const files = nginxFiles(["nginx.conf"], (path) =>
    path === "nginx.conf" ? `events {}\nhttp { ${http} }\n` : undefined,
  );
  const [configuration] = configurations(files);
  if (!configuration) return "";
  const { server, location } = testLocation(configuration, files, readRequest(url));
  const name = server?.directive.block?.items
    .flatMap((item) => (item.kind === "directive" && item.name.value === "server_name" ? [item.args[0]?.value] : []))
    .at(0);
  return `${name} > ${location?.directive.args.map(({ value }) => value).join(" ")}`;
}

const one = (locations: string): string => `server { listen 80; server_name a; ${locations} }`;

describe("locations, in nginx's own order", () => {
  test.each([
    ["exact before all", one("location = /x { } location ^~ /x { } location ~ x { }"), "/x", "a > = /x"],
    ["the longest prefix", one("location / { } location /a { } location /a/b { }"), "/a/b/c", "a > /a/b"],
    [
      "a regular expression before a prefix",
      one("location /a { } location ~ \\.php$ { }"),
      "/a/x.php",
      "a > ~ \\.php$",
    ],
    ["but not before ^~", one("location ^~ /a { } location ~ \\.php$ { }"), "/a/x.php", "a > ^~ /a"],
    [
      "^~ only if it is the longest",
      one("location ^~ /a { } location /a/b { } location ~ \\.php$ { }"),
      "/a/b.php",
      "a > ~ \\.php$",
    ],
    ["the first regular expression", one("location ~ x { } location ~ xy { }"), "/xy", "a > ~ x"],
    ["letters of either case", one("location ~* \\.PNG$ { }"), "/a.png", "a > ~* \\.PNG$"],
    [
      "nothing where a pattern before it would be tried for minutes",
      one("location / { } location ~ ^/(a+)+$ { } location ~ a { }"),
      `/${"a".repeat(40)}!`,
      "a > undefined",
    ],
    ["nothing where JavaScript has no such pattern", one("location / { } location ~ a++ { }"), "/b", "a > undefined"],
    ["the slash that is missing", one("location / { } location /a/ { proxy_pass http://b; }"), "/a", "a > /a/"],
    ["the slash that nobody adds", one("location / { } location /a/ { }"), "/a", "a > /"],
    ["a path that the server changes", one("rewrite ^/a /b/c last; location /a { } location /b { }"), "/a", "a > /b"],
    ["a server that answers first", one("return 301 /x; location / { }"), "/", "a > undefined"],
    ["nested ones", one("location /a { location /a/b { } }"), "/a/b", "a > /a/b"],
    [
      "regular expressions inside the prefix first",
      one("location /a { location ~ 1 { } } location ~ 2 { }"),
      "/a/12",
      "a > ~ 1",
    ],
    [
      "what is exact inside a prefix, before regular expressions beside it",
      one("location /a { location = /a/b { } } location ~ b { }"),
      "/a/b",
      "a > = /a/b",
    ],
    [
      "regular expressions beside, before a prefix inside",
      one("location /a { location /a/b { } } location ~ b { }"),
      "/a/b",
      "a > ~ b",
    ],
    ["regular expressions inside ^~", one("location ^~ /a { location ~ b { } } location ~ a { }"), "/a/b", "a > ~ b"],
    [
      "^~ inside a prefix is for what is inside",
      one("location /a { location ^~ /a/b { } } location ~ b { }"),
      "/a/b",
      "a > ~ b",
    ],
    ["a location inside a regular expression", one("location ~ ^/a { location ~ b { } }"), "/a/b", "a > ~ b"],
    ["the path without its query", one("location = /x { } location / { }"), "/x?y", "a > = /x"],
    ["the path decoded and cleaned", one('location "/a b" { } location / { }'), "/c/..//a%20b", "a > /a b"],
    ["none", one("location /a { }"), "/b", "a > undefined"],
    ["named ones never", one("location @a { } location / { }"), "/@a", "a > /"],
  ])("%s", (_name, http, url, expected) => {
    expect(answers(http, url)).toBe(expected);
  });
});

describe("servers, in nginx's own order", () => {
  const servers = ["a.com", "*.a.com", "*.b.a.com", "www.*", "~^w(?<x>.*)\\.org$"]
    .map((name) => `server { listen 80; server_name ${name}; location / { } }`)
    .join(" ");
  test.each([
    ["http://a.com/", "a.com > /"],
    ["http://x.a.com/", "*.a.com > /"],
    ["http://x.b.a.com/", "*.b.a.com > /"],
    ["http://www.c.net/", "www.* > /"],
    ["http://wiki.org/", "~^w(?<x>.*)\\.org$ > /"],
    ["http://nobody.io/", "a.com > /"],
    ["http://A.COM/", "a.com > /"],
    ["http://a.com:81/", "undefined > undefined"],
  ])("%s", (url, expected) => {
    expect(answers(servers, url)).toBe(expected);
  });
  test.each([
    ["a range of ports", "listen 8000-8010;", "listen 80;", "http://x:8005/", "a"],
    ["a socket of the machine, which has no port", "listen unix:/a.sock;", "listen 80;", "http://x/", "b"],
    ["an address before all addresses", "listen 80 default_server;", "listen 127.0.0.1:80;", "http://127.0.0.1/", "b"],
    ["and its names alone", "listen 80; server_name localhost;", "listen 127.0.0.1:80;", "http://localhost/", "b"],
    ["IPv6", "listen 80 default_server;", "listen [::1]:80;", "http://[::1]/", "b"],
    ["all addresses", "listen 10.0.0.1:80;", "listen 80;", "http://x/", "b"],
    ["a server that does not say where", "listen 81;", "", "http://x/", "b"],
    ["the default server after the first", "listen 80;", "listen 80 default_server;", "http://x/", "b"],
  ])("%s", (_name, first, second, url, expected) => {
    const http = `server { ${first} server_name a; location / { } } server { ${second} server_name b; location / { } }`;
    expect(answers(http, url)).toBe(`${expected} > /`);
  });
  test("a port that a template leaves open is none", () => {
    const http = "server { listen ${PORT}; server_name a; } server { listen 80; server_name b; location / { } }";
    expect(answers(http, "http://c/")).toBe("b > /");
  });
  test("the default server of the port", () => {
    const http =
      "server { listen 80; server_name a; location / { } } server { listen 80 default_server; server_name b; location / { } }";
    expect(answers(http, "http://c/")).toBe("b > /");
  });
});

describe("a path alone is asked where the configuration listens", () => {
  test.each([
    ["at 80", "server { listen 8080; } server { listen 80; }", "http", 80],
    ["else where the first server does", "server { listen 8080; } server { listen 8081; }", "http", 8080],
    ["by TLS", "server { listen unix:/x; listen 8443 ssl; }", "https", 8443],
    ["at 80, where no server says more", "server { }", "http", 80],
    ["at the only port", "server { listen [::]:81; listen 127.0.0.1:81; }", "http", 81],
  ])("%s", (_name, http, scheme, port) => {
    const files = nginxFiles(["nginx.conf"], () => `events {}\nhttp { ${http} }`);
    const [configuration] = configurations(files);
    const asked = (typed: string) => configuration && testLocation(configuration, files, readRequest(typed)).request;
    expect(asked("/x")).toMatchObject({ scheme, port, path: "/x" });
    expect(asked("http://localhost/x")).toMatchObject({ scheme: "http", port: 80 });
  });
});

describe("methods", () => {
  const files = nginxFiles(
    ["nginx.conf"],
    () => `events {}\nhttp { ${one("location / { limit_except GET { deny all; } }")} }`,
  );
  const limits = (typed: string): string[] => {
    const [configuration] = configurations(files);
    if (!configuration) return [];
    const { steps } = testLocation(configuration, files, readRequest(typed));
    return steps.filter(({ what }) => what.startsWith("limit_except")).map(({ why }) => why);
  };
  test.each([
    ["http://a/", "free-method"],
    ["HEAD http://a/", "free-method"],
    ["post a/x", "limited-method"],
  ])("%s", (typed, expected) => {
    expect(limits(typed)).toEqual([expected]);
  });
  test("are read before the URL", () => {
    expect(readRequest("POST http://a:81/x")).toEqual({
      scheme: "http",
      method: "POST",
      host: "a",
      port: 81,
      path: "/x",
    });
    expect(readRequest("https://a/x")).toMatchObject({ scheme: "https", port: 443 });
    expect(readRequest("/x")).toEqual({
      scheme: "http",
      method: "GET",
      host: "localhost",
      port: undefined,
      path: "/x",
    });
  });
});
