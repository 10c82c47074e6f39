import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, hello, noStackTrace, parent, project, useProgram } from "./program";
import { finish } from "./support";

useProgram();

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
  test("two apps of one name are called as --set target= takes them", async () => {
    const folder = project({ "shop/app.py": hello, "blog/app.py": hello });
    const { stdout } = await cli.run(["inspect", folder]);
    expect(stdout).toMatch(/^Starts in +-$/m);
    expect(stdout).toMatch(/^ {2}blog\/app:app {2}blog\/app\.py:\d+ [\s\S]*^ {2}shop\/app:app {2}shop\/app\.py:\d+ /m);
    expect((await cli.run(["containerize", "--yes", "--set", "target=shop/app:app", folder])).code).toBe(0);
  });

  test.each([
    ["c:app", "No module c was found"],
    ["pkg.c:app", "No module pkg.c was found"],
  ])("a target whose module is not there is taken, with a warning: %s", async (target, warning) => {
    const { code, stdout } = await cli.run(["containerize", "--yes", "--set", `target=${target}`, project()]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(warning)]);
  });
  test("a target that its module surely does not have is refused", async () => {
    const { code, stderr } = await cli.run(["containerize", "--yes", "--set", "target=app:other", project()]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("it has app:app")]);
  });

  test("in a symlink loop ends", async () => {
    const folder = project();
    symlinkSync(folder, join(folder, "loop"));
    expect((await cli.run(["containerize", "--yes", folder])).code).toBe(0);
  });

  const asRoot = process.getuid?.() === 0;

  test.runIf(asRoot)("in a folder that cannot be written to says so", async () => {
    const folder = project();
    chmodSync(parent, 0o755);
    const { code, stderr } = await cli.run(["containerize", "--yes", folder], { uid: 65534 });
    expect([code, stderr]).toEqual([
      1,
      "Dockerfile cannot be written: give yourself the right to write there, and try again. Nothing was changed.\n",
    ]);
    expect(readdirSync(folder)).toEqual(["app.py", "requirements.txt"]);
  });

  test.runIf(asRoot).each(["inspect", "containerize", "check", "up"])(
    "%s in a folder that cannot be read says whom to ask",
    async (command) => {
      const folder = project();
      chmodSync(parent, 0o755);
      chmodSync(folder, 0o700);
      const { code, stdout, stderr } = await cli.run([command, folder], { uid: 65534 });
      expect([code, stdout, stderr]).toEqual([
        2,
        "",
        `${folder} cannot be read: ask its owner for permission, or run as them.\n`,
      ]);
    },
  );

  test.runIf(asRoot).each(["check", "format"])(
    "%s with a part of a folder that cannot be read says all else, and ends with 2",
    async (command) => {
      const folder = project({
        "nginx.conf": "events {}\nhttp { include conf.d/*.conf; include maps; server { return 200 $b$c; } oops; }\n",
        "conf.d/a.conf": "map $uri $b { default 1; }\n",
        maps: "map $uri $c { default 1; }\n",
      });
      mkdirSync(join(folder, "private"), { mode: 0o700 });
      chmodSync(parent, 0o755);
      for (const name of ["conf.d/a.conf", "maps"]) chmodSync(join(folder, name), 0);
      const args = command === "check" ? ["check", "--format", "json", "."] : ["format", "--check", "."];
      const { code, stdout, stderr } = await cli.run(args, { uid: 65534, cwd: folder });
      const unread = command === "check" ? ["private", "conf.d/a.conf", "maps"] : ["private", "conf.d/a.conf"];
      const left = (path: string) => `${path} cannot be read and was left out: check its permissions and its size.\n`;
      expect([code, stderr]).toEqual([2, unread.map(left).join("")]);
      if (command === "check") {
        const found: { code: string }[] = JSON.parse(stdout);
        expect(found.map((each) => each.code)).toEqual(["nginx-unknown-directive"]);
      } else expect(stdout).toBe("nginx.conf is not formatted.\n");
    },
  );

  test.runIf(asRoot)("with a part of the project that cannot be read names it, and goes on", async () => {
    const folder = project();
    mkdirSync(join(folder, "private"), { mode: 0o700 });
    chmodSync(parent, 0o755);
    const { code, stdout } = await cli.run(["inspect", folder], { uid: 65534 });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/app:app[\s\S]*The folder private may not be read, so nothing in it was looked at: give/),
    ]);
  });
});
