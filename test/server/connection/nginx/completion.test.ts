import { describe, expect, test } from "vitest";
import type { CompletionItem } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { client, complete, http, itemsAt, open, server, useServer, write } from "./session";

useServer();

describe("completion", () => {
  test("directives that fit here and are not yet there", async () => {
    const labels = await complete(server("root /a;\ncli|\nlocation / { }"));
    expect(labels).toContain("client_max_body_size");
    expect(labels).toContain("location");
    expect(labels).not.toContain("root");
    expect(labels).not.toContain("worker_processes");
  });
  test("a directive brings its arguments and its end", async () => {
    const { at } = await open(server("gzi|"));
    const items = await itemsAt(at);
    const gzip = items.find(({ label }) => label === "gzip");
    expect(gzip?.textEdit).toMatchObject({ newText: "gzip ${1|on,off|};$0" });
    const resolved: CompletionItem = await client.sendRequest("completionItem/resolve", gzip);
    expect(JSON.stringify(resolved.documentation)).toContain("gzipping of responses");
  });
  test.each([
    ["flags", server("gzip |;"), ["on", "off"], ["root"]],
    ["words of an enumeration", server("location / { proxy_http_version |; }"), ["1.0", "1.1"], []],
    [
      "parameters of listen that are not given yet",
      http("server { listen 80 ssl |; }"),
      ["default_server", "backlog="],
      ["ssl"],
    ],
    ["variables, the user's own first", server("set $mine 1;\nreturn 200 $|;"), ["$mine", "$request_uri"], []],
    [
      "upstreams",
      http("upstream app { server 127.0.0.1:1; }\nserver { location / { proxy_pass |; } }"),
      ["http://app"],
      [],
    ],
    ["types to compress, but the one that is by itself", server("gzip_types |;"), ["text/css"], ["text/html"]],
    ["named locations", server("location @x { return 200; }\ntry_files $uri |;"), ["@x"], []],
    ["log formats", http("log_format mine x;\naccess_log /a |;"), ["combined", "mine"], []],
    ["headers", server("add_header |;"), ["X-Frame-Options"], []],
    [
      "zones by what makes them",
      http("limit_req_zone $uri zone=r:1m rate=1r/s;\nlimit_conn_zone $uri zone=c:1m;\nserver { limit_conn |; }"),
      ["c"],
      ["r"],
    ],
    [
      "zones of requests",
      http("limit_req_zone $uri zone=r:1m rate=1r/s;\nlimit_conn_zone $uri zone=c:1m;\nserver { limit_req zone=|; }"),
      ["zone=r"],
      ["zone=c"],
    ],
    [
      "caches",
      http(
        "proxy_cache_path /a keys_zone=pages:1m;\nfastcgi_cache_path /b keys_zone=php:1m;\nserver { proxy_cache |; }",
      ),
      ["pages", "off"],
      ["php"],
    ],
    ["headers of the request", server("proxy_set_header |;"), ["Host", "X-Forwarded-For"], []],
    ["headers that are hidden", server("proxy_hide_header |;"), ["X-Powered-By"], []],
    ["MIME types", http("gzip_types |;"), ["application/json"], ["on"]],
    ["MIME types of a types block", http("types { | }"), ["text/css"], ["server"]],
    ["entries of a map", http("map $uri $a { | }"), ["default", "hostnames"], ["server"]],
    ["entries of a geo", http("geo $a { | }"), ["ranges"], ["hostnames"]],
    ["levels of a log", server("error_log /a |;"), ["warn", "crit"], []],
    ["flags of a rewrite", server("rewrite ^/a /b |;"), ["last", "permanent"], []],
    ["words of a bit mask that are not there yet", server("ssl_protocols TLSv1.2 |;"), ["TLSv1.3"], ["TLSv1.2"]],
    ["codes", server("return |;"), ["301", "404"], []],
    ["words that the docs tell one by one", server("satisfy |;"), ["all", "any"], ["on"]],
    ["what a value is by itself", server("proxy_read_timeout |;"), ["60s"], []],
    ["each argument of two", server("proxy_buffers 8 |;"), ["4k", "8k"], ["8"]],
    ["a word only where it stands", server("add_header A b |;"), ["always"], []],
    ["and not before", server("proxy_bind |;"), ["off"], ["transparent"]],
    [
      "parameters of one form alone",
      http("upstream a { sticky cookie b |; }"),
      ["httponly", "samesite=lax"],
      ["lookup="],
    ],
    ["parameters of another form", http("upstream a { sticky learn |; }"), ["lookup=", "zone="], ["httponly"]],
    [
      "one of what excludes each other",
      server("limit_req zone=a nodelay |;"),
      ["burst="],
      ["delay=", "nodelay", "zone="],
    ],
    ["values of a parameter", server("resolver 127.0.0.11 |;"), ["valid=", "ipv6=off"], ["status_zone="]],
    [
      "parameters of a server of an upstream",
      http("upstream a { server b weight=2 |; }"),
      ["max_fails=", "backup"],
      ["weight="],
    ],
    [
      "parameters of a cache",
      http("proxy_cache_path /a keys_zone=a:1m |;"),
      ["levels=", "use_temp_path=off"],
      ["keys_zone=", "purger=on"],
    ],
    ["parameters of a zone of limits", http("limit_req_zone $uri |;"), ["zone=", "rate="], ["sync"]],
    ["keys of a zone of limits", http("limit_req_zone |;"), ["$binary_remote_addr"], ["zone="]],
    ["parameters of a log", server("access_log /a combined |;"), ["buffer=", "if="], []],
    ["parameters of a log, after its format alone", server("access_log /a |;"), ["combined"], ["buffer="]],
    ["variables of named groups", server("location ~ ^/(?<lang>..)/ { return 200 $|; }"), ["$lang", "$1"], ["$2"]],
    ["groups of a rewrite", server("rewrite ^/(a)/(b)$ /$| last;"), ["$1", "$2"], ["$3"]],
    ["variables of a map", http("map $uri $kind { default 1; }\nserver { return 200 $|; }"), ["$kind"], []],
    ["variables with braces", server("return 200 ${|};"), ["$request_uri"], []],
    [
      "variables of stream alone",
      "events {}\nstream { server { listen 1; set $a $|; } }",
      ["$ssl_preread_server_name"],
      ["$request_uri"],
    ],
    [
      "upstreams of FastCGI",
      http("upstream php { server a:1; }\nserver { location / { fastcgi_pass |; } }"),
      ["php"],
      ["http://php"],
    ],
    [
      "upstreams of gRPC",
      http("upstream rpc { server a:1; }\nserver { location / { grpc_pass |; } }"),
      ["grpc://rpc"],
      [],
    ],
    [
      "upstreams of stream alone",
      "events {}\nhttp { upstream web { server a:1; } }\nstream { upstream db { server a:1; }\nserver { listen 1; proxy_pass |; } }",
      ["db"],
      ["web", "http://web"],
    ],
    [
      "log formats of stream alone",
      "events {}\nstream { log_format mine x;\nserver { listen 1; access_log /a |; } }",
      ["mine"],
      ["combined"],
    ],
    [
      "headers that nginx itself looks at",
      server("proxy_ignore_headers |;"),
      ["Cache-Control", "X-Accel-Expires"],
      ["Host"],
    ],
    ["the headers of a module", server("more_set_headers |;"), ["X-Frame-Options"], []],
    ["a MIME type by default", server("default_type |;"), ["text/html", "application/json"], []],
    ["nothing of a cache that has no zones", server("auth_jwt_key_cache |;"), [], ["off"]],
    ["named locations of error_page", server("location @x { return 200; }\nerror_page 502 |;"), ["@x"], []],
    ["nothing of a mail server's in http", server("starttl|"), [], ["starttls"]],
    ["nothing in a comment", server("# gzip |"), [], ["gzip"]],
    ["nothing that nginx would not take", server("root /a |;"), [], ["on"]],
  ])("%s", async (_name, source, there, absent) => {
    const labels = await complete(source);
    expect(labels).toEqual(expect.arrayContaining(there));
    for (const label of absent) expect(labels).not.toContain(label);
  });
});

describe("completion of what lies around", () => {
  const labelsAt = async (source: string, path: string): Promise<string[]> => {
    const { at } = await open(source, path);
    const items = await itemsAt(at);
    return items.map(({ label }) => label);
  };
  test("files to include, as written from the configuration's folder", async () => {
    write("nginx/conf.d/a.conf", "");
    write("nginx/mime.types", "");
    write("nginx/nginx.dev.conf", http(""));
    const labels = await labelsAt(http("include |;"), "nginx/nginx.conf");
    expect(labels).toEqual(expect.arrayContaining(["conf.d/a.conf", "conf.d/*.conf"]));
    expect(labels.filter((label) => label.startsWith("nginx"))).toEqual([]);
    const part = await labelsAt("include |;", "nginx/conf.d/b.conf");
    expect(part.filter((label) => label === "nginx.dev.conf" || label.includes("*"))).toEqual([]);
    expect(await labelsAt(http("include /etc/nginx/|;"), "nginx/other.conf")).toContain("/etc/nginx/conf.d/*.conf");
  });
  test("certificates and keys, each where it belongs", async () => {
    write("nginx/certs/site.crt", "");
    write("nginx/certs/site.key", "");
    write("nginx/readme.txt", "");
    const certificates = await labelsAt(server("ssl_certificate |;"), "nginx/nginx.conf");
    expect(certificates).toEqual(["certs/site.crt"]);
    expect(await labelsAt(server("ssl_certificate_key |;"), "nginx/other.conf")).toEqual(["certs/site.key"]);
  });
  test.each<[statement: string, there: string[]]>([
    ["ssl_dhparam |;", ["files/a.pem"]],
    ["ssl_crl |;", ["files/a.pem"]],
    ["auth_basic_user_file |;", ["files/htpasswd"]],
    ["js_import |;", ["files/a.js"]],
    ["js_import a from |;", ["files/a.js"]],
    ["js_import a |;", ["from"]],
    ["content_by_lua_file |;", ["files/a.lua"]],
    ["ssl_certificate /etc/nginx/|;", ["/etc/nginx/files/a.pem"]],
  ])("files as %s takes them", async (statement, there) => {
    for (const name of ["a.pem", "a.js", "a.lua", "htpasswd"]) write(`nginx/files/${name}`, "");
    const source = statement.startsWith("js_") ? http(statement) : server(statement);
    const labels = (await labelsAt(source, "nginx/nginx.conf")).filter((label) => /^from$|files\//.test(label));
    expect(statement.includes("user_file") ? labels.filter((label) => there.includes(label)) : labels).toEqual(there);
  });
  test("services and ports of the stack", async () => {
    write(
      "compose.yaml",
      "services:\n  nginx: {image: 'nginx:1.30', ports: ['8080:8081']}\n  web: {build: ., expose: [8000]}\n",
    );
    const passes = await labelsAt(server("location / { proxy_pass |; }"), "nginx/nginx.conf");
    expect(passes).toContain("http://web:8000");
    expect(passes.filter((label) => label.includes("nginx"))).toEqual([]);
    expect(await labelsAt(http("upstream a { server |; }"), "nginx/second.conf")).toContain("web:8000");
    expect(await labelsAt(http("server { listen |; }"), "nginx/third.conf")).toContain("8081");
  });
});

describe("completion for the nginx that will read it", () => {
  const labels = async (nginx: object, source: string): Promise<string[]> => {
    await client.sendNotification("workspace/didChangeConfiguration", { settings: { flaskStack: { nginx } } });
    return complete(source);
  };
  const pushes = http("upstream u { |\n}");
  test.each<[what: string, nginx: object, source: string, there: string[], absent: string[]]>([
    [
      "what came later is not offered",
      { version: "1.24.0" },
      server("|"),
      ["listen", "http2_push"],
      ["http2", "quic_retry"],
    ],
    [
      "what is gone is not offered",
      { version: "1.26.0" },
      server("|"),
      ["http2", "http3"],
      ["http2_push", "http2_max_requests"],
    ],
    ["the newest where none is known", {}, server("|"), ["http2", "http3"], ["http2_push", "ssl"]],
    ["what is gone later is", { version: "1.18" }, server("|"), ["http2_push"], ["http2"]],
    ["NGINX Plus's where it may be one", {}, server("location / { | \n}"), ["health_check"], []],
    ["not where it is none", { version: "1.26.0" }, server("location / { | \n}"), [], ["health_check"]],
    ["an upstream's, too", { version: "1.24.0" }, pushes, ["keepalive"], ["sticky", "resolver"]],
    ["later ones of an upstream", { version: "1.30.0" }, pushes, ["keepalive", "sticky", "resolver"], []],
    [
      "parameters that came later",
      { version: "1.24.0" },
      server("listen 81 |;"),
      ["http2", "ssl"],
      ["quic", "multipath"],
    ],
    ["parameters of the newest", {}, server("listen 81 |;"), ["quic", "multipath"], ["http2", "setfib="]],
    ["words that came later", { version: "1.24.0" }, server("proxy_http_version |;"), ["1.1"], ["2"]],
    ["words of the newest", {}, server("proxy_http_version |;"), ["1.1", "2"], []],
    [
      "variables that came later",
      { version: "1.24.0" },
      server("return 200 $|;"),
      ["$connection_time", "$ssl_curve"],
      ["$http3", "$request_port", "$ssl_ech_status"],
    ],
    ["variables of an old one", { version: "1.18.0" }, server("return 200 $|;"), ["$host"], ["$connection_time"]],
    ["variables of the newest", {}, server("return 200 $|;"), ["$http3", "$request_port"], []],
    [
      "later variables of stream",
      { version: "1.24.0" },
      "events {}\nstream { server { listen 1; set $a $|; } }",
      ["$remote_addr"],
      ["$server_name"],
    ],
    ["names that cannot be made", {}, server("set $|;"), ["$limit_rate"], ["$host"]],
    ["directives of the user", { directives: ["our_directive"] }, server("our|"), ["our_directive"], []],
    ["these are offered in every context", { directives: ["our_directive"] }, "our|", ["our_directive"], []],
  ])("%s", async (_what, nginx, source, there, absent) => {
    const offered = await labels(nginx, source);
    expect(offered).toEqual(expect.arrayContaining(there));
    expect(offered.filter((label) => absent.includes(label))).toEqual([]);
  });
  test("the release of the stack's image, whose modules are nginx's own", async () => {
    write("compose.yaml", "services:\n  nginx: {image: 'nginx:1.24', ports: ['80:80']}\n");
    const labelsAt = async (source: string, path: string): Promise<string[]> => {
      const { at } = await open(source, path);
      const items = await itemsAt(at);
      return items.map(({ label }) => label);
    };
    const variables = await labelsAt(server("return 200 $|;"), "nginx/v.conf");
    expect(variables.filter((label) => /^\$(?:http3|brotli_|geoip_|echo_)/.test(label))).toEqual([]);
    const none = ["http2", "brotli", "more_set_headers"];
    expect((await labelsAt(server("|"), "nginx/nginx.conf")).filter((label) => none.includes(label))).toEqual([]);
    const loaded = await labelsAt(`load_module modules/brotli.so;\n${server("|")}`, "nginx/b/nginx.conf");
    expect(loaded).toEqual(expect.arrayContaining(["brotli", "more_set_headers"]));
  });
});

describe("completion where a value is typed", () => {
  test.each<[source: string, first: readonly string[], never: readonly string[]]>([
    [server("location |"), ["=", "~"], ["proxy_pass", "root"]],
    [http("map $uri |"), [], ["default", "hostnames"]],
    [server("if (|) { }"), ["$request_method", "-f"], []],
    [server("if ($uri |) { }"), ["=", "!~*"], []],
    [server("return 301 |;"), ["$scheme://$host$request_uri"], ["200"]],
    [server("error_page |;"), ["404"], ["200"]],
    [server("ssl_protocols |;"), ["TLSv1.2", "TLSv1.3"], ["SSLv3", "TLSv1"]],
    [server("add_header X-Frame-Options |;"), ["DENY", "SAMEORIGIN"], []],
    [server("location / { proxy_set_header X-Forwarded-Proto |; }"), ["$scheme"], ["$host"]],
    ["events { use |; }", ["epoll"], []],
  ])("%s", async (source, first, never) => {
    const labels = await complete(source);
    expect(labels).toEqual(expect.arrayContaining([...first]));
    expect(labels.filter((label) => never.includes(label))).toEqual([]);
  });
  test("leaves the bracket of a condition", async () => {
    const { at } = await open(server("if ($uri |) { }"));
    const items = await itemsAt(at);
    const here = { start: at.position, end: at.position };
    expect(items.map(({ textEdit }) => textEdit)).toEqual(items.map(({ label }) => ({ range: here, newText: label })));
    expect(items.length).toBeGreaterThan(0);
  });
});

describe("the order of what is offered", () => {
  const asked = async (source: string): Promise<string[]> => {
    const { at } = await open(source);
    const items = await itemsAt(at);
    const key = ({ sortText, label }: CompletionItem) => `${sortText ?? label} ${label}`;
    return items.sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(({ label }) => label);
  };
  test.each<[what: string, source: string, first: readonly string[]]>([
    ["a whole configuration", "|", ["user", "worker_processes", "events", "http"]],
    ["events", "events { | \n}", ["worker_connections"]],
    ["http", http("|"), ["server", "upstream"]],
    ["a server", http("server { | \n}"), ["listen", "server_name", "location", "root"]],
    ["a location", server("location / { | \n}"), ["proxy_pass", "location", "root", "proxy_set_header"]],
    ["what a server is started with", server("listen 81 |;"), ["default_server", "ssl"]],
    ["a flag", server("gzip |;"), ["on", "off"]],
    ["the user's cache before none", http("proxy_cache_path /a keys_zone=a:1m;\nproxy_cache |;"), ["a", "off"]],
    ["the user's format", http("log_format z x;\naccess_log /a |;"), ["z", "combined"]],
    ["headers that an app is told", server("proxy_set_header |;"), ["Host", "X-Real-IP", "X-Forwarded-For"]],
    ["headers of answers", server("add_header |;"), ["Cache-Control", "Strict-Transport-Security"]],
    ["times that browsers keep files", server("expires |;"), ["1h", "30d", "max"]],
    ["variables", server("return 200 $|;"), ["$host", "$remote_addr", "$request_uri"]],
    ["own variables", server("set $z 1;\nreturn 200 $|;"), ["$z", "$host"]],
    ["groups", server("rewrite ^/(a)/(b)$ /$| last;"), ["$1", "$2", "$host"]],
    ["what a header is usually given", server("proxy_set_header X-Forwarded-Proto $|;"), ["$scheme", "$host"]],
    ["variables of stream", "events {}\nstream { server { listen 1; set $a $|; } }", ["$a", "$remote_addr"]],
    ["what is not there yet", server("try_files $uri |;"), ["$uri/", "=404"]],
  ])("%s", async (_what, source, first) => {
    expect((await asked(source)).slice(0, first.length)).toEqual(first);
  });
});

describe("what is written", () => {
  /** The line, and what follows it in the server, after a proposal was taken. */
  const taken = async (source: string, label: string): Promise<string | undefined> => {
    const { at, document } = await open(source);
    const items = await itemsAt(at);
    const item = items.find((each) => each.label === label);
    if (!item) return undefined;
    const edit = item.textEdit && "range" in item.textEdit ? item.textEdit : undefined;
    const range = edit?.range ?? { start: at.position, end: at.position };
    const typed = document.getText({ start: range.start, end: at.position });
    // An editor offers what has the typed letters.
    expect((item.filterText ?? item.label).startsWith(typed)).toBe(true);
    const text = TextDocument.applyEdits(document, [{ range, newText: edit?.newText ?? item.insertText ?? label }]);
    return text.split("\n").slice(4, -3).join("\n").trim();
  };
  test.each<[source: string, label: string, text: string]>([
    ["return 200 $ho|;", "$host", "return 200 $host;"],
    ["return 200 ${ho|};", "$host", "return 200 ${host};"],
    ["return 200 ${ho|", "$host", "return 200 ${host}"],
    ['return 200 "a$|b";', "$host", 'return 200 "a$hostb";'],
    ['return 200 "https://$ho|";', "$host", 'return 200 "https://$host";'],
    ["return 200 $arg_|;", "$arg_name", "return 200 \\$arg_${1:name};"],
    ["if ($req|) { }", "$request_method", "if ($request_method) { }"],
    ["if (|) { }", "$request_method", "if ($request_method) { }"],
    ["if (|) { }", "-f", "if (-f) { }"],
    ['add_header "X-F|";', "X-Frame-Options", 'add_header "X-Frame-Options";'],
    ["add_header X-Frame-Options '|';", "DENY", "add_header X-Frame-Options 'DENY';"],
    ["proxy_set_header Connection |;", '""', 'proxy_set_header Connection "";'],
    [
      'add_header Content-Security-Policy "|";',
      "default-src 'self'",
      "add_header Content-Security-Policy \"default-src 'self'\";",
    ],
    ["loc|", "location", "location ${1:/} {\n\t$0\n}"],
    ["if|", "if", "if (${1}) {\n\t$0\n}"],
    ["se|", "set", "set \\$${1:variable} ${2:value};$0"],
  ])("%s", async (source, label, text) => {
    expect(await taken(http(`  server {\n    listen 80;\n    ${source}\n  }`), label)).toBe(text);
  });
});

test.each<[source: string, asked: boolean]>([
  ["return 200 $|;", true],
  ["return 200 $h|;", false],
  ["return 200 ${|};", false],
  ["gzip |;", false],
])("%s is asked again with the next key: %s", async (source, asked) => {
  const { at } = await open(server(source));
  const found: object = await client.sendRequest("textDocument/completion", at);
  expect("isIncomplete" in found).toBe(asked);
});
