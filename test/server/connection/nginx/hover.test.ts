import { describe, expect, test } from "vitest";
import type { Hover } from "vscode-languageserver/node";
import { client, http, open, server, useServer } from "./session";

useServer();

describe("hover", () => {
  const hover = async (source: string): Promise<string> => {
    const { at } = await open(source);
    const found: Hover = await client.sendRequest("textDocument/hover", at);
    return JSON.stringify(found.contents);
  };
  test.each([
    ["a directive", server("client_max|_body_size 1m;"), "ngx_http_core_module.html#client_max_body_size"],
    [
      "a directive of its own world",
      "events {}\nstream { server { listen 1; proxy_p|ass 127.0.0.1:1; } }",
      "ngx_stream_proxy_module",
    ],
    ["a built-in variable", server("return 200 $request_u|ri;"), "original request URI"],
    ["a modifier that has a star", server("loca|tion / { }"), "~* | ^~"],
    ["a zone", http("limit_req_zone $uri zone=a:1m rate=5r/s;\nlimit_req zone=|a;"), "1,048,576 bytes"],
    ["a rate", http("limit_req_zone $uri zone=a:1m rate=5|r/s;"), "each 200 ms"],
    ["a log format", http("log_format mine '$uri';\naccess_log /a mi|ne;"), "log_format mine '$uri'"],
    ["a named location", server("try_files $uri @a|; location @a { return 200; }"), "location @a"],
    ["a group of a rewrite", server("rewrite ^/(a)/(b+)$ /$|2;"), "`(b+)`"],
    ["a group of a location", server("location ~ ^/(?:x)(y[)]) { return 301 /$|1; }"), "`(y[)])`"],
    ["a time beside other words", server("expires modified +1|h;"), "1 h"],
    ["a variable of a group", server("return 200 $http_x_|b;"), "request header"],
    ["a variable of the user's", http("map $uri $a { default 1; }\nserver { return 200 $|a; }"), "map $uri $a"],
    ["a size", server("client_max_body_size 1|m;"), "1,048,576"],
    ["a time", server("keepalive_requests 1;\nsend_timeout 90|s;"), "1 min 30 s"],
    [
      "an upstream",
      http("upstream app { server 10.0.0.1:1; }\nserver { location / { proxy_pass http://a|pp; } }"),
      "10.0.0.1:1",
    ],
    ["a part of a regular expression", server('location ~ "^/(?<lang>[a-z]{2})/|.*$" { }'), "kept as $lang"],
    ["a set of a regular expression", server("rewrite ^/a|[0-9]+$ /b;"), "one of `0-9`, once or more"],
    [
      "a variable of the user's with its values",
      http("map $uri $a { default 1; }\nserver { return 200 $|a; }"),
      "default 1;",
    ],
    ["a variable's own place in the docs", server("return 200 $remote_a|ddr;"), "#var_remote_addr)"],
    ["the place of those that begin alike", server("return 200 $http_x_|b;"), "#var_http_)"],
    ["a server of an upstream", http("upstream a { ser|ver b; }"), "server address"],
    ["a modifier", server("location |= /a { }"), "looked for first"],
    ["a beginning of paths", server("location /|a { }"), "Every path that begins so"],
    ["a word that the docs explain", server("rewrite ^ /a la|st;"), "starts\\na search for a new location"],
    ["a parameter that the docs explain", server("listen 81 default_ser|ver;"), "The `default_server` parameter"],
    ["a zone's size", http("limit_req_zone $uri zone=a:10|m rate=1r/s;"), "10,485,760"],
    ["a time of a parameter", http("proxy_cache_path /a keys_zone=a:1m inactive=6|0m;"), "1 h"],
    ["a time without a unit", server("keepalive_timeout 65|;"), "1 min 5 s"],
    [
      "a time, and what it is for",
      http("upstream a { server b:1 fail_timeou|t=90s; }"),
      "1 min 30 s\\n\\n`fail_timeout`",
    ],
    ["a parameter far down in the docs", server("listen 81 so_keep|alive=on;"), "behavior\\nfor the listening socket"],
    [
      "a parameter in the middle of a paragraph",
      http("proxy_cache_path /a keys_zone=a:1m levels=1|:2;"),
      "hierarchy levels",
    ],
    [
      "a parameter that a sentence ends with",
      http("proxy_cache_path /a keys_zone=a:1m inac|tive=1d;"),
      "get removed from the cache",
    ],
    ["a status", server("return 30|8 /a;"), "Permanent Redirect"],
    ["a status of nginx's own", server("return 4|44;"), "without an answer"],
    [
      "a form with many parameters, without most of them",
      server("list|en 81;"),
      "listen address[:port] [default_server] [ssl] [http2 | quic] …;",
    ],
    ["a directive that is gone", server("http2_pus|h /a;"), "deprecated since nginx 1.25.1: use early_hints"],
    ["a directive of NGINX Plus", server("location / { health_|check; }"), "NGINX Plus only"],
    ["contexts", server("gzi|p on;"), "http › location › if"],
    ["somebody else's directive", server("more_set_hea|ders a;"), "headers-more-nginx-module#more_set_headers"],
    ["its values, as far as they are known", server("brotli_st|atic on;"), "brotli_static off | on | always;"],
    ["a regular expression", server("location ~* \\\\.(pn|g|gif)$ { }".replace("pn|g|gif", "pn|g")), "1 group"],
  ])("%s", async (_name, source, expected) => {
    expect(await hover(source)).toContain(expected);
  });
  test("nothing on nothing", async () => {
    expect(await hover(server("root /a;  |  "))).toBe("[]");
  });
});
