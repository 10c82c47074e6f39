import { describe, expect, test } from "vitest";
import { overrideFile } from "../../../../server/src/engine/docker/debug/files";
import { mountsOf } from "../../../../server/src/engine/docker/debug/mounts";
import { readDebugged } from "../../../../server/src/engine/docker/debug/read";
import { debugStart } from "../../../../server/src/engine/docker/debug/start";
import { filesOf } from "../../project/support";

const own = "--config /opt/flask-stack-debug/gunicorn_debug.py";
const flags = "--workers 1 --timeout 0 --max-requests 0";

describe("how Gunicorn is started under a debugger", () => {
  test.each<[string, string[], string[], start: string | undefined, config: string]>([
    ["a command", [], ["gunicorn", "--config", "g.py", "a:app"], `gunicorn ${own} a:app ${flags}`, "g.py"],
    [
      "= and a path",
      [],
      ["/opt/venv/bin/gunicorn", "--config=g.py", "a:app"],
      `/opt/venv/bin/gunicorn ${own} a:app ${flags}`,
      "g.py",
    ],
    ["-c, as one word", [], ["gunicorn", "-cg.py", "-w", "4", "a:app"], `gunicorn ${own} -w 4 a:app ${flags}`, "g.py"],
    ["a module", [], ["python", "-m", "gunicorn", "a:app"], `python -m gunicorn ${own} a:app ${flags}`, ""],
    [
      "behind an entry point that hands on",
      ["tini", "--"],
      ["gunicorn", "a:app"],
      `tini -- gunicorn ${own} a:app ${flags}`,
      "",
    ],
    ["the entry point itself", ["gunicorn"], ["-c", "g.py", "a:app"], `gunicorn ${own} a:app ${flags}`, "g.py"],
    [
      "a shell's line, with its variables",
      [],
      ["/bin/sh", "-c", "exec gunicorn -b 0.0.0.0:$PORT -c g.py a:app"],
      `/bin/sh -c exec gunicorn ${own} -b 0.0.0.0:$PORT a:app ${flags}`,
      "g.py",
    ],
    ["a shell's line with more in it", [], ["sh", "-c", "flask db upgrade && gunicorn a:app"], undefined, ""],
    ["a shell's pipe", [], ["sh", "-c", "gunicorn a:app | tee log"], undefined, ""],
    ["a script", ["./entrypoint.sh"], [], undefined, ""],
    ["another server", [], ["uwsgi", "--http", ":8000"], undefined, ""],
  ])("%s", (_, entrypoint, command, expected, config) => {
    const start = debugStart({ entrypoint, command });
    expect(start && [...start.entrypoint, ...start.command].join(" ")).toBe(expected);
    if (start) expect(start.config).toBe(config);
  });
});

describe("what is mounted", () => {
  const files = filesOf({
    ".dockerignore": "docs\n*.log\n",
    ".env": "",
    "app/__init__.py": "",
    "app/__pycache__/x.pyc": "",
    "docs/a.md": "",
    "instance/db.sqlite": "",
    "src/uploads/keep": "",
    "src/main.py": "",
    "gunicorn.conf.py": "",
    "x.log": "",
  });
  const all = [{ source: ".", target: "/app/" }];

  test.each<[string, { source: string; target: string }[], string[], string[]]>([
    [
      "the project, without what the image leaves out and what is secret",
      all,
      [],
      ["app → /app/app", "gunicorn.conf.py → /app/gunicorn.conf.py", "instance → /app/instance", "src → /app/src"],
    ],
    [
      "around volumes, however deep",
      all,
      ["/app/instance", "/app/src/uploads", "/tmp"],
      ["app → /app/app", "gunicorn.conf.py → /app/gunicorn.conf.py", "src/main.py → /app/src/main.py"],
    ],
    ["a folder as one", [{ source: "app", target: "/srv/app" }], [], ["app → /srv/app"]],
    ["a file", [{ source: "gunicorn.conf.py", target: "/srv/g.py" }], [], ["gunicorn.conf.py → /srv/g.py"]],
    ["a folder that the image leaves out", [{ source: "docs", target: "/srv/docs" }], [], []],
    ["nothing where nothing is copied", [], [], []],
  ])("%s", (_, copies, taken, expected) => {
    const mounts = mountsOf(files, copies, taken);
    expect(mounts.map(({ source, target }) => `${source} → ${target}`).sort()).toEqual(expected);
  });
});

const config = (service: object, networks: object = { default: {} }) =>
  JSON.stringify({ name: "shop", services: { web: { command: null, ...service } }, networks });

describe("the service that is debugged", () => {
  test.each<[string, string, object | undefined]>([
    [
      "on an internal network alone",
      config(
        { build: { context: "/shop" }, networks: { app: null }, tmpfs: ["/tmp:mode=1777"] },
        { app: { internal: true } },
      ),
      { name: "web", image: "shop-web", networks: ["app"], reachable: false, taken: ["/tmp"], command: undefined },
    ],
    [
      "on the default network, with a volume and a command",
      config({
        image: "shop:1",
        command: ["gunicorn", "a:app"],
        volumes: [{ type: "volume", source: "i", target: "/app/i" }],
      }),
      { image: "shop:1", networks: ["default"], reachable: true, taken: ["/app/i"], command: ["gunicorn", "a:app"] },
    ],
    ["none that is Gunicorn", config({ image: "redis", command: ["redis-server"] }), undefined],
    ["no JSON", "oops", undefined],
  ])("%s", (_, json, expected) => {
    const found = readDebugged(json);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });
});

describe("the file on top of the project's", () => {
  const base = {
    service: "web",
    image: "shop-web-debug",
    entrypoint: undefined,
    command: ["sh", "-c", "gunicorn -b :$PORT"],
    config: "",
    port: 40000,
    networks: ["app"],
    reachable: false,
    mounts: [{ source: "/home/ann/a$b", target: "/app/a" }],
  };
  test("publishes for this machine alone, on a network without a way out", () => {
    const { services, networks } = JSON.parse(overrideFile(base));
    expect(services.web.ports).toEqual([{ target: 5678, published: "40000", host_ip: "127.0.0.1", protocol: "tcp" }]);
    expect(Object.keys(services.web.networks)).toEqual(["app", "flask-stack-debug"]);
    expect(networks["flask-stack-debug"].driver_opts).toEqual({
      "com.docker.network.bridge.enable_ip_masquerade": "false",
    });
    expect(services.web.volumes).toEqual([
      { type: "bind", source: "/home/ann/a$$b", target: "/app/a", read_only: true },
    ]);
    expect(services.web.command).toEqual(["sh", "-c", "gunicorn -b :$$PORT"]);
    expect(services.web).not.toHaveProperty("entrypoint");
  });
  test("adds no network where there is one that publishes", () => {
    const { services, networks } = JSON.parse(overrideFile({ ...base, reachable: true, entrypoint: [] }));
    expect(Object.keys(services.web.networks)).toEqual(["app"]);
    expect(networks).toBeUndefined();
    expect(services.web.entrypoint).toEqual([]);
  });
});
