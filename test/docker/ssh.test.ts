import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectTo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, connectStreams } from "../../server/src/engine/docker/connection";
import { locate } from "../../server/src/engine/locate";
import { anyFreePort } from "../../server/src/engine/ports";
import { run } from "../../server/src/engine/run";

/** An engine on another machine, as the Docker CLI reaches it: here a real sshd on a port of its own, with its own keys. */
const program = "/usr/sbin/sshd";
let folder: string;
let port: number;
let sshd: ChildProcess;
const { PATH = "", DOCKER_HOST } = process.env;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "flask-stack-ssh-"));
  port = await anyFreePort();
  // The program insists on this folder for the part that runs without rights.
  mkdirSync("/run/sshd", { recursive: true });
  for (const name of ["host", "mine"]) {
    const made = await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)]);
    if (!made.ok) throw new Error(made.problem.message);
  }
  writeFileSync(join(folder, "authorized"), readFileSync(join(folder, "mine.pub")), { mode: 0o600 });
  const options = {
    Port: port,
    ListenAddress: "127.0.0.1",
    HostKey: join(folder, "host"),
    AuthorizedKeysFile: join(folder, "authorized"),
    StrictModes: "no",
    UsePAM: "no",
    PidFile: "none",
  };
  sshd = spawn(program, ["-D", "-e", "-f", "/dev/null", ...asOptions(options)], { stdio: "ignore" });
  // What a user has in ~/.ssh/config: the key, and the host that is known.
  const mine = { IdentityFile: join(folder, "mine"), UserKnownHostsFile: join(folder, "known") };
  const config = Object.entries({ ...mine, StrictHostKeyChecking: "accept-new" }).map((pair) => pair.join(" "));
  writeFileSync(join(folder, "config"), `${config.join("\n")}\n`);
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F "${join(folder, "config")}" "$@"\n`);
  chmodSync(join(folder, "ssh"), 0o755);
  process.env.PATH = `${folder}${delimiter}${PATH}`;
  process.env.DOCKER_HOST = `ssh://${userInfo().username}@127.0.0.1:${port}`;
  await vi.waitUntil(() => listens(port), { timeout: 60_000 });
});

const asOptions = (options: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);

const listens = (at: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTo(at, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });

afterAll(() => {
  sshd?.kill();
  process.env.PATH = PATH;
  if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = DOCKER_HOST;
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!existsSync(program) && !process.env.CI)("an engine over ssh", () => {
  test("answers as a near one does, question after question", async () => {
    const endpoint = await located();
    expect(endpoint).toMatchObject({ kind: "docker" });
    const docker = await connect(endpoint);
    const [first, second] = await Promise.all([docker.version(), docker.listImages()]);
    expect(first.Version).toMatch(/^\d+\./);
    expect(second.length).toBeGreaterThan(0);
  });

  test("tells its events while they happen", async () => {
    const docker = await connectStreams(await located());
    const name = `flask-stack-ssh-${process.pid}`;
    const events = await docker.getEvents({ filters: { event: ["create"], container: [name] } });
    const seen = new Promise((resolve) => events.once("data", resolve));
    const near = await docker.createContainer({ name, Image: "python:3.13-slim", Cmd: ["true"] });
    try {
      expect(JSON.parse(String(await seen))).toMatchObject({ Action: "create" });
    } finally {
      await near.remove({ force: true });
    }
  });

  test("says what ssh said where it cannot be reached", async () => {
    const { address, ...endpoint } = await located();
    const wrong = { ...endpoint, host: "ssh://nowhere", address: { ...address, port: await anyFreePort() } };
    await expect(connect(wrong).then((docker) => docker.version())).rejects.toThrow(/refused/i);
  });
});

async function located() {
  const found = await locate();
  if (!found.ok) throw new Error(found.problem.message);
  return found.value;
}
