import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { gunicorns } from "../../../scripts/setup/gunicorn.mjs";
import { gunicornCatalog } from "../../../server/src/languages/gunicorn/catalog/catalog";
import { gunicornConf } from "../../../server/src/scaffold/gunicornConf";
import { blueprintOf, everyKind, filesOf, planned, smallFiles } from "./support";

const python = ["python3", "python"].find((program) => spawnSync(program, ["--version"]).status === 0);
const runs = describe.skipIf(python === undefined && process.env.CI !== "true");

/** Runs the file as Gunicorn does, on a machine whose cgroup files are these, and prints some of what it sets. */
function settings(
  conf: string,
  environment: Record<string, string> = {},
  cgroup: Record<string, string> = {},
): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), "gunicorn-"));
  try {
    for (const [name, text] of Object.entries(cgroup)) {
      mkdirSync(dirname(join(folder, "cgroup", name)), { recursive: true });
      writeFileSync(join(folder, "cgroup", name), text);
    }
    const path = join(folder, "gunicorn.conf.py");
    writeFileSync(path, conf.replace("/sys/fs/cgroup", join(folder, "cgroup")));
    const read = `
import json, os, sys
os.sched_getaffinity = lambda pid: range(16)
names = {"__file__": sys.argv[1]}
exec(compile(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1], "exec"), names)
print(json.dumps({name: value for name, value in names.items() if isinstance(value, (int, str, bool, type(None), dict)) and name[0] != "_"}))
`;
    const { stdout, stderr } = spawnSync(python ?? "python3", ["-c", read, path], {
      encoding: "utf8",
      env: { PATH: process.env.PATH ?? "", ...environment },
    });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const conf = gunicornConf(blueprintOf());

runs("workers follow the container's quota, not the host's 16 cores", () => {
  test.each([
    { cgroup: { "cpu.max": "400000 100000\n" }, workers: 4 },
    { cgroup: { "cpu.max": "250000 100000\n" }, workers: 3 },
    { cgroup: { "cpu.max": "50000 100000\n" }, workers: 2 },
    { cgroup: { "cpu.max": "max 100000\n" }, workers: 16 },
    { cgroup: { "cpu/cpu.cfs_quota_us": "300000\n", "cpu/cpu.cfs_period_us": "100000\n" }, workers: 3 },
    { cgroup: { "cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n" }, workers: 16 },
    { cgroup: { "cpu.max": "nonsense\n" }, workers: 16 },
    { cgroup: {}, workers: 16 },
  ])("$cgroup -> $workers", ({ cgroup, workers }) => {
    expect(settings(conf, {}, cgroup)).toMatchObject({ workers });
  });
});

runs("the environment", () => {
  test.each([
    { environment: { WEB_CONCURRENCY: "7" }, set: { workers: 7 } },
    { environment: { WEB_CONCURRENCY: "" }, set: { workers: 16 } },
    { environment: { WEB_THREADS: "4" }, set: { threads: 4 } },
    { environment: { FORWARDED_ALLOW_IPS: "10.0.0.1" }, set: { forwarded_allow_ips: "10.0.0.1" } },
    { environment: {}, set: { forwarded_allow_ips: "*", control_socket_disable: true, preload_app: false } },
  ])("$environment -> $set", ({ environment, set }) => {
    expect(settings(conf, environment)).toMatchObject(set);
  });
});

runs("the timeouts fit those of Nginx and Docker", () => {
  const texts = new Set(Object.values(everyKind).map((facts) => gunicornConf(blueprintOf(facts))));
  test.each([...texts])("%#", (text) => {
    const set = settings(text);
    expect(set.keepalive).toBeGreaterThan(60);
    expect(set.timeout).toBeLessThan(75);
    expect(set.graceful_timeout).toBeLessThan(40);
  });
});

test("an app that trusts the proxy by itself is not wrapped a second time", () => {
  expect(gunicornConf(blueprintOf({ proxyFix: true }))).not.toContain("post_worker_init");
  expect(conf).toContain("def post_worker_init(worker):");
});

describe("what the project's Gunicorn does not know is not written", () => {
  test.each([
    { requirements: "flask\n", knows: ["control_socket_disable", "forwarder_headers"] },
    { requirements: "gunicorn\n", knows: ["control_socket_disable", "forwarder_headers"] },
    { requirements: "gunicorn>=20\n", knows: ["control_socket_disable", "forwarder_headers"] },
    { requirements: "gunicorn<24\n", knows: ["forwarder_headers"] },
    { requirements: "gunicorn==21.2.0\n", knows: [] },
  ])("$requirements -> $knows", ({ requirements, knows }) => {
    const text = confFor(requirements);
    const written = ["control_socket_disable", "forwarder_headers"].filter((name) => text.includes(`\n${name} = `));
    expect(written).toEqual(knows);
    expect(text).not.toContain("\n\n\n\n");
  });

  const releases = ["19.10.0", "21.2.0", "23.0.0", gunicornCatalog().release];
  test.for(releases)("Gunicorn %s itself knows and takes each setting", async (release, { skip }) => {
    const setup: { python: string; folders: Record<string, string> } | undefined = await gunicorns(release).catch(
      (error: unknown) => {
        if (process.env.CI) throw error;
        return undefined;
      },
    );
    const folder = setup?.folders[release];
    if (setup === undefined || folder === undefined) return skip();
    const judge = `
import sys, types
sys.path.insert(0, sys.argv[1])
from gunicorn.config import Config
names = {"__file__": "gunicorn.conf.py"}
exec(sys.stdin.read(), names)
helpers = ("cpus", "Path")
config = Config()
for name, value in names.items():
    if name[0] != "_" and name not in helpers and not isinstance(value, types.ModuleType):
        config.set(name, value)
`;
    const { stderr, status } = spawnSync(setup.python, ["-W", "ignore", "-c", judge, folder], {
      encoding: "utf8",
      input: confFor(`gunicorn==${release}\n`),
    });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });
});

const confFor = (requirements: string): string =>
  gunicornConf(blueprintOf({}, {}, filesOf({ ...smallFiles, "requirements.txt": requirements })));

test("Socket.IO gets one worker", () => {
  const requirements = [{ name: "flask-socketio", text: "flask-socketio" }];
  expect(gunicornConf(blueprintOf({ requirements }))).toContain('"WEB_CONCURRENCY") or 1)');
});

runs("what a Procfile asks of Gunicorn is in the file, and Nginx and compose wait as long", () => {
  const of = (command: string, facts = {}, environment = {}) => {
    const { files } = planned(filesOf({ ...smallFiles, Procfile: `web: gunicorn app:app ${command}\n` }), facts);
    const text = (path: string) => files.find((file) => file.path === path)?.content ?? "";
    return { ...settings(text("gunicorn.conf.py"), environment), text };
  };
  test("workers, threads and times", () => {
    const found = of("-w 5 --threads 3 --timeout 240 --graceful-timeout 90 --max-requests 500 --preload");
    expect(found).toMatchObject({
      ...{ workers: 5, threads: 3, timeout: 240, graceful_timeout: 90, worker_class: "gthread", preload_app: true },
      ...{ max_requests: 500, max_requests_jitter: 50 },
    });
    expect(found.text("nginx/nginx.conf")).toContain("proxy_read_timeout 255s;");
    expect(found.text("compose.yaml").match(/stop_grace_period: 100s/g)).toHaveLength(2);
  });
  test("the environment still decides", () =>
    expect(of("-w 5 --threads 3", {}, { WEB_CONCURRENCY: "7", WEB_THREADS: "9" })).toMatchObject({
      workers: 7,
      threads: 9,
    }));
  const gevent = { requirements: [{ name: "gevent", text: "gevent" }] };
  test.each([
    ["-k sync", {}, { worker_class: "sync", threads: 1 }],
    ["-k gevent --worker-connections 500", gevent, { worker_class: "gevent", worker_connections: 500 }],
    ["-k gevent", {}, { worker_class: "gthread", threads: 8 }],
    ["-k uvicorn.workers.UvicornWorker", {}, { worker_class: "gthread" }],
    ["--timeout 0", {}, { timeout: 60 }],
    ["-w 4", { requirements: [{ name: "flask-socketio", text: "flask-socketio" }] }, { workers: 1 }],
  ])("%s", (command, facts, expected) => expect(of(command, facts)).toMatchObject(expected));
});
