import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ProtocolConnection, PublishDiagnosticsParams } from "vscode-languageserver/node";
import { nginxImage } from "../../server/src/scaffold/images";
import { connectInMemory } from "../server/inMemory";
import { docker } from "./support/docker";
import { mustRun } from "./support/run";

const nginxConf = (body: string): string => `worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr warn;
events {}
http {
    proxy_temp_path /tmp/proxy;
    client_body_temp_path /tmp/body;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;
    include /etc/nginx/mime.types;
    include conf.d/*.conf;
    server {
        listen 8080;
        ${body}
    }
}
`;

/** Two nginx: one whose configuration is in its image on a read-only disk, one whose templates are mounted. */
const files = {
  "compose.yaml": `services:
  nginx:
    build: {context: ., target: proxy}
    read_only: true
    user: "101:101"
    cap_drop: [ALL]
    depends_on: [web]
    tmpfs: /tmp
  web:
    image: ${nginxImage}
    environment: {NAME: example.com}
    volumes: ["./web/templates:/etc/nginx/templates:ro"]
`,
  Dockerfile: `FROM ${nginxImage} AS proxy\nCOPY nginx/nginx.conf /etc/nginx/nginx.conf\nCOPY nginx/conf.d/ /etc/nginx/conf.d/\n`,
  "nginx/nginx.conf": nginxConf("location / { proxy_pass http://web:80; }"),
  "nginx/conf.d/zones.conf": "limit_req_zone $binary_remote_addr zone=one:1m rate=1r/s;\n",
  "web/templates/default.conf.template":
    "server {\n    listen 80;\n    server_name ${NAME};\n    return 200 here;\n}\n",
};

let root: string;
let project: string;
let client: ProtocolConnection;
let told: PublishDiagnosticsParams[];

const compose = (...args: readonly string[]) => mustRun("docker", ["compose", "-p", project, ...args], { cwd: root });
/** The volumes that the engine named, and the containers that are for a test alone. Those of other tests come and go. */
const traces = async (): Promise<string[]> => {
  const volumes = (await docker("volume", "ls", "--quiet")).split("\n").filter((name) => /^[0-9a-f]{64}$/.test(name));
  const tests = await docker("ps", "--all", "--quiet", "--filter", "label=flask-stack.nginx-test");
  return [...volumes, ...tests.split("\n").filter((id) => id !== "")];
};
const uriOf = (path: string): string => pathToFileURL(join(root, path)).toString();

/** A server that has just been started. */
async function connect(): Promise<void> {
  client = connectInMemory();
  told = [];
  client.onNotification("textDocument/publishDiagnostics", (said: PublishDiagnosticsParams) => {
    told.push(said);
  });
  client.listen();
  await client.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {} });
}

beforeAll(async () => {
  project = `fs-nginx-test-${randomBytes(3).toString("hex")}`;
  root = mkdtempSync(join(tmpdir(), "nginx 테스트 "));
  for (const [path, text] of Object.entries(files)) save(path, text);
  await compose("up", "--detach", "--build", "--wait");
});
afterAll(async () => {
  await compose("down", "--volumes", "--rmi", "local", "--timeout", "3");
  rmSync(root, { recursive: true, force: true });
});
beforeEach(connect);
afterEach(() => client.dispose());

function save(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Opens what is on the disk now, asks, and gives the answer with what is then underlined by nginx. */
async function ask(path: string): Promise<{ ok: boolean; message?: string; container?: string; underlined: string[] }> {
  const text = readFileSync(join(root, path), "utf8");
  await client.sendNotification("textDocument/didOpen", {
    textDocument: { uri: uriOf(path), languageId: "nginx", version: 1, text },
  });
  const answer: { ok: boolean; container?: string } = await client.sendRequest("flaskStack/nginxTest", {
    uri: uriOf(path),
  });
  const underlined = (): string[] => {
    const own = told.findLast(({ uri }) => uri === uriOf(path))?.diagnostics ?? [];
    return own.flatMap(({ source, range }) => (source?.endsWith("nginx -t") ? [`line ${range.start.line + 1}`] : []));
  };
  // What the stack's nginx refuses is underlined a moment after the answer.
  if (!answer.ok && answer.container !== undefined) {
    await expect.poll(underlined, { timeout: 30_000 }).not.toEqual([]);
  }
  return { ...answer, underlined: underlined() };
}

test("the container's nginx takes what the image has, hosts of the stack and all", async () => {
  expect(await ask("nginx/nginx.conf")).toEqual({ ok: true, container: `${project}-nginx-1`, underlined: [] });
});

test("it judges the edited text, and nothing of the running server changes", async () => {
  const before = await docker("exec", `${project}-nginx-1`, "sha256sum", "/etc/nginx/nginx.conf");
  const earlier = await traces();
  save("nginx/nginx.conf", nginxConf("location / { proxy_pass http://web:80; }\n        gzip maybe;"));
  expect(await ask("nginx/nginx.conf")).toMatchObject({
    ok: false,
    container: `${project}-nginx-1`,
    message: expect.stringContaining("maybe"),
    underlined: ["line 16"],
  });
  save("nginx/nginx.conf", files["nginx/nginx.conf"]);
  expect(await docker("exec", `${project}-nginx-1`, "sha256sum", "/etc/nginx/nginx.conf")).toBe(before);
  const left = async () => (await traces()).filter((trace) => !earlier.includes(trace));
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  expect((await compose("ps", "--quiet")).stdout.trim().split("\n")).toHaveLength(2);
});

test("a file that another includes is judged as a part of it", async () => {
  save("nginx/conf.d/zones.conf", "limit_req_zone $binary_remote_addr zone=one:1m rate=fast;\n");
  const container = `${project}-nginx-1`;
  expect(await ask("nginx/conf.d/zones.conf")).toMatchObject({ ok: false, container, underlined: ["line 1"] });
  save("nginx/conf.d/zones.conf", files["nginx/conf.d/zones.conf"]);
});

test("a host that the stack does not have is what nginx says it is", async () => {
  save("nginx/nginx.conf", nginxConf("location / { proxy_pass http://wbe:80; }"));
  expect(await ask("nginx/nginx.conf")).toMatchObject({
    ok: false,
    message: expect.stringContaining("host not found"),
  });
  save("nginx/nginx.conf", files["nginx/nginx.conf"]);
});

test("a template is rendered as the image does, and judged where it is written", async () => {
  const path = "web/templates/default.conf.template";
  expect(await ask(path)).toEqual({ ok: true, container: `${project}-web-1`, underlined: [] });
  client.dispose();
  save(path, files[path].replace("return 200 here", "return nowhere"));
  await connect();
  expect(await ask(path)).toMatchObject({ ok: false, container: `${project}-web-1`, underlined: ["line 4"] });
});

test("where the stack does not run, this machine's nginx is asked", async () => {
  await compose("stop", "--timeout", "1");
  save("nginx/nginx.conf", nginxConf("gzip maybe;"));
  const { container } = await ask("nginx/nginx.conf");
  expect(container).toBeUndefined();
});
