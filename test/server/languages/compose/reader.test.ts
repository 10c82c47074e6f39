import { describe, expect, test } from "vitest";
import type { ComposeService } from "../../../../server/src/languages/compose/facts";
import { readCompose } from "../../../../server/src/languages/compose/reader";

const serviceOf = (body: string, variables: Record<string, string> = {}): ComposeService => {
  const text = `services:\n  web:\n${body.replace(/^(?=.)/gm, "    ")}\n`;
  const [service] = readCompose(text, new Map(Object.entries(variables))).services;
  if (!service) throw new Error(`no service in ${text}`);
  return service;
};

describe("what a service says", () => {
  test.each([
    ["image: nginx:1.30-alpine", { image: "nginx:1.30-alpine" }],
    ["image: nginx:${TAG:-1.28}", { image: "nginx:1.28" }],
    ["image: nginx:${TAG}", { image: undefined }],
    ["cpus: 0.5", { cpus: 0.5 }],
    ['deploy: {resources: {limits: {cpus: "1.5", memory: 512M}}}', { cpus: 1.5, memory: 512 * 2 ** 20 }],
    ["cpu_quota: 50000", { cpus: 0.5 }],
    ["cpu_quota: -1", { cpus: undefined }],
    ["mem_limit: 1g", { memory: 2 ** 30 }],
    ["mem_limit: lots", { memory: undefined }],
    ["read_only: true", { readOnly: true }],
    ["read_only: false", { readOnly: false }],
    ["user: '1000:1000'", { user: "1000:1000" }],
    ["user: 1000", { user: "1000" }],
    ["working_dir: /srv", { workingDirectory: "/srv" }],
  ])("%s", (body, expected) => {
    const service = serviceOf(body);
    for (const [key, value] of Object.entries(expected)) {
      expect(service[key as "image" | "cpus" | "memory"]?.value).toEqual(value);
    }
  });

  test("with its place in the text", () => {
    const text = "services:\n  web:\n    image: 'nginx:1.28' # the proxy\n    read_only: true\n";
    const [service] = readCompose(text).services;
    expect(text.slice(service?.start, service?.end)).toBe("web");
    expect(text.slice(service?.image?.start, service?.image?.end)).toBe("'nginx:1.28'");
    expect(text.slice(service?.readOnly?.start, service?.readOnly?.end)).toBe("true");
  });
});

describe("ports", () => {
  test.each([
    ["8000:80", { target: 80, published: 8000, host: undefined }],
    ["80", { target: 80, published: undefined, host: undefined }],
    ["127.0.0.1:8000:80", { target: 80, published: 8000, host: "127.0.0.1" }],
    ["127.0.0.1::80", { target: 80, published: undefined, host: "127.0.0.1" }],
    ["[::1]:8000:80/udp", { target: 80, published: 8000, host: "::1", protocol: "udp" }],
    ["8000-8003:80-83", { target: 80, lastTarget: 83, published: 8000 }],
    ["${PORT:-8080}:80", { target: 80, published: 8080 }],
    ["${PORT}:80", { target: 80, published: undefined }],
  ])("%s", (port, expected) => {
    expect(serviceOf(`ports: ["${port}"]`).ports).toMatchObject([expected]);
  });

  test.each(["nonsense", ":", ""])("%j is none", (port) => {
    expect(serviceOf(`ports: ["${port}"]`).ports).toEqual([]);
  });

  test("in the long form", () => {
    const { ports } = serviceOf("ports:\n  - target: 80\n    published: '8000'\n    host_ip: 127.0.0.1\n");
    expect(ports).toMatchObject([{ target: 80, published: 8000, host: "127.0.0.1", protocol: "tcp" }]);
  });
});

describe("volumes and memory for files", () => {
  test.each([
    ["./src:/app:ro", { type: "bind", source: "./src", target: "/app", readOnly: true }],
    ["data:/data", { type: "volume", source: "data", target: "/data", readOnly: false }],
    ["/cache", { type: "volume", source: undefined, target: "/cache" }],
    ["C:\\\\code:/app", { type: "bind", target: "/app" }],
    ["${HERE:-.}:/app", { type: "bind", source: ".", target: "/app" }],
  ])("%s", (volume, expected) => {
    expect(serviceOf(`volumes: ["${volume}"]`).volumes).toMatchObject([expected]);
  });

  test("tmpfs in each form", () => {
    expect(serviceOf("tmpfs: /tmp:size=64m").tmpfs.map(({ value }) => value)).toEqual(["/tmp"]);
    expect(serviceOf("tmpfs: [/run, '/tmp:mode=1777']").tmpfs.map(({ value }) => value)).toEqual(["/run", "/tmp"]);
    expect(serviceOf("volumes:\n  - {type: tmpfs, target: /x}").tmpfs.map(({ value }) => value)).toEqual(["/x"]);
  });
});

describe("commands and environment", () => {
  test.each([
    ["command: gunicorn app:app", "gunicorn app:app"],
    ["command: [gunicorn, 'app:app']", ["gunicorn", "app:app"]],
    ["command:", null],
    ["command: []", []],
    ["image: x", undefined],
  ])("%s", (body, expected) => {
    expect(serviceOf(body).command?.value).toEqual(expected);
  });

  test.each([
    ["environment: {A: 1, B: , C: 'x y'}", { A: "1", B: undefined, C: "x y" }],
    ["environment: ['A=1', B, 'C=x=y']", { A: "1", B: undefined, C: "x=y" }],
  ])("%s", (body, expected) => {
    expect(Object.fromEntries(serviceOf(body).environment.map(({ name, value }) => [name, value]))).toEqual(expected);
  });

  test.each([
    ["env_file: .env", [".env"]],
    ["env_file: [a.env, {path: b.env, required: false}]", ["a.env", "b.env"]],
  ])("%s", (body, expected) => {
    expect(serviceOf(body).envFiles.map(({ value }) => value)).toEqual(expected);
  });
});

test.each([
  ["build: .", { context: ".", dockerfile: "Dockerfile", target: undefined }],
  ["build: {context: web, target: run}", { context: "web", dockerfile: "Dockerfile", target: "run" }],
  ["build: {dockerfile: docker/Dockerfile}", { context: ".", dockerfile: "docker/Dockerfile" }],
  ["build: {dockerfile_inline: FROM x}", { context: ".", dockerfile: undefined }],
])("%s", (body, expected) => {
  expect(serviceOf(body).build).toMatchObject(expected);
});

describe("what a service takes from elsewhere", () => {
  test("anchors, aliases and merges", () => {
    const { services } = readCompose(`
x-base: &base
  image: python:3.13
  user: "1000"
services:
  web:
    <<: *base
    user: "2000"
  worker: *base
`);
    expect(services.map(({ image, user }) => [image?.value, user?.value])).toEqual([
      ["python:3.13", "2000"],
      ["python:3.13", "1000"],
    ]);
  });

  test("extends of the same file is followed, of another is told", () => {
    const { services, incomplete } = readCompose(`
services:
  base: {user: "1000"}
  web: {extends: {service: base}, image: a}
  other: {extends: {service: base, file: common.yaml}, image: b}
  ring: {extends: ring}
`);
    expect(services.map(({ user }) => user?.value)).toEqual(["1000", "1000", undefined, undefined]);
    expect(services.map((service) => service.incomplete)).toEqual([false, false, true, true]);
    expect(incomplete).toBe(true);
  });
});

test.each(["", "services:", "services: 3", "services:\n  web:", "services:\n  web: &a\n    x: *a", "a: [", "\0"])(
  "%j is no reason to fail",
  (text) => {
    expect(readCompose(text).services.length).toBeLessThan(2);
  },
);
