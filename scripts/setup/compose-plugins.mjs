/** `docker compose` and `docker buildx`, from Debian 13's packages where the machine has neither. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { debianMirror } from "../lib/debianMirror.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { obtain, output, quietly, Unavailable, which } from "../lib/run.mjs";

const plugins = { compose: "docker-compose", buildx: "docker-buildx" };

export async function composePlugins() {
  const missing = Object.keys(plugins).filter((name) => output("docker", [name, "version"]) === undefined);
  if (missing.length === 0) {
    return;
  }
  if (!which("apt-get")) {
    throw new Unavailable(`The docker CLI lacks its plugins: ${missing.join(", ")}`);
  }
  await obtain(`docker plugins ${missing.join(", ")}`, () => install(missing.map((name) => plugins[name])));
}

/** An apt state of its own, so that the machine's sources stay as they are. */
async function install(packages) {
  const work = cacheFolder("compose-plugins");
  for (const name of ["lists/partial", "archives/partial"]) {
    mkdirSync(join(work, name), { recursive: true });
  }
  const sources = join(work, "sources.list");
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(sources, `deb [signed-by=${keyring}] ${debianMirror()} trixie main\n`);
  const options = {
    "Dir::State::Lists": join(work, "lists"),
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Cache::archives": join(work, "archives"),
    "APT::Sandbox::User": "root",
  };
  const flags = Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  await quietly("apt-get", [...flags, "update"], { cwd: work });
  await quietly("apt-get", [...flags, "download", ...packages], { cwd: work });

  const target = join(homedir(), ".docker", "cli-plugins");
  mkdirSync(target, { recursive: true });
  for (const deb of readdirSync(work).filter((name) => name.endsWith(".deb"))) {
    const unpacked = join(work, "unpacked");
    await quietly("dpkg", ["-x", join(work, deb), unpacked]);
    const folder = join(unpacked, "usr/libexec/docker/cli-plugins");
    for (const program of readdirSync(folder)) {
      copyFileSync(join(folder, program), join(target, program));
      chmodSync(join(target, program), 0o755);
    }
  }
  rmSync(work, { recursive: true, force: true });
}
