import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anyFreePort } from "../../server/src/engine/ports";
import { listening, noSignal, value } from "../server/engine/support";
import { composeYaml, dockerfile, plainStacks } from "./support/plainStack";
import { mustRun } from "./support/run";

const stack = plainStacks("flask-stack-engine", "flask-stack-odd");

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
    // Its nginx has no health check: it is there when its process is, which is a moment before it listens.
    const asked = () => fetch(`http://localhost:${port}/compose.yaml`).then(({ status }) => status, String);
    await expect.poll(asked, { timeout: 20_000 }).toBe(200);

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
    const yaml = composeYaml(`\${HTTP_PORT:-${usual}}`);
    // Over a health check that is switched off, compose itself gives up.
    const unchecked = yaml.replace("    depends_on:", "    healthcheck: {disable: true}\n    depends_on:");
    const { engine } = await stack({ "compose.yaml": unchecked });
    const up = value(await engine.up({ port: asked }, listening(), noSignal));
    expect(up.services[0]?.urls).toEqual([`http://localhost:${asked}/`]);
    expect(up.services.map(({ health }) => health)).toEqual(["none", "healthy"]);
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

  test("names the images that builds have left without a name, and removes those alone", async () => {
    const { folder, engine } = await stack({ "compose.yaml": composeYaml(await anyFreePort()) });
    const build = () => mustRun("docker", ["compose", "build"], { cwd: folder });
    const leftovers = async () => value((await engine.containers?.leftovers(noSignal)) ?? { ok: true, value: [] });
    await build();
    writeFileSync(join(folder, "code.py"), `print(${Date.now()})\n`);
    await build();
    const left = await leftovers();
    expect(left.length).toBeGreaterThan(0);
    expect(left.map(({ kind, name }) => `${kind} ${name}`).join(" ")).toMatch(/^(image [0-9a-f]{12} ?)+$/);
    await engine.containers?.prune(left, listening(), noSignal);
    expect(await leftovers()).toEqual([]);
    const kept = ["flask-stack-engine-nginx", "flask-stack-engine-web"];
    await mustRun("docker", ["image", "inspect", ...kept]);
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
