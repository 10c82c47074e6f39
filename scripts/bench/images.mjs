/** Containers that the benchmarks start, and their removal. Names begin with `flask-stack-bench`. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeBuilt } from "../lib/builtImages.mjs";
import { root } from "../lib/paths.mjs";
import { output, quietly, Unavailable } from "../lib/run.mjs";
import { baseImages } from "../setup/base-images.mjs";
import { composePlugins } from "../setup/compose-plugins.mjs";
import { engine } from "../setup/engine.mjs";

/** An engine that answers, with the base images. Throws Unavailable where there is none. */
export async function needDocker() {
  await engine();
  await composePlugins();
  await baseImages();
  if (output("docker", ["info"]) === undefined) throw new Unavailable("no Docker engine answers");
}

export const docker = (...args) => quietly("docker", args);

/** Every container of a comparison runs on these two CPUs, and shares them with what else the stack has. */
const cpus = "0,1";

/** A copy of a project in a temporary folder, containerized and up at 2 CPUs, for as long as `work` takes. */
export async function withStack(source, work) {
  const parent = mkdtempSync(join(tmpdir(), "flask-stack-bench-"));
  const folder = join(parent, "flask-stack-bench");
  // The generated compose.yaml's own knobs; its defaults are for a machine that may have one CPU.
  const env = { ...process.env, WEB_CPUS: "2", NGINX_CPUS: "2" };
  const cli = (...args) => quietly(process.execPath, [join(root, "dist/cli.js"), ...args, folder], { env });
  const compose = (...args) => quietly("docker", ["compose", ...args], { cwd: folder, env });
  try {
    cpSync(source, folder, { recursive: true });
    await cli("containerize", "--yes");
    try {
      await cli("up", "--port", "18080");
      await docker("update", "--cpuset-cpus", cpus, ...(await compose("ps", "--quiet")).trim().split("\n"));
      return await work({ folder, compose });
    } finally {
      await compose("down", "--volumes", "--rmi", "local", "--timeout", "1");
      // And those that a rebuild left without a name.
      removeBuilt("flask-stack-bench");
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** A container of an image that is built from this Dockerfile and folder, limited to 2 CPUs, for as long as `work` takes. */
export async function withContainer(name, dockerfile, folder, work) {
  const tag = `flask-stack-bench-${name}`;
  await docker("build", "--quiet", "--tag", tag, "--file", dockerfile, folder);
  try {
    await docker("run", "--detach", "--name", tag, "--cpus", "2", "--cpuset-cpus", cpus, tag);
    return await work(tag);
  } finally {
    await docker("rm", "--force", tag);
    await docker("rmi", "--force", tag);
  }
}

/** The address of a container on a network that this machine reaches, without Docker's proxy process in between. */
export async function addressOf(container) {
  const format = "{{range .NetworkSettings.Networks}}{{.NetworkID}} {{.IPAddress}}\n{{end}}";
  for (const line of (await docker("inspect", "--format", format, container)).trim().split("\n")) {
    const [network, address] = line.split(" ");
    if ((await docker("network", "inspect", "--format", "{{.Internal}}", network)).trim() === "false") return address;
  }
  throw new Error(`${container} is on no network that this machine reaches`);
}
