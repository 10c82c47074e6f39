import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expand, readSnippets } from "./snippets/read";

const snippets = readSnippets("nginx");
const nginx = ["/usr/sbin/nginx", "nginx"].find((program) => spawnSync(program, ["-v"]).status === 0);

/** What a snippet says of itself: "(http, server, location)" at the end of its description. */
function contextsOf(description: string): string[] {
  return /\(([a-z, ]+)\)$/.exec(description)?.[1]?.split(", ") ?? [];
}

/** What another snippet, or the user, has put beside it. */
const beside: Readonly<Record<string, string>> = {
  "connection-limit": "limit_conn_zone $binary_remote_addr zone=connections:1m;",
  "proxy-cache-location": "proxy_cache_path cache keys_zone=answers:1m;",
  "rate-limit": "limit_req_zone $binary_remote_addr zone=per_client:1m rate=10r/s;",
  "websocket-location": 'map $http_upgrade $connection_upgrade { default upgrade; "" ""; }',
};

describe("every Nginx snippet says where it belongs", () => {
  it.each(snippets)("$prefix", ({ description }) => {
    const contexts = contextsOf(description);
    expect(contexts.length).toBeGreaterThan(0);
    expect(["http", "server", "location"]).toEqual(expect.arrayContaining(contexts));
  });
});

describe.skipIf(nginx === undefined && process.env.CI !== "true")("nginx -t accepts it there", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "flask-stack-snippets-"));
    mkdirSync(join(folder, "tls"));
    const subject = ["-subj", "/CN=example.com", "-days", "1", "-nodes"];
    const files = ["-keyout", join(folder, "tls/privkey.pem"), "-out", join(folder, "tls/fullchain.pem")];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", ...files, ...subject], { stdio: "ignore" });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(
    snippets.flatMap(({ prefix, description, body }) =>
      contextsOf(description).map((context) => ({ prefix, context, body })),
    ),
  )("$prefix in $context", ({ prefix, context, body }) => {
    expect(verdict(whole(prefix, context, expand(body)))).toBe("");
  });

  it("and refuses what is wrong", () => {
    expect(verdict(whole("", "http", "proxy_pas http://web;"))).toContain("unknown directive");
  });

  /** A whole configuration that has the snippet in the context, and what it refers to. */
  function whole(prefix: string, context: string, text: string): string {
    const upstream = prefix === "upstream-keepalive" ? "" : "upstream web { server 127.0.0.1:8000; }";
    const http = [upstream, beside[prefix] ?? ""];
    const server = `server { listen 127.0.0.1:8999; ${context === "server" ? text : ""}\n${
      context === "location" ? `location /x/ { ${text} }` : ""
    } }`;
    const body = context === "http" ? text : server;
    return (
      `pid nginx.pid; error_log stderr; events {}\nhttp {\n${http.join("\n")}\n${body}\n}\n`
        .replaceAll("/etc/nginx/tls/", `${folder}/tls/`)
        // A pipe cannot be opened by its name.
        .replaceAll("/dev/stdout", `${folder}/access.log`)
        .replaceAll("/tmp/nginx-cache", `${folder}/cache`)
        .replaceAll("server web:8000", "server 127.0.0.1:8000")
    );
  }

  /** The first complaint of nginx, or nothing. */
  function verdict(text: string): string {
    const file = join(folder, "nginx.conf");
    writeFileSync(file, text);
    const run = spawnSync(nginx ?? "nginx", ["-t", "-q", "-p", folder, "-c", file], { encoding: "utf8" });
    return run.status === 0 && run.stderr === "" ? "" : `${run.error?.message ?? ""}${run.stderr}`;
  }
});
