import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { around, askNginx, readVerdict } from "../../../../server/src/connection/nginx/verdict";
import { installedNginx } from "../../../nginx/judge";

describe("what nginx -t wrote", () => {
  test.each([
    [
      'nginx: [emerg] invalid value "maybe" in /etc/nginx/nginx.conf:12\nnginx: configuration file ... test failed\n',
      { kind: "refused", message: 'invalid value "maybe"', path: "/etc/nginx/nginx.conf", line: 12 },
    ],
    [
      '2026/01/02 03:04:05 [emerg] 1#1: host not found in upstream "web" in conf.d/a.conf:3\n',
      { kind: "refused", message: 'host not found in upstream "web"', path: "/home/conf.d/a.conf", line: 3 },
    ],
    ["nginx: [emerg] mkdir() failed\n", { kind: "refused", message: "mkdir() failed" }],
    ["Segmentation fault\n", { kind: "unknown", message: "Segmentation fault" }],
  ])("%j", (said, expected) => {
    expect(readVerdict(said, "/home")).toEqual(expected);
  });
});

test.each([
  ["http", "events {}\nhttp { include /a/b.conf; }\n"],
  ["http/server", "events {}\nhttp { server { include /a/b.conf; } }\n"],
  ["http/location", "events {}\nhttp { server { location / { include /a/b.conf; } } }\n"],
  ["stream/upstream", "events {}\nstream { upstream fragment { include /a/b.conf; } }\n"],
  ["events", "events { include /a/b.conf; }\n"],
])("a fragment of %s has its surroundings", (context, expected) => {
  expect(around(context, "/a/b.conf")).toBe(expected);
});

describe.skipIf(!installedNginx())("the nginx of this machine", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "nginx 판정 "));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  test("judges a fragment where it belongs", async () => {
    const file = join(folder, "site.conf");
    writeFileSync(file, "gzip on;\ngzip_types a/b;\ngzip_vary maybe;\n");
    expect(await askNginx(file, folder, "http")).toMatchObject({ kind: "refused", path: file, line: 3 });
  });
  test("is not there", async () => {
    expect(await askNginx("/a", "/", "main", "no-such-nginx")).toMatchObject({ kind: "unknown" });
  });
});
