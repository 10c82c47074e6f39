import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { StackStatus } from "../../../server/src/engine/engine";
import { ports } from "../../../server/src/scaffold/blueprint";
import { isConfined } from "./confined";
import { digestOf } from "./digest";
import { docker, inspectContainer, leftovers } from "./docker";
import { bytes, gatewayOf, installedAt, type Seen, workersOf } from "./facts";
import { ask } from "./http";
import { addProbe, type RealProject } from "./projects";
import { copyProject, type Stack } from "./stack";

/** What holds for one project beyond what holds for all. */
export interface Own {
  /** Tests of a stack that is up; each leaves it up, and asks for nothing that another has done. */
  readonly tests: (stack: () => Stack) => void;
  /** What the project keeps. Without it, it keeps nothing. */
  readonly data?: {
    /** Has the app write something, whatever is there already. */
    readonly write: (stack: Stack) => Promise<void>;
    /** Checks that it is still there. */
    readonly remembered: (stack: Stack) => Promise<void>;
  };
}

/** What the way to a running stack said of itself. */
interface Made {
  readonly stack: Stack;
  readonly inspected: { readonly target: string; readonly staticFolders: readonly object[] };
  readonly plan: { readonly files: readonly { readonly path: string; readonly action: string }[] };
  /** Milliseconds of the first `up`, with the images there. */
  readonly took: number;
  readonly status: StackStatus;
  /** When its dependencies were installed: at first, and after a change of the code alone. */
  readonly installed: readonly [before: string, after: string];
}

/** From a copy of the project to a stack that is up, with the routes of `probe.py`; leaves nothing where it fails. */
async function make(project: RealProject, folderName: string): Promise<Made> {
  const stack = await copyProject(await project.source(), folderName);
  try {
    const inspected = JSON.parse((await stack.cli("inspect", "--format", "json")).stdout);
    const port = ["--port", String(stack.port)];
    const plan = JSON.parse((await stack.cli("containerize", "--yes", ...port, "--format", "json")).stdout);
    await stack.compose("build");
    const { took } = await stack.cli("up");
    const status = await stack.status();
    const before = await installedAt(stack);
    await addProbe(project, stack.folder);
    await stack.cli("up");
    return { stack, inspected, plan, took, status, installed: [before, await installedAt(stack)] };
  } catch (error) {
    await stack.remove();
    throw error;
  }
}

/**
 * Containerizes a real project with the product's own command line, brings it up on the real engine, and holds it to
 * everything that is promised of every stack. Each test finds it up, so that one that is tried once more finds what it
 * found before.
 */
export function keepsPromises(project: RealProject, folderName: string, own: Own): void {
  describe(project.name, () => {
    let made: Made;
    let stack: Stack;
    let isUp = true;

    beforeAll(async () => {
      made = await make(project, folderName).catch((error) => {
        console.error(`Once more, from a copy of its own: ${error}`);
        return make(project, folderName);
      });
      stack = made.stack;
    }, 600_000);
    beforeEach(async () => {
      if (!isUp) await stack.cli("up");
      isUp = true;
    });
    afterAll(() => stack?.remove(), 120_000);

    test("inspect names what is to be served, and its static files", () => {
      expect(made.inspected.target).toBe(project.target);
      const { url, path } = project.staticFile;
      expect(made.inspected.staticFolders).toContainEqual({
        url: url.slice(0, url.lastIndexOf("/")),
        path: path.slice(0, path.lastIndexOf("/")),
      });
    });

    test("containerize writes the stack, and says so", () => {
      const created = made.plan.files.filter(({ action }) => action === "create").map(({ path }) => path);
      expect(created).toEqual(
        expect.arrayContaining(["Dockerfile", "compose.yaml", "gunicorn.conf.py", "nginx/nginx.conf", ".dockerignore"]),
      );
    });

    test("up makes it healthy within 60 s of the images being there", () => {
      expect(made.took).toBeLessThan(60_000);
      const { services } = made.status;
      expect(services).toEqual([
        expect.objectContaining({ name: "nginx", state: "running", health: "healthy" }),
        expect.objectContaining({ name: "web", state: "running", health: "healthy" }),
      ]);
      expect(services[0]?.urls.join(" ")).toContain(`:${stack.port}`);
    });

    test("a rebuild after a change of the code alone installs nothing, and runs the new code", async () => {
      expect((await ask(`${stack.url}/probe/seen`)).status).toBe(200);
      const [before, after] = made.installed;
      expect(after).toBe(before);
    });

    test("a page comes through Nginx", async () => {
      const answer = await ask(stack.url + project.page.url);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(project.page.says);
      // And Nginx does not tell its version.
      expect(answer.headers.server).toBe("nginx");
    });

    test("logs prints what the services wrote", async () => {
      const marked = `/no-such-page-${Date.now()}`;
      expect((await ask(stack.url + marked)).status).toBe(404);
      await expect.poll(async () => (await stack.cli("logs", "--tail", "50")).stdout).toContain(marked);
    });

    test("a static file arrives byte for byte, from Nginx, with the app's container frozen", async () => {
      const { url, path, type } = project.staticFile;
      const source = await readFile(join(stack.folder, path));
      // Under load the kernel of an older machine (cgroup v1) may need to be asked again.
      await expect.poll(() => stack.compose("pause", "web").then(() => true, String)).toBe(true);
      try {
        const answer = await ask(stack.url + url);
        expect(answer.status).toBe(200);
        expect(answer.body.equals(source)).toBe(true);
        expect(answer.headers["content-type"]).toContain(type);
        expect(answer.headers["cache-control"]).toMatch(/max-age=\d/);
        // Asked again, it is not sent again.
        const again = await ask(stack.url + url, { headers: { "if-none-match": answer.headers.etag ?? "" } });
        expect(again.status).toBe(304);
        // The app itself is frozen indeed.
        await expect(ask(stack.url + project.page.url, { timeout: 1500 })).rejects.toThrow("no answer in time");
      } finally {
        await stack.compose("unpause", "web");
      }
      await expect.poll(async () => (await ask(stack.url + project.page.url)).status).toBe(200);
    });

    test("nothing beside the static files can be read through them", async () => {
      const folder = project.staticFile.url.slice(0, project.staticFile.url.lastIndexOf("/"));
      for (const path of [`${folder}../${project.code.file}`, `${folder}/..%2f${project.code.file}`, `${folder}/`]) {
        expect((await ask(stack.url + path)).status, path).toBeGreaterThanOrEqual(400);
      }
    });

    own.tests(() => stack);

    isConfined(() => stack);

    describe("what the app is told of the client", () => {
      const seen = async (headers: Record<string, string>): Promise<Seen> =>
        JSON.parse((await ask(`${stack.url}/probe/seen`, { headers })).text);
      const told = ({ headers }: Seen, name: string) =>
        headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

      test("the client's own address, scheme and host", async () => {
        const gateway = await gatewayOf(stack);
        const found = await seen({ host: "shop.example:8443" });
        expect(told(found, "X-Forwarded-For")).toEqual([gateway]);
        expect(told(found, "X-Forwarded-Proto")).toEqual(["http"]);
        expect(told(found, "X-Forwarded-Host")).toEqual(["shop.example:8443"]);
        expect(found).toMatchObject({ remote_addr: gateway, scheme: "http", host: "shop.example:8443" });
      });

      test("nothing that a client forged", async () => {
        const gateway = await gatewayOf(stack);
        const found = await seen({
          host: "shop.example",
          "x-forwarded-for": "203.0.113.9, 198.51.100.1",
          "x-forwarded-proto": "https",
          "x-forwarded-host": "evil.example",
          "x-forwarded-port": "6666",
          "x-forwarded-prefix": "/evil",
          "x-forwarded-ssl": "on",
          "x-forwarded-protocol": "ssl",
          "x-real-ip": "203.0.113.9",
          x_forwarded_for: "203.0.113.9",
          forwarded: "for=203.0.113.9;host=evil.example;proto=https",
          proxy: "http://evil.example:6666",
          connection: "close, X-Forwarded-For",
        });
        expect(found).toMatchObject({ remote_addr: gateway, scheme: "http", host: "shop.example" });
        expect(JSON.stringify(found)).not.toMatch(/203\.0\.113|198\.51\.100|evil|6666|https|"ssl"|"on"/);
      });
    });

    test("a body at the limit reaches the app; one over it is refused with 413 by Nginx", async () => {
      const config = await readFile(join(stack.folder, "nginx/nginx.conf"), "utf8");
      const limit = bytes(/client_max_body_size (\w+);/.exec(config)?.[1] ?? "");
      const post = (size: number) => ask(`${stack.url}/probe/size`, { method: "POST", body: Buffer.alloc(size) });
      expect(await post(limit)).toMatchObject({ status: 200, text: String(limit) });
      const refused = await post(limit + 1);
      expect(refused.status).toBe(413);
      expect(refused.text).toContain("<center>nginx</center>");
    });

    test("a killed worker comes back, and requests go on", async () => {
      const id = await stack.container("web");
      const before = await workersOf(id);
      const [victim] = before;
      expect(before.length).toBeGreaterThan(1);
      await docker("exec", id, "sh", "-c", `kill -9 ${victim}`);
      const failed: number[] = [];
      for (let round = 0; round < 50; round++) {
        const { status } = await ask(`${stack.url}/probe/seen`);
        if (status !== 200) failed.push(status);
      }
      expect(failed).toEqual([]);
      await expect.poll(() => workersOf(id)).toHaveLength(before.length);
      expect(await workersOf(id)).not.toContain(victim);
      // The master lived on: nothing was restarted by the engine.
      expect((await inspectContainer(id)).RestartCount).toBe(0);
    });

    test("a second Containerize reports no change, and changes none", async () => {
      const before = await digestOf(stack.folder);
      const { stdout } = await stack.cli("containerize", "--yes", "--format", "json");
      const plan: { files: { path: string; action: string }[] } = JSON.parse(stdout);
      expect(plan.files.filter(({ action }) => action !== "keep")).toEqual([]);
      expect(await digestOf(stack.folder)).toEqual(before);
    });

    test("stop loses no request that is in flight, even one that outlasts Docker's own 10 s; up has what there was", async () => {
      await own.data?.write(stack);
      const lengths = [8, 8, 9, 10, 10, 12];
      const inFlight = Promise.allSettled(lengths.map((seconds) => ask(`${stack.url}/probe/slow/${seconds}`)));
      // Nginx counts the requests that it has not answered yet, that for the count among them.
      const nginx = await stack.container("nginx");
      const count = () => docker("exec", nginx, "wget", "-qO-", `http://127.0.0.1:${ports.status}/stub_status`);
      const unanswered = async () => Number(/Writing: (\d+)/.exec(await count())?.[1]);
      await expect.poll(unanswered, { timeout: 7000, interval: 50 }).toBeGreaterThan(lengths.length);
      isUp = false;
      await stack.compose("stop");
      for (const [index, answer] of (await inFlight).entries()) {
        expect(answer, `request ${index}`).toMatchObject({ status: "fulfilled", value: { status: 200 } });
        if (answer.status === "fulfilled") expect(answer.value.text.split("\n")).toHaveLength(1001);
      }
      expect(await states()).toEqual(["nginx exited", "web exited"]);
      await stack.cli("up");
      isUp = true;
      expect((await ask(stack.url + project.page.url)).status).toBe(200);
      await own.data?.remembered(stack);
    });

    test("down leaves no container and no network, its state is still told, and its data stays until it is to go", async () => {
      const name = made.status.project;
      const { data } = own;
      await data?.write(stack);
      isUp = false;
      await stack.cli("down");
      const left = await leftovers(name);
      expect(left.filter((one) => !one.startsWith("volume"))).toEqual([]);
      expect(await states()).toEqual(["nginx absent", "web absent"]);
      if (data !== undefined) {
        expect(left.join()).toContain("volume ");
        await stack.cli("up");
        await data.remembered(stack);
      }
      await stack.cli("down", "--volumes");
      expect(await leftovers(name)).toEqual([]);
    });

    const states = async () => (await stack.status()).services.map(({ name, state }) => `${name} ${state}`);
  });
}
