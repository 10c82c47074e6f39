import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFolder, type RunInside, readText, startFolder } from "../../../client/src/stack/containerFiles";
import { listening, noSignal, value } from "../../server/engine/support";
import { mustRun } from "../support/run";
import { openPanel, type PanelStack } from "./support";

const compose = `services:
  web: {image: "python:3.13-slim", init: true, working_dir: /srv/shop, user: "1000", command: [sleep, "600"]}
  nginx: {image: "nginx:1.30-alpine", command: [sleep, "600"], init: true}
`;
const made = [
  "mkdir -p 'static/그림 1' closed",
  "printf 'import flask\\n' > wsgi.py",
  "printf '\\0\\1' > data.bin",
  "head -c 200000 /dev/zero | tr '\\0' a > long.log",
  "ln -s wsgi.py link.py; ln -s nowhere broken; ln -s static assets",
  "printf x > ./-n; mkfifo pipe; chmod 700 closed; chmod 600 -- ./-n",
].join(" && ");

let stack: PanelStack;
let run: RunInside;
let runInNginx: RunInside;
beforeAll(async () => {
  stack = await openPanel("files-of-shop", { "compose.yaml": compose });
  const status = value(await stack.engine.up({}, listening(), noSignal));
  const inside =
    (service: string): RunInside =>
    async (command) => {
      const id = status.services.find(({ name }) => name === service)?.containers[0]?.id ?? "";
      const { containers } = stack.engine;
      if (containers === undefined) throw new Error("There are no containers");
      return containers.run(id, command, noSignal);
    };
  [run, runInNginx] = [inside("web"), inside("nginx")];
  const web = status.services.find(({ name }) => name === "web")?.containers[0]?.id ?? "";
  await mustRun("docker", ["exec", "--user", "0", "--workdir", "/srv/shop", web, "sh", "-c", made]);
}, 120_000);
afterAll(() => stack?.remove());

const names = async (inside: RunInside, path: string) =>
  value(await listFolder(inside, path)).map(({ name, folder }) => (folder ? `${name}/` : name));

describe("the files of a container", () => {
  test("begin where its program was started", async () => {
    expect(await startFolder(run)).toBe("/srv/shop");
  });

  test("are listed, links as what they lead to", async () => {
    const listed = await names(run, "/srv/shop");
    expect(listed.slice(0, 4)).toEqual(["../", "assets/", "closed/", "static/"]);
    expect(listed.slice(4)).toEqual(
      expect.arrayContaining(["-n", "data.bin", "link.py", "long.log", "pipe", "wsgi.py"]),
    );
    expect(await names(run, "/srv/shop/static")).toEqual(["../", "그림 1/"]);
    expect(await names(run, "/srv/shop/static/그림 1")).toEqual(["../"]);
  });

  test("are listed in another image too, from the top", async () => {
    const top = await names(runInNginx, "/");
    expect(top).toEqual(expect.arrayContaining(["etc/", "usr/"]));
    expect(top).not.toContain("../");
    expect(value(await readText(runInNginx, "/etc/nginx/nginx.conf")).text).toMatch(/http\s*\{/);
  });

  test("are read, and a long one from its beginning", async () => {
    expect(value(await readText(run, "/srv/shop/wsgi.py"))).toEqual({ text: "import flask\n", cut: false });
    expect(value(await readText(run, "/srv/shop/link.py")).text).toBe("import flask\n");
    expect(value(await readText(run, "/srv/shop/long.log"))).toEqual({ text: "a".repeat(150_000), cut: true });
  });

  test.each([
    ["/srv/shop/data.bin", "no-text"],
    ["/srv/shop/pipe", "no-file"],
    ["/srv/shop/static", "no-file"],
    ["/dev/zero", "no-file"],
    ["/srv/shop/-n", "unreadable"],
  ])("%s is not read: %s", async (path, code) => {
    expect(await readText(run, path)).toMatchObject({ ok: false, problem: { code } });
  });

  test("a folder that the container's user may not read says so", async () => {
    expect(await listFolder(run, "/srv/shop/closed")).toMatchObject({
      ok: false,
      problem: { code: "unreadable", message: expect.stringMatching(/closed.*denied/) },
    });
  });
});
