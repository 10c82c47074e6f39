import { describe, expect, test } from "vitest";
import { surroundingsOf } from "../../../server/src/stack/surroundings";
import { filesOf } from "../project/support";

const read = (texts: Readonly<Record<string, string>>, folders?: readonly string[]) =>
  surroundingsOf(filesOf(texts), folders);

const compose = (nginx: string, more = "") => `name: shop
services:
  nginx:
    ${nginx}
    ports: ["8080:80", "8443:443"]
  web:
    build: .
    command: gunicorn --bind 0.0.0.0:8000 app:app
    expose: ["9000"]
  db:
    image: postgres:17
    networks:
      default:
        aliases: [database]
${more}`;

describe("the release of nginx", () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ["of an image", { "compose.yaml": compose("image: nginx:1.30-alpine") }, "1.30"],
    ["with all its numbers", { "compose.yaml": compose("image: nginx:1.27.3") }, "1.27.3"],
    ["of a registry", { "docker-compose.yml": compose("image: registry.example/nginx-unprivileged:1.26") }, "1.26"],
    ["by a variable with a default", { "compose.yaml": compose('image: "nginx:${V:-1.28}"') }, "1.28"],
    ["by a variable of .env", { "compose.yaml": compose('image: "nginx:${V}"'), ".env": "V=1.29\n" }, "1.29"],
    [
      "of the stage that is built",
      {
        "compose.yaml": compose("build: {context: ., target: proxy}"),
        Dockerfile: "FROM nginx:1.24 AS proxy\nFROM python:3.13 AS web\n",
      },
      "1.24",
    ],
    [
      "of a Dockerfile elsewhere",
      { "compose.yaml": compose("build: ./nginx"), "nginx/Dockerfile": "FROM nginx:1.22-alpine\n" },
      "1.22",
    ],
    ["of a Dockerfile alone", { Dockerfile: "FROM nginx:1.25.5\n" }, "1.25.5"],
    ["of a tag that says none", { "compose.yaml": compose("image: nginx:stable-alpine") }, undefined],
    [
      "of what is called nginx and is another program",
      { "compose.yaml": compose("image: nginx/nginx-ingress:3.1") },
      undefined,
    ],
    ["of a Dockerfile where compose has no nginx", { Dockerfile: "FROM python:3.13\n" }, undefined],
    [
      "of two that differ",
      { "compose.yaml": "services: {a: {image: 'nginx:1.22'}, b: {image: 'nginx:1.30'}}\n" },
      undefined,
    ],
    ["of no stack", {}, undefined],
  ])("%s", (_name, texts, expected) => {
    expect(read(texts).version).toBe(expected);
  });
  test("of the Dockerfile beside the configuration", () => {
    expect(read({ "proxy/Dockerfile": "FROM nginx:1.26\n" }, ["proxy"]).version).toBe("1.26");
  });
});

describe("what nginx can reach", () => {
  test("are the other services, by all their names, with the ports that are known", () => {
    const { services, listened } = read({
      "compose.yaml": compose("image: nginx:1.30"),
      Dockerfile: "FROM python:3.13\nEXPOSE 8001\n",
    });
    expect(Object.fromEntries(services?.ports ?? [])).toEqual({
      nginx: [80, 443],
      web: [9000, 8001, 8000],
      db: [],
      database: [],
    });
    expect(services?.closed).toBe(true);
    expect(listened).toEqual([80, 443]);
  });
  test.each([
    ["where a network comes from elsewhere", "networks:\n  default:\n    external: true\n"],
    ["where other files belong to it", "include: [other.yaml]\n"],
    ["where hosts are added", "  more:\n    image: a\n    extra_hosts: ['api:10.0.0.1']\n"],
  ])("and more %s", (_name, more) => {
    expect(read({ "compose.yaml": compose("image: nginx:1.30", more) }).services?.closed).toBe(false);
  });
  test("is not known where nginx is none of the services", () => {
    expect(read({ "compose.yaml": "services: {db: {image: 'postgres:17'}}\n" }).services).toBeUndefined();
    expect(read({ Dockerfile: "FROM nginx:1.30\n" }).services).toBeUndefined();
  });
  test("is also what an override adds", () => {
    const texts = {
      "compose.yaml": compose("image: nginx:1.30"),
      "compose.override.yaml": "services: {mail: {image: a}}\n",
    };
    expect([...(read(texts).services?.ports.keys() ?? [])]).toContain("mail");
  });
});
