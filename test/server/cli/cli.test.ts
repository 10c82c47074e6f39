import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { version } from "../../../package.json";
import { finish, makeProgram, type Program } from "./support";

let cli: Program;
let parent: string;

beforeAll(async () => {
  cli = await makeProgram();
});
afterAll(() => cli.remove());
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "flask-stack-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const hello = "from flask import Flask\napp = Flask(__name__)\n";

/** A project in a folder of this name. */
function project(
  files: Readonly<Record<string, string>> = { "app.py": hello, "requirements.txt": "flask\n" },
  name = "shop",
): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

/** What must never reach a person. */
const noStackTrace = (text: string) => expect(text).not.toMatch(/^\s+at .*:\d+|node:internal/m);

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

describe("the comments of the files", () => {
  const firstComment = (folder: string) => readFileSync(join(folder, "compose.yaml"), "utf8").split("\n", 1)[0];
  const korean = /[가-힣]/;

  test("speak the user's language the first time, and keep it for a colleague who speaks another", async () => {
    const folder = project();
    await cli.run(["containerize", "--yes", folder], { env: { LC_ALL: "ko_KR.UTF-8" } });
    expect(firstComment(folder)).toMatch(korean);
    await cli.run(["containerize", "--yes", folder], { env: { LC_ALL: "C" } });
    expect(firstComment(folder)).toMatch(korean);
  });

  test("speak what --set says", async () => {
    const folder = project();
    await cli.run(["containerize", "--yes", "--set", "language=en", folder], { env: { LC_ALL: "ko_KR.UTF-8" } });
    expect(firstComment(folder)).not.toMatch(korean);
  });
});

describe("inspect", () => {
  test("prints the contract as JSON", async () => {
    const { code, stdout } = await cli.run(["inspect", "--format", "json", project()]);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout))).toEqual(
      expect.arrayContaining([
        ...["target", "workingDirectory", "pythonPath", "candidates", "packageManager", "dependencyFiles"],
        ...["pythonVersion", "pythonVersionSource", "staticFolders", "services", "async", "websockets"],
        ...["healthPath", "notes"],
      ]),
    );
    expect(JSON.parse(stdout)).toMatchObject({ target: "app:app", packageManager: "pip" });
  });

  test("prints one fact a line as text", async () => {
    const { stdout } = await cli.run(["inspect"], { cwd: project() });
    expect(stdout).toMatch(/^App +app:app$/m);
  });

  test("of no Flask project is an answer: no target", async () => {
    const { code, stdout } = await cli.run(["inspect", "--format", "json", project({ "a.txt": "" })]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).target).toBeNull();
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

describe("containerize", () => {
  const files = (stdout: string): { path: string; action: string }[] => JSON.parse(stdout).files;

  test("writes nothing without a yes, and says how to give it", async () => {
    const folder = project();
    const { code, stdout, stderr } = await cli.run(["containerize", folder]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--yes");
    expect(readdirSync(folder)).toEqual(["app.py", "requirements.txt"]);
  });

  // `script` (util-linux) gives a real terminal.
  const atTerminal = async (folder: string, answer: string) => {
    const script = spawn("script", ["-qec", '"$NODE" "$CLI" containerize "$FOLDER"', "/dev/null"], {
      env: { ...process.env, LC_ALL: "C", NODE: process.execPath, CLI: cli.path, FOLDER: folder },
    });
    script.stdout.on("data", (data: Buffer) => data.includes("[Y/n]") && script.stdin.write(answer));
    return finish(script);
  };

  test.runIf(process.platform === "linux").each([
    ["Enter", "\r", 0],
    ["y", "y\r", 0],
    ["n", "n\r", 1],
    ["Ctrl-C", "\u0003", 1],
    ["Ctrl-D", "\u0004", 1],
  ])("at a terminal shows the plan, asks, and takes %s for an answer", async (_, answer, exitCode) => {
    const folder = project();
    const { code, stdout } = await atTerminal(folder, answer);
    expect(stdout).toMatch(/create +compose\.yaml[\s\S]*Write these files\?/);
    expect([code, existsSync(join(folder, "compose.yaml"))]).toEqual([exitCode, exitCode === 0]);
  });

  test("prints a diff on a dry run, and writes nothing", async () => {
    const folder = project();
    const { code, stdout } = await cli.run(["containerize", "--dry-run", folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\+\+\+ b\/Dockerfile$/m);
    expect(readdirSync(folder)).toEqual(["app.py", "requirements.txt"]);
  });

  test("writes the stack, and a second time changes nothing", async () => {
    const folder = project();
    const first = await cli.run(["containerize", "--yes", "--format", "json", folder]);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout).target).toBe("compose");
    const created = files(first.stdout).map(({ path }) => path);
    expect(created).toEqual(
      expect.arrayContaining(["Dockerfile", "compose.yaml", "gunicorn.conf.py", "nginx/nginx.conf"]),
    );
    for (const path of created) expect(existsSync(join(folder, path))).toBe(true);

    const second = await cli.run(["containerize", "--format", "json", folder]);
    expect(second.code).toBe(0);
    expect(new Set(files(second.stdout).map(({ action }) => action))).toEqual(new Set(["keep"]));
    expect((await cli.run(["containerize", "--dry-run", folder])).stdout).toBe("");
  });

  test("remembers the answers it was given", async () => {
    const folder = project();
    await cli.run(["containerize", "--yes", "--port", "9000", "--set", "python=3.12", folder]);
    const { stdout } = await cli.run(["containerize", "--dry-run", "--format", "json", folder]);
    expect(JSON.parse(stdout).answers).toMatchObject({ port: 9000, python: "3.12" });
  });

  test("leaves a file of the user's, and replaces it when told", async () => {
    const folder = project({ "app.py": hello, Dockerfile: "FROM scratch\n" });
    const action = async (...args: string[]) =>
      files((await cli.run(["containerize", "--dry-run", "--format", "json", ...args, folder])).stdout).find(
        ({ path }) => path === "Dockerfile",
      )?.action;
    expect(await action()).toBe("conflict");
    expect(await action("--replace", "./Dockerfile")).toBe("update");
    const { code, stderr } = await cli.run(["containerize", "--replace", "Dockerfil", folder]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("'Dockerfil' is no file that can be replaced: use ")]);
  });

  test("on a dry run shows what it would propose for it, which git does not apply", async () => {
    const folder = project({ "app.py": hello, Dockerfile: "FROM scratch\n" });
    const { stdout, stderr } = await cli.run(["containerize", "--dry-run", folder]);
    expect(stdout).toMatch(/^# proposed, not written: Dockerfile\n# --- a\/Dockerfile$/m);
    expect(stdout).toMatch(/^# -FROM scratch$/m);
    expect(stderr).toContain("Proposed only, behind #, since these files are yours: Dockerfile.");
    writeFileSync(join(parent, "plan.diff"), stdout);
    const applied = await finish(spawn("git", ["apply", "../plan.diff"], { cwd: folder }));
    expect(applied).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe("FROM scratch\n");
    expect(existsSync(join(folder, "compose.yaml"))).toBe(true);
  });

  test("with a Dockerfile that lacks a stage says what to do before the stack can start", async () => {
    const folder = project({ "app.py": hello, Dockerfile: "FROM python AS web\n" });
    const { stderr } = await cli.run(["containerize", "--yes", folder]);
    expect(stderr).toContain("Written, but the stack cannot start yet: first add the stage nginx");
    expect(stderr).not.toContain("flask-stack up");
    const again = await cli.run(["containerize", "--yes", folder]);
    expect(again.stderr).toContain("The stack cannot start yet: first add the stage nginx");
    const replaced = await cli.run(["containerize", "--yes", "--replace", "Dockerfile", folder]);
    expect(replaced.stderr).toContain("Written. Start the stack with: flask-stack up");
  });

  test("on a dry run where all files are the user's own never says that nothing would change", async () => {
    const folder = project();
    await cli.run(["containerize", "--yes", folder]);
    writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
    const { stdout, stderr } = await cli.run(["containerize", "--dry-run", folder]);
    expect(stdout).toContain("# proposed, not written: Dockerfile");
    expect(stderr).not.toContain("Nothing would change");
  });

  test("without a Flask app says so, and exits with 1", async () => {
    const { code, stdout, stderr } = await cli.run(["containerize", "--yes", project({ "a.py": "x = 1\n" })]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.trim()).not.toBe("");
    noStackTrace(stderr);
  });

  test("with two apps of equal weight asks for one, and takes it", async () => {
    const folder = project({ "one.py": hello, "two.py": hello });
    const { code, stderr } = await cli.run(["containerize", "--yes", folder]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/one:app.*two:app|two:app.*one:app/s);
    expect((await cli.run(["containerize", "--yes", "--set", "target=two:app", folder])).code).toBe(0);
  });

  test.each([
    ["c:app", true],
    ["pkg.c:app", true],
    ["app:other", false],
    ["app:make(1)", false],
  ])("a target whose module is not there is taken, with a warning: %s", async (target, warned) => {
    const { code, stdout } = await cli.run(["containerize", "--yes", "--set", `target=${target}`, project()]);
    expect([code, stdout.includes("No module ")]).toEqual([0, warned]);
  });

  test("in a symlink loop ends", async () => {
    const folder = project();
    symlinkSync(folder, join(folder, "loop"));
    expect((await cli.run(["containerize", "--yes", folder])).code).toBe(0);
  });

  test.runIf(process.getuid?.() === 0)("in a folder that cannot be written to says so", async () => {
    const folder = project();
    const { code, stderr } = await cli.run(["containerize", "--yes", folder], { uid: 65534 });
    expect(code).not.toBe(0);
    expect(stderr.trim()).not.toBe("");
    noStackTrace(stderr);
    expect(readdirSync(folder)).toEqual(["app.py", "requirements.txt"]);
  });
});

describe("the stack's commands, where there is no engine", () => {
  const env = { DOCKER_HOST: "unix:///nowhere/docker.sock" };

  test.each(["up", "down", "status", "logs"])("%s names the engine that is not there", async (command) => {
    const { code, stdout, stderr } = await cli.run([command, "--engine", "docker", project()], { env });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      "There is no Docker engine at unix:///nowhere/docker.sock (named by DOCKER_HOST): start it, or choose another one.\n",
    );
  });

  test.each(["host", "auto"])("up on %s says that the project has to be containerized first", async (engine) => {
    const { code, stderr } = await cli.run(["up", "--engine", engine, project()], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("containerize the project first");
  });

  test("status on this machine is an answer", async () => {
    const { code, stdout } = await cli.run(["status", "--format", "json", project()], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      project: "shop",
      engine: "host",
      services: [
        { name: "nginx", server: "nginx", state: "absent", health: "none", containers: [], urls: [] },
        { name: "web", server: "gunicorn", state: "absent", health: "none", containers: [], urls: [] },
      ],
    });
  });

  test("down with nothing up is fine", async () => expect((await cli.run(["down", project()], { env })).code).toBe(0));

  test("a service that is not there", async () => {
    const { code, stderr } = await cli.run(["logs", "--service", "db", project()], { env });
    expect([code, stderr]).toEqual([1, "There is no service 'db': use nginx, web.\n"]);
  });

  test("a docker program without compose", async () => {
    const bin = join(parent, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "docker"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const engine = await import("node:http").then(({ createServer }) => createServer((_, answer) => answer.end("OK")));
    const socket = join(parent, "docker.sock");
    await new Promise<void>((resolve) => engine.listen(socket, resolve));
    const { code, stderr } = await cli.run(["up", "--engine", "docker", project()], {
      env: { DOCKER_HOST: `unix://${socket}`, PATH: bin },
    });
    engine.close();
    expect(code).toBe(1);
    expect(stderr).toContain("Docker has no compose plugin here");
  });

  test.runIf(process.getuid?.() === 0)("a socket that this user may not use", async () => {
    const engine = await import("node:http").then(({ createServer }) => createServer((_, answer) => answer.end("OK")));
    const socket = join(parent, "docker.sock");
    await new Promise<void>((resolve) => engine.listen(socket, resolve));
    (await import("node:fs")).chmodSync(socket, 0o600);
    (await import("node:fs")).chmodSync(parent, 0o755);
    const { code, stderr } = await cli.run(["up", "--engine", "docker", project()], {
      env: { DOCKER_HOST: `unix://${socket}` },
      uid: 65534,
    });
    engine.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/You may not use the Docker engine at .*sudo usermod -aG docker nobody/);
  });
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
