import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { configuredHost, type Surroundings, usualHosts } from "../../../server/src/engine/docker/contexts";
import { readHost } from "../../../server/src/engine/docker/ping";
import { locate } from "../../../server/src/engine/locate";

let home: string;
const servers: Server[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "locate-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  rmSync(home, { recursive: true, force: true });
});

/** A home with nothing in it, where the usual sockets outside of it are not looked at: Windows has none of them. */
const around = (env: Surroundings["env"] = {}, platform: NodeJS.Platform = "linux"): Surroundings => ({
  env: { XDG_RUNTIME_DIR: join(home, "run"), ...env },
  home,
  platform,
});

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), typeof content === "string" ? content : JSON.stringify(content));
}

function context(name: string, host: string): void {
  const id = createHash("sha256").update(name).digest("hex");
  write(`.docker/contexts/meta/${id}/meta.json`, { Name: name, Endpoints: { docker: { Host: host } } });
}

/** A socket at which something answers as an engine does. */
async function engineAt(path: string, headers: Record<string, string> = {}): Promise<string> {
  const socket = join(home, path);
  mkdirSync(dirname(socket), { recursive: true });
  const server = createHttpServer((request, response) => {
    response.writeHead(request.url === "/_ping" ? 200 : 404, headers).end("OK");
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(socket, done));
  return `unix://${socket}`;
}

describe("what the Docker CLI was told", () => {
  test("nothing", () => expect(configuredHost(around())).toBeUndefined());

  test("DOCKER_HOST wins over everything", () => {
    write(".docker/config.json", { currentContext: "colima" });
    context("colima", "unix:///c.sock");
    expect(configuredHost(around({ DOCKER_HOST: "tcp://h:2375", DOCKER_CONTEXT: "colima" }))).toEqual({
      host: "tcp://h:2375",
      by: { variable: "DOCKER_HOST" },
    });
  });

  test("DOCKER_CONTEXT wins over the current context", () => {
    write(".docker/config.json", { currentContext: "colima" });
    context("colima", "unix:///c.sock");
    context("other", "unix:///o.sock");
    expect(configuredHost(around({ DOCKER_CONTEXT: "other" }))).toMatchObject({ host: "unix:///o.sock" });
    expect(configuredHost(around())).toEqual({ host: "unix:///c.sock", by: { context: "colima" } });
  });

  test("DOCKER_CONFIG moves the folder", () => {
    write("elsewhere/config.json", { currentContext: "gone" });
    expect(configuredHost(around({ DOCKER_CONFIG: join(home, "elsewhere") }))).toEqual({ unknown: "gone" });
  });

  test.each(["default", ""])("the context '%s' is none", (currentContext) => {
    write(".docker/config.json", { currentContext });
    expect(configuredHost(around())).toBeUndefined();
  });

  test.each(["{", "[]", "null", '{"currentContext": 3}'])("a config file that says nothing: %s", (text) => {
    write(".docker/config.json", text);
    expect(configuredHost(around())).toBeUndefined();
  });

  test("TLS, where it is asked for", () => {
    const env = { DOCKER_HOST: "tcp://h:2376", DOCKER_TLS_VERIFY: "1" };
    expect(configuredHost(around({ ...env, DOCKER_CERT_PATH: "/certs" }))).toMatchObject({ certificates: "/certs" });
    expect(configuredHost(around(env))).toMatchObject({ certificates: join(home, ".docker") });
  });
});

test.each([
  ["unix:///run/docker.sock", { socketPath: "/run/docker.sock" }],
  ["npipe:////./pipe/docker_engine", { socketPath: "\\\\.\\pipe\\docker_engine" }],
  ["tcp://10.0.0.1:1234", { protocol: "http", host: "10.0.0.1", port: 1234 }],
  ["tcp://10.0.0.1", { protocol: "http", host: "10.0.0.1", port: 2375 }],
  ["tcp://[::1]:2375", { protocol: "http", host: "::1", port: 2375 }],
  ["ssh://me@host", { protocol: "ssh", host: "host", port: 22, username: "me" }],
  ["nonsense", undefined],
  ["ftp://host", undefined],
])("%s is read as an address", (host, address) => expect(readHost(host, undefined)).toEqual(address));

describe("the engine that is there", () => {
  const code = async (surroundings: Surroundings) => {
    const found = await locate(undefined, surroundings);
    return found.ok ? "found" : found.problem;
  };

  test("is the one that DOCKER_HOST names, and the CLI finds it by itself", async () => {
    const host = await engineAt("named.sock");
    const found = await locate(undefined, around({ DOCKER_HOST: host }));
    expect(found).toMatchObject({ ok: true, value: { host, kind: "docker", env: {}, local: true } });
  });

  test("is the one of the current context", async () => {
    context("desktop", await engineAt("desktop.sock"));
    write(".docker/config.json", { currentContext: "desktop" });
    expect(await code(around())).toBe("found");
  });

  // Only where no engine is at the place that comes first.
  test.each([
    [".orbstack/run/docker.sock", {}],
    [".colima/default/docker.sock", {}],
    [".rd/docker.sock", {}],
    [".docker/desktop/docker.sock", {}],
    ["run/docker.sock", {}],
  ])("is looked for at %s", (path) => expect(usualHosts(around())).toContain(`unix://${join(home, path)}`));

  test("is looked for at the pipes of Windows", () =>
    expect(usualHosts(around({}, "win32"))).toContain("npipe:////./pipe/docker_engine"));

  test("says when it is Podman", async () => {
    const host = await engineAt("podman.sock", { "Libpod-API-Version": "5.0.0" });
    expect(await locate(undefined, around({ DOCKER_HOST: host }))).toMatchObject({ value: { kind: "podman" } });
  });

  test("is not there: where DOCKER_HOST names nothing", async () =>
    expect(await code(around({ DOCKER_HOST: `unix://${home}/none.sock` }))).toMatchObject({
      code: "engine-down",
      message: expect.stringContaining("DOCKER_HOST"),
    }));

  test("is not there: at a port where nobody listens", async () =>
    expect(await code(around({ DOCKER_HOST: "tcp://127.0.0.1:1" }))).toMatchObject({ code: "engine-down" }));

  test("is not there: a socket that was left behind", async () => {
    write("left.sock", "");
    expect(await code(around({ DOCKER_HOST: `unix://${home}/left.sock` }))).toMatchObject({ code: "engine-down" });
  });

  test("is not there: no address at all", async () =>
    expect(await code(around({ DOCKER_HOST: "what" }))).toMatchObject({ code: "engine-other" }));

  test("is not there: the context that is chosen does not exist", async () =>
    expect(await code(around({ DOCKER_CONTEXT: "gone" }))).toMatchObject({
      code: "engine-context",
      message: expect.stringContaining("'gone'"),
    }));

  test("is not there: no certificates where TLS is asked for", async () =>
    expect(await code(around({ DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_TLS_VERIFY: "1" }))).toMatchObject({
      code: "engine-other",
    }));

  test("hangs: said after five seconds", async () => {
    // Takes the connection, and says nothing.
    const server = createServer();
    const socket = join(home, "hangs.sock");
    await new Promise<void>((done) => server.listen(socket, done));
    const started = Date.now();
    expect(await code(around({ DOCKER_HOST: `unix://${socket}` }))).toMatchObject({ code: "engine-hangs" });
    expect(Date.now() - started).toBeLessThan(20_000);
    server.close();
  });

  test("is nowhere: nothing is at any of the usual places", async () =>
    // Windows' pipes, which no other system has.
    expect(await code(around({}, "win32"))).toMatchObject({ code: "engine-missing" }));
});
