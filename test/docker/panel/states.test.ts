import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { chooseEngine } from "../../../server/src/engine/chooseEngine";
import { glance } from "../../../server/src/engine/glance";
import { listening, noSignal, value } from "../../server/engine/support";
import { mustRun, run } from "../support/run";
import { flat, image, openInEach, openPanel, sleeping, soon } from "./support";

const open = openInEach("flask-stack-panel");

describe("a stack that is started and stopped by somebody else", () => {
  const compose = `services:\n  db:\n    ${sleeping}\n  web:\n    ${sleeping}\n    depends_on: [db]\n`;

  test("is seen within 300 ms of each event", async () => {
    const shop = await open({ "compose.yaml": compose });
    await shop.compose("up", "--detach");
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    const id = (await shop.compose("ps", "--quiet", "web")).trim();
    const takes = async (command: string, wanted: string) => {
      await mustRun("docker", [command, id]);
      const after = performance.now();
      await expect.poll(() => shop.service("web")?.description, { ...soon, interval: 5 }).toBe(`${wanted} · ${image}`);
      return performance.now() - after;
    };
    const slower = async () => Math.max(await takes("pause", "paused"), await takes("unpause", "running"));
    // Again where the machine had no time for it: other tests build images beside this one.
    await expect.poll(slower, { timeout: 120_000 }).toBeLessThan(300);
    await shop.compose("down");
    await expect.poll(() => shop.root().context, soon).toBe("stack.stopped");
    expect(shop.lines()).toEqual(expect.arrayContaining([`web: not started · ${image}`, `db: not started · ${image}`]));
  });

  test("does what it is told, service by service", async () => {
    const shop = await open({ "compose.yaml": `${compose}    volumes: ["/data"]\n` });
    const act = async (action: "start" | "stop" | "restart" | "rebuild", service?: string) =>
      value(await shop.engine.act(action, service, listening(), noSignal));
    await act("start");
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    const glanced = await glance(shop.folder, noSignal);
    expect(glanced?.services.map(({ name, state, image }) => [name, state, image])).toEqual([
      ["web", "running", image],
      ["db", "running", image],
    ]);
    await act("stop", "db");
    await expect.poll(() => shop.root().description, soon).toBe("degraded: db");
    expect(shop.service("db")?.context).toBe("service.down.scale");
    await act("start", "db");
    const before = shop.service("db")?.children[0]?.tooltip;
    await act("restart", "db");
    await expect.poll(() => shop.service("db")?.children[0]?.tooltip, soon).not.toBe(before);
    await act("stop");
    await expect.poll(() => shop.root().description, soon).toBe("stopped");
    await act("rebuild");
    await expect.poll(() => shop.root().description, soon).toBe("running");

    const { containers } = shop.engine;
    if (containers === undefined) throw new Error("There are no containers");
    expect(value(await containers.removable("web", noSignal))).toEqual({ containers: 1, anonymousVolumes: 1 });
    const [volume = ""] = (await shop.compose("ps", "--quiet", "web").then(mountsOf)).split("\n");
    value(await containers.remove("web", { volumes: true }, listening(), noSignal));
    await expect.poll(() => shop.service("web")?.description, soon).toBe(`not started · ${image}`);
    expect(shop.root().description).toBe("degraded: web");
    expect(shop.service("db")?.description).toContain("running");
    expect((await run("docker", ["volume", "inspect", volume])).code).toBe(1);
    expect(value(await containers.removable("web", noSignal))).toEqual({ containers: 0, anonymousVolumes: 0 });
  });

  test("says what it costs, and what the engine knows of it", async () => {
    const shop = await open({ "compose.yaml": compose.replaceAll("command:", "mem_limit: 64m\n    command:") });
    await shop.compose("up", "--detach");
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    const id = shop.service("web")?.children[0]?.container ?? "";
    const stop = new AbortController();
    const usage = await new Promise((resolve) => {
      void shop.engine.stats(id, resolve, stop.signal);
    });
    stop.abort();
    expect(usage).toMatchObject({ container: id, cpuPercent: expect.any(Number), memoryLimit: 64 * 1024 ** 2 });
    expect(
      value((await shop.engine.containers?.inspect(id, noSignal)) ?? { ok: false, problem: { code: "", message: "" } }),
    ).toMatchObject({ Id: id });
    const { program, args } = shop.engine.containers?.shell(id) ?? { program: "", args: [] };
    expect((await run(program, args.filter((arg) => arg !== "--tty").concat("-c", "echo $0"))).stdout.trim()).toBe(
      "sh",
    );
  });

  test("leaves something behind, which is named and removed, and nothing else", async () => {
    const shop = await open({
      "compose.yaml": `${compose}  old:\n    ${sleeping}\n    volumes: ["data:/data"]\nvolumes: {data: {}}\n`,
    });
    await shop.compose("up", "--detach");
    shop.write("compose.yaml", compose);
    const names = async () => value((await shop.engine.containers?.leftovers(noSignal)) ?? { ok: true, value: [] });
    const found = await names();
    expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["container flask-stack-panel-old-1"]);
    value((await shop.engine.containers?.prune(found, listening(), noSignal)) ?? { ok: true, value: undefined });
    // Its volume is now in nobody's hands; what still runs is not among them.
    expect((await names()).map(({ kind }) => kind)).toEqual(["volume"]);
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    value(
      (await shop.engine.containers?.prune(await names(), listening(), noSignal)) ?? { ok: true, value: undefined },
    );
  });
});

/** The names of the volumes that a container has, a line each. */
const mountsOf = async (id: string) =>
  (
    await mustRun("docker", ["inspect", "--format", "{{range .Mounts}}{{println .Name}}{{end}}", id.trim()])
  ).stdout.trim();

describe("what the panel shows is the project's own", () => {
  const others = "flask-stack-panel-others";

  afterAll(async () => {
    await run("docker", ["compose", "--project-name", others, "down", "--timeout", "0"], { cwd: "/tmp" });
  });

  test("among 50 containers of other projects", async () => {
    const elsewhere = await openPanel("others", {
      "compose.yaml": `name: ${others}\nservices:\n  web:\n    ${sleeping}\n    network_mode: none\n    scale: 50\n`,
    });
    try {
      // A few of them run; what only is there is told by the engine just the same.
      await elsewhere.compose("create");
      expect((await elsewhere.compose("ps", "--all", "--quiet")).trim().split("\n")).toHaveLength(50);
      await mustRun("docker", ["start", ...[1, 2, 3].map((index) => `${others}-web-${index}`)]);
      const shop = await open({ "compose.yaml": `services:\n  web:\n    ${sleeping}\n` });
      expect(shop.lines()).toEqual(["shop: stopped", `web: not started · ${image}`, "compose.yaml: "]);
      await shop.compose("up", "--detach");
      await expect.poll(() => shop.root().context, soon).toBe("stack.running");
      expect(flat([shop.root()]).filter(({ container }) => container !== undefined)).toHaveLength(1);
    } finally {
      await elsewhere.remove();
    }
  });

  test("where its name is Korean, with spaces", async () => {
    const shop = await open({ "compose.yaml": `services:\n  web:\n    ${sleeping}\n` }, "나의 방명록 shop 1");
    await shop.compose("--project-name", "shop1", "up", "--detach");
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    expect(shop.service("web")?.children).toHaveLength(1);
    await shop.compose("--project-name", "shop1", "down");
  });

  test("as compose resolves it: COMPOSE_FILE, an override, profiles and an include", async () => {
    const shop = await open({
      ".env": "COMPOSE_FILE=base.yaml:more.yaml\nCOMPOSE_PROFILES=debug\n",
      "base.yaml": `include: [part.yaml]\nservices:\n  nginx:\n    ${sleeping}\n    depends_on: [web]\n`,
      "more.yaml": `services:\n  web:\n    ${sleeping}\n    scale: 2\n  mail:\n    ${sleeping}\n    profiles: [debug]\n  never:\n    ${sleeping}\n    profiles: [other]\n`,
      "part.yaml": `services:\n  redis:\n    ${sleeping}\n`,
    });
    const services = shop.root().children.flatMap(({ service }) => service ?? []);
    expect(services.indexOf("nginx")).toBeLessThan(services.indexOf("web"));
    expect([...services].sort()).toEqual(["mail", "nginx", "redis", "web"]);
    expect(shop.lines()).toEqual(expect.arrayContaining(["base.yaml: ", "more.yaml: "]));
    value(await shop.engine.act("start", undefined, listening(), noSignal));
    await expect.poll(() => shop.service("web")?.description, soon).toBe(`running · 2/2 · ${image}`);
  });

  test("apart from what runs from the same folder under another name, or from another file", async () => {
    const shop = await open({
      "compose.yaml": `services:\n  web:\n    ${sleeping}\n`,
      "other.yaml": `services:\n  tool:\n    ${sleeping}\n`,
    });
    const green = { project: "flask-stack-panel-green", files: [join(shop.folder, "compose.yaml")] };
    const other = { project: "flask-stack-panel", files: [join(shop.folder, "other.yaml")] };
    await shop.compose("--project-name", green.project, "up", "--detach");
    try {
      await shop.compose("--file", "other.yaml", "up", "--detach");
      const beside = async () => value(await shop.engine.status(noSignal)).beside;
      expect(await beside()).toEqual([other, green]);
      await expect.poll(() => shop.root().context, soon).toBe("stack.stopped");
      const states = async (apart: typeof green) => {
        const engine = value(await chooseEngine(shop.folder, { engine: "docker", apart }));
        const { project, services } = value(await engine.status(noSignal));
        return [project, ...services.map(({ name, state }) => `${name} ${state}`)];
      };
      expect(await states(green)).toEqual([green.project, "web running"]);
      expect(await states(other)).toEqual([other.project, "tool running"]);

      const act = async (apart: typeof green, action: "start" | "stop") => {
        const engine = value(await chooseEngine(shop.folder, { engine: "docker", apart }));
        value(await engine.act(action, undefined, listening(), noSignal));
      };
      value(await shop.engine.act("start", undefined, listening(), noSignal));
      await expect.poll(() => shop.root().context, soon).toBe("stack.running");
      await act(green, "stop");
      expect(await states(green)).toEqual([green.project, "web exited"]);
      expect(await states(other)).toEqual([other.project, "tool running"]);
      await expect.poll(() => shop.root().context, soon).toBe("stack.running");
      // Of one name they are one project to compose: neither goes with the other.
      const tool = value(await chooseEngine(shop.folder, { engine: "docker", apart: other }));
      value(await tool.down({}, listening(), noSignal));
      expect(await beside()).toEqual([green]);
      expect(shop.root().context).toBe("stack.running");
      await shop.compose("--file", "other.yaml", "up", "--detach");
      value(await shop.engine.down({}, listening(), noSignal));
      expect(await states(other)).toEqual([other.project, "tool running"]);
      value(await shop.engine.act("start", undefined, listening(), noSignal));
      // Its file is gone: it is known by its name alone, and the folder's own file is not taken for it.
      rmSync(join(shop.folder, "other.yaml"));
      expect(await beside()).toEqual([green]);
      const engine = value(await chooseEngine(shop.folder, { engine: "docker", apart: green }));
      expect(value(await engine.down({}, listening(), noSignal)).ran).toBe(true);
      expect(await beside()).toBeUndefined();
      await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    } finally {
      await run("docker", ["compose", "--project-name", green.project, "down", "--timeout", "0"], { cwd: shop.folder });
    }
  });

  test("is seen where COMPOSE_FILE is in another folder, with what that includes", async () => {
    const shop = await open({
      ".env": "COMPOSE_FILE=deploy/stack.yaml\nCOMPOSE_PROJECT_NAME=flask-stack-panel-deploy\n",
      "deploy/stack.yaml": `include: [part/db.yaml]\nservices:\n  web:\n    ${sleeping}\n`,
      "deploy/part/db.yaml": `services:\n  db:\n    ${sleeping}\n`,
    });
    await shop.compose("up", "--detach");
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    expect(shop.lines()).toEqual(expect.arrayContaining(["stack.yaml: ", "db.yaml: "]));
    // The next question has what an included file says by now.
    shop.write("deploy/part/db.yaml", `services:\n  cache:\n    ${sleeping}\n`);
    const names = async () => value(await shop.engine.status(noSignal)).services.map(({ name }) => name);
    expect((await names()).sort()).toEqual(["cache", "db", "web"]);
  });

  test("where its compose file has an error, in compose's own words; what runs is shown still", async () => {
    const shop = await open({ "compose.yaml": "services:\n  web:\n    imag: x\n" });
    expect(shop.root()).toMatchObject({ context: "stack.unknown" });
    expect(shop.root().children).toMatchObject([{ context: "problem", text: expect.stringContaining("imag") }]);
    shop.write("compose.yaml", `services:\n  web:\n    ${sleeping}\n`);
    await shop.compose("up", "--detach");
    await expect.poll(() => shop.root().context, soon).toBe("stack.running");
    shop.write("compose.yaml", "services: [");
    await mustRun("docker", ["pause", shop.service("web")?.children[0]?.container ?? ""]);
    await expect.poll(() => shop.service("web")?.description, soon).toBe(`paused · ${image}`);
    value(await shop.engine.act("stop", undefined, listening(), noSignal));
    shop.write("compose.yaml", `services:\n  web:\n    ${sleeping}\n`);
  });

  test("where it was not built yet, and where Docker's program or its compose plugin is missing", async () => {
    const shop = await open({ "compose.yaml": "services: {web: {build: .}}\n", Dockerfile: `FROM ${image}\n` });
    expect(shop.root().description).toBe("not built");
    const { PATH, DOCKER_CONFIG, HOME } = process.env;
    const bin = join(shop.folder, "bin");
    mkdirSync(bin);
    const problem = async () => {
      const chosen = await chooseEngine(shop.folder, { engine: "docker" });
      return chosen.ok ? undefined : chosen.problem.code;
    };
    try {
      Object.assign(process.env, { PATH: bin, DOCKER_CONFIG: bin, HOME: bin });
      expect(await problem()).toBe("docker-cli-missing");
      // The program alone: it finds no plugin of this user, and may find one of the whole machine.
      symlinkSync(
        (await mustRun("/bin/sh", ["-c", `PATH=${PATH} command -v docker`])).stdout.trim(),
        join(bin, "docker"),
      );
      const missing = (await run("docker", ["compose", "version"])).code !== 0;
      expect(await problem()).toBe(missing ? "compose-missing" : undefined);
    } finally {
      Object.assign(process.env, { PATH, HOME });
      if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
      else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
    }
  });
});
