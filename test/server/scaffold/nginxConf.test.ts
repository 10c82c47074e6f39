import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nginxConf } from "../../../server/src/scaffold/nginxConf";
import { blueprintOf, everyFile, everyKind, filesOf } from "./support";

const confOf = (...[facts]: Parameters<typeof blueprintOf>) => nginxConf(blueprintOf(facts, {}, filesOf(everyFile)));
const nginx = ["nginx", "/usr/sbin/nginx"].find((program) => spawnSync(program, ["-v"]).status === 0);

describe.skipIf(nginx === undefined && process.env.CI !== "true")("the real nginx takes it", () => {
  test.each(Object.entries(everyKind))("%s", (_, facts) => {
    const folder = mkdtempSync(join(tmpdir(), "nginx-"));
    try {
      const path = join(folder, "nginx.conf");
      // The one thing that this machine lacks is the name `web`, which Docker's own network has.
      writeFileSync(path, confOf(facts).replace("server web:", "server 127.0.0.1:"));
      const { stderr, status } = spawnSync(nginx ?? "nginx", ["-t", "-c", path], {
        encoding: "utf8",
        // It opens /dev/stdout for the access log, which a socket, such as Node's pipe, does not let it.
        stdio: ["ignore", "ignore", "pipe"],
      });
      expect(stderr).not.toMatch(/\[(emerg|warn|alert)\]/);
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the body limit", () => {
  test.each([
    { uploadLimit: null, size: "1m" },
    { uploadLimit: 16 * 1024 ** 2, size: "16m" },
    { uploadLimit: 1536, size: "1536" },
    { uploadLimit: 512 * 1024, size: "512k" },
    { uploadLimit: 1_000_000, size: "1000000" },
    // 0 would mean "no limit" to Nginx, and means "nothing at all" to Flask.
    { uploadLimit: 0, size: "1" },
  ])("$uploadLimit bytes is $size", ({ uploadLimit, size }) => {
    expect(confOf({ uploadLimit })).toContain(`client_max_body_size ${size};`);
  });
});

describe("static files", () => {
  const served = (url: string, path = "shop/static") => confOf({ staticFolders: [{ url, path }] });
  test("are served from a folder of the image", () => {
    expect(served("/static")).toMatch(/location \/static\/ \{\s+alias \/srv\/static\/;/);
  });
  test("under a name with a space or in Korean", () => {
    expect(served("/my files/그림")).toMatch(/location "\/my files\/그림\/" \{\s+alias "\/srv\/my files\/그림\/";/);
  });
  test.each(["", "/", "/a$b", '/a"b', "/a{b", "/a;b", "/a\nb", "//a"])("are left to Flask under %j", (url) => {
    expect(served(url)).not.toContain("alias");
  });
  test("are left to Flask where there is no such folder", () => {
    expect(served("/static", "nowhere")).not.toContain("alias");
  });
});

test("headers of the proxy and of security are in one place each, so that nothing drops them", () => {
  for (const facts of Object.values(everyKind)) {
    const conf = confOf(facts);
    for (const directive of ["add_header", "proxy_set_header"]) {
      const indents = new Set([...conf.matchAll(new RegExp(`^( *)${directive} `, "gm"))].map(([, indent]) => indent));
      expect(indents).toEqual(new Set(["        "]));
    }
  }
});

test("only what talks over websockets may upgrade", () => {
  expect(confOf({ websockets: true })).toContain("proxy_set_header Upgrade $http_upgrade;");
  expect(confOf({ websockets: false })).toContain('proxy_set_header Upgrade "";');
});

test("the status page is for the container alone", () => {
  expect(confOf({})).toMatch(/listen 127\.0\.0\.1:8081;[\s\S]*allow 127\.0\.0\.1;\s+deny all;\s+stub_status;/);
});
