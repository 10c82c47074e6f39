import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findCompose } from "../../server/src/engine/compose";
import { dockerEngine } from "../../server/src/engine/dockerEngine";
import { locate } from "../../server/src/engine/locate";
import { anyFreePort } from "../../server/src/engine/ports";
import { listening, noSignal, value } from "../server/engine/support";
import { startRegistry } from "./panel/registry";
import { composeYaml, dockerfile, type Files, plainStacks, serve } from "./support/plainStack";

const stack = plainStacks("flask-stack-problems", "flask-stack-first");

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
    expect(await problemOf({ "compose.yaml": composeYaml(port) })).toMatchObject({
      code: "port-busy",
      message: expect.stringMatching(
        `Port ${port} is already in use by the container \\S+ of the stack flask-stack-first: choose port \\d+,`,
      ),
    });
  });

  test("a step of the build that fails: its own lines, the first error above the last", async () => {
    const problem = await problemOf({
      "compose.yaml": composeYaml(await anyFreePort()),
      Dockerfile: `${dockerfile}RUN echo 'error: no gcc' && seq 200 && echo the reason is here && exit 3\n`,
    });
    expect(problem).toMatchObject({ code: "build-failed" });
    expect(problem?.detail).toMatch(/^[\d.]+ error: no gcc\n\.\.\.\n(?:.*\n)+[\d.]+ the reason is here$/);
    expect(problem?.message).toContain("&& echo the reason is here && exit 3");
    expect(problem?.detail?.split("\n").length).toBeLessThanOrEqual(27);
  });

  test("a mistake in the Dockerfile", async () => {
    const problem = await problemOf({
      "compose.yaml": composeYaml(await anyFreePort()),
      Dockerfile: "FROM python:3.13-slim\nRUNN x\n",
    });
    expect(problem).toMatchObject({ code: "build-failed", message: expect.stringMatching(/line 2.*RUNN/) });
  });

  test("a stage that the Dockerfile does not have", async () => {
    const yaml = composeYaml(await anyFreePort()).replaceAll("build: .", "build: {context: ., target: wbe}");
    expect(await problemOf({ "compose.yaml": yaml })).toMatchObject({
      code: "build-failed",
      message: expect.stringMatching(/^Dockerfile has no stage called wbe: correct target in the compose file/),
    });
  });

  test("a Dockerfile that is not there", async () => {
    const yaml = composeYaml(await anyFreePort()).replaceAll("build: .", "build: {context: ., dockerfile: Dockrfile}");
    expect(await problemOf({ "compose.yaml": yaml })).toMatchObject({
      code: "build-failed",
      message: expect.stringMatching(/^There is no Dockrfile/),
    });
  });

  test("an image that its registry does not have, to build on and to run", async () => {
    const registry = await startRegistry();
    onTestFinished(() => registry.close());
    const refused = (what: string) => ({ code: "pull-refused", message: expect.stringContaining(`${what} could not`) });
    const yaml = composeYaml(await anyFreePort());
    expect(await problemOf({ "compose.yaml": yaml, Dockerfile: `FROM ${registry.image}:1\n` })).toMatchObject(
      refused(`${registry.image}:1`),
    );
    const cache = `${yaml}\n  cache:\n    image: ${registry.image}:1\n`;
    expect(await problemOf({ "compose.yaml": cache })).toMatchObject(refused("cache"));
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
