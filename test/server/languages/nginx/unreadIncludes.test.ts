import { describe, expect, test } from "vitest";
import { checkConfig } from "../../../../server/src/languages/nginx/diagnostics/check";
import { unreadTree } from "../../../../server/src/languages/nginx/diagnostics/include";
import type { Environment } from "../../../../server/src/languages/nginx/diagnostics/model";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";

const said = (text: string, include: NonNullable<Environment["include"]>, path = "nginx.conf"): string[] => {
  const environment = { hosts: new Set<string>(), include };
  return checkConfig({ path, tree: parseNginx(text) }, environment).findings.map(({ code }) => code);
};

const nowhere = () => undefined;

const http = (body: string): string => `events {}\nhttp { ${body} }\n`;
const inside = (body: string): string => http(`server { listen 80; ${body} }`);

describe("nothing is said to be missing that a file may have that is not read", () => {
  test.each<[what: string, text: string, code: string]>([
    ["a certificate", http("server { listen 443 ssl; include a.conf; }"), "nginx-missing-requirement"],
    ["one of all servers", http("include a.conf; server { listen 443 ssl; }"), "nginx-missing-requirement"],
    ["its key", inside("ssl_certificate a; include a.conf;"), "nginx-missing-requirement"],
    ["a host", inside("include a.conf; location / { proxy_pass http://app; }"), "nginx-undefined-upstream"],
    ["a format of logs", http("include a.conf; access_log /a own;"), "nginx-undefined-log-format"],
    ["a variable", inside("include a.conf; return 200 $own;"), "nginx-unknown-variable"],
    ["an entry", http("map $uri $a { include a.conf; } server { return 200 $b; }"), "nginx-unknown-variable"],
    ["a zone of requests", inside("include a.conf; limit_req zone=own;"), "nginx-undefined-zone"],
    ["a zone of connections", inside("include a.conf; limit_conn own 1;"), "nginx-undefined-zone"],
    ["a cache", inside("include a.conf; proxy_cache own;"), "nginx-undefined-zone"],
    ["a location", inside("include a.conf; error_page 404 @own;"), "nginx-undefined-location"],
    ["a server", http("upstream a { include a.conf; }"), "nginx-missing-requirement"],
    [
      "an address",
      "events {}\nstream { server { include a.conf; proxy_pass 127.0.0.1:1; } }",
      "nginx-missing-requirement",
    ],
    ["a target", "events {}\nstream { server { listen 1; include a.conf; } }", "nginx-missing-requirement"],
    ["events", "include a.conf;\nhttp { }\n", "nginx-missing-requirement"],
    ["a name", http("server { include a.conf; listen 80; } server { listen 80; }"), "nginx-conflicting-server-name"],
    ["a listen", http("server { include a.conf; } server { listen 80; }"), "nginx-conflicting-server-name"],
    ["a header", inside("add_header A 1; location / { include a.conf; add_header B 1; }"), "nginx-headers-dropped"],
    ["a target before", inside("location / { include a.conf; proxy_redirect default; }"), "nginx-missing-requirement"],
  ])("%s", (_what, text, code) => {
    const without = text.replace("include a.conf;", "");
    expect(said(without, nowhere)).toContain(code);
    expect(said(text, () => [])).toEqual(["nginx-include-missing"]);
    expect(said(text, nowhere)).toEqual([]);
    expect(said(text, () => [{ path: "a.conf", tree: unreadTree }])).toEqual([]);
    expect(said(text, () => [{ path: "a.conf", tree: parseNginx("") }])).toContain(code);
  });
});

test.each<[path: string, text: string, found: string[]]>([
  ["modules-enabled/50-geoip.conf", "# one\nload_module modules/ngx_http_geoip_module.so;\n", []],
  ["a.conf", "user nginx;\nworker_processes 2;\n", []],
  ["a.conf", "user nginx;\nhttp { }\n", ["nginx-missing-requirement"]],
  ["a.conf", "stream { }\n", ["nginx-missing-requirement"]],
  ["a/nginx.conf", "user nginx;\n", ["nginx-missing-requirement"]],
  ["a/nginx.conf", "# nothing yet\n", []],
])("events are asked for where a file is surely a whole one: %s with %j", (path, text, found) => {
  expect(said(text, nowhere, path)).toEqual(found);
});
