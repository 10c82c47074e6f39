import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { version } from "../../../package.json";
import { cli, parent, project, useProgram } from "./program";
import { finish } from "./support";

useProgram();

describe("usage", () => {
  test.each([[["--version"]], [["-v"]]])("%s prints the version of the package", async (args) =>
    expect(await cli.run(args)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" }),
  );

  test.each([[["--help"]], [["-h"]], [["help"]]])("%s lists every command on stdout", async (args) => {
    const { code, stdout } = await cli.run(args);
    expect(code).toBe(0);
    for (const name of ["inspect", "containerize", "up", "down", "status", "logs", "lsp"])
      expect(stdout).toContain(`  ${name} `);
  });

  test("with nothing to do it shows the help as a problem", async () => {
    const { code, stdout, stderr } = await cli.run([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("containerize");
  });

  test.each([
    [["fly"], "There is no command 'fly'"],
    [["contanerize"], "There is no command 'contanerize': did you mean containerize?"],
    [["ps"], "There is no command 'ps': did you mean status?"],
    [["stop"], "did you mean down?"],
    [["restart"], "did you mean up?"],
    [["inspect", "--lang", "jp"], "--lang is one of en, ko, not 'jp'."],
    [["--lang=kok", "inspect"], "not 'kok'"],
    [["__proto__"], "There is no command '__proto__'"],
    [["up", "--prot"], "There is no option '--prot': did you mean --port?"],
    [["up", "--colour"], "There is no option '--colour'."],
    [["up", "--port"], "needs a value"],
    [["up", "--port", "http"], "A port is a number from 1 to 65535, not 'http'"],
    [["up", "--port", "70000"], "not '70000'"],
    [["up", "--engine", "vm"], "--engine is one of auto, docker, host, not 'vm'"],
    [["inspect", "--format", "xml"], "--format is one of text, json, not 'xml'"],
    [["inspect", "a", "b"], "'b' is one argument too many"],
    [["inspect", "nowhere"], "There is no folder nowhere"],
    [["logs", "--tail", "-1"], "needs a value"],
    [["logs", "--tail=-1"], "--tail takes a number of lines"],
    [["containerize", "--set", "port"], "--set takes key=value"],
    [["containerize", "--set", "colour=red"], "There is no answer 'colour'"],
    [["containerize", "--set", "target=app"], "A target is written module:callable"],
    [["containerize", "--set", "services=postgres,oracle"], "There is no service 'oracle'"],
    [["containerize", "--set", "python=latest"], "A Python version is written as 3.13"],
    [["containerize", "--yes=1"], "takes no value"],
    [["containerize", "--target", "mars"], "deployment is one of compose"],
    [["lsp"], "add --stdio"],
  ])("%j: one sentence, and exit code 2", async (args, sentence) => {
    const { code, stdout, stderr } = await cli.run(args, { cwd: parent });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("a folder whose name begins with a dash says how to write it", async () => {
    mkdirSync(join(parent, "-dash"));
    const { code, stderr } = await cli.run(["inspect", "-dash"], { cwd: parent });
    expect([code, stderr]).toEqual([2, expect.stringContaining("write ./-dash.")]);
  });

  test("a file where a folder has to be", async () => {
    const { code, stderr } = await cli.run(["inspect", "app.py"], { cwd: project() });
    expect([code, stderr]).toEqual([2, "app.py is a file: name the folder that the project is in.\n"]);
  });

  test("a reader that goes away is no failure", async () => {
    const child = cli.start(["inspect", "--format", "json", project()]);
    child.stdout?.destroy();
    const { stderr } = await finish(child);
    expect(stderr).toBe("");
  });
});

describe("the language", () => {
  const firstLine = async (args: string[], env: NodeJS.ProcessEnv) =>
    (await cli.run(["inspect", ...args, "nowhere"], { env, cwd: parent })).stderr;
  const korean = /[가-힣]/;

  test.each([
    ["--lang ko", ["--lang", "ko"], {}],
    ["--lang=ko over LC_ALL", ["--lang=ko"], { LC_ALL: "en_US.UTF-8" }],
    ["LC_ALL", [], { LC_ALL: "ko_KR.UTF-8" }],
    ["LC_MESSAGES over LANG", [], { LC_ALL: "", LC_MESSAGES: "ko_KR.UTF-8", LANG: "en_US.UTF-8" }],
    ["LANG", [], { LC_ALL: "", LC_MESSAGES: "", LANG: "ko_KR.UTF-8" }],
  ])("is Korean by %s", async (_, args, env) => expect(await firstLine(args, env)).toMatch(korean));

  test.each([
    ["LC_ALL over LANG", [], { LC_ALL: "C", LANG: "ko_KR.UTF-8" }],
    ["--lang en", ["--lang", "en"], { LC_ALL: "ko_KR.UTF-8" }],
    ["Konkani, which begins with the same letters", [], { LC_ALL: "kok_IN" }],
  ])("is English by %s", async (_, args, env) => expect(await firstLine(args, env)).not.toMatch(korean));
});

describe("inspect", () => {
  test("prints the contract as JSON", async () => {
    const { code, stdout } = await cli.run(["inspect", "--format", "json", project()]);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout))).toEqual(
      expect.arrayContaining([
        ...["target", "workingDirectory", "pythonPath", "candidates", "packageManager", "dependencyFiles"],
        ...["pythonVersion", "pythonVersionSource", "staticFolders", "services", "async", "websockets"],
        ...["healthPath", "uploadLimit", "notes"],
      ]),
    );
    expect(JSON.parse(stdout)).toMatchObject({ target: "app:app", packageManager: "pip" });
  });

  test("prints one fact a line as text", async () => {
    const { stdout } = await cli.run(["inspect"], { cwd: project() });
    expect(stdout).toMatch(/^App +app:app$/m);
  });

  test("of no Flask project fails, says what was looked for, and is JSON all the same", async () => {
    const { code, stdout, stderr } = await cli.run(["inspect", "--format", "json", project({ "a.txt": "" })]);
    expect([code, JSON.parse(stdout).target]).toEqual([1, null]);
    expect(stderr).toMatch(/^No Flask app was found in .*Flask\(\.\.\.\)/);
  });

  test.each(["with space", 'it\'s "quoted"', "한국어", "-dash", "$(touch x)`x`;&"])(
    "reads a folder called %s",
    async (name) => {
      project(undefined, name);
      const { code, stdout } = await cli.run(["inspect", "--format", "json", "--", name], { cwd: parent });
      expect([code, JSON.parse(stdout).target]).toEqual([0, "app:app"]);
    },
  );
});

test("lsp --stdio answers initialize, and ends when it is told to", async () => {
  const child = spawn(process.execPath, [cli.path, "lsp", "--stdio"], { stdio: "pipe" });
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ended = finish(child);
  send({ id: 1, method: "initialize", params: { processId: process.pid, rootUri: null, capabilities: {} } });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  send({ id: 2, method: "shutdown" });
  send({ method: "exit" });
  const { code, stdout } = await ended;
  expect(code).toBe(0);
  expect(stdout).toContain('"capabilities"');
});
