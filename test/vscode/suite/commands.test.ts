import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { startRegistry } from "../../docker/panel/registry";
import { freePort, TemporaryProject, until } from "./support";

const hasDocker = spawnSync("docker", ["info"]).status === 0;
const docker = (...args: readonly string[]): string => {
  const done = spawnSync("docker", args, { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.trim();
};

/** What a page says, and nothing else: Nginx in front of it, without anything to install. */
const app = (says: string) => `from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"${says}")


ThreadingHTTPServer(("", 8000), Page).serve_forever()
`;

const compose = (name: string, port: number) => `name: ${name}
services:
  nginx:
    image: nginx:1.30-alpine
    depends_on: {web: {condition: service_healthy}}
    ports: ["127.0.0.1:${port}:80"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
    stop_grace_period: 1s
  web:
    build: .
    init: true
    stop_grace_period: 1s
    volumes: ["data:/data"]
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/')"]
      interval: 1s
  worker:
    image: python:3.13-slim
    profiles: [jobs]
    command: ["sleep", "1000"]
    init: true
    stop_grace_period: 1s
volumes: {data: {}}
`;

/** What each command does to the engine, on a stack of its own whose folder has a name that a shell would trip over. */
(hasDocker ? describe : describe.skip)("the commands of a stack", function () {
  this.timeout(300_000);

  const name = `flask-stack-commands-${randomBytes(3).toString("hex")}`;
  let project: TemporaryProject;
  let url = "";

  const run = (command: string, given: object = {}, folder = project.root) =>
    vscode.commands.executeCommand<{ result: string; message?: string }>(`flaskStack.${command}`, { folder, ...given });
  const does = async (command: string, given: object = {}) =>
    assert.deepEqual(await run(command, given), { result: "done" });
  /** The containers of the stack that run, by their services: which they are, and since when. */
  const running = () =>
    Object.fromEntries(
      docker("ps", "--quiet", "--no-trunc", "--filter", `label=com.docker.compose.project=${name}`)
        .split("\n")
        .filter((id) => id !== "")
        .map((id) => {
          const format = '{{index .Config.Labels "com.docker.compose.service"}} {{.State.StartedAt}}';
          const [service = "", since = ""] = docker("inspect", "--format", format, id).split(" ");
          return [service, { id, since }];
        }),
    );
  const page = () =>
    fetch(url).then(
      (answer) => answer.text(),
      () => "",
    );
  const saysSoon = (text: string) => until(`the page says ${text}`, async () => (await page()) === text);

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    project = new TemporaryProject({
      "compose.yaml": compose(name, port),
      "nginx.conf": "events {}\nhttp { server { listen 80; location / { proxy_pass http://web:8000; } } }\n",
      Dockerfile: 'FROM python:3.13-slim\nCOPY app.py /app.py\nCMD ["python", "/app.py"]\n',
      "app.py": app("one"),
    });
    await does("start");
    await saysSoon("one");
  });

  after(async () => {
    spawnSync("docker", ["compose", "--profile", "*", "down", "--volumes", "--rmi", "local", "--timeout", "1"], {
      cwd: project.root,
    });
    const images = docker("image", "ls", "--quiet", "--filter", `label=com.docker.compose.project=${name}`);
    for (const id of images.split("\n")) spawnSync("docker", ["image", "rm", "--force", id]);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    project.remove();
  });

  it("restart a service or all of them, in the containers that are there", async () => {
    const first = running();
    assert.deepEqual(Object.keys(first).sort(), ["nginx", "web"]);
    await does("service.restart", { service: "web" });
    const second = running();
    assert.equal(second.web?.id, first.web?.id);
    assert.notEqual(second.web?.since, first.web?.since);
    assert.deepEqual(second.nginx, first.nginx);
    await does("restart");
    const third = running();
    assert.deepEqual([third.web?.id, third.nginx?.id], [first.web?.id, first.nginx?.id]);
    assert.notEqual(third.web?.since, second.web?.since);
    assert.notEqual(third.nginx?.since, second.nginx?.since);
    await saysSoon("one");
  });

  it("rebuild a service or all of them, and replace what has changed", async () => {
    const first = running();
    project.write("app.py", app("two"));
    await does("service.rebuild", { service: "web" });
    await saysSoon("two");
    const second = running();
    assert.notEqual(second.web?.id, first.web?.id);
    assert.deepEqual(second.nginx, first.nginx);
    project.write("app.py", app("three"));
    await does("rebuild");
    await saysSoon("three");
    assert.notEqual(running().web?.id, second.web?.id);
  });

  it("leave what runs alone where the image does not build, and say at which line", async () => {
    const before = running();
    const dockerfile = project.read("Dockerfile");
    project.write("Dockerfile", `${dockerfile}RUN python -c "raise SystemExit('no such thing')"\n`);
    const failed = await run("rebuild");
    assert.equal(failed.result, "failed");
    assert.match(failed.message ?? "", /RUN python/);
    assert.deepEqual(running(), before);
    project.write("Dockerfile", dockerfile);
  });

  it("pull an image that is newer by now, and say so where the registry cannot be reached", async () => {
    const registry = await startRegistry();
    const tools = new TemporaryProject({
      "compose.yaml": `name: ${name}-tools\nservices: {tool: {image: "${registry.image}"}}\n`,
    });
    const id = () => docker("image", "inspect", "--format", "{{.Id}}", registry.image);
    const made: string[] = [];
    try {
      for (const [command, given] of [
        ["pull", {}],
        ["service.pull", { service: "tool" }],
      ] as const) {
        registry.publish(command);
        assert.deepEqual(await run(command, given, tools.root), { result: "done" });
        made.push(id());
      }
      assert.notEqual(made[0], made[1]);
      registry.close();
      assert.deepEqual(await run("pull", {}, tools.root), {
        result: "failed",
        message:
          "tool could not be pulled, since its registry cannot be reached: check the network or the proxy of Docker.",
      });
    } finally {
      registry.close();
      for (const one of made) spawnSync("docker", ["image", "rm", "--force", one]);
      tools.remove();
    }
  });

  it("start a profile's services with the rest, and stop them with it", async () => {
    const before = running();
    await does("startWithProfiles", { profiles: ["jobs"] });
    assert.deepEqual(Object.keys(running()).sort(), ["nginx", "web", "worker"]);
    assert.deepEqual(running().web, before.web);
    await does("stop");
    assert.deepEqual(running(), {});
  });

  it("show a text as a document that nobody can write into", async () => {
    await does("showText", { text: "exit status 1\nno such thing" });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), "exit status 1\nno such thing");
    await vscode.commands.executeCommand("type", { text: "x" });
    assert.equal(document.getText(), "exit status 1\nno such thing");
  });

  it("take the stack down, its data excepted", async () => {
    const has = (kind: "container" | "network" | "volume") =>
      docker(
        kind,
        "ls",
        ...(kind === "container" ? ["--all"] : []),
        "--quiet",
        "--filter",
        `label=com.docker.compose.project=${name}`,
      )
        .split("\n")
        .filter((id) => id !== "").length;
    assert.ok(has("container") > 0 && has("network") > 0);
    await does("down", { volumes: false });
    assert.deepEqual([has("container"), has("network"), has("volume")], [0, 0, 1]);
  });
});
