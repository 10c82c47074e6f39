import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Project, ServiceName } from "../../../server/src/project/project";
import { compose } from "../../../server/src/scaffold/compose";
import { dockerfile } from "../../../server/src/scaffold/dockerfile";
import { dockerignore } from "../../../server/src/scaffold/dockerignore";
import { blueprintOf, everyFile, everyKind, filesOf } from "./support";

const textOf = (facts: Partial<Project> = {}, answers = {}) => compose(blueprintOf(facts, answers, filesOf(everyFile)));
const of = (facts: Partial<Project> = {}, answers = {}) => parse(textOf(facts, answers));
const everyService: readonly ServiceName[] = ["postgres", "mysql", "redis", "mongo", "memcached", "rabbitmq"];

const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;

describe.skipIf(!hasCompose && process.env.CI !== "true")("the real compose takes it", () => {
  test.each([...Object.entries(everyKind), ["every service", { services: everyService }] as const])(
    "%s",
    (_, facts) => {
      const folder = mkdtempSync(join(tmpdir(), "compose-"));
      try {
        writeFileSync(join(folder, "compose.yaml"), textOf(facts));
        const passwords = ["POSTGRES", "MYSQL", "MONGO", "RABBITMQ"].map((name) => `${name}_PASSWORD=x\n`);
        writeFileSync(join(folder, ".env"), passwords.join(""));
        const { stderr } = spawnSync("docker", ["compose", "config", "--quiet"], { cwd: folder, encoding: "utf8" });
        expect(stderr).toBe("");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe("every service of ours", () => {
  const { services } = of({ services: everyService, instanceFolder: "instance" });
  test.each(Object.keys(services))("%s has limits, drops rights, rotates its log and comes back", (name) => {
    expect(services[name]).toMatchObject({
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      init: true,
      restart: "unless-stopped",
      deploy: {
        resources: { limits: { cpus: expect.any(String), memory: expect.any(String), pids: expect.any(Number) } },
      },
      logging: { driver: "json-file", options: { "max-size": "10m" } },
    });
  });
  test.each(["nginx", "web", "postgres", "redis", "memcached"])("%s has a read-only disk", (name) => {
    expect(services[name].read_only).toBe(true);
  });
  test.each(["postgres", "mysql", "redis", "mongo", "rabbitmq"])("%s keeps its data in a volume", (name) => {
    expect(services[name].volumes.join()).toMatch(new RegExp(`^${name}-data:`));
  });
  test.each(everyService)("%s is waited for until it is healthy", (name) => {
    expect(services[name].healthcheck.test[0]).toBe("CMD");
    expect(services.web.depends_on[name]).toEqual({ condition: "service_healthy" });
  });
});

describe("the networks", () => {
  test("only Nginx can be reached, and only through the published port", () => {
    const { services } = of({ services: everyService, outbound: true });
    const published = Object.keys(services).filter((name) => services[name].ports !== undefined);
    expect(published).toEqual(["nginx"]);
    expect(services.nginx.ports).toEqual(["${HTTP_PORT:-8080}:8080"]);
    expect(services.nginx.networks).toEqual(["edge", "app"]);
  });
  test.each([
    { facts: {}, networks: ["app"] },
    { facts: { services: ["redis" as const] }, networks: ["app", "data"] },
    { facts: { outbound: true }, networks: ["app", "internet"] },
  ])("web is on $networks", ({ facts, networks }) => {
    const file = of(facts);
    expect(file.services.web.networks).toEqual(networks);
    expect(Object.keys(file.networks)).toEqual(["edge", ...networks]);
  });
  test("what is inside has no way out", () => {
    const { networks } = of({ services: ["redis"], outbound: true });
    expect(networks).toEqual({ edge: {}, app: { internal: true }, data: { internal: true }, internet: {} });
  });
});

describe("what the app is told of its services", () => {
  const environmentOf = (
    services: readonly ServiceName[],
    names: readonly string[],
    requirements: readonly string[] = [],
  ) =>
    of({
      services,
      environment: names.map((name) => ({ name, required: true, secret: false })),
      requirements: requirements.map((name) => ({ name, text: name })),
    }).services.web.environment;
  const password = "${POSTGRES_PASSWORD:?set it in .env, see .env.example}";

  test("under the names that it reads", () => {
    expect(environmentOf(["postgres", "redis"], ["SQLALCHEMY_DATABASE_URI", "CELERY_BROKER_URL", "SITE"])).toEqual({
      SQLALCHEMY_DATABASE_URI: `postgresql://app:${password}@db:5432/app`,
      CELERY_BROKER_URL: "redis://redis:6379/0",
      FLASK_DEBUG: "0",
    });
  });
  test("part by part", () => {
    expect(environmentOf(["postgres"], ["PGHOST", "PGUSER", "PGPASSWORD"])).toMatchObject({
      PGHOST: "db",
      PGUSER: "app",
      PGPASSWORD: password,
    });
  });
  test("under the usual name where it reads none", () => {
    expect(environmentOf(["redis"], [])).toEqual({ REDIS_URL: "redis://redis:6379/0" });
  });
  test.each([
    { requirements: ["flask-sqlalchemy", "psycopg"], scheme: "postgresql+psycopg:" },
    { requirements: ["flask-sqlalchemy", "psycopg2-binary"], scheme: "postgresql+psycopg2:" },
    { requirements: ["sqlalchemy", "psycopg2"], scheme: "postgresql+psycopg2:" },
    { requirements: ["psycopg2"], scheme: "postgresql:" },
    { requirements: ["psycopg"], scheme: "postgresql:" },
  ])("with the driver that it has: $requirements", ({ requirements, scheme }) => {
    expect(environmentOf(["postgres"], ["DATABASE_URL"], requirements).DATABASE_URL).toMatch(`${scheme}//`);
  });
  test("two databases are called what they are", () => {
    expect(Object.keys(of({ services: ["postgres", "mysql"] }).services)).toEqual([
      "nginx",
      "web",
      "postgres",
      "mysql",
    ]);
  });
});

describe("what the app writes", () => {
  test("the instance folder is a volume", () => {
    const file = of({ instanceFolder: "backend/instance" });
    expect(file.services.web.volumes).toEqual(["instance:/app/backend/instance"]);
    expect(file.volumes).toEqual({ instance: {} });
  });
  test("a large upload goes to a volume, a small one to memory", () => {
    expect(of({ uploadLimit: 16 * 1024 ** 2 }).services.web.tmpfs).toEqual(["/tmp:mode=1777,size=64m"]);
    expect(of({ uploadLimit: 32 * 1024 ** 2 }).services.web.tmpfs).toEqual(["/tmp:mode=1777,size=128m"]);
    expect(of({ uploadLimit: 1024 ** 3 }).services.nginx).toMatchObject({ volumes: ["nginx-tmp:/tmp"] });
  });
  test("nothing else is mounted", () => {
    const { services, volumes } = of();
    expect([services.nginx.volumes, services.web.volumes, volumes]).toEqual([undefined, undefined, undefined]);
  });
});

test.each([{}, { environment: [{ name: "X", required: true, secret: false }] }])(
  "Gunicorn and the app get .env, where there is one",
  (facts) => {
    expect(of(facts).services.web.env_file).toEqual([{ path: ".env", required: false }]);
  },
);

test("a folder of uploads is a volume, which belongs to the app and not to the image", () => {
  const blueprint = blueprintOf({ instanceFolder: "instance", writtenFolders: ["shop/static/uploads"] });
  const { services, volumes } = parse(compose(blueprint));
  expect(services.web.volumes).toEqual(["instance:/app/instance", "web-shop-static-uploads:/app/shop/static/uploads"]);
  expect(volumes).toEqual({ instance: {}, "web-shop-static-uploads": {} });
  expect(dockerfile(blueprint)).toContain("install -d -o 10001 -g 10001 /app/instance /app/shop/static/uploads\n");
  expect(dockerignore(blueprint)).toContain("\ninstance\nshop/static/uploads\n");
});

test("the answered port is the one that is published", () => {
  expect(of({}, { port: 9000 }).services.nginx.ports).toEqual(["${HTTP_PORT:-9000}:8080"]);
});

test.skipIf(!hasCompose && process.env.CI !== "true")("the real compose watches what each image is made of", () => {
  const folder = mkdtempSync(join(tmpdir(), "compose-"));
  try {
    const staticFolders = [{ url: "/static", path: "shop/static" }];
    writeFileSync(join(folder, "compose.yaml"), textOf({ staticFolders }));
    const { stdout } = spawnSync("docker", ["compose", "config", "--format", "json"], {
      cwd: folder,
      encoding: "utf8",
    });
    const { nginx, web } = JSON.parse(stdout).services;
    expect(nginx.develop.watch).toMatchObject([
      { action: "rebuild", path: join(folder, "nginx") },
      { action: "rebuild", path: join(folder, "shop/static") },
    ]);
    expect(web.develop.watch).toMatchObject([{ action: "rebuild", path: folder, ignore: ["nginx/"] }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("a worker for Celery", () => {
  const celery = { target: "jobs:queue", modules: ["jobs.mail"], brokerVariables: ["REDIS_URL"], brokerUrls: [] };
  const facts = { services: ["redis", "postgres"] as const, celery };

  test("runs the image of web with another command, and all that web is told", () => {
    const { web, worker } = of({ ...facts, outbound: true, instanceFolder: "instance" }).services;
    expect(worker.command.join(" ")).toBe(
      "celery -A jobs:queue worker --include jobs.mail --loglevel INFO --concurrency 2",
    );
    for (const key of ["build", "environment", "env_file", "depends_on", "volumes", "read_only", "cap_drop"]) {
      expect(worker[key], key).toEqual(web[key]);
    }
    expect(worker).toMatchObject({
      networks: ["data", "internet"],
      deploy: { resources: { limits: { memory: "512M" } } },
    });
    expect(worker.ports).toBeUndefined();
    // 6379, as the kernel writes it.
    expect(worker.healthcheck.test.join(" ")).toContain(":18EB 01 ");
  });

  test.each<[string, Partial<Project>]>([
    ["the code does not say which app", { services: ["redis"] }],
    ["nothing says where the tasks wait", { ...facts, celery: { ...celery, brokerVariables: [] } }],
    [
      "the broker is told by a variable that nobody sets",
      { ...facts, celery: { ...celery, brokerVariables: ["QUEUE"] } },
    ],
    ["the broker is elsewhere", { ...facts, celery: { ...celery, brokerUrls: ["redis://localhost:6379/0"] } }],
    ["the stack has no broker", { services: ["postgres"], celery }],
  ])("is not there where %s", (_, some) => {
    expect(Object.keys(of(some).services)).not.toContain("worker");
  });

  test("finds the broker by its name, too, and RabbitMQ at its own port", () => {
    const known = { ...celery, brokerVariables: [], brokerUrls: ["amqp://app:secret@rabbitmq:5672//"] };
    const { worker } = of({ services: ["rabbitmq", "redis"], celery: known }).services;
    expect(worker.healthcheck.test.join(" ")).toContain(":1628 01 ");
  });
});
