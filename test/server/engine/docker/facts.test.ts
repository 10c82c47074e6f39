import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerStats } from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ComposeService, readComposeConfig } from "../../../../server/src/engine/docker/composeConfig";
import { demultiplexed } from "../../../../server/src/engine/docker/containerLog";
import { jsonLines, readEvent } from "../../../../server/src/engine/docker/events";
import { splitName } from "../../../../server/src/engine/docker/images";
import { fileOf, nginxProblem } from "../../../../server/src/engine/docker/nginxVerdict";
import { type Process, workersOf } from "../../../../server/src/engine/docker/processes";
import { activeProfiles, withRunning } from "../../../../server/src/engine/docker/profiles";
import { projectFiles } from "../../../../server/src/engine/docker/projectFiles";
import { isScalable, programOf } from "../../../../server/src/engine/docker/serviceFacts";
import { readUsage } from "../../../../server/src/engine/docker/stats";

test.each([
  ["shop-web", "shop-web", "latest"],
  ["shop:2", "shop", "2"],
  ["registry.example:5000/team/shop", "registry.example:5000/team/shop", "latest"],
  ["registry.example:5000/team/shop:2.1", "registry.example:5000/team/shop", "2.1"],
])("the image %s is %s with the tag %s", (name, repo, tag) => expect(splitName(name)).toEqual({ repo, tag }));

describe("profiles", () => {
  test.each([
    [undefined, undefined, []],
    [undefined, "debug, tools", ["debug", "tools"]],
    ["debug", "tools", ["debug"]],
    // Set to nothing, it is none.
    ["", "tools", []],
    ["*", undefined, ["*"]],
  ])("of the environment %j and .env %j, %j are active", (environment, dotenv, expected) =>
    expect(activeProfiles(environment, dotenv)).toEqual(expected),
  );

  const project = readComposeConfig(JSON.stringify({ name: "shop", services: { web: {}, nginx: {} } }));
  const compose = { program: "docker", prefix: [], env: { COMPOSE_PROFILES: "jobs" } };
  test.each([
    [[], "jobs"],
    [["web", "nginx"], "jobs"],
    [["web", "admin"], "*"],
  ])("where %j have containers, compose is told of the profiles %j", (running, expected) =>
    expect(project && withRunning(compose, project, running).env.COMPOSE_PROFILES).toBe(expected),
  );
});

describe("an event", () => {
  const labels = {
    "com.docker.compose.project": "shop",
    "com.docker.compose.service": "web",
    "com.docker.compose.project.working_dir": "/work/shop",
    "com.docker.compose.project.config_files": "/work/shop/a.yaml,/work/shop/b.yaml",
  };
  const event = (Action: string, more: object = {}, Type = "container") => ({
    Type,
    Action,
    Actor: { ID: "c1", Attributes: { ...labels, ...more } },
    time: 1_700_000_000,
    timeNano: 1_700_000_000_123_456_000,
  });
  const read = {
    project: "shop",
    service: "web",
    folder: "/work/shop",
    files: ["/work/shop/a.yaml", "/work/shop/b.yaml"],
    container: "c1",
    time: 1_700_000_000_123,
  };

  test.each([
    [event("start"), { ...read, action: "start" }],
    [event("die", { exitCode: "137" }), { ...read, action: "die", exitCode: 137 }],
    [event("health_status: unhealthy"), { ...read, action: "health_status: unhealthy" }],
    [
      { ...event("start"), timeNano: undefined },
      { ...read, action: "start", time: 1_700_000_000_000 },
    ],
    // A container of `compose run`, of no compose project, a network, and no event.
    [event("start", { "com.docker.compose.oneoff": "True" }), undefined],
    [event("start", { "com.docker.compose.service": undefined }), undefined],
    [event("create", {}, "network"), undefined],
    ["text", undefined],
    [null, undefined],
  ])("%j", (value, expected) => expect(readEvent(value)).toEqual(expected));

  test("is read however the stream is cut, also within a letter", () => {
    const text = Buffer.from('{"a":"한글"}\n\n{"b":1}\n{"c":');
    for (let cut = 0; cut < text.length; cut++) {
      const told: unknown[] = [];
      const push = jsonLines((value) => told.push(value));
      push(text.subarray(0, cut));
      push(text.subarray(cut));
      expect(told).toEqual([{ a: "한글" }, { b: 1 }]);
    }
  });
});

describe("CPU and memory", () => {
  const stats = (cpu: object, before: object, memory: object) =>
    readUsage("c1", { cpu_stats: cpu, precpu_stats: before, memory_stats: memory } as ContainerStats);
  const cpu = (total: number, system?: number) => ({
    cpu_usage: { total_usage: total },
    ...(system === undefined ? {} : { system_cpu_usage: system }),
    online_cpus: 2,
  });
  const memory = (cache: object) => ({ usage: 100, limit: 1000, stats: cache });

  test.each([
    ["half of one of two CPUs", cpu(150, 1400), cpu(100, 1200), memory({}), { cpuPercent: 50, memory: 100 }],
    ["a first measure", cpu(150, 1400), cpu(0), memory({}), { cpuPercent: 0, memory: 100 }],
    ["cgroup v1", cpu(1, 1), cpu(1, 1), memory({ total_inactive_file: 40, inactive_file: 1 }), { memory: 60 }],
    ["cgroup v2", cpu(1, 1), cpu(1, 1), memory({ inactive_file: 30 }), { memory: 70 }],
  ])("%s", (_, now, before, used, expected) => expect(stats(now, before, used)).toMatchObject(expected));

  test("without a limit, none is told; of one that has ended, nothing", () => {
    const unlimited = stats(cpu(1, 1), cpu(1, 1), { usage: 1, limit: 2 ** 63, stats: {} });
    expect(unlimited).not.toHaveProperty("memoryLimit");
    expect(stats(cpu(0), cpu(0), {})).toBeUndefined();
  });
});

describe("Gunicorn's workers", () => {
  const process = (pid: number, parent: number, command: string): Process => ({ pid, parent, command });
  const workers = [process(21, 20, "gunicorn: worker"), process(22, 20, "gunicorn: worker")];
  test.each<[string, readonly Process[], number, readonly number[] | undefined]>([
    [
      "of a master that is the first process",
      [process(20, 1, "/opt/venv/bin/python gunicorn app:app"), ...workers],
      20,
      [21, 22],
    ],
    [
      "of one below an init",
      [process(10, 1, "/sbin/docker-init -- gunicorn app:app"), process(20, 10, "gunicorn"), ...workers],
      10,
      [21, 22],
    ],
    // A signal would end the shell, and with it the container.
    [
      "of one below a shell",
      [process(10, 1, "sh -c gunicorn app:app"), process(20, 10, "python gunicorn"), ...workers],
      10,
      undefined,
    ],
    [
      "of one that is a module",
      [process(20, 1, "/opt/venv/bin/python3.13 -u -m gunicorn app:app"), ...workers],
      20,
      [21, 22],
    ],
    ["of another program", [process(20, 1, "flask run"), ...workers], 20, undefined],
    ["of one that is gone", [], 20, undefined],
  ])("%s", (_, processes, first, expected) => expect(workersOf(processes, first)).toEqual(expected));
});

const service = (more: Partial<ComposeService> = {}): ComposeService => ({
  name: "web",
  ports: [],
  dependsOn: [],
  command: [],
  replicas: 1,
  fixedName: false,
  oneShot: false,
  binds: [],
  ...more,
});
const build = { context: "/shop", dockerfile: "/shop/Dockerfile" };

describe("what a service runs", () => {
  test.each([
    ["web", service({ build }), undefined, "gunicorn"],
    ["api", service({ command: ["gunicorn", "api:app"] }), undefined, "gunicorn"],
    ["api", undefined, "gunicorn --config gunicorn.conf.py", "gunicorn"],
    ["proxy", service({ image: "nginx:1.30-alpine" }), undefined, "nginx"],
    ["proxy", service({ image: "registry/nginxinc/nginx-unprivileged:1" }), undefined, "nginx"],
    ["nginx", service({ build }), undefined, "nginx"],
    ["nginx", service(), "/docker-entrypoint.sh nginx -g 'daemon off;'", "nginx"],
    // What runs says more than a name.
    ["web", service({ build }), "flask run", undefined],
    ["web", service({ image: "httpd:2" }), undefined, undefined],
    ["exporter", service({ image: "nginx/nginx-prometheus-exporter:1" }), undefined, undefined],
    ["db", service({ image: "postgres:17" }), undefined, undefined],
  ])("%s %j %s", (name, declared, running, expected) => expect(programOf(name, declared, running)).toBe(expected));

  test("can be there twice, unless something of it cannot", () => {
    expect(isScalable(service())).toBe(true);
    expect(isScalable(service({ ports: [{ target: 80, published: undefined }] }))).toBe(true);
    expect(isScalable(service({ ports: [{ target: 80, published: 8080 }] }))).toBe(false);
    expect(isScalable(service({ fixedName: true }))).toBe(false);
  });
});

describe("what nginx -t refuses is told at the project's own file", () => {
  const bound = service({ binds: [{ source: "/shop/conf", target: "/etc/nginx/conf.d" }] });
  const there = new Set(["/shop/nginx/nginx.conf", "/shop/nginx/conf.d/app.conf"]);
  test.each([
    ["/etc/nginx/nginx.conf", service({ build }), "/shop/nginx/nginx.conf"],
    ["/etc/nginx/conf.d/app.conf", service({ build }), "/shop/nginx/conf.d/app.conf"],
    ["/etc/nginx/conf.d/site.conf", bound, "/shop/conf/site.conf"],
    ["/etc/nginx/mime.types", service({ build }), undefined],
    ["/etc/nginx/nginx.conf", service(), undefined],
  ])("%s", (path, declared, file) => expect(fileOf(path, declared, (one) => there.has(one))).toBe(file));

  test("with the line and nginx's own words", () => {
    const said = `2026/11/22 12:00:00 [emerg] 1#1: unknown directive "sendfil" in /etc/nginx/conf.d/site.conf:30
nginx: [emerg] unknown directive "sendfil" in /etc/nginx/conf.d/site.conf:30
nginx: configuration file /etc/nginx/nginx.conf test failed`;
    const place = { file: "/shop/conf/site.conf", line: 30, message: 'unknown directive "sendfil"' };
    expect(nginxProblem(said, bound)).toMatchObject({ ok: false, problem: { code: "nginx-config", place } });
    expect(nginxProblem('nginx: [emerg] host not found in upstream "web"', bound)).not.toHaveProperty("problem.place");
  });
});

describe("the files that compose reads", () => {
  let root: string;
  const write = (name: string, text = "") => writeFileSync(join(root, name), text);
  const names = (env: NodeJS.ProcessEnv = {}) => projectFiles(root, env).map((path) => path.slice(root.length + 1));
  beforeAll(() => {
    root = join(mkdtempSync(join(tmpdir(), "files-")), "shop");
    mkdirSync(root);
  });
  afterAll(() => rmSync(join(root, ".."), { recursive: true }));

  test("are none, the usual ones with their override, and those that are named", () => {
    expect(names()).toEqual([]);
    write("docker-compose.yml");
    expect(names()).toEqual(["docker-compose.yml"]);
    write("compose.yaml");
    write("compose.override.yaml");
    expect(names()).toEqual(["compose.yaml", "compose.override.yaml"]);
    write(".env", "COMPOSE_FILE=a.yaml:b.yaml\n");
    expect(names()).toEqual(["a.yaml", "b.yaml"]);
    // The environment wins over the file.
    expect(names({ COMPOSE_FILE: "c.yaml" })).toEqual(["c.yaml"]);
    write(".env", "COMPOSE_FILE=a.yaml,b.yaml\nCOMPOSE_PATH_SEPARATOR=,\n");
    expect(names()).toEqual(["a.yaml", "b.yaml"]);
  });
});

test("what compose says of services that are scaled, built, named, mounted and run once", () => {
  const project = readComposeConfig(
    JSON.stringify({
      name: "shop",
      services: {
        web: {
          build: { context: "/shop", dockerfile: "Dockerfile" },
          depends_on: { migrate: { condition: "service_completed_successfully" } },
          deploy: { replicas: 3 },
          volumes: [
            { type: "bind", source: "/shop/a.conf", target: "/a.conf" },
            { type: "volume", source: "v", target: "/v" },
          ],
        },
        migrate: { image: "x", command: ["true"], container_name: "once", scale: 2 },
      },
    }),
  );
  expect(project?.services).toMatchObject([
    { name: "web", replicas: 3, build, binds: [{ source: "/shop/a.conf", target: "/a.conf" }], oneShot: false },
    { name: "migrate", replicas: 2, fixedName: true, oneShot: true, command: ["true"], image: "x" },
  ]);
});

test("a log without a terminal comes in frames", () => {
  const frame = (stream: number, text: string) => {
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };
  expect(demultiplexed(Buffer.concat([frame(1, "하나\n"), frame(2, "two\n")]))).toBe("하나\ntwo\n");
  expect(demultiplexed(Buffer.alloc(0))).toBe("");
});
