import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  contextBit,
  contextNames,
  directiveNames,
  directiveSpecs,
} from "../../../../server/src/languages/nginx/catalog/catalog";

const folder = join(process.cwd(), "server/src/languages/nginx/catalog");

test("the committed catalog is what its sources give: else run `node scripts/catalog/compile.mjs`", () => {
  const print = `import { compile } from "./scripts/catalog/compile.mjs"; process.stdout.write(JSON.stringify(await compile()));`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", print], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  expect(run.stderr).toBe("");
  for (const [name, text] of Object.entries(JSON.parse(run.stdout) as Record<string, string>)) {
    expect(readFileSync(join(folder, name), "utf8") === text, name).toBe(true);
  }
});

describe("the catalog", () => {
  test("knows nginx's own directives and those of common modules", () => {
    const names = [...directiveNames()];
    expect(names.length).toBeGreaterThan(1100);
    const others = [
      "more_set_headers",
      "brotli",
      "content_by_lua_block",
      "js_set",
      "geoip2",
      "vhost_traffic_status",
      "dav_ext_methods",
      "upload_pass",
      "application",
      "modsecurity",
    ];
    for (const name of [...others, "listen", "gzip", "health_check", "http2"]) expect(names).toContain(name);
  });
  test("gives each a place, a count and a kind", () => {
    for (const name of directiveNames()) {
      for (const spec of directiveSpecs(name) ?? []) {
        expect(spec.contexts, name).toBeGreaterThan(0);
        expect(spec.min, name).toBeLessThanOrEqual(spec.max);
        expect(spec.kind, name).not.toBe("");
      }
    }
  });
  test.each([
    ["gzip", "http/location", { kind: "flag", once: true, block: false, min: 1, max: 1 }],
    ["location", "http/server", { block: true, min: 1, max: 2 }],
    ["server", "http", { block: true, max: 0 }],
    ["server", "http/upstream", { block: false, min: 1 }],
    ["gzip_comp_level", "http", { kind: "number", bounds: [1, 9] }],
    ["ssl_protocols", "http", { words: ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] }],
    ["http2", "http", { since: "1.25.1" }],
    ["proxy_pass", "stream/server", { module: "ngx_stream_proxy_module" }],
  ])("%s in %s", (name, context, expected) => {
    const spec = directiveSpecs(name)?.find((candidate) => candidate.contexts & contextBit(context));
    expect(spec).toMatchObject(expected);
  });
  test("has the contexts of nginx's flags", () => {
    expect(contextNames.slice(0, 9)).toEqual([
      ...["main", "events", "http", "http/server", "http/location", "http/upstream"],
      ...["http/server/if", "http/location/if", "http/limit_except"],
    ]);
  });
});
