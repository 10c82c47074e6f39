import { describe, expect, test } from "vitest";
import { readCommands } from "../../../server/src/languages/gunicorn/places/read";
import { parseBind, readBinds } from "../../../server/src/stack/bind";
import { containersOf, isMemory, isMounted, userOf } from "../../../server/src/stack/containers";
import type { Container } from "../../../server/src/stack/model";
import { readParts } from "../../../server/src/stack/parts";
import { filesOf } from "../scaffold/support";

/** The containers of the first Gunicorn command of a file. */
function containers(texts: Readonly<Record<string, string>>, path: string): readonly Container[] {
  const files = filesOf(texts);
  const command = readCommands(path, texts[path] ?? "", { files }).find(({ kind }) => kind === "command");
  return containersOf(command, readParts(files, Object.keys(texts)));
}

const image = (more = ""): string => `FROM python:3.13 AS web\nWORKDIR /app\nCOPY . .\n${more}CMD gunicorn app:app\n`;

const shown = ({ service, stage, user, readOnly, cpus, memory, development }: Container) => ({
  service: service?.facts.value,
  stage: stage?.facts.name,
  user: user?.value,
  readOnly,
  cpus: cpus?.value,
  memory: memory?.value,
  development,
});

describe("where the command of a Dockerfile runs", () => {
  test.each<[string, string | undefined, object[]]>([
    ["no compose file: the image by itself", undefined, [{ service: undefined, stage: "web", user: "1000" }]],
    [
      "a service that builds it",
      "web: {build: ., cpus: 2, read_only: true}",
      [{ service: "web", cpus: 2, readOnly: true }],
    ],
    ["two services that build it", "a: {build: .}\n  b: {build: .}", [{ service: "a" }, { service: "b" }]],
    ["a service that starts something else", "web: {build: ., command: flask run}", [{ service: undefined }]],
    ["compose's user goes before the image's", 'web: {build: ., user: "7"}', [{ user: "7" }]],
    ["mounted sources are for development", 'web: {build: ., volumes: [".:/app"]}', [{ development: true }]],
    ["a mounted folder of data is not", 'web: {build: ., volumes: ["./data:/data"]}', [{ development: false }]],
    [
      "FLASK_DEBUG says that it is for development",
      "web: {build: ., environment: {FLASK_DEBUG: 1}}",
      [{ development: true }],
    ],
  ])("%s", (_, services, expected) => {
    const texts = {
      Dockerfile: image("USER 1000\n"),
      ...(services === undefined ? {} : { "compose.yaml": `services:\n  ${services}\n` }),
    };
    expect(containers(texts, "Dockerfile").map(shown)).toMatchObject(expected);
  });

  test("a stage that none builds from is not the one", () => {
    const texts = {
      Dockerfile: `${image()}FROM web AS other\nUSER 5\nCMD sleep 1\n`,
      "compose.yaml": "services:\n  web: {build: {context: ., target: web}}\n",
    };
    expect(containers(texts, "Dockerfile").map(shown)).toMatchObject([
      { service: "web", stage: "web", user: undefined },
    ]);
  });
});

describe("where the command of a compose file runs", () => {
  test("in its service, which is built", () => {
    const texts = {
      "docker/Dockerfile": image("USER app\n"),
      "compose.yaml":
        "services:\n  web:\n    build: {context: ., dockerfile: docker/Dockerfile}\n    command: gunicorn -w 3 app:app\n    mem_limit: 1g\n",
    };
    expect(containers(texts, "compose.yaml").map(shown)).toEqual([
      {
        service: "web",
        stage: "web",
        user: "app",
        readOnly: false,
        cpus: undefined,
        memory: 2 ** 30,
        development: false,
      },
    ]);
  });

  test("a part of a service has what the base file says, each with its own place", () => {
    const texts = {
      Dockerfile: image(),
      "compose.yaml": "services:\n  web: {build: ., cpus: 2, ports: ['8000:8000']}\n",
      "compose.prod.yaml": "services:\n  web: {command: gunicorn app:app, mem_limit: 64m}\n",
    };
    const [container] = containers(texts, "compose.prod.yaml");
    expect(container).toMatchObject({
      cpus: { value: 2, path: "compose.yaml" },
      memory: { path: "compose.prod.yaml" },
      stage: { path: "Dockerfile" },
    });
  });
});

test("a script that is the entry point of an image runs there", () => {
  const texts = {
    Dockerfile: 'FROM python:3.13\nCOPY . /app\nUSER 3\nENTRYPOINT ["/app/entrypoint.sh"]\n',
    "entrypoint.sh": "#!/bin/sh\nexec gunicorn app:app\n",
  };
  const files = filesOf(texts);
  const [command] = readCommands("entrypoint.sh", texts["entrypoint.sh"], { files });
  const parts = readParts(files, Object.keys(texts));
  expect(containersOf(command && { ...command, inContainer: true }, parts).map(shown)).toMatchObject([{ user: "3" }]);
  expect(containersOf(command && { ...command, inContainer: false }, parts)).toEqual([]);
});

describe("who a container is started as", () => {
  test.each([
    ["USER root\n", "root"],
    ["USER 0:0\n", "root"],
    ["USER 1000:1000\n", "1000"],
    ["USER app\n", "app"],
    ["", "root"],
  ])("%j", (line, expected) => {
    const [container] = containers({ Dockerfile: image(line) }, "Dockerfile");
    const user = container && userOf(container);
    expect(typeof user === "object" ? user.value : user).toBe(expected);
  });

  test("of another image nothing is known", () => {
    const [container] = containers({ Dockerfile: "FROM company/base\nCMD gunicorn a:b\n" }, "Dockerfile");
    expect(container && userOf(container)).toBeUndefined();
  });
});

test("memory and mounts", () => {
  const [container] = containers(
    {
      Dockerfile: image(),
      "compose.yaml": 'services:\n  web: {build: ., tmpfs: /tmp, volumes: ["logs:/var/log", "./c:/c:ro"]}\n',
    },
    "Dockerfile",
  );
  if (!container) throw new Error("no container");
  expect(["/tmp", "/tmp/x", "/dev/shm", "/tmpx", "/var/log/a"].map((path) => isMemory(path, container))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(["/var/log/a", "/tmp/a", "/c/a", "/app"].map((path) => isMounted(path, container))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

describe("addresses as Gunicorn reads them", () => {
  test.each([
    ["127.0.0.1:8000", { kind: "tcp", host: "127.0.0.1", port: 8000 }],
    [":8000", { kind: "tcp", host: "0.0.0.0", port: 8000 }],
    ["[::]:80", { kind: "tcp", host: "::", port: 80 }],
    ["0.0.0.0", { kind: "tcp", host: "0.0.0.0", port: 8000 }],
    ["tcp://a:1", { kind: "tcp", host: "a", port: 1 }],
    ["unix:/run/g.sock", { kind: "unix", socket: "/run/g.sock" }],
    ["unix:///run/g.sock", { kind: "unix", socket: "/run/g.sock" }],
    ["fd://3", { kind: "fd" }],
    ["0.0.0.0:$PORT", undefined],
    ["8000", undefined],
    ["127.0.0.1:8000,0.0.0.0:8000", undefined],
    ["127.0.0.1,0.0.0.0:8000", undefined],
  ])("%s", (text, expected) => expect(parseBind(text)).toEqual(expected));

  test("a list of which one is not known is not known", () => {
    const text = (value: string) => ({ type: "str" as const, value });
    expect(readBinds({ type: "list", items: [text("a:1"), text("b:2")] })).toHaveLength(2);
    expect(readBinds({ type: "list", items: [text("a:1"), { type: "None" }] })).toBeUndefined();
    expect(readBinds(text("a:1,b:2"))).toBeUndefined();
    expect(readBinds(text(" a:1 "))).toHaveLength(1);
    expect(readBinds(undefined)).toBeUndefined();
  });
});
