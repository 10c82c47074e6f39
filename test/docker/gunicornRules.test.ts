import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { gunicornFindings, readJudged } from "../../server/src/rules/gunicornFindings";
import { pythonImage } from "../../server/src/scaffold/images";
import { openFiles } from "../../server/src/workspace/diskFiles";
import { walk } from "../../server/src/workspace/walk";
import { docker } from "./support/docker";
import { mustRun, run } from "./support/run";

/** What a service does in truth. */
interface Truth {
  readonly runs: boolean;
  /** Its published port answers. */
  readonly answers?: boolean;
  /** Its log has this, or has it not. */
  readonly says?: RegExp;
  readonly saysNot?: RegExp;
}

/** How long something may take to happen on a machine that has much to do. */
const patient = { timeout: 60_000, interval: 250 };

const socketError = /Control server error/;
const open = "--bind 0.0.0.0:8000";

/** Each service with what the rules must say of it, and what the engine and Gunicorn do with it. */
const services: Readonly<Record<string, readonly [options: string, command: string, codes: readonly string[], Truth]>> =
  {
    fine: ["ports: ['127.0.0.1::8000']", open, [], { runs: true, answers: true, saysNot: socketError }],
    loopback: [
      "ports: ['127.0.0.1::8000']",
      "--bind 127.0.0.1:8000",
      ["gunicorn-loopback-in-container"],
      { runs: true, answers: false },
    ],
    bydefault: ["ports: ['127.0.0.1::8000']", "", ["gunicorn-loopback-in-container"], { runs: true, answers: false }],
    daemon: ["init: false", `${open} --daemon`, ["gunicorn-daemon-in-container"], { runs: false }],
    readonly: ["read_only: true, tmpfs: [/tmp]", open, ["gunicorn-control-socket"], { runs: true, says: socketError }],
    readonlyhome: [
      "read_only: true, tmpfs: [/tmp], environment: {HOME: /tmp}",
      open,
      [],
      { runs: true, saysNot: socketError },
    ],
    nosocket: [
      "read_only: true, tmpfs: [/tmp]",
      `${open} --no-control-socket`,
      [],
      { runs: true, saysNot: socketError },
    ],
    nobody: ["user: nobody", open, ["gunicorn-control-socket"], { runs: true, says: socketError }],
    nohome: ['user: "1000"', open, ["gunicorn-control-socket"], { runs: true, says: socketError }],
    lowport: [
      'user: "1000", environment: {HOME: /tmp}',
      "--bind 0.0.0.0:80",
      ["gunicorn-privileged-port"],
      { runs: true, says: /Listening at: http:\/\/0\.0\.0\.0:80/ },
    ],
    lowporthost: [
      'user: "1000", network_mode: host, environment: {HOME: /tmp}',
      "--bind 127.0.0.1:83",
      ["gunicorn-privileged-port"],
      { runs: false, says: /Permission denied/ },
    ],
    otheruser: [
      'user: "1000", environment: {HOME: /tmp}',
      `${open} --user 1001`,
      ["gunicorn-user-not-root"],
      { runs: false, says: /Operation not permitted/ },
    ],
    othergroup: [
      'user: "1000:1000", environment: {HOME: /tmp}',
      `${open} --group 33`,
      ["gunicorn-user-not-root"],
      { runs: false, says: /Operation not permitted/ },
    ],
    rawenv: ["init: false", `${open} --env DEBUG`, ["gunicorn-raw-env"], { runs: false, says: /DEBUG.* invalid/ }],
    gone: ["init: false", `${open} -k eventlet`, ["gunicorn-eventlet-gone"], { runs: false, says: /eventlet/ }],
  };

const compose = `services:
${Object.entries(services)
  .map(
    ([name, [options, command]]) =>
      `  ${name}: {build: ., ${options}, command: "gunicorn --worker-tmp-dir /dev/shm ${command} app:app"}\n`,
  )
  .join("")}`;

const project = `fsrules-${randomBytes(4).toString("hex")}`;
let folder: string;
const composed = (...args: string[]) => ["compose", "--project-directory", folder, "-p", project, ...args];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gunicorn-rules-"));
  writeFileSync(join(folder, "compose.yaml"), compose);
  writeFileSync(join(folder, "requirements.txt"), "gunicorn==27.0.1\nflask\neventlet\n");
  writeFileSync(join(folder, "app.py"), "from flask import Flask\napp = Flask(__name__)\n");
  writeFileSync(
    join(folder, "Dockerfile"),
    `FROM ${pythonImage("3.13")}\nRUN --mount=type=cache,target=/root/.cache/pip pip install gunicorn==27.0.1 flask\nWORKDIR /app\nCOPY app.py .\n`,
  );
  await mustRun("docker", composed("build", "--quiet"));
  await mustRun("docker", composed("up", "--detach"));
  // What fails takes its time, as binding is tried five times: once all of that has ended, what still runs does run.
  const failing = Object.entries(services).flatMap(([name, [, , , { runs }]]) => (runs ? [] : [name]));
  const running = async () => (await docker(...composed("ps", "--services", "--status", "running"))).split("\n");
  const ended = async () => expect((await running()).filter((name) => failing.includes(name))).toEqual([]);
  await vi.waitFor(ended, patient);
});
afterAll(async () => {
  await run("docker", composed("down", "--volumes", "--rmi", "local", "--timeout", "1"));
  rmSync(folder, { recursive: true, force: true });
});

/** The codes of what is said of a service, in its line of the compose file. */
function codesOf(name: string): string[] {
  const files = openFiles(folder);
  const found = gunicornFindings(readJudged(files, walk(files).files, cpus().length)).get("compose.yaml") ?? [];
  const start = compose.indexOf(`  ${name}: {`);
  const end = compose.indexOf("\n", start);
  return found.filter((finding) => start <= finding.start && finding.start < end).map(({ code }) => code);
}

describe("what the rules say is what happens", () => {
  test.each(Object.entries(services))("%s", async (name, [, , codes, truth]) => {
    expect(codesOf(name)).toEqual(codes);
    const id = (await docker(...composed("ps", "--all", "--quiet", name))).trim();
    const state = (await docker("inspect", "--format", "{{.State.Running}}", id)).trim();
    const log = async () => {
      const { stdout, stderr } = await mustRun("docker", ["logs", id]);
      return stdout + stderr;
    };
    expect({ name, running: state, log: await log() }).toMatchObject({ running: String(truth.runs) });
    if (truth.runs) await expect.poll(log, patient).toMatch(/Booting worker/);
    if (truth.says) await expect.poll(log, patient).toMatch(truth.says);
    if (truth.saysNot) expect(await log()).not.toMatch(truth.saysNot);
    if (truth.answers !== undefined) {
      const [address = ""] = (await docker("port", id, "8000/tcp")).split("\n");
      const answered = () =>
        fetch(`http://${address}/`).then(
          () => true,
          () => false,
        );
      if (truth.answers) await expect.poll(answered, patient).toBe(true);
      else expect(await answered()).toBe(false);
    }
  });
});

test("a limit of processor time does not change cpu_count(), PYTHON_CPU_COUNT does", async () => {
  const count = async (...options: string[]): Promise<number> =>
    Number(
      await docker(
        ...["run", "--rm", "--name", `${project}-cpus`, "--cpus", "0.5", ...options, pythonImage("3.13")],
        ...["python", "-c", "import multiprocessing; print(multiprocessing.cpu_count())"],
      ),
    );
  expect(await count()).toBe(cpus().length);
  expect(await count("--env", "PYTHON_CPU_COUNT=1")).toBe(1);
});
