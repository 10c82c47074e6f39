import { describe, expect, test } from "vitest";
import { checkConfig } from "../../../../server/src/languages/nginx/diagnostics/check";
import { codes, otherSeverities, practice } from "../../../../server/src/languages/nginx/diagnostics/codes";
import type { Environment, Finding } from "../../../../server/src/languages/nginx/diagnostics/model";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { installedNginx, startJudge } from "../../../nginx/judge";

/** What is found, each with a severity that its page tells; what goes wrong while nginx runs is in practice.test.ts. */
function findingsOf(text: string, environment: Environment = {}): readonly Finding[] {
  const { findings } = checkConfig({ path: "nginx.conf", tree: parseNginx(text) }, environment);
  for (const { code, severity } of findings) {
    expect([codes[code], ...(otherSeverities[code] ?? [])], code).toContain(severity);
  }
  return findings.filter(({ code }) => !(code in practice));
}

/** `code "what is underlined"` of each finding. */
function found(text: string, environment: Environment = {}): string[] {
  return findingsOf(text, { hosts: new Set(), ...environment }).map(
    ({ code, start, end }) => `${code.replace("nginx-", "")} ${JSON.stringify(text.slice(start, end))}`,
  );
}

const http = (body: string): string => `events {}\nhttp { ${body} }\n`;
const server = (body: string): string => http(`server { listen 80; ${body} }`);
const location = (body: string): string => server(`location /x { ${body} }`);

describe("what nginx would refuse, beside what it would not", () => {
  test.each<[string, string, string[]]>([
    ["a known directive", server("gzip on;"), []],
    ["a misspelt one", server("gzzip on;"), ['unknown-directive "gzzip"']],
    ["a server in http", http("server { }"), []],
    ["an entry of a map", http("map $host $a { hostnames;\n default 1;\n x 2; }"), []],
    [
      "one without its semicolon",
      http("map $host $a { hostnames;\n default 1\n *.x 2; }"),
      ['missing-semicolon "1\\n *.x 2"'],
    ],
    [
      "a flag without its semicolon",
      http("map $host $a { hostnames\n default 1;\n *.x 2; .x 3; }"),
      ['missing-semicolon "hostnames\\n default 1"', 'duplicate-definition ".x"'],
    ],
    [
      "ranges without their semicolon",
      http("geo $a { ranges\n default 1;\n 10.0.0.1-10.0.0.9 2; }"),
      ['missing-semicolon "ranges\\n default 1"'],
    ],
    ["a word too many", http("map $host $a { x y\n z; }").replace("x y", "w x y"), ['argument-count "w"']],
    ["Lua with a text over two lines", location("content_by_lua_block { a = 'x\\\n' }"), []],
    ["a server in events", "events { server { } }", ['wrong-context "server"']],
    ["an upstream's server", http("upstream a { server 127.0.0.1:1; }"), []],
    [
      "one with a misspelt weight",
      http("upstream a { server 127.0.0.1:1 weigth=2; }"),
      ['invalid-parameter "weigth=2"'],
    ],
    ["a quantifier in quotes", server('location ~ "^/\\d{4}$" { }'), []],
    ["and without", server("location ~ ^/\\d{4}$ { return 200; }"), ['invalid-regex "^/\\\\d{4}$"']],
    [
      "two of them",
      server("location ~ ^/\\d{4}/[a-z]{1,}$ {\nreturn 200; }"),
      ['invalid-regex "^/\\\\d{4}/[a-z]{1,}$"'],
    ],
    ["in a condition", server("if ($uri ~ ^/(\\d{2})$) { return 404; }"), ['invalid-regex "^/(\\\\d{2})$"']],
    ["in a rewrite", server("rewrite ^/(\\d{4}) /a/$1;"), ['invalid-regex "^/(\\\\d{4})"']],
    ["in a map", http("map $uri $a { ~^/\\d{4} 1; }"), ['invalid-regex "~^/\\\\d{4}"']],
    ["in a name", server("server_name ~^w\\d{2}\\.a$;"), ['invalid-regex "~^w\\\\d{2}\\\\.a$"']],
    ["an else", server("if ($host = a) { return 200; }\nelse { return 404; }"), ['unknown-directive "else"']],
    ["a comment of C", server("// a comment\nroot /a;"), ['unknown-directive "//"']],
    ["curly quotes", server("add_header A \u201chello\u201d;"), ['invalid-value "\u201chello\u201d"']],
    ["and within straight ones", server('add_header A "\u201chello\u201d"; # \u201chello\u201d\n'), []],
    ["the beginning of a variable", server("return 200 $ho;"), ['unknown-variable "$ho"']],
    ["a stock file", http("include /etc/nginx/mime.types;"), []],
    ["an upstream without one", http("upstream a { }"), ['missing-requirement "a"']],
    ["the right count", server("root /a;"), []],
    ["the wrong count", server("root /a /b;"), ['argument-count "root"']],
    ["a block where none is", server("gzip on { }"), ['directive-form "gzip"']],
    ["no block where one must be", server("location /a;"), ['directive-form "location"']],
    ["a time", server("send_timeout 1m 30s;"), ['argument-count "send_timeout"']],
    ["a time in quotes", server('send_timeout "1m 30s";'), []],
    ["a time in the wrong order", server("send_timeout 30s1m;"), ['invalid-value "30s1m"']],
    ["a size in units that nginx does not know", server("client_max_body_size 10MB;"), ['invalid-value "10MB"']],
    ["a gigabyte where offsets are taken", server("client_max_body_size 1g;"), []],
    ["a gigabyte where sizes are taken", server("client_body_buffer_size 1g;"), ['invalid-value "1g"']],
    ["a flag in any case", server("gzip ON;"), []],
    ["a flag that is none", server("gzip yes;"), ['invalid-value "yes"']],
    ["a number out of bounds", server("gzip_comp_level 10;"), ['invalid-value "10"']],
    ["a directive twice", server("root /a; root /b;"), ['duplicate-directive "root"']],
    ["a directive again further in", server("root /a; location / { root /b; }"), []],
    ["root beside alias", location("root /a; alias /b;"), ['conflict "alias"']],
    ["a location twice", server("location /a { } location /a { }"), ['duplicate-definition "/a"']],
    ["an exact and a prefix location", server("location /a { } location = /a { }"), []],
    ["nested locations", server("location /a { location /a/b { } }"), []],
    ["a nested location outside", server("location /a { location /b { } }"), ['location-nesting "/b"']],
    ["a location in a named one", server("location @a { location /b { } }"), ['location-nesting "/b"']],
    ["a named one inside", server("location /a { location @b { } }"), ['location-nesting "@b"']],
    ["a path in proxy_pass", location("proxy_pass http://127.0.0.1/a;"), []],
    ["a path in if", location("if ($arg_a) { proxy_pass http://127.0.0.1/a; }"), ['forbidden-uri "/a"']],
    ["a path in a regex location", server("location ~ a { proxy_pass http://127.0.0.1/; }"), ['forbidden-uri "/"']],
    ["no scheme", location("proxy_pass 127.0.0.1;"), ['invalid-value "127.0.0.1"']],
    [
      "an upstream by name",
      http("upstream a { server 127.0.0.1; } server { location / { proxy_pass http://a; } }"),
      [],
    ],
    ["a host that is not there", location("proxy_pass http://nobody;"), ['undefined-upstream "nobody"']],
    ["a regular expression", server("location ~ ^/(a|b)$ { }"), []],
    ["a broken one", server("location ~ ^/(a|b$ { }"), ['invalid-regex "(a|b$"']],
    ["a group that is there", server("rewrite ^/(.*)$ /$1;"), []],
    ["one that is not", server("rewrite ^/.*$ /$1;"), ['missing-group "$1"']],
    ["a variable of nginx", server("return 200 $uri;"), []],
    ["one by its prefix", server("return 200 $http_x_anything$arg_b$cookie_c;"), []],
    ["one that a regular expression names", server("location ~ /(?<id>.*) { return 200 $id; }"), []],
    ["one that nothing defines", server("return 200 $nothing_of_that;"), ['unknown-variable "$nothing_of_that"']],
    ["one that njs makes", http("js_import main.js; js_set $a main.a; server { return 200 $a; }"), []],
    ["one that njs keeps", http("js_import main.js; js_var $a 1; server { return 200 $a; }"), []],
    [
      "one that njs does not",
      http("js_import main.js; js_set $a main.a; server { return 200 $aq; }"),
      ['unknown-variable "$aq"'],
    ],
    ["one that Lua makes", server("set_by_lua_block $a { return 1 } return 200 $a;"), []],
    ["one of geoip2", http("geoip2 /a.mmdb { $land country iso_code; } server { return 200 $land; }"), []],
    [
      "one that geoip2 has not",
      http("geoip2 /a.mmdb { $land country iso_code; } server { return 200 $lant; }"),
      ['unknown-variable "$lant"'],
    ],
    ["an import of njs by name", http("js_import a from a.js;"), []],
    ["one without from", http("js_import a b a.js;"), ['invalid-parameter "b"']],
    ["a dictionary of Lua", http("lua_shared_dict a 1m;"), []],
    ["one that is too small", http("lua_shared_dict a 1k;"), ['invalid-value "1k"']],
    ["one of set-misc", server("set_md5 $a $uri; return 200 $a;"), []],
    ["one of a module that is named without its $", server("set_md5 a $uri;"), ['invalid-variable "a"']],
    ["variables of upload and vts", server("return 200 $upload_tmp_path$vts_request_counter;"), []],
    ["headers of headers-more", http("more_set_headers -s '404 500' -t text/a 'A: $uri' 'B: c';"), []],
    ["with a status that is none", http("more_set_headers -s 4xx 'A: b';"), ['invalid-parameter "4xx"']],
    ["with no status", http("more_clear_headers A -s;"), ['invalid-parameter "-s"']],
    [
      "with a variable that is none",
      http("more_set_headers 'A: $nothing_of_that';"),
      ['unknown-variable "$nothing_of_that"'],
    ],
    ["a window of brotli", http("brotli_window 1024k;"), []],
    ["one that is no power of two", http("brotli_window 3k;"), ['invalid-value "3k"']],
    ["an upstream of Redis servers", http("upstream a { nchan_redis_server redis://a; }"), []],
    ["a method of rtmp", "events {}\nrtmp { notify_method GET; }", []],
    ["one that it has not", "events {}\nrtmp { notify_method pst; }", ['invalid-value "pst"']],
    ["a size of nchan", http("nchan_max_reserved_memory 1g;"), []],
    ["words of nchan", location("nchan_pubsub websocket EventSource long; nchan_subscriber_first_message -5;"), []],
    ["one that it has not", location("nchan_publisher htttp;"), ['invalid-value "htttp"']],
    ["neither word nor number", location("nchan_subscriber_first_message odest;"), ['invalid-value "odest"']],
    ["variables of nchan and memc", server("return 200 $nchan_channel_id$memc_flags;"), []],
    ["an exporter of traces", http("otel_exporter { endpoint localhost:4317; header a b; }"), []],
    ["no name after $", server('return 200 "a$";'), ['invalid-variable "$"']],
    ["a variable of nginx that is set", server("set $host a;"), ['duplicate-definition "$host"']],
    ["one that a group would set", server("location ~ ^/(?<a>.)(?<URI>.) { }"), ['duplicate-definition "URI"']],
    ["one that may be set", server("location ~ ^/(?<args>.) { return 200 $args; }"), []],
    ["a group of what keeps none", server("valid_referers ~(?<uri>.);"), []],
    ["one of a module that may be missing", server("location ~ (?<geoip_city>.) { }"), []],
    ["names given twice", server("rewrite ^(?|/(?<a>b)|/c/(?<a>d)) /$a/$1;"), []],
    ["a group too many", server("rewrite ^(?|/(b)|/c/(d)) /$2;"), ['missing-group "$2"']],
    ["a log format", http("log_format a x; access_log /a a;"), []],
    ["one that comes too late", http("access_log /a a; log_format a x;"), ['undefined-log-format "a"']],
    ["a zone", http("limit_req_zone $uri zone=a:1m rate=1r/s; limit_req zone=a;"), []],
    ["one that nothing makes", http("limit_req zone=a;"), ['undefined-zone "a"']],
    ["one made for something else", http("limit_conn_zone $uri zone=a:1m; limit_req zone=a;"), ['undefined-zone "a"']],
    ["a zone that is too small", http("limit_req_zone $uri zone=a:1k rate=1r/s;"), ['invalid-parameter "zone=a:1k"']],
    ["an address in two servers", http("server { listen 80; } server { listen 80; server_name b; }"), []],
    ["an address twice in one", http("server { listen 80; listen *:80; }"), ['duplicate-definition "*:80"']],
    [
      "two default servers",
      http("server { listen 80 default_server; } server { listen 80 default_server; }"),
      ['duplicate-definition "80"'],
    ],
    ["a port that is none", server("listen 70000;"), ['invalid-value "70000"']],
    ["a parameter that is none", server("listen 81 sll;"), ['invalid-parameter "sll"']],
    ["entries of a map", http("map $uri $a { default 1; /a 2; ~^/b 3; }"), []],
    ["an entry twice", http("map $uri $a { /a 1; /a 2; }"), ['duplicate-definition "/a"']],
    ["a map without its $", http("map $uri a { }"), ['invalid-variable "a"']],
    ["networks of a geo", http("geo $a { default 1; 10.0.0.0/8 2; }"), []],
    ["what is no network", http("geo $a { 10.0.0.0/33 2; }"), ['invalid-value "10.0.0.0/33"']],
    ["a larger buffer size", location("proxy_buffer_size 16k; proxy_buffers 8 16k;"), []],
    [
      "a buffer size too large for the buffers",
      location("proxy_buffer_size 128k;"),
      ['conflict "proxy_buffer_size 128k;"'],
    ],
    ["buffers of the server around", server("proxy_buffers 8 128k; location / { proxy_buffer_size 128k; }"), []],
    ["busy buffers too small", location("proxy_busy_buffers_size 2k;"), ['conflict "proxy_busy_buffers_size 2k;"']],
    ["TLS with a certificate", http("ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl; }"), []],
    ["TLS without one", http("server { listen 443 ssl; }"), ['missing-requirement "server"']],
    ...(
      [
        ["ssl_ciphers HIGH:!aNULL:!MD5", undefined],
        ["ssl_ciphers foo:HIGH", undefined],
        ["ssl_ciphers TLS_AES_256_GCM_SHA384:ECDHE", undefined],
        ["ssl_ciphers TLS_AES_256_GCM_SHA384:!aNULL", "TLS_AES_256_GCM_SHA384:!aNULL"],
        ["ssl_ciphers high", "high"],
        ["ssl_ciphers TLSv1.3", "TLSv1.3"],
        ["ssl_ecdh_curve auto", undefined],
        ["ssl_ecdh_curve X25519MLKEM768:x25519:P-256", undefined],
        ["ssl_ecdh_curve secp384", "secp384"],
        ["ssl_ecdh_curve X25519,prime256v1", "X25519,prime256v1"],
        ["ssl_conf_command Options KTLS", undefined],
        ["ssl_conf_command ciphersuites TLS_AES_128_GCM_SHA256", undefined],
        ["ssl_conf_command Ciphersuits a", "Ciphersuits"],
        ["ssl_conf_command Ciphersuites a,b", "a,b"],
        ["ssl_conf_command MinProtocol TLSv1.4", "TLSv1.4"],
      ] as const
    ).map(([said, at]): [string, string, string[]] => [
      said,
      http(`ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl; ${said}; }`),
      at === undefined ? [] : [`invalid-value "${at}"`],
    ]),
    ["TLS that is refused", http("server { listen 443 ssl; ssl_reject_handshake on; }"), []],
    [
      "TLS without one beside a default server",
      http(
        "server { listen 443 ssl; server_name c; } server { listen 443 ssl default_server; ssl_certificate a; ssl_certificate_key b; }",
      ),
      [],
    ],
    ["no events", "http { }\n", ['missing-requirement "http { }\\n"']],
    ["a named location", server("location @a { } error_page 404 @a;"), []],
    ["one that is not there", server("error_page 404 @b;"), ['undefined-location "@b"']],
    ["an alias by a group", server("location ~ /(.*) { alias /a/$1; }"), []],
    ["an alias without", server("location ~ /a { alias /a/; }"), ['alias-regex "/a/"']],
    ["a directive that another swallows", server("server_name a\nroot /b;"), ['swallowed-directive "a\\nroot"']],
  ])("%s", (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe("a host that may be there where nginx will run", () => {
  const severities = (text: string): string[] => findingsOf(text).map(({ severity }) => severity);
  const upstream = "upstream backend { server 127.0.0.1; }";
  test("is no error, unless the upstream that is nearly called so is used by nobody", () => {
    expect(severities(location("proxy_pass http://web:8000;"))).toEqual([]);
    const used = "location / { proxy_pass http://backend; } location /b { proxy_pass http://backend2; }";
    expect(severities(http(`${upstream} server { ${used} }`))).toEqual(["warning"]);
    expect(severities(http(`${upstream} server { location / { proxy_pass http://bakend; } }`))).toEqual(["error"]);
  });
});

describe("names too long for nginx's tables", () => {
  const said = (text: string): string[] =>
    findingsOf(text).map(({ severity, code, start, end }) => `${severity} ${code} ${text.slice(start, end).length}`);
  const long = "a".repeat(47);
  const fits = "a".repeat(46);
  const two = (name: string, more = ""): string =>
    http(`${more} server { listen 80; server_name ${name}; } server { listen 80; }`);
  const map = (key: string, before = "", inside = ""): string => http(`${before} map $uri $a { ${inside} ${key} 1; }`);
  test.each<[string, string, string[]]>([
    ["a key that fits", map(fits), []],
    ["a key that does not", map(long), ["warning nginx-hash-too-small 47"]],
    ["one for which there is room", map(long, "map_hash_bucket_size 128;"), []],
    [
      "one for which too little room was made",
      map("a".repeat(120), "map_hash_bucket_size 128;"),
      ["error nginx-hash-too-small 120"],
    ],
    ["a pattern", map(`~${long}`), []],
    ["a name with a wildcard", map(`*.${long}`, "", "hostnames;"), []],
    ["a server's name that fits", two(fits), []],
    ["a server's name that does not", two(long), ["warning nginx-hash-too-small 47"]],
    ["one with room", two(long, "server_names_hash_bucket_size 128;"), []],
    ["one of a server alone", http(`server { listen 80; server_name ${long}; }`), []],
    ["one of a server alone at its port", http(`server { listen 80; server_name ${long}; } server { listen 81; }`), []],
  ])("%s", (_name, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
  test.skipIf(!installedNginx())("which nginx refuses, too", async () => {
    const judge = startJudge();
    const verdicts = await Promise.all(
      [map(fits), map(long), map(long, "map_hash_bucket_size 128;"), two(fits), two(long)].map((text) =>
        judge.judge(`pid ${judge.folder}/pid;\n${text.replaceAll("listen 80;", "listen 127.0.0.1:18999;")}`),
      ),
    );
    judge.remove();
    expect(verdicts.map(({ ok }) => !ok)).toEqual([false, true, false, false, true]);
  });
});

describe("a host inside a stack", () => {
  const said = (text: string, closed: boolean): string[] => {
    const services = {
      ports: new Map([
        ["web", [8000]],
        ["cache", []],
      ]),
      closed,
    };
    return findingsOf(text, { services }).map(
      ({ severity, code, start, end, fixes }) =>
        `${severity} ${code.replace("nginx-", "")} ${text.slice(start, end)} ${fixes?.[0]?.edits[0]?.text ?? "-"}`,
    );
  };
  test.each<[string, string, boolean, string[]]>([
    ["is one of the services", location("proxy_pass http://web:8000;"), true, []],
    ["is nearly one", location("proxy_pass http://wbe:8000;"), true, ["warning undefined-upstream wbe web"]],
    [
      "is nearly one of a stack with more hosts",
      location("proxy_pass http://wbe;"),
      false,
      ["warning undefined-upstream wbe web"],
    ],
    ["is none", location("proxy_pass http://elsewhere;"), true, ["warning undefined-upstream elsewhere -"]],
    ["is none of a stack with more hosts", location("proxy_pass http://elsewhere;"), false, []],
    ["is of the net", location("proxy_pass http://api.example.com;"), true, []],
    ["is localhost", location("proxy_pass http://localhost:8000;"), true, []],
    ["is a variable", location("proxy_pass http://$host;"), true, []],
    ["in an upstream", http("upstream a { server wbe:8000; }"), true, ["warning undefined-upstream wbe web"]],
    ["in an upstream that looks it up later", http("upstream a { zone z 64k; server wbe:8000 resolve; }"), true, []],
    ["in fastcgi_pass", location("fastcgi_pass cahce:9000;"), true, ["warning undefined-upstream cahce cache"]],
  ])("%s", (_name, text, closed, expected) => {
    expect(said(text, closed)).toEqual(expected);
  });
});

describe("releases of nginx", () => {
  test("what is not there yet, or not any more", () => {
    expect(found(server("http2 on;"), { version: "1.24.0" })).toEqual(['not-in-version "http2"']);
    expect(found(server("http2 on;"), { version: "1.25.1" })).toEqual([]);
    expect(found(server("listen 81 http2;"), { version: "1.24.0" })).toEqual([]);
    expect(found(server("listen 81 http2;"), { version: "1.26.0" })).toEqual(['deprecated "http2"']);
    expect(found(server("ssl on;"), { version: "1.26.0" })).toEqual(['not-in-version "ssl"']);
  });
  test.each<[string, string, string, string[]]>([
    ["1.27.3", http("upstream a { zone a 64k; resolver 127.0.0.1; server a.b:1 resolve; }"), "resolver", ["resolve"]],
    ["1.29.7", http("upstream a { server 127.0.0.1; keepalive 4 local; }"), "local", []],
    ["1.29.6", http("upstream a { sticky cookie a; server 127.0.0.1; }"), "sticky", []],
    ["1.29.3", server("add_header_inherit merge;"), "add_header_inherit", []],
    ["1.25.0", server("listen 1 quic; ssl_reject_handshake on;"), "quic", []],
    ["1.23.1", server("resolver 127.0.0.1 ipv4=off;"), "ipv4=off", []],
    ["1.25.0", server('return 200 "$http3 $HTTP3";'), "$http3", ["$HTTP3"]],
    ["1.23.2", server("return 200 $proxy_protocol_tlv_0x01;"), "$proxy_protocol_tlv_0x01", []],
    ["1.29.3", server("return 200 $request_port$connection_time;"), "$request_port", []],
    ["1.29.4", "events {} stream { log_format a $ssl_ech_status; }", "$ssl_ech_status", []],
  ])("what came with %s", (version, text, word, more) => {
    const before = [word, ...more].map((each) => `not-in-version ${JSON.stringify(each)}`);
    expect(found(text, { version: "1.22.1" }).sort()).toEqual(before.sort());
    expect(found(text, { version })).toEqual([]);
    expect(found(text)).toEqual([]);
  });
  test.each<[string, string]>([
    ["1.29.4", server("location / { proxy_http_version 2; }")],
    ["1.29.8", http("error_log stderr info json;")],
    ["1.29.3", http("geo $a { volatile; default 1; }")],
    ["1.29.7", http("upstream a { server 127.0.0.1; keepalive 0; }")],
    ["1.27.0", server("location / { proxy_limit_rate $arg_a; }")],
  ])("what is taken since %s", (version, text) => {
    expect(found(text, { version: "1.26.3" })).toHaveLength(1);
    expect(found(text, { version })).toEqual([]);
    expect(found(text)).toEqual([]);
  });
  test("a newer variable is nothing to say where the configuration makes it, or a module may", () => {
    const use = server("return 200 $http3;");
    expect(found(`load_module modules/own.so;\n${use}`, { version: "1.22.1" })).toEqual([]);
    expect(found(server("set $http3 a; return 200 $http3;"), { version: "1.22.1" })).toEqual([]);
    expect(found(use, { version: "1.22" })).toEqual(['not-in-version "$http3"']);
    expect(found(use, { version: "1.25" })).toEqual([]);
  });
  test("what is NGINX Plus's alone", () => {
    const plus = (version?: string) =>
      findingsOf(http("upstream a { server 127.0.0.1 slow_start=1s; queue 3; }"), version ? { version } : {});
    expect(plus().map(({ code, severity }) => `${severity} ${code}`)).toEqual(Array(2).fill("warning nginx-plus-only"));
    expect(plus("1.30").map(({ severity }) => severity)).toEqual(["error", "error"]);
  });
});

test("directives of modules that we do not know are not called unknown where one is loaded", () => {
  const text = (name: string): string => `load_module modules/own.so;\n${server(`${name} on;`)}`;
  expect(found(text("my_own_directive"))).toEqual([]);
  expect(found(text("gzzip"))).toEqual(['unknown-directive "gzzip"']);
  expect(found(server("my_own_directive on;"))).toEqual(['unknown-directive "my_own_directive"']);
  const variable = (name: string): string => `load_module modules/own.so;\n${server(`return 200 ${name};`)}`;
  expect(found(variable("$res"))).toEqual([]);
  expect(found(variable("$reqest_uri"))).toEqual(['unknown-variable "$reqest_uri"']);
});

test.each(["passenger_enabled on", "redis2_query get a", "SecRulesEnabled", "check interval=3000", "pagespeed on"])(
  "a directive of a module that nginx is built with: %s",
  (directive) => {
    const text = server(`location /x { ${directive}; }`);
    expect(found(text)).toEqual([]);
    const [finding, ...more] = findingsOf(text, { stock: true });
    expect([finding?.code, finding?.severity, more.length]).toEqual(["nginx-unknown-directive", "warning", 0]);
  },
);

test("what is only like the name of such a module", () => {
  expect(found(server("passengers on;"))).toEqual(['unknown-directive "passengers"']);
  expect(found(server("proxy_connect_timeouts 1;"))).toEqual(['unknown-directive "proxy_connect_timeouts"']);
});

test.each<[text: string, expected: string[]]>([
  ["server { listen {{ port }};\nrot /a; }", ['unexpected-character "{{ port }}"']],
  ["{% if tls %}\nlisten 443;\n{% endif %}", ['unexpected-character "{% if tls %}"']],
  [server('root "/a/{{ name }}"; # {{ port }}\n'), []],
  [location("content_by_lua_block { x = {{ 1 }} }"), []],
  [server("location / {{ root /a; }"), ['unexpected-character "{"']],
])("a template of another program: %j", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("what distributions have brought to older releases is no error there", () => {
  const [finding, ...more] = findingsOf(http("max_headers 100;"), { version: "1.22.1" });
  expect([finding?.code, finding?.severity, more.length]).toEqual(["nginx-not-in-version", "warning", 0]);
});
