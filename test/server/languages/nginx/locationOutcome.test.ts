import { expect, test } from "vitest";
import { configurations } from "../../../../server/src/languages/nginx/configurations";
import { nginxFiles } from "../../../../server/src/languages/nginx/files";
import { explain } from "../../../../server/src/languages/nginx/locationTester/explain";
import { testLocation, type Verdict } from "../../../../server/src/languages/nginx/locationTester/locationTester";
import { describeOutcome } from "../../../../server/src/languages/nginx/locationTester/outcome";
import { readRequest } from "../../../../server/src/languages/nginx/locationTester/request";

function verdict(server: string, request: string): Verdict {
  const http = `map $uri $new { ~^/old/(.*) /new/$1; /Gone ""; default "/"; } server { listen 80; root /srv; ${server} }`;
  const files = nginxFiles(["nginx.conf"], () => `events {}\nhttp { ${http} }\n`);
  const [configuration] = configurations(files);
  if (!configuration) throw new Error("no configuration");
  return testLocation(configuration, files, readRequest(request));
}

const outcome = (server: string, request: string): string[] =>
  describeOutcome(verdict(server, request)).map(({ text }) => text);

test.each([
  [
    "what a map makes",
    "if ($new != /) { return 301 $new; } location / { return 204; }",
    "/old/x",
    ["nginx answers 301 and sends the client to /new/x."],
  ],
  [
    "what a map has no entry for",
    "if ($new != /) { return 301 $new; } location / { return 204; }",
    "/x",
    ["nginx answers 204."],
  ],
  [
    "what is exact in a map, in letters of either case",
    "location / { if ($new) { return 201; } return 204; }",
    "/gone",
    ["nginx answers 204."],
  ],
  ["return", "location / { return 200; }", "/", ["nginx answers 200."]],
  [
    "return elsewhere",
    "location / { return 301 https://$host$request_uri; }",
    "/x?y",
    ["nginx answers 301 and sends the client to https://localhost/x?y."],
  ],
  [
    "what is not known stays as it is written",
    "location / { return 302 /$cookie_x; }",
    "/",
    ["nginx answers 302 and sends the client to /$cookie_x."],
  ],
  [
    "the script of a path, and what follows it",
    "location ~ \\.php { fastcgi_split_path_info ^(.+?\\.php)(/.*)$; set $i $fastcgi_path_info; if (-f $document_root$fastcgi_script_name) { return 302 /f$i; } }",
    "/a.php/b/c",
    [
      "If /srv/a.php is a file: nginx answers 302 and sends the client to /f/b/c.",
      "If /srv/a.php/b/c is a file: nginx sends the file /srv/a.php/b/c (200).",
      "If /srv/a.php/b/c is a folder: nginx answers 301 and sends the client to /a.php/b/c/.",
      "Otherwise: nginx answers 404.",
    ],
  ],
  [
    "the script of a path that is not split, and of a folder",
    "fastcgi_split_path_info ^(.+?\\.php)(/.*)$; fastcgi_index i.php; location / { return 302 /x$fastcgi_script_name-$fastcgi_path_info; }",
    "/a/",
    ["nginx answers 302 and sends the client to /x/a/i.php-."],
  ],
  [
    "the script stays through a rewrite, and is another one after try_files",
    "location /a { set $s $fastcgi_script_name; rewrite ^ /b last; } location /b { try_files /c$fastcgi_script_name /d; } location /d { return 302 /$fastcgi_script_name; }",
    "/a",
    [
      "If /srv/c/a is a file: nginx sends the file /srv/c/a (200).",
      "Otherwise: nginx answers 302 and sends the client to //d.",
    ],
  ],
  [
    "a group of a pattern that was not tried is empty",
    "server_name localhost ~^(?<sub>.+)\\.org$; location ~ ^/x(?<more>.*) { } location / { return 302 /a/$sub/$more; }",
    "/",
    ["nginx answers 302 and sends the client to /a//."],
  ],
  [
    "rewrite last",
    "location /a { rewrite ^/a(.*) /b$1 last; } location /b { return 204; }",
    "/a/x",
    ["nginx answers 204."],
  ],
  [
    "rewrite break",
    "location /a { rewrite ^/a(.*) /b$1 break; proxy_pass http://app; } location /b { return 204; }",
    "/a/x",
    ["http://app answers."],
  ],
  [
    "rewrite redirect",
    "location / { rewrite ^/(.*) /b?$1 redirect; }",
    "/a?x=1",
    ["nginx answers 302 and sends the client to /b?a&x=1."],
  ],
  [
    "a ring of rewrites",
    "location /a { rewrite ^ /b last; } location /b { rewrite ^ /a last; }",
    "/a",
    ["nginx answers 500."],
  ],
  [
    "try_files",
    "location / { try_files $uri $uri/ @app; } location @app { proxy_pass http://app; }",
    "/x",
    [
      "If /srv/x is a file: nginx sends the file /srv/x (200).",
      "If /srv/x is a folder: nginx answers 301 and sends the client to /x/.",
      "Otherwise: http://app answers.",
    ],
  ],
  [
    "try_files with a status and its page",
    "error_page 404 /e; location / { try_files /no =404; } location = /e { return 200; }",
    "/x",
    ["If /srv/no is a file: nginx sends the file /srv/no (200).", "Otherwise: nginx answers 404."],
  ],
  [
    "files alone",
    "location / { }",
    "/x",
    [
      "If /srv/x is a file: nginx sends the file /srv/x (200).",
      "If /srv/x is a folder: nginx answers 301 and sends the client to /x/.",
      "Otherwise: nginx answers 404.",
    ],
  ],
  [
    "alias",
    "location /s/ { alias /data/; }",
    "/s/x",
    [
      "If /data/x is a file: nginx sends the file /data/x (200).",
      "If /data/x is a folder: nginx answers 301 and sends the client to /s/x/.",
      "Otherwise: nginx answers 404.",
    ],
  ],
  [
    "index",
    "location = / { } location / { proxy_pass http://app; }",
    "/",
    [
      "If /srv/index.html is a file: http://app answers.",
      "If /srv is a folder: nginx answers 403.",
      "Otherwise: nginx answers 404.",
    ],
  ],
  [
    "error_page of a return",
    "location / { return 403; error_page 403 =200 /ok; } location /ok { empty_gif; }",
    "/x",
    ["'empty_gif' answers."],
  ],
  [
    "no error_page for a return with a text",
    'location / { return 403 "no"; error_page 403 =200 /ok; }',
    "/x",
    ["nginx answers 403."],
  ],
  [
    "an error_page for an app that is gone",
    "error_page 502 /50x.html; location / { proxy_pass http://app; } location = /50x.html { return 503; }",
    "/x",
    ["If http://app cannot be reached: nginx answers 503.", "Otherwise: http://app answers."],
  ],
  ["internal", "location / { internal; return 200; }", "/", ["nginx answers 404."]],
  [
    "internal, from inside",
    "location / { try_files /no /i; } location /i { internal; return 204; }",
    "/",
    ["If /srv/no is a file: nginx sends the file /srv/no (200).", "Otherwise: nginx answers 204."],
  ],
  [
    "an if that the request decides",
    "location / { if ($http_x) { return 403; } return 200; }",
    "/",
    ["If $http_x is true: nginx answers 403.", "Otherwise: nginx answers 200."],
  ],
  [
    "what a pattern takes of something unknown",
    "location / { if ($http_x ~ (.)) { return 302 /$1; } return 302 /$1; }",
    "/",
    [
      "If $http_x ~ (.) is true: nginx answers 302 and sends the client to /$1.",
      "Otherwise: nginx answers 302 and sends the client to /.",
    ],
  ],
  [
    "an if keeps try_files away",
    "location / { if ($request_method = POST) { } try_files /no @app; } location @app { return 200; }",
    "POST /x",
    [
      "If /srv/x is a file: nginx answers 405.",
      "If /srv/x is a folder: nginx answers 301 and sends the client to /x/.",
      "Otherwise: nginx answers 404.",
    ],
  ],
  ["a password", 'location / { auth_basic "x"; return 404; }', "/", ["nginx answers 404."]],
  [
    "a password before files",
    'location / { auth_basic "x"; proxy_pass http://app; }',
    "/",
    ["If 'auth_basic x' refuses: nginx answers 401.", "Otherwise: http://app answers."],
  ],
  [
    "a connection that is closed",
    "location / { return 444; }",
    "/",
    ["nginx closes the connection without an answer."],
  ],
  [
    "a pattern for nginx alone",
    "location / { rewrite ^/(a++) /b last; }",
    "/",
    ["Unknown, because of 'rewrite ^/(a++) /b last': Its regular expression can only be tried by nginx itself."],
  ],
  ["what Lua may do", "location / { rewrite_by_lua_file x.lua; return 200; }", "/", ["nginx answers 200."]],
  [
    "what Lua may do before files",
    "location / { rewrite_by_lua_file x.lua; }",
    "/",
    ["Unknown, because of 'rewrite_by_lua_file x.lua': It may answer or change the path: only nginx itself knows."],
  ],
  ["nobody", "location / { }", "http://x:81/", ["No server of this configuration answers there."]],
  [
    "too much",
    `location / { ${Array.from({ length: 9 }, (_, at) => `if ($http_x${at}) { set $y ${at}; }`).join(" ")} proxy_pass http://a; }`,
    "/",
    ["Unknown, because it depends on too many files and conditions."],
  ],
])("%s", (_name, server, request, expected) => {
  expect(outcome(server, request)).toEqual(expected);
});

test("each step on the way says what it does", () => {
  const { steps } = verdict(
    "location / { try_files $uri @app; } location @app { rewrite ^/x /y break; proxy_pass http://app; }",
    "/x",
  );
  expect(steps.slice(1).map((step) => `${step.what}: ${explain(step)}`)).toEqual([
    "location /: It is the longest prefix of the path, and no regular expression fits.",
    "try_files $uri @app: Where there is no file /x, nginx goes on.",
    "try_files $uri @app: nginx goes on with @app, without telling the client.",
    "location @app: nginx was sent here by its name.",
    "rewrite ^/x /y break: It makes the path /y, and the location stays the same.",
    "proxy_pass http://app: It hands the request on.",
  ]);
});
