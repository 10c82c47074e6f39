import { describe, expect, test } from "vitest";
import { buildSteps, containerSteps, failingStep } from "../../../../server/src/engine/docker/buildOutput";
import { readComposeConfig } from "../../../../server/src/engine/docker/composeConfig";
import {
  buildProblem,
  configProblem,
  failingContainer,
  startProblem,
} from "../../../../server/src/engine/docker/failures";

/** As BuildKit wrote it. */
const failedBuild = `#7 [web build 3/4] RUN pip install -r requirements.txt
#7 0.891 ERROR: Could not find a version that satisfies the requirement flsk
#7 ERROR: process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1
------
 > [web build 3/4] RUN pip install -r requirements.txt:
0.891 ERROR: Could not find a version that satisfies the requirement flsk
0.892 ERROR: No matching distribution found for flsk
------
failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1
`;

test("a build is told step by step, each once, without what the builder does for itself", () => {
  const steps: string[] = [];
  const line = buildSteps((step) => steps.push(step));
  for (const text of [
    "#1 [web internal] load build definition from Dockerfile",
    "#5 [web build 1/3] FROM docker.io/library/python:3.13-slim",
    "#6 [web build 2/3] RUN pip install flask",
    "#6 0.31 Collecting flask",
    "#6 [web build 2/3] RUN pip install flask",
    "#6 DONE 3.1s",
    "#8 [nginx nginx 1/4] FROM docker.io/library/nginx:1.30-alpine",
    "#7 [web build 3/3] COPY --chmod=755 --from=other . .",
    `#10 [nginx nginx 2/4] RUN --mount=type=cache,target=/a     --mount=type=b echo ${"x".repeat(200)}`,
    // One of the cache, told late.
    "#9 [web build 1/3] WORKDIR /app",
    "#9 [web] exporting to image",
    "#4 [web internal] load build context",
  ])
    line(text);
  expect(steps).toEqual([
    "Building [web build 1/3] FROM docker.io/library/python:3.13-slim",
    "Building [web build 2/3] RUN pip install flask",
    "Building [nginx nginx 1/4] FROM docker.io/library/nginx:1.30-alpine",
    "Building [web build 3/3] COPY . .",
    `Building [nginx nginx 2/4] RUN echo ${"x".repeat(90)}…`,
  ]);
});

test("what becomes of the containers is told", () => {
  const steps: string[] = [];
  const line = containerSteps((step) => steps.push(step));
  for (const text of [
    " Container shop-web-1  Creating",
    " Container shop-web-1  Started",
    " Container shop-web-1  Healthy",
    " Container shop-web-1  Healthy",
  ])
    line(text);
  expect(steps).toEqual(["shop-web-1 is started", "shop-web-1 is healthy"]);
});

describe("a build that failed", () => {
  test("shows the failing step's own lines, and those alone", () => {
    expect(failingStep(failedBuild)).toEqual({
      step: "[web build 3/4] RUN pip install -r requirements.txt",
      lines:
        "0.891 ERROR: Could not find a version that satisfies the requirement flsk\n0.892 ERROR: No matching distribution found for flsk",
      all: "0.891 ERROR: Could not find a version that satisfies the requirement flsk",
    });
    expect(buildProblem(failedBuild)).toMatchObject({ problem: { code: "build-failed" } });
  });

  test("names its step without where its caches are", () => {
    const mounted = failedBuild.replaceAll("RUN pip", "RUN --mount=type=cache,target=/root/.cache/pip     pip");
    expect(buildProblem(mounted)).toMatchObject({
      problem: {
        message: "The build failed at [web build 3/4] RUN pip install -r requirements.txt: its own lines say why.",
        detail: expect.stringContaining("No matching distribution found for flsk"),
      },
    });
  });

  test.each([
    ["error: command 'gcc' failed: No such file or directory", true],
    ["psycopg/x.c:1:10: fatal error: Python.h: No such file or directory", true],
    ["ERROR: Could not find a version that satisfies the requirement flsk", false],
    ["error: subprocess-exited-with-error", false],
    ["Collecting errors==1.0", false],
  ])("shows the first error of its step above the last lines where these have it not: %s", (error, added) => {
    const early = `#7 [web build 3/4] RUN pip install -r requirements.txt\n#7 0.891 ${error}\n#6 0.6 ERROR: of another step\n`;
    const built = buildProblem(early + failedBuild.split("\n").slice(3).join("\n"));
    // Of a step that wrote more, the lines between the dashes are the last ones alone.
    const last = failedBuild.split("\n").slice(5, 7);
    const expected = added ? [`0.891 ${error}`, "...", ...last] : last;
    expect(built).toMatchObject({ problem: { detail: expected.join("\n") } });
  });

  test("in a step that could not reach the network is that step's, not the registry's", () => {
    const output = failedBuild.replace(
      "No matching distribution found for flsk",
      "dial tcp: lookup packages.example: no such host",
    );
    expect(buildProblem(output)).toMatchObject({ problem: { code: "build-failed" } });
  });

  test.each([
    [
      "failed to solve: python:3.99-slim: failed to resolve source metadata for docker.io/library/python:3.99-slim: docker.io/library/python:3.99-slim: not found",
      "pull-refused",
      "python:3.99-slim",
    ],
    [
      "failed to solve: acme/secret: pull access denied, repository does not exist or may require authorization",
      "pull-refused",
      "acme/secret",
    ],
    [" cache Error manifest unknown\nError response from daemon: manifest unknown", "pull-refused", "cache could not"],
    [
      `------
 > [web internal] load metadata for registry.example/base:1:
------
failed to solve: failed to create LLB definition: pulling from host registry.example failed with status code [manifests 1]: 401 Unauthorized`,
      "pull-refused",
      "registry.example/base:1 could not",
    ],
    [
      'failed to solve: python:3.13-slim: failed to resolve source metadata for docker.io/library/python:3.13-slim: failed to do request: Head "https://x/v2/": dial tcp: lookup x on 1.1.1.1:53: no such host',
      "pull-unreachable",
      "python:3.13-slim",
    ],
    [
      `#3 [web internal] load metadata for docker.io/library/python:3.13-slim
#3 DONE 0.0s
#4 [web internal] load metadata for docker.io/acme/base:1
#4 ERROR: failed to do request: Head "https://x/v2/": dial tcp: lookup x on 1.1.1.1:53: no such host
------
 > [web internal] load metadata for docker.io/acme/base:1:
------
failed to solve: failed to do request: Head "https://x/v2/": dial tcp: lookup x on 1.1.1.1:53: no such host`,
      "pull-unreachable",
      "docker.io/acme/base:1 could not be pulled",
    ],
  ])("for its base image says which: %s", (output, code, image) =>
    expect(buildProblem(output)).toMatchObject({ problem: { code, message: expect.stringContaining(image) } }),
  );

  test.each([
    [
      "#1 [web internal] load build definition from web.Dockerfile\nfailed to solve: failed to create LLB definition: target stage wbe could not be found",
      "web.Dockerfile has no stage called wbe: correct target in the compose file, or call a stage so with FROM ... AS wbe.",
    ],
    [
      'ERROR: failed to build: failed to solve: target stage "wbe" could not be found',
      "Dockerfile has no stage called wbe: correct target in the compose file, or call a stage so with FROM ... AS wbe.",
    ],
    [
      "failed to solve: failed to read dockerfile: open /var/lib/docker/tmp/buildkit-mount4178099196/Dockrfile: no such file or directory",
      "There is no Dockrfile, which an image is to be built from: correct its name in the compose file.",
    ],
    [
      "failed to solve: failed to read dockerfile: open Dockrfile: no such file or directory",
      "There is no Dockrfile, which an image is to be built from: correct its name in the compose file.",
    ],
    [
      'unable to prepare context: path "/work/my shop/api" not found',
      "There is no folder /work/my shop/api, which an image is to be built from: correct it in the compose file.",
    ],
  ])("for what is not there names it: %s", (output, message) => {
    expect(buildProblem(output)).toEqual({ ok: false, problem: { code: "build-failed", message } });
  });

  test.each([
    ["failed to solve: failed to create LLB definition: dockerfile parse error line 10: unknown instruction: WORKDIRR"],
    ["ERROR: failed to solve: dockerfile parse error on line 10: unknown instruction: WORKDIRR"],
  ])("before its first step names the line: %s", (output) => {
    const message = "The Dockerfile cannot be read from line 10 on: unknown instruction: WORKDIRR";
    expect(buildProblem(output)).toEqual({ ok: false, problem: { code: "build-failed", message } });
  });
});

test.each([
  [
    "Error response from daemon: driver failed programming external connectivity on endpoint x: Bind for 0.0.0.0:8080 failed: port is already allocated",
    8080,
  ],
  ["Error response from daemon: failed to bind: listen tcp4 0.0.0.0:8080: bind: address already in use", 8080],
  [
    "Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:8080 -> 127.0.0.1:0: listen tcp 0.0.0.0:8080: bind: Only one usage of each socket address is normally permitted.",
    8080,
  ],
  ["rootlessport listen tcp 0.0.0.0:8080: bind: address already in use", 8080],
])("a busy port is known from: %s", async (output, port) =>
  expect(await startProblem(output)).toMatchObject({
    problem: { code: "port-busy", message: expect.stringContaining(`Port ${port}`) },
  }),
);

test.each([
  ["dependency failed to start: container shop-web-1 is unhealthy", { container: "shop-web-1", unhealthy: true }],
  ["container shop-web-1 exited (1)", { container: "shop-web-1", unhealthy: false }],
  ["dependency failed to start: container shop-db-1 exited (137)", { container: "shop-db-1", unhealthy: false }],
  ["no such file", undefined],
])("the container is known from: %s", (output, expected) => expect(failingContainer(output)).toEqual(expected));

test("warnings are left out of what is shown of a compose file", () =>
  expect(configProblem('time="x" level=warning msg="obsolete"\nservices.web: bad\n')).toMatchObject({
    problem: { code: "compose-file", detail: "services.web: bad" },
  }));

describe("what compose makes of the files", () => {
  const config = (services: object) => readComposeConfig(JSON.stringify({ name: "shop", services }));
  const names = (services: object) => config(services)?.services.map(({ name }) => name);

  test("is in the order of a request's way", () =>
    expect(
      names({ db: {}, web: { depends_on: { db: {}, cache: {} } }, cache: {}, nginx: { depends_on: { web: {} } } }),
    ).toEqual(["nginx", "web", "db", "cache"]));

  test("does not end in a circle", () =>
    expect(names({ a: { depends_on: { b: {} } }, b: { depends_on: { a: {} } } })).toEqual(["a", "b"]));

  test.each([
    [{ target: 8080, published: "80" }, [{ target: 8080, published: 80 }]],
    [{ target: 8080, published: "8000-8010" }, [{ target: 8080, published: undefined }]],
    [{ target: 8080 }, [{ target: 8080, published: undefined }]],
    ["8080", []],
  ])("has the port %j", (port, expected) =>
    expect(config({ web: { ports: [port] } })?.services[0]?.ports).toEqual(expected),
  );

  test.each(["", "{}", "[]", "null", "not JSON"])("is nothing where compose wrote %j", (text) =>
    expect(readComposeConfig(text)).toBeUndefined(),
  );
});
