import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configurations, findingsByFile } from "../../../../server/src/languages/nginx/configurations";
import { createMemory, type Memory, moveNotes } from "../../../../server/src/languages/nginx/diagnostics/memory";
import { isTemplate, type NginxFiles } from "../../../../server/src/languages/nginx/files";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { reparse } from "../../../../server/src/languages/nginx/reparse";
import type { NginxTree } from "../../../../server/src/languages/nginx/tree";
import { writtenSamples } from "../../../nginx/corpus";
import { type Change, edited, seriesOfEdits } from "../../../nginx/edits";

/** Blocks that ask about each other: addresses, zones, formats, buffers, named things, included files. */
const main = `
events {}
http {
  log_format own '$remote_addr $request_time';
  limit_req_zone $binary_remote_addr zone=all:10m rate=5r/s;
  include mime.types;
  proxy_busy_buffers_size 16k;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; include values/*.conf; }
  upstream app { server 127.0.0.1:8000 backup; keepalive 2; least_conn; zone app 64k; }
  geo $place { 10.0.0.1/8 a; 10.0.0.0/8 b; delete 11.0.0.0/8; }
  server {
    listen 80 default_server;
    listen 443 ssl backlog=100;
    ssl_certificate a.pem;
    ssl_ciphers TLS_AES_128_GCM_SHA256;
    access_log /b own buffer=4k;
    types { a/a a; }
    ssl_certificate_key a.key;
    access_log /x own;
    limit_req zone=all burst=5;
    location / { proxy_pass http://app; proxy_buffers 8 8k; include snippets/proxy.conf; }
    location ~ ^/(?<name>a+)$ { return 200 $name; }
    location /in/ { location /in/side { alias /x/; } location /out { } }
    location @app { proxy_pass http://app/; }
    location /more { alias /more/; add_header X-More 1; proxy_pass http://app:80$uri; fastcgi_cache all; }
    add_header X-All 1;
  }
  server {
    listen 80 default_server;
    listen 443 ssl backlog=100;
    server_name b .b;
    valid_referers none;
    ssl_verify_client on;
    access_log /x other;
    include snippets/proxy.conf;
    location / { try_files $uri @app; set $mine $connection_upgrade; }
    location / { return 200 $mine; }
  }
  upstream app { server 127.0.0.1:8001; }
  log_format other '$nothing';
  types { a/b a; } types { a/c a; }
  ssl_ecdh_curve secp384r;
  server { listen 80; access_log /b own buffer=8k; access_log /y other; limit_req zone=none; proxy_buffer_size 64k; if ($mine) { return 403; } }
  include sites/*.conf;
}
stream { server { listen 9000; proxy_pass app; } upstream app { server a:1; } }
`;
const folder: Readonly<Record<string, string>> = {
  "nginx.conf": main,
  "snippets/proxy.conf": "proxy_set_header Host $host;\nlocation /more { proxy_read_timeout 5 s; }\nset $given a;\n",
  "values/a.conf": "a b;\na c;\n",
  "sites/one.conf":
    "server { listen 80 default_server; access_log /z own; location / { include snippets/proxy.conf; } }\n",
  "lonely.conf": "server { listen 80; include snippets/proxy.conf; return 200 $given; }\n",
};

const filesOf = (tree: (path: string) => NginxTree | undefined, paths: readonly string[]): NginxFiles => ({
  paths,
  tree,
  exists: (path) => tree(path) !== undefined,
});

/** All that comes of a configuration, as one text to be compared. */
function told(files: NginxFiles, memoryOf?: (root: string) => Memory): string {
  const read = configurations(files, {}, undefined, memoryOf);
  const found = [...findingsByFile(files, read)];
  const rest = read.map(({ root, context, members, config: { definitions, uses, listens, contexts } }) => [
    ...[root, context, members, [...contexts]],
    ...[definitions, uses].map((names) => names.map(({ directive, ...name }) => [name, directive.start])),
    ...listens.map(({ word, address, scope }) => [word.start, address, scope.opener?.end, scope.up?.context]),
  ]);
  return JSON.stringify([found, rest], undefined, 1);
}

/** Makes edits of files one after another, and compares what is remembered with what is read anew after each. */
function expectSame(
  texts: Readonly<Record<string, string>>,
  series: readonly (Change & { readonly file: number })[],
): void {
  const paths = Object.keys(texts);
  const now = new Map(Object.entries(texts));
  const trees = new Map<string, NginxTree>();
  const memories = new Map<string, Memory>();
  const memoryOf = (root: string): Memory => {
    const memory = memories.get(root) ?? createMemory();
    memories.set(root, memory);
    return memory;
  };
  const kept = (path: string): NginxTree | undefined => {
    const text = now.get(path);
    if (text === undefined) return undefined;
    const old = trees.get(path);
    const template = isTemplate(path);
    const { tree, moved } = old ? reparse(old, text, { template }) : { tree: parseNginx(text, { template }) };
    trees.set(path, tree);
    if (moved) for (const memory of memories.values()) moveNotes(memory, path, moved);
    return tree;
  };
  told(filesOf(kept, paths), memoryOf);
  for (const change of series) {
    const path = paths[change.file % paths.length] ?? "";
    now.set(path, edited(now.get(path) ?? "", change));
    const fresh = new Map([...now].map(([name, text]) => [name, parseNginx(text, { template: isTemplate(name) })]));
    expect(told(filesOf(kept, paths), memoryOf)).toBe(told(filesOf((name) => fresh.get(name), paths)));
  }
}

describe("what is remembered of blocks changes no answer", () => {
  test("what a block inherits is that of the blocks that are now around it", () => {
    const certificate = "ssl_certificate a.pem;";
    const text = `events {}\nhttp {\n${certificate}\nserver { listen 443 ssl; ssl_certificate_key a.key; }\n}\n`;
    const at = (10_000 * (text.indexOf(certificate) + 0.5)) / text.length;
    const without = { at, gone: certificate.length, text: "", file: 0 };
    expectSame({ "nginx.conf": text }, [without]);
  });
  test("one file, any config", () => {
    fc.assert(
      fc.property(fc.constantFrom(...writtenSamples("/x")), seriesOfEdits, ({ text }, series) => {
        expectSame(
          { "nginx.conf": text },
          series.map((change) => ({ ...change, file: 0 })),
        );
      }),
      { numRuns: 300, seed: 12 },
    );
  });
  test("one file in which blocks ask about each other", () => {
    fc.assert(
      fc.property(seriesOfEdits, (series) => {
        expectSame(
          { "nginx.conf": main },
          series.map((change) => ({ ...change, file: 0 })),
        );
      }),
      { numRuns: 150, seed: 13 },
    );
  });
  test("files that include each other", () => {
    fc.assert(
      fc.property(seriesOfEdits, fc.array(fc.nat(6), { minLength: 12, maxLength: 12 }), (series, picks) => {
        expectSame(
          folder,
          series.map((change, index) => ({ ...change, file: picks[index] ?? 0 })),
        );
      }),
      { numRuns: 150, seed: 14 },
    );
  });
});
