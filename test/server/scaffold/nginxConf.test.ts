import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anyFreePort } from "../../../server/src/engine/ports";
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

test.skipIf(nginx === undefined && process.env.CI !== "true")(
  "a view that ends its worker in one container after another leaves the others to be served",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "nginx-"));
    const containers = [0, 1].map(() =>
      createServer((request, response) => (request.url === "/die" ? request.socket.destroy() : response.end("served"))),
    );
    for (const server of containers) await once(server.listen(0, "127.0.0.1"), "listening");
    const [port, status] = [await anyFreePort(), await anyFreePort()];
    const each = containers.map((server) => `server 127.0.0.1:${(server.address() as AddressInfo).port}$1;`);
    const conf = confOf()
      .replace(/server web:8000(.*);/, each.join(" "))
      .replace("listen 8080 ", `listen 127.0.0.1:${port} `)
      .replace("127.0.0.1:8081", `127.0.0.1:${status}`)
      // Each of them would find out by itself.
      .replace("worker_processes 2;", "worker_processes 1;")
      .replaceAll("/tmp/", `${folder}/`);
    writeFileSync(join(folder, "nginx.conf"), conf);
    const running = spawn(nginx ?? "nginx", ["-c", join(folder, "nginx.conf"), "-g", "daemon off;"], {
      stdio: "ignore",
    });
    const ended = once(running, "exit");
    try {
      const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).then(({ status }) => status, String);
      await expect.poll(() => get("/")).toBe(200);
      expect(await get("/die")).toBe(502);
      expect(await Promise.all(Array.from({ length: 8 }, () => get("/")))).toEqual(Array(8).fill(200));
    } finally {
      running.kill();
      await ended;
      for (const server of containers) server.close().closeAllConnections();
      rmSync(folder, { recursive: true });
    }
  },
);

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
  test("at the root of the site, before the app", () => {
    expect(served("/")).toMatch(/location \/ \{[^}]*alias \/srv\/_root\/;\s+try_files \$uri @web;[^}]*\}/);
    expect(served("/").match(/proxy_pass/g)).toHaveLength(1);
    const mixed = confOf({ staticFolders: [{ url: "/", path: "shop/static", mixed: true }] });
    expect(mixed).not.toContain("alias");
  });
  test.each(["", "/a$b", '/a"b', "/a{b", "/a;b", "/a\nb", "//a"])("are left to Flask under %j", (url) => {
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
