import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, parent, project, useProgram } from "./program";

useProgram();

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
    expect(stderr).not.toContain("The stack runs");
  });

  test("status on this machine is an answer", async () => {
    const folder = project();
    const { code, stdout } = await cli.run(["status", "--format", "json", folder], { env });
    expect(code).toBe(0);
    const nothing = { state: "absent", health: "none", containers: [], urls: [] };
    expect(JSON.parse(stdout)).toEqual({
      project: "shop",
      engine: "host",
      services: [
        { name: "nginx", server: "nginx", ...nothing, files: [] },
        { name: "web", server: "gunicorn", ...nothing, files: [join(folder, "requirements.txt")] },
      ],
    });
  });

  test("down with nothing up is fine, and says so", async () => {
    const { code, stderr } = await cli.run(["down", project()], { env });
    expect([code, stderr]).toEqual([0, "Nothing of this stack was up.\n"]);
  });

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
