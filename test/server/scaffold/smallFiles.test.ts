import { describe, expect, test } from "vitest";
import { compose } from "../../../server/src/scaffold/compose";
import { unifiedDiff } from "../../../server/src/scaffold/diff";
import { dockerignore } from "../../../server/src/scaffold/dockerignore";
import { mergeDotenv, mergeDotenvExample } from "../../../server/src/scaffold/dotenv";
import { envExample } from "../../../server/src/scaffold/envExample";
import { needsName, projectName } from "../../../server/src/scaffold/projectName";
import { applied, blueprintOf, everyFile, filesOf, planned, smallFiles } from "./support";

describe("the project's name is one that compose takes", () => {
  test.each([
    { root: "/home/me/shop", name: "shop" },
    { root: "/home/me/My Shop (2)", name: "my-shop-2" },
    { root: "C:\\Users\\me\\Café", name: "cafe" },
    { root: "/home/me/-rf", name: "rf" },
    { root: "/home/me/__init__", name: "init" },
    { root: '/home/me/it\'s "quoted"/', name: "it-s-quoted" },
    { root: "/home/me/내 가게", name: expect.stringMatching(/^flask-[0-9a-f]{8}$/) },
  ])("$root -> $name", ({ root, name }) => {
    expect(projectName(root)).toEqual(name);
    expect(projectName(root)).toMatch(/^[a-z0-9][a-z0-9_-]*$/);
  });
  test("two folders that have no such letter have two names", () => {
    expect(projectName("/a/가게")).not.toBe(projectName("/a/서점"));
  });
  test.each([
    { root: "/home/me/가게", needed: true },
    { root: "/home/me/가게2", needed: false },
    { root: "/home/me/shop/", needed: false },
  ])("$root needs one written: $needed", ({ root, needed }) => {
    expect(needsName(root)).toBe(needed);
  });
});

describe(".dockerignore", () => {
  const lines = (...of: Parameters<typeof blueprintOf>) => dockerignore(blueprintOf(...of)).split("\n");
  test.each(["**/.env", "**/.git", "**/__pycache__", "**/*.key", "**/.venv", "**/node_modules"])(
    "leaves out %s",
    (line) => {
      expect(lines()).toContain(line);
    },
  );
  test.each(["README.md", "LICENSE", "*.md", "*.txt", "nginx", "*.toml"])("keeps %s", (line) => {
    expect(lines()).not.toContain(line);
  });
  test("leaves out the app's own data, wherever that is", () => {
    expect(lines({ instanceFolder: "backend/instance" })).toContain("backend/instance");
  });
  test("has an exception for what the build reads", () => {
    const facts = { staticFolders: [{ url: "/static", path: "node_modules/theme" }] };
    expect(lines(facts, {}, filesOf(everyFile)).slice(-3)).toEqual([
      "# The build reads these.",
      "!node_modules/theme",
      "",
    ]);
    expect(lines()).not.toContainEqual(expect.stringMatching(/^!/));
  });
});

describe(".env.example", () => {
  const blueprint = blueprintOf({
    services: ["postgres"],
    environment: [
      { name: "API_TOKEN", required: false, secret: true, default: "hunter2" },
      { name: "DATABASE_URL", required: true, secret: true },
      { name: "REGION", required: true, secret: false },
      { name: "TITLE", required: false, secret: false, default: "It's $5" },
      { name: "WEB_CONCURRENCY", required: false, secret: false },
    ],
  });
  const example = envExample(blueprint, compose(blueprint));
  test.each(["API_TOKEN=", "REGION=", "#TITLE='It\\'s $5'", "POSTGRES_PASSWORD=", "#HTTP_PORT=8080"])(
    "says %s",
    (line) => {
      expect(example.split("\n")).toContain(line);
    },
  );
  test("shows no secret, and nothing that the stack sets by itself", () => {
    expect(example).not.toContain("hunter2");
    expect(example).not.toContain("DATABASE_URL");
    expect(example.match(/WEB_CONCURRENCY/g)).toHaveLength(1);
  });
});

test.each([
  [{}, "#WEB_CONCURRENCY=2\n#WEB_THREADS=8\n"],
  [
    { websockets: true, requirements: [{ name: "flask-socketio", text: "Flask-SocketIO" }] },
    "#WEB_CONCURRENCY=1\n#WEB_THREADS=100\n",
  ],
])("what .env.example says of Gunicorn is what holds without it: %j", (facts, lines) => {
  const blueprint = blueprintOf(facts);
  expect(envExample(blueprint, compose(blueprint))).toContain(lines);
});

describe("adding to a .env", () => {
  const ours = "# Theirs to fill.\nA=1\nB=2\n\n# The port.\n#C=3\n";
  test.each([
    { there: "", result: "# Theirs to fill.\nA=1\nB=2\n\n# The port.\n#C=3\n" },
    { there: "A=x\n", result: "A=x\n\nB=2\n\n# The port.\n#C=3\n" },
    { there: "export A=x\nB = y\nC=z", result: "export A=x\nB = y\nC=z" },
    { there: "B=y\r\nC=\r\n", result: "B=y\r\nC=\r\n\r\n# Theirs to fill.\r\nA=1\r\n" },
  ])("$there", ({ there, result }) => {
    expect(mergeDotenv(there, ours)).toBe(result);
  });
  test("what is commented out is not set, but it is mentioned", () => {
    expect(mergeDotenv("#A=x\nB=\nC=\n", ours)).toContain("\nA=1\n");
    expect(mergeDotenvExample("#A=x\nB=\n# C=\n", ours)).toBe("#A=x\nB=\n# C=\n");
  });
});

describe("the diff", () => {
  test("shows what is created and what is updated", () => {
    const before = applied(smallFiles, planned(filesOf(smallFiles)));
    expect(unifiedDiff(planned(filesOf(smallFiles)))).toMatch(
      /^--- \/dev\/null\n\+\+\+ b\/Dockerfile\n@@ -0,0 \+1,\d+ @@\n\+#/,
    );
    const diff = unifiedDiff(planned(filesOf(before), { pythonVersion: "3.12" }));
    expect(diff).toContain("--- a/Dockerfile\n+++ b/Dockerfile\n");
    expect(diff).toContain("-FROM python:3.13-slim AS web\n+FROM python:3.12-slim AS web\n");
    expect(diff).not.toContain("compose.yaml\n@@");
  });
  test("shows no value of a .env that is there", () => {
    const dotenv = '# Mine\nAPI_KEY=hunter2\n#OLD_KEY=hunter2\nPEM="-----\nhunter2\n"\nexport LAST = hunter2';
    const facts = { services: ["postgres" as const] };
    const diff = unifiedDiff(planned(filesOf({ ...smallFiles, ".env": dotenv }), facts));
    expect(diff).toContain("+++ b/.env\n");
    expect(diff).toContain("\n+POSTGRES_PASSWORD=");
    expect(diff).toContain("export LAST =***");
    expect(diff).not.toContain("hunter2");
  });
  test("is empty where nothing changes, and shows nothing of a conflict", () => {
    const texts = applied(smallFiles, planned(filesOf(smallFiles)));
    expect(unifiedDiff(planned(filesOf(texts)))).toBe("");
    expect(unifiedDiff(planned(filesOf({ ...texts, Dockerfile: "FROM scratch\n" })))).toBe("");
  });
});
