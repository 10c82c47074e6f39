import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findCompose } from "../../server/src/engine/compose";
import { dockerEngine } from "../../server/src/engine/dockerEngine";
import type { Engine } from "../../server/src/engine/engine";
import { locate } from "../../server/src/engine/locate";
import { anyFreePort } from "../../server/src/engine/ports";
import { run } from "../../server/src/engine/run";
import type { Result } from "../../server/src/result";

/** A server that is there at once and gone at once, in the image that every stack is built on: the engine is tested here. */
const dockerfile = "FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\n";
const serve = '["python", "-u", "-m", "http.server", "8080"]';
const healthcheck = `
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/')"]
      interval: 1s
      retries: 5
`;

interface Files {
  readonly [path: string]: string;
}

const composeYaml = (port: number | string, more = ""): string => `
services:
  nginx:
    build: .
    command: ${serve}
    init: true
    stop_grace_period: 1s
    ports: ["${port}:8080"]
    depends_on: {web: {condition: service_healthy}}
  web:
    build: .
    command: ${serve}
    init: true
    stop_grace_period: 1s${healthcheck}${more}`;

const made: { folder: string; engine: Engine }[] = [];
const noSignal = new AbortController().signal;

async function stack(files: Files, name = "flask-stack-engine"): Promise<{ folder: string; engine: Engine }> {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "engine-"))), name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries({ Dockerfile: dockerfile, ...files }))
    writeFileSync(join(folder, path), text);
  const endpoint = value(await locate());
  const compose = value(await findCompose(folder, endpoint));
  const one = { folder, engine: dockerEngine(folder, endpoint, compose, "") };
  made.push(one);
  return one;
}

function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.code}: ${result.problem.message}\n${result.problem.detail ?? ""}`);
}

function listening(): { steps: string[]; lines: string[]; step(text: string): void; output(text: string): void } {
  const steps: string[] = [];
  const lines: string[] = [];
  return { steps, lines, step: (text) => void steps.push(text), output: (text) => void lines.push(text) };
}

afterEach(async () => {
  for (const { folder, engine } of made.splice(0)) {
    await engine.down({ volumes: true }, listening(), noSignal);
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
});

/** The images that compose named after the projects of these tests. */
afterAll(async () => {
  const images = ["engine", "odd", "first"].flatMap((name) => [`flask-stack-${name}-nginx`, `flask-stack-${name}-web`]);
  await run("docker", ["image", "rm", "--force", ...images]);
});

describe("a stack in Docker", () => {
  test("comes up, says where it is, what it wrote and how it is, and leaves nothing behind", async () => {
    const port = await anyFreePort();
    const { engine } = await stack({ "compose.yaml": composeYaml(port) });

    const down = value(await engine.status(noSignal));
    expect(down.services.map(({ name, state }) => [name, state])).toEqual([
      ["nginx", "absent"],
      ["web", "absent"],
    ]);

    const progress = listening();
    const up = value(await engine.up({}, progress, noSignal));
    expect(progress.steps.join("\n")).toMatch(/Building \[.*\] COPY \. \.[\s\S]*web-1 is healthy/);
    expect(up).toMatchObject({
      project: "flask-stack-engine",
      engine: "docker",
      services: [
        { name: "nginx", state: "running", urls: [`http://localhost:${port}/`] },
        { name: "web", state: "running", health: "healthy", urls: [] },
      ],
    });
    expect(up.services[0]?.containers[0]?.ports).toEqual([`${port}->8080/tcp`]);
    expect((await fetch(`http://localhost:${port}/compose.yaml`)).status).toBe(200);

    const lines: string[] = [];
    value(await engine.logs({ service: "nginx" }, (line) => lines.push(line), noSignal));
    expect(lines.join("\n")).toMatch(/^nginx-1\s+\|.*GET \/compose\.yaml/m);

    expect(await engine.logs({ service: "db" }, () => undefined, noSignal)).toMatchObject({
      problem: { code: "service-unknown", message: "There is no service 'db': use nginx, web." },
    });

    value(await engine.down({}, listening(), noSignal));
    expect(value(await engine.status(noSignal)).services.flatMap(({ containers }) => containers)).toEqual([]);
  });

  test("is published elsewhere when asked, without a change to a file", async () => {
    const [usual, asked] = [await anyFreePort(), await anyFreePort()];
    const { engine } = await stack({ "compose.yaml": composeYaml(`\${HTTP_PORT:-${usual}}`) });
    const up = value(await engine.up({ port: asked }, listening(), noSignal));
    expect(up.services[0]?.urls).toEqual([`http://localhost:${asked}/`]);
  });

  test("cannot be published elsewhere where the file names a fixed port, and says what to write", async () => {
    const { engine } = await stack({ "compose.yaml": composeYaml(await anyFreePort()) });
    const up = await engine.up({ port: 4567 }, listening(), noSignal);
    expect(up).toMatchObject({
      problem: { code: "port-fixed", message: expect.stringContaining('"${HTTP_PORT:-8080}:8080"') },
    });
  });

  test("follows its logs until it is told to stop", async () => {
    const port = await anyFreePort();
    const { engine } = await stack({ "compose.yaml": composeYaml(port) });
    value(await engine.up({}, listening(), noSignal));
    const stop = new AbortController();
    const seen = new Promise<string>((resolve) => {
      const following = engine.logs(
        { follow: true, tail: 0, service: "nginx" },
        (line) => {
          if (!line.includes("/followed")) return;
          stop.abort();
          void following.then(() => resolve(line));
        },
        stop.signal,
      );
    });
    const asking = setInterval(() => void fetch(`http://localhost:${port}/followed`).catch(() => undefined), 200);
    expect(await seen).toContain("GET /followed");
    clearInterval(asking);
  });

  test.each(["with space", 'it\'s "quoted"', "한국어 프로젝트", "-dash", "$(touch x)`x`;&"])(
    "comes up from a folder called %s",
    async (name) => {
      // Compose takes the name from the file, since such a folder gives none.
      const { engine } = await stack(
        { "compose.yaml": `name: flask-stack-odd\n${composeYaml(await anyFreePort())}` },
        name,
      );
      const up = value(await engine.up({}, listening(), noSignal));
      expect(up.services.map(({ state }) => state)).toEqual(["running", "running"]);
    },
  );

  test("shows what still runs, and stops it, after its compose.yaml has become unreadable", async () => {
    const { folder, engine } = await stack({ "compose.yaml": composeYaml(await anyFreePort()) });
    value(await engine.up({}, listening(), noSignal));
    writeFileSync(join(folder, "compose.yaml"), "services: [");
    expect(value(await engine.status(noSignal)).services.map(({ state }) => state)).toEqual(["running", "running"]);
    value(await engine.down({}, listening(), noSignal));
    expect(await engine.status(noSignal)).toMatchObject({ problem: { code: "compose-file" } });
  });

  test("stops in the middle of a build when told to", async () => {
    const { engine } = await stack({
      "compose.yaml": composeYaml(await anyFreePort()),
      Dockerfile: `${dockerfile}RUN echo ${Date.now()} && sleep 120\n`,
    });
    const stop = new AbortController();
    const started = Date.now();
    const up = await engine.up(
      {},
      { step: (text) => text.includes("sleep 120") && stop.abort(), output: () => undefined },
      stop.signal,
    );
    expect(up).toMatchObject({ problem: { code: "cancelled" } });
    expect(Date.now() - started).toBeLessThan(60_000);
  });
});

describe("what keeps a stack from coming up", () => {
  let busy: Server;
  beforeAll(async () => {
    busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "0.0.0.0", resolve));
  });
  afterAll(() => busy.close());

  const problemOf = async (files: Files) => {
    const { engine } = await stack(files);
    const up = await engine.up({}, listening(), noSignal);
    return up.ok ? undefined : up.problem;
  };

  test("a busy port: named, and the next free one offered, before anything is built", async () => {
    const { port } = busy.address() as AddressInfo;
    const problem = await problemOf({ "compose.yaml": composeYaml(port) });
    expect(problem?.code).toBe("port-busy");
    expect(problem?.message).toMatch(new RegExp(`Port ${port} is already in use.*choose port \\d+, which is free`));
  });

  test("a port that another stack has", async () => {
    const port = await anyFreePort();
    const { engine } = await stack({ "compose.yaml": composeYaml(port) }, "flask-stack-first");
    value(await engine.up({}, listening(), noSignal));
    expect(await problemOf({ "compose.yaml": composeYaml(port) })).toMatchObject({ code: "port-busy" });
  });

  test("a step of the build that fails: its own lines", async () => {
    const problem = await problemOf({
      "compose.yaml": composeYaml(await anyFreePort()),
      Dockerfile: `${dockerfile}RUN echo the reason is here && exit 3\n`,
    });
    expect(problem).toMatchObject({ code: "build-failed", detail: expect.stringContaining("the reason is here") });
    expect(problem?.message).toContain("RUN echo the reason is here && exit 3");
    expect(problem?.detail?.split("\n").length).toBeLessThanOrEqual(5);
  });

  test("a mistake in the Dockerfile", async () => {
    const problem = await problemOf({
      "compose.yaml": composeYaml(await anyFreePort()),
      Dockerfile: "FROM python:3.13-slim\nRUNN x\n",
    });
    expect(problem).toMatchObject({ code: "build-failed", detail: expect.stringContaining("RUNN") });
  });

  test("an image that cannot be pulled", async () => {
    const problem = await problemOf({
      "compose.yaml": composeYaml(await anyFreePort()),
      Dockerfile: "FROM flask-stack.invalid/nothing:1\n",
    });
    expect(problem?.code).toMatch(/^pull-/);
    expect(problem?.message).toContain("flask-stack.invalid/nothing:1");
  });

  test("an image of a service that cannot be pulled", async () => {
    const problem = await problemOf({
      "compose.yaml": `${composeYaml(await anyFreePort())}\n  cache:\n    image: flask-stack.invalid/cache:1\n`,
    });
    expect(problem?.code).toMatch(/^pull-/);
  });

  test("a container that ends: its last lines, and what the app was not given", async () => {
    const yaml = composeYaml(await anyFreePort(), "    env_file: [{ path: .env, required: false }]\n");
    const fails = `["python", "-c", "import sys; sys.exit('no such database')", "gunicorn"]`;
    const at = yaml.lastIndexOf(serve);
    const problem = await problemOf({
      "compose.yaml": yaml.slice(0, at) + fails + yaml.slice(at + serve.length),
      "app.py": "import os\nfrom flask import Flask\napp = Flask(__name__)\nregion = os.environ['REGION']\n",
    });
    expect(problem).toMatchObject({
      code: "exited",
      message: expect.stringMatching(/^web does not stay up: .*No value for REGION yet.*put it into \.env/),
      detail: expect.stringContaining("no such database"),
    });
  });

  test("a container that is not healthy: its last lines", async () => {
    const problem = await problemOf({
      "compose.yaml": composeYaml(await anyFreePort()).replaceAll("127.0.0.1:8080/'", "127.0.0.1:8080/missing'"),
    });
    expect(problem).toMatchObject({ code: "unhealthy", detail: expect.stringContaining("GET /missing") });
    expect(problem?.message).toContain("web");
  });

  test.each([
    ["not YAML", "services: [", "compose-file"],
    ["no such key", "services: {web: {imagee: x}}", "compose-file"],
    ["a variable without a value", "services: {web: {image: '${NEEDED_HERE:?is needed}'}}", "compose-variable"],
    ["an env_file that is not there", "services: {web: {image: x, env_file: .env}}", "env-file-missing"],
  ])("a compose.yaml that is wrong: %s", async (_, text, code) => {
    expect(await problemOf({ "compose.yaml": text })).toMatchObject({ code });
  });

  test("no compose.yaml, even where a folder above has one", async () => {
    const { folder } = await stack({ "compose.yaml": composeYaml(await anyFreePort()) });
    mkdirSync(join(folder, "inner"));
    const endpoint = value(await locate());
    const compose = value(await findCompose(join(folder, "inner"), endpoint));
    const engine = dockerEngine(join(folder, "inner"), endpoint, compose, "");
    expect(await engine.up({}, listening(), noSignal)).toMatchObject({ problem: { code: "not-containerized" } });
    expect(await engine.status(noSignal)).toMatchObject({ problem: { code: "not-containerized" } });
  });
});
