import { expect, test } from "vitest";
import { checkConfig } from "../../../../server/src/languages/nginx/diagnostics/check";
import { practice } from "../../../../server/src/languages/nginx/diagnostics/codes";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { edit } from "../../../../server/src/languages/nginx/tree";

const around = (body: string): string => `events {}\nhttp {\nserver {\nlisten 80;\n${body}\n}\n}\n`;

/** What is said of a server with such a body, and the body with the first fix of the first of it. */
function told(body: string): [messages: string[], mended: string | undefined] {
  const text = around(body);
  const { findings } = checkConfig({ path: "nginx.conf", tree: parseNginx(text) }, {});
  const own = findings.filter(({ code }) => !(code in practice));
  const [fix] = own[0]?.fixes ?? [];
  const [before = "", after = ""] = around("|").split("|");
  return [own.map(({ message }) => message), fix && edit(text, fix.edits).slice(before.length, -after.length)];
}

test.each<[body: string, message: string, mended: string | undefined]>([
  ["root = /a;", 'nginx has no "=" between a directive and its value', "root /a;"],
  ["root: /a;", 'nginx has no ":" between a directive and its value', "root /a;"],
  ["root=/a;", 'nginx has no "=" between a directive and its value', "root /a;"],
  ["location/ { }", 'There must be a blank after "location".', "location / { }"],
  ["location= / { }", 'There must be a blank after "location".', "location = / { }"],
  ["if($host = a) { return 301 /; }", 'There must be a blank after "if".', "if ($host = a) { return 301 /; }"],
  ["root\u00a0/a;", "a no-break space", "root /a;"],
  ["root /a；\nindex b;", "is a letter for nginx", "root /a;\nindex b;"],
  ["client_max_body_size 10 M;", 'A number and its unit are one word: "10M".', "client_max_body_size 10M;"],
  ["auth_basic Members only;", "needs quotes", 'auth_basic "Members only";'],
  ["root /a /b;", '"root" takes one argument, but has 2.', undefined],
  ["if $host = a { return 301 /; }", 'The condition of an "if" stands in parentheses', undefined],
  ["if ($host = a && $args = b) { return 301 /; }", 'without "&&"', undefined],
  ["return 200 'it's';", 'Unexpected "s": behind a closing quote', 'return 200 "it\'s";'],
  ["return 200 'it's fine';", 'Unexpected "s": behind a closing quote', 'return 200 "it\'s fine";'],
  ["return 200 'a'b;", 'Unexpected "b": behind a closing quote', "return 200 'a' b;"],
  ["location / {{\nif ($host) { return 200; }\n}}", 'Unexpected "{": a block follows', undefined],
  ["root /a; }", 'Unexpected "}": it closes no block. Remove it', "root /a; "],
  ["root /a;;", 'Unexpected ";": no directive stands before it.', "root /a;"],
  ["return 200 $remote_adress;", 'Did you mean "$remote_addr"?', "return 200 $remote_addr;"],
  ["return 200 $server_address;", 'Did you mean "$server_addr"?', "return 200 $server_addr;"],
  ["ssl_protocols TLSv1.2,TLSv1.3;", "and no comma", "ssl_protocols TLSv1.2 TLSv1.3;"],
  ["listen 81 default_servr;", 'Did you mean "default_server"?', "listen 81 default_server;"],
  ["gzip_types text/html;", '"text/html" is here already', ""],
  ["gzip_types text/css text/html;", '"text/html" is here already', "gzip_types text/css;"],
  ["add_header A max-age=1; b;", 'The value of "add_header" ends at its first ";"', 'add_header A "max-age=1; b";'],
  ["add_header A a 'b';", "needs quotes", "add_header A \"a 'b'\";"],
  ["add_header A a alway;", 'Did you mean "always"?', "add_header A a always;"],
  ["server_name a.com, b.com;", 'the comma for a part of "a.com,"', "server_name a.com b.com;"],
  ["server_name ~^a{1,2}$;", "needs quotes", 'server_name "~^a{1,2}$";'],
  ["index a,b;", 'the comma for a part of "a,b"', "index a b;"],
  ["location / { try_files $uri 404; }", 'a status is written "=404"', "location / { try_files $uri =404; }"],
  ["location / { try_files $uri = 404; }", 'a status is written "=404"', "location / { try_files $uri =404; }"],
  ["deny alll;", 'it must be an address, a network such as 10.0.0.0/8, "all"', "deny all;"],
  ["location / { fastcgi_pass http://127.0.0.1:9000; }", "it is written without the scheme", undefined],
  ["types { a/b a\n c/d c; }", 'nginx takes "c/d" for an argument of "a/b"', undefined],
  ["return 200 ${BACKEND};", "only into files named *.template", undefined],
  [
    "}\nlimit_req_zone remote_addr zone=a:1m rate=1r/s;\nserver {\nserver_name x;",
    'write "$remote_addr"',
    "}\nlimit_req_zone $remote_addr zone=a:1m rate=1r/s;\nserver {\nserver_name x;",
  ],
  ["return 200 ${backend_x};", 'Nothing defines the variable "$backend_x".', undefined],
])("%s", (body, message, mended) => {
  const [[first, ...others], fixed] = told(body);
  expect(first).toContain(message);
  expect(others).toEqual([]);
  expect(fixed).toBe(mended);
});

test.each<[body: string]>([
  ["server_name a.com b.com;"],
  ["location / { try_files $uri =404; }"],
  ["location / { try_files $uri /404.html; }"],
  ["index a.html /b;"],
  ["}\nlimit_req_zone $remote_addr zone=a:1m rate=1r/s;\nserver {\nserver_name x;"],
  ["}\nlimit_req_zone all zone=a:1m rate=1r/s;\nserver {\nserver_name x;"],
])("nothing of %s", (body) => expect(told(body)).toEqual([[], undefined]));

test.each<[what: string, text: string, messages: string[]]>([
  [
    "a server that is not closed in an http that is not indented",
    "events {}\nhttp {\nserver {\n  listen 80;\n\nserver {\n  listen 81;\n}\n}\n",
    ['The "}" that closes "server" is missing.'],
  ],
  [
    "an http that is not closed",
    "events {}\nhttp {\nserver {\n  listen 80;\n}\n\nstream {\n}\n",
    ['The "}" that closes "http" is missing.'],
  ],
  [
    "a name twice in one server that listens twice, and in another one",
    "events {}\nhttp { server { listen 80; listen 81; server_name a b A; }\nserver { listen 81; server_name c b; } }\n",
    [
      'This server has the name "A" already: remove it here.',
      'Another server at 0.0.0.0:81 has the name "b": nginx ignores it here.',
    ],
  ],
  [
    "protocols that were given up",
    "events {}\nhttp { ssl_protocols TLSv1 TLSv1.2; }\n",
    ["TLSv1: these protocols are broken, and browsers speak them no more. Write TLSv1.2 and TLSv1.3 instead."],
  ],
])("%s", (_what, text, messages) => {
  const { findings } = checkConfig({ path: "nginx.conf", tree: parseNginx(text) }, {});
  expect(findings.map(({ message }) => message)).toEqual(messages);
});

/** What is said of a template, each as `code: what is underlined`. */
function toldOfTemplate(body: string): string[] {
  const text = around(body);
  const path = "nginx/nginx.conf.template";
  const { findings } = checkConfig({ path, tree: parseNginx(text, { template: true }) }, {});
  const own = findings.filter(({ code }) => !(code in practice));
  return own.map(({ code, start, end }) => `${code.replace("nginx-", "")}: ${text.slice(start, end)}`);
}

test.each<[body: string, expected: string[]]>([
  ["client_max_body_size ${MAX_BODY}; gzip ${GZIP}; keepalive_timeout $KEEPALIVE;", []],
  ["proxy_read_timeout ${SECONDS}s; return ${CODE} a; allow ${network};", []],
  ["listen ${PORT} ${TLS}; server_name ${NAME}; error_page ${CODES} /a;", []],
  ["set_real_ip_from ${PROXY}; access_log /a ${FORMAT}; limit_req zone=${ZONE}; return 200 ${HOST};", []],
  ["}\nupstream a { server web:${PORT} weight=${WEIGHT}; keepalive ${KEPT}; }\nserver {\nserver_name x;", []],
  ["}\ngeo $a { ${NETWORK} 1; }\nserver {\nserver_name x;", []],
  ['return 200 ${VERSION}; add_header A "${a_b}";', []],
  ["gzip yes;", ["invalid-value: yes"]],
  ["gzip ${host};", ["invalid-value: ${host}"]],
  ["gzip $host;", ["invalid-value: $host"]],
  ["gzp ${GZIP};", ["unknown-directive: gzp"]],
  ["return 200 $hsot;", ["unknown-variable: $hsot"]],
  ["gzip ${A}; gzip ${B};", ["duplicate-directive: gzip"]],
])("of a template %s", (body, expected) => expect(toldOfTemplate(body)).toEqual(expected));

test("a file that envsubst does not read has no word that is left open", () => {
  expect(told("client_max_body_size ${MAX_BODY};")[0][0]).toContain('Invalid value "${MAX_BODY}"');
});
