import { describe, expect, test } from "vitest";
import { checkConfig } from "../../../../server/src/languages/nginx/diagnostics/check";
import { codes, practice } from "../../../../server/src/languages/nginx/diagnostics/codes";
import type { Finding } from "../../../../server/src/languages/nginx/diagnostics/model";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { edit } from "../../../../server/src/languages/nginx/tree";

const http = (body: string): string => `events {}\nhttp {\n${body}\n}\n`;
const server = (body: string): string => http(`server {\nlisten 80;\n${body}\n}`);
/** A location of an app that is told its host. */
const app = (body: string): string =>
  http(`upstream app { server 127.0.0.1:1; }\nproxy_set_header Host $host;\nserver {\nlisten 80;\n${body}\n}`);

function findings(text: string): Finding[] {
  const services = { ports: new Map([["web", [8000]]]), closed: false };
  return checkConfig({ path: "nginx.conf", tree: parseNginx(text) }, { services }).findings.filter(
    ({ code }) => code in practice || codes[code] === "error",
  );
}

const found = (text: string): string[] =>
  findings(text).map(
    ({ code, start, end }) => `${code.replace("nginx-", "")} ${JSON.stringify(text.slice(start, end))}`,
  );

/** The text after the fixes of all findings. */
function fixed(text: string): string {
  const edits = findings(text).flatMap(({ fixes }) => fixes?.[0]?.edits ?? []);
  return edit(text, edits);
}

describe("what nginx takes and what goes wrong while it runs", () => {
  test.each<[string, string, string[]]>([
    ["an alias beside its location", server("location /a { alias /srv/a/; }"), ['alias-traversal "/srv/a/"']],
    [
      "also where regular expressions are passed over",
      server("location ^~ /a { alias /b/; }"),
      ['alias-traversal "/b/"'],
    ],
    ["an alias that only the app leads to", server("location /a { internal; alias /srv/a/; }"), []],
    ["an alias for one file", server("location /a { alias /srv/a/; try_files /a.txt =404; }"), []],
    [
      "an alias for the files that are there",
      server("location /a { alias /srv/a/; try_files $uri =404; }"),
      ['alias-traversal "/srv/a/"'],
    ],
    ["an alias with a slash at both", server("location /a/ { alias /srv/a/; }"), []],
    ["an alias with a slash at neither", server("location /a { alias /srv/a; }"), []],
    ["an alias of an exact location", server("location = /a { alias /srv/a/; }"), []],
    [
      "headers of the server that a location drops",
      server("add_header X-A 1;\nadd_header X-B 1;\nlocation /a { add_header X-B 2; }"),
      ['headers-dropped "add_header"'],
    ],
    ["headers that are said again", server("add_header X-A 1;\nlocation /a { add_header x-a 2; }"), []],
    [
      "headers that stand after the location",
      server("location /a { add_header X-B 2; }\nadd_header X-A 1;"),
      ['headers-dropped "add_header"'],
    ],
    ["headers of two locations", server("location /a { add_header X-A 1; }\nlocation /b { add_header X-B 1; }"), []],
    [
      "headers of an if",
      server("location /a { add_header X-A 1; if ($arg_a) { add_header X-B 1; } }"),
      ['headers-dropped "add_header"'],
    ],
    [
      "headers that are merged",
      server("add_header X-A 1;\nlocation /a { add_header_inherit merge; add_header X-B 2; }"),
      [],
    ],
    [
      "headers for the app",
      app("location /ws { proxy_set_header Upgrade $http_upgrade; proxy_pass https://example.com; }"),
      ['headers-dropped "proxy_set_header"'],
    ],
    ["the decoded path in a redirect", server("return 301 https://$host$uri;"), ['line-injection "$uri"']],
    ["in one without a code", server("return https://$host${document_uri};"), ['line-injection "${document_uri}"']],
    ["in a rewrite that redirects", server("rewrite ^ https://$host$uri permanent;"), ['line-injection "$uri"']],
    ["in a header", server("add_header X-Path $uri;"), ['line-injection "$uri"']],
    ["for the app", app("location / { proxy_pass http://127.0.0.1:1$uri; }"), ['line-injection "$uri"']],
    ["the path as it was written", server("return 301 https://$host$request_uri;"), []],
    ["the decoded path in the body", server("return 200 $uri;"), []],
    ["in a rewrite that stays", server("rewrite ^ /x$uri last;"), []],
    ["a variable that begins like it", server("set $uri_x a;\nreturn 301 https://$host$uri_x;"), []],
    ["in a location that is known", server("location = /a { return 301 https://$host$uri; }"), []],
    [
      "a host of the request",
      app("resolver 127.0.0.1;\nlocation / { proxy_pass http://$arg_url; }"),
      ['open-proxy "$arg_url"'],
    ],
    [
      "a group that takes all",
      app("resolver 127.0.0.1;\nlocation ~ ^/p/(.*)$ { proxy_pass http://$1; }"),
      ['open-proxy "$1"'],
    ],
    ["a group of few words", app("resolver 127.0.0.1;\nlocation ~ ^/(a|b)/ { proxy_pass http://$1; }"), []],
    ["one that begins the host", app("resolver 127.0.0.1;\nlocation / { proxy_pass http://$arg_a.example.com; }"), []],
    ["in an internal location", app("resolver 127.0.0.1;\nlocation / { internal; proxy_pass http://$arg_a; }"), []],
    [
      "a host that nobody looks up",
      app("location / { proxy_pass http://web:8000$request_uri; }"),
      ['no-resolver "web"'],
    ],
    ["one in a variable", app("location / { set $a web:8000; proxy_pass http://$a; }"), ['no-resolver "$a"']],
    ["one with a resolver", app("resolver 127.0.0.11;\nlocation / { set $a web; proxy_pass http://$a; }"), []],
    ["an upstream in a variable", app("location / { set $a app; proxy_pass http://$a; }"), []],
    ["an upstream with a variable behind it", app("location / { proxy_pass http://app$request_uri; }"), []],
    ["an address in a variable", app("location / { set $a 10.0.0.1:80; proxy_pass http://$a; }"), []],
    [
      "a host that a map makes",
      app("location / { proxy_pass http://$m; }").replace("upstream", "map $uri $m { default web; }\nupstream"),
      [],
    ],
    ["a host without variables", app("location / { proxy_pass http://web:8000; }"), []],
    [
      "files before a proxy",
      app("location / { try_files $uri =404; proxy_pass http://app; }"),
      ['try-files-proxy "=404"'],
    ],
    [
      "files before a named location",
      app("location / { try_files $uri @a; }\nlocation @a { proxy_pass http://app; }"),
      [],
    ],
    [
      "an if that takes files away",
      server("location / { try_files $uri =404; if ($arg_a) { set $b 1; } }"),
      ['if-in-location "if"'],
    ],
    ["an if that answers", server("location / { try_files $uri =404; if ($arg_a) { return 403; } }"), []],
    ["an if that goes elsewhere", server("location / { try_files $uri =404; if ($arg_a) { rewrite ^ /b last; } }"), []],
    ["an if without files", server("location / { if ($arg_a) { set $b 1; } }"), []],
    ["allowed, and nobody denied", server("location /a { allow 10.0.0.0/8; }"), ['allow-without-deny "allow"']],
    ["allowed, and all others denied", server("location /a { allow 10.0.0.0/8; deny all; }"), []],
    ["allowed, or logged in", server('location /a { satisfy any; allow 10.0.0.0/8; auth_basic "a"; }'), []],
    [
      "an answer before the guard",
      server("location /a { deny all; return 200 a; }"),
      ['return-before-access "return"'],
    ],
    ["a refusal before the guard", server("location ~ /\\. { deny all; return 404; }"), []],
    [
      "an answer of a stream, which comes after the guard",
      "events {}\nstream { server { listen 1; deny all; return a; } }\n",
      [],
    ],
    ["an answer in an if", server("location /a { deny all; if ($arg_a) { return 404; } }"), []],
    ["an answer where login is off", server("location /a { auth_basic off; return 200 a; }"), []],
    ["a header of two lines", server('add_header X-A "a\n b";'), ['multiline-header "\\"a\\n b\\""']],
    ["an error log that is off", http("error_log off;"), ['error-log-off "off"']],
    ["an access log that is off", http("access_log off;"), []],
    ["protocols that were given up", http("ssl_protocols TLSv1 TLSv1.2;"), ['weak-tls "TLSv1"']],
    ["those of today", http("ssl_protocols TLSv1.2 TLSv1.3;"), []],
    [
      "an app that hears another name",
      server("location / { proxy_pass http://127.0.0.1:8000; }"),
      ['host-header "proxy_pass"'],
    ],
    ["a service", server("location / { proxy_pass http://web:8000; }"), ['host-header "proxy_pass"']],
    ["a socket", server("location / { proxy_pass http://unix:/run/g.sock; }"), ['host-header "proxy_pass"']],
    ["another site", server("location / { proxy_pass http://example.com; }"), []],
    [
      "one whose header is misspelt",
      server("location / { proxy_pass http://web:8000; proxy_set_headers Host $host; }"),
      ['unknown-directive "proxy_set_headers"'],
    ],
    // Gunicorn's own documentation has it so.
    ["the header as it came", server("proxy_set_header Host $http_host;"), []],
    [
      "several locations of one server",
      server("location / { proxy_pass http://web:8000; }\nlocation /a { proxy_pass http://web:8000; }"),
      ['host-header "proxy_pass"'],
    ],
    [
      "locations of two servers",
      server("location / { proxy_pass http://web:8000; } }\nserver { location / { proxy_pass http://web:8000; }"),
      ['host-header "proxy_pass"', 'host-header "proxy_pass"'],
    ],
    ["the host that nginx went by", server("proxy_set_header Host $host;"), []],
  ])("%s", (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

test.each([
  ["yes", "on"],
  ["False", "off"],
])("a flag in another language's words: %s", (given, meant) => {
  expect(fixed(server(`gzip ${given};`))).toBe(server(`gzip ${meant};`));
});

describe("the fixes", () => {
  test.each<[string, string, string]>([
    ["alias", "location /a { alias /b/; }", "location /a/ { alias /b/; }"],
    ["redirect", "return 301 https://$host$uri$is_args$args;", "return 301 https://$host$request_uri;"],
    ["protocols", "ssl_protocols TLSv1 TLSv1.2;", "ssl_protocols TLSv1.2;"],
    ["log", "error_log off;", "error_log /dev/null crit;"],
    [
      "headers",
      'add_header X-A "a b" always;\nlocation /c {\n    add_header X-C 1;\n}',
      'add_header X-A "a b" always;\nlocation /c {\n    add_header X-A "a b" always;\n    add_header X-C 1;\n}',
    ],
  ])("%s", (_name, body, expected) => {
    expect(fixed(server(body))).toBe(server(expected));
    expect(found(server(expected))).toEqual([]);
  });
});

test("an app behind a socket hears the name that nginx has for all of them", () => {
  const [first] = findings(server("location / { proxy_pass http://unix:/run/g.sock; }"));
  expect(first?.message).toContain('is called "localhost"');
});
