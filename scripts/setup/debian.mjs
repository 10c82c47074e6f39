/** Debian packages that the tests use. Installs what is missing, on Debian as root; elsewhere says what is missing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../lib/paths.mjs";
import { output, quietly, step, Unavailable } from "../lib/run.mjs";

/** What each part needs. A program is looked for first, so that a machine may have it from elsewhere. */
export const groups = {
  engine: [
    { name: "docker.io", file: "/usr/sbin/dockerd" },
    { name: "iptables", file: "/usr/sbin/iptables" },
  ],
  images: [{ name: "debootstrap", file: "/usr/sbin/debootstrap" }],
  hostEngine: [{ name: "nginx" }, { name: "python3-venv" }],
  browser: [{ name: "chromium" }, { name: "fonts-noto-cjk" }],
  codeServer: [{ name: "libkrb5-dev" }, { name: "pkg-config" }, { name: "g++" }, { name: "make" }, { name: "python3" }],
  bench: [{ name: "wrk" }],
};

/** Throws Unavailable if a package of these groups is missing and cannot be installed. */
export async function debian(...names) {
  const wanted = names.flatMap((name) => groups[name]);
  const missing = wanted.filter((one) => !(one.file && existsSync(one.file)) && !installed(one.name));
  if (missing.length === 0) {
    return;
  }
  const list = missing.map((one) => one.name);
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) {
    throw new Unavailable(`These Debian packages are missing, and only root on Debian can add them: ${list.join(" ")}`);
  }
  await step(`Debian packages ${list.join(" ")}`, () => install(list));
}

function installed(name) {
  return output("dpkg-query", ["--status", name])?.includes("\nStatus: install ok installed") ?? false;
}

/** An archive folder of our own: the system's one may be emptied by another apt that runs at the same time. */
async function install(list) {
  const archives = cacheFolder("apt");
  cacheFolder("apt", "partial");
  const options = [
    "-y",
    "--no-install-recommends",
    "-o",
    "DPkg::Lock::Timeout=300",
    "-o",
    `Dir::Cache::archives=${archives}`,
  ];
  const env = {
    ...process.env,
    DEBIAN_FRONTEND: "noninteractive",
    // A package must not start the services it brings: the tests start what they need.
    RUNLEVEL: "1",
  };
  await quietly("apt-get", ["-o", "DPkg::Lock::Timeout=300", "update"], { env });
  await quietly("apt-get", ["install", ...options, ...list], { env, cwd: join(archives) });
  await quietly("apt-get", ["clean", "-o", `Dir::Cache::archives=${archives}`], { env });
}
