import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAlive } from "../../../../server/src/engine/host/processes";
import { hostEngine } from "../../../../server/src/engine/hostEngine";
import { finish, makeProgram, type Program } from "../../cli/support";
import { listening, noSignal } from "../support";
import { code, slow, useHostStack } from "./stack";

const stack = useHostStack();
const { folder, parent } = stack;

describe("what keeps the stack from coming up", () => {
  const problem = async () => {
    const failed = await stack.failedUp();
    expect(stack.marks()).toEqual([]);
    return failed.ok ? undefined : failed.problem;
  };

  test("a busy port: named, and the next free one offered", { timeout: slow }, async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "0.0.0.0", resolve));
    const { port: taken } = busy.address() as AddressInfo;
    const failed = await stack.failedUp({ port: taken });
    busy.close();
    expect(failed).toMatchObject({
      problem: { code: "port-busy", message: expect.stringMatching(`Port ${taken} .*choose port \\d+`) },
    });
  });

  test("a port that is taken while the app starts, and answers: not taken for the stack", {
    timeout: slow,
  }, async () => {
    const serve = `ThreadingHTTPServer(("0.0.0.0", ${stack.port}), SimpleHTTPRequestHandler).serve_forever`;
    const imports = "from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer\nimport threading\n";
    const taking = `try:\n    threading.Thread(target=${serve}, daemon=True).start()\nexcept OSError:\n    pass\n`;
    writeFileSync(join(folder, "app.py"), `${code}\n${imports}${taking}`);
    expect(await problem()).toMatchObject({ code: "port-busy" });
  });

  test("an app that fails when it is imported: its last lines", { timeout: slow }, async () => {
    writeFileSync(
      join(folder, "app.py"),
      `${code}\nimport os\nraise RuntimeError("no such database")\nos.environ["REGION"]\n`,
    );
    expect(await problem()).toMatchObject({
      code: "start-failed",
      message: expect.stringMatching(/its last lines say.*No value for REGION yet.*put it into \.env/),
      detail: expect.stringContaining("no such database"),
    });
  });

  test("a dependency that does not exist: pip's own lines", { timeout: slow }, async () => {
    writeFileSync(join(folder, "requirements.txt"), "flask\nflask-stack-has-no-such-package==99\n");
    const failed = await problem();
    writeFileSync(join(folder, "requirements.txt"), "flask\n");
    expect(failed).toMatchObject({
      code: "install-failed",
      detail: expect.stringContaining("flask-stack-has-no-such-package"),
    });
  });

  test("another command that is at it", { timeout: slow }, async () => {
    const [one, two] = await Promise.all([stack.failedUp(), stack.failedUp()]);
    expect([one, two].filter(({ ok }) => ok)).toHaveLength(1);
    expect([one, two].find(({ ok }) => !ok)).toMatchObject({ problem: { code: "in-use" } });
  });

  test("a cache that cannot be written to", async () => {
    const { XDG_CACHE_HOME } = process.env;
    process.env.XDG_CACHE_HOME = join(folder, "app.py");
    const failed = await hostEngine(folder, "").up({}, listening(), noSignal);
    process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
    expect(failed).toMatchObject({ problem: { code: "cache-unwritable", message: expect.stringContaining("app.py") } });
  });

  test("nothing was written yet", async () => {
    const bare = join(parent, "bare");
    mkdirSync(bare);
    writeFileSync(join(bare, "app.py"), code);
    expect(await hostEngine(bare, "").up({}, listening(), noSignal)).toMatchObject({
      problem: { code: "not-containerized" },
    });
  });
});

describe("a command that is stopped", () => {
  let program: Program;
  beforeAll(async () => {
    program = await makeProgram();
  });
  afterAll(() => program.remove());

  test("while the app starts leaves nothing running", { timeout: slow }, async () => {
    writeFileSync(join(folder, "app.py"), `${code}\ntime.sleep(60)\n`);
    const child = program.start(["up", "--engine", "host", folder], { env: stack.cache });
    const ended = finish(child);
    await expect.poll(() => stack.marks().length, { timeout: 120_000 }).toBe(1);
    const [web] = stack.marks();
    child.kill("SIGINT");
    const { code: exitCode, stderr } = await ended;
    expect([exitCode, stderr.trim().split("\n").at(-1)]).toEqual([1, "Stopped before it was done."]);
    expect(web && (await isAlive(web))).toBe(false);
    expect(stack.marks()).toEqual([]);
  });
});
