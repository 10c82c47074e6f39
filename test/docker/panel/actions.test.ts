import { describe, expect, test } from "vitest";
import { listening, noSignal, value } from "../../server/engine/support";
import { mustRun, run } from "../support/run";
import { startRegistry } from "./registry";
import { image, later, openInEach, sleeping, soon } from "./support";

const open = openInEach("flask-stack-actions");

describe("what is cancelled", () => {
  test("while it waits for health leaves what has been started, which can be stopped", async () => {
    const check = `\n    healthcheck: {test: ["CMD", "false"], interval: 1s, start_period: 100s}`;
    const shop = await open({ "compose.yaml": `services:\n  web:\n    ${sleeping}${check}\n` });
    const cancel = new AbortController();
    const started = shop.engine.act("start", undefined, listening(), cancel.signal);
    await expect.poll(() => shop.root().description, soon).toBe("starting (0/1 healthy)");
    cancel.abort();
    expect(await started).toMatchObject({ ok: false, problem: { code: "cancelled" } });
    expect(shop.root().description).toBe("starting (0/1 healthy)");
    value(await shop.engine.act("stop", undefined, listening(), noSignal));
    await expect.poll(() => shop.root().description, soon).toBe("stopped");
  });

  test("while it builds ends the build, and starts nothing", async () => {
    const shop = await open({
      "compose.yaml": "services: {web: {build: .}}\n",
      Dockerfile: `FROM ${image}\nRUN echo ${Date.now()} && sleep 100\n`,
    });
    const cancel = new AbortController();
    const progress = listening();
    const built = shop.engine.act("rebuild", "web", progress, cancel.signal);
    await expect.poll(() => progress.lines.join("\n"), later).toMatch(/RUN echo/);
    cancel.abort();
    expect(await built).toMatchObject({ ok: false, problem: { code: "cancelled" } });
    expect(shop.root().description).toBe("not built");
  });
});

test("a stack is taken down with its volumes only where that is asked for", async () => {
  const shop = await open({
    "compose.yaml": `services:\n  web:\n    ${sleeping}\n    volumes: ["data:/data"]\nvolumes: {data: {}}\n`,
  });
  const volumes = async () =>
    (await mustRun("docker", ["volume", "ls", "--quiet", "--filter", "name=^flask-stack-actions_"])).stdout.trim();
  await shop.compose("up", "--detach");
  value(await shop.engine.down({}, listening(), noSignal));
  expect(await volumes()).toBe("flask-stack-actions_data");
  value(await shop.engine.down({ volumes: true }, listening(), noSignal));
  expect(await volumes()).toBe("");
});

test("newer images are pulled: those that run as they are, and those that others are built on", async () => {
  const registry = await startRegistry();
  const { image: base } = registry;
  const versionIn = async (name: string) => {
    const id = (await mustRun("docker", ["create", name, "none"])).stdout.trim();
    const file = await mustRun("docker", ["cp", `${id}:/version`, "-"]);
    await mustRun("docker", ["rm", id]);
    return /v\d/.exec(file.stdout)?.[0];
  };
  try {
    const shop = await open({
      "compose.yaml": `services: {tool: {image: "${base}"}, web: {build: ., image: flask-stack-actions-web}}\n`,
      Dockerfile: `FROM ${base}\nCOPY compose.yaml /\n`,
    });
    for (const version of ["v1", "v2"]) {
      registry.publish(version);
      value(await shop.engine.act("pull", undefined, listening(), noSignal));
      expect(await versionIn(base)).toBe(version);
      expect(await versionIn("flask-stack-actions-web")).toBe(version);
    }
    registry.close();
    expect(await shop.engine.act("pull", "tool", listening(), noSignal)).toMatchObject({
      ok: false,
      problem: { code: "pull-unreachable", message: expect.stringMatching(/^tool could not be pulled/) },
    });
  } finally {
    registry.close();
    // The older version has lost its tag, and keeps its name.
    const made = await run("docker", ["image", "ls", "--quiet", base]);
    await run("docker", ["image", "rm", "--force", "flask-stack-actions-web", ...made.stdout.trim().split("\n")]);
  }
});
