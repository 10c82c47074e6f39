import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeBuilt } from "../../../scripts/lib/builtImages.mjs";
import { root } from "../../../scripts/lib/paths.mjs";
import type { StackStatus } from "../../../server/src/engine/engine";
import { anyFreePort } from "../../../server/src/engine/ports";
import { leftovers } from "./docker";
import { type Done, mustRun, type RunOptions, run } from "./run";

const program = join(root, "dist", "cli.js");

/** Runs the product's own command line, whatever its exit code. */
function flaskStack(args: readonly string[], options: RunOptions = {}): Promise<Done> {
  if (!existsSync(program)) throw new Error("dist/cli.js is not there: run `npm run build` first");
  return run(process.execPath, [program, ...args], options);
}

/** A copy of a project in a folder of its own, and the stack that runs from it. */
export interface Stack {
  /** The folder that was containerized. */
  readonly folder: string;
  /** The port of this machine that Nginx is published at. */
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** `flask-stack ARGS... FOLDER`; throws what it said unless it ends well. */
  cli(command: string, ...args: readonly string[]): Promise<Done>;
  /** `docker compose ARGS...` in the folder, as a user would type it; throws what it said unless it ends well. */
  compose(...args: readonly string[]): Promise<Done>;
  status(): Promise<StackStatus>;
  /** The id of a service's one container. */
  container(service: string): Promise<string>;
  /** Takes everything away: containers, networks, volumes, images, the folder. For `afterAll`. */
  remove(): Promise<void>;
}

/**
 * Copies a project to a folder where nothing runs yet, called `name` and something that no other is called: compose names
 * its containers and volumes after it, and those of whoever runs the tests are not to be touched. `name` may hold what a
 * path may hold.
 */
export async function copyProject(source: string, name: string): Promise<Stack> {
  const parent = await mkdtemp(join(tmpdir(), "flask-stack-"));
  const folder = join(parent, `${name}-${randomBytes(3).toString("hex")}`);
  await mkdir(folder);
  await cp(source, folder, { recursive: true });
  const port = await anyFreePort();
  const cli = async (command: string, ...args: readonly string[]) => {
    const done = await flaskStack([command, ...args, folder]);
    if (done.code !== 0)
      throw new Error(`flask-stack ${command} ended with ${done.code}:\n${done.stdout}${done.stderr}`);
    return done;
  };
  const compose = (...args: readonly string[]) => mustRun("docker", ["compose", ...args], { cwd: folder });
  const status = async (): Promise<StackStatus> => JSON.parse((await cli("status", "--format", "json")).stdout);
  return {
    folder,
    port,
    url: `http://127.0.0.1:${port}`,
    cli,
    compose,
    status,
    async container(service) {
      const ids = (await compose("ps", "--quiet", service)).stdout.trim().split("\n");
      const [id] = ids;
      if (ids.length !== 1 || !id) throw new Error(`${service} has ${ids.length} containers`);
      return id;
    },
    async remove() {
      if (existsSync(join(folder, "compose.yaml"))) {
        // Compose's own word for it: what the product says may be what a test found wrong.
        const { name: project } = JSON.parse((await compose("config", "--format", "json")).stdout);
        await compose("down", "--volumes", "--rmi", "local", "--remove-orphans", "--timeout", "3");
        const left = await leftovers(project);
        if (left.length > 0) throw new Error(`Left behind by ${project}: ${left.join(", ")}`);
        removeBuilt(project);
      }
      await rm(parent, { recursive: true, force: true });
    },
  };
}
