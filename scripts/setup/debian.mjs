/** Debian packages that the tests use. Installs what is missing, on Debian as root; elsewhere says what is missing. */
import { existsSync } from "node:fs";
import { findChromium } from "../lib/chromium.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { obtain, output, quietly, Unavailable, which } from "../lib/run.mjs";

/**
 * What each part needs. `has` says that the machine has it from elsewhere; what is `nice` is added where that is
 * possible, and else done without.
 */
const groups = {
  engine: [
    { name: "docker.io", has: () => which("dockerd") },
    { name: "iptables", has: () => which("iptables") },
  ],
  images: [{ name: "debootstrap", has: () => which("debootstrap") }],
  // An engine on another machine.
  ssh: [
    { name: "openssh-server", has: () => existsSync("/usr/sbin/sshd") },
    { name: "openssh-client", has: () => which("ssh") },
  ],
  hostEngine: [{ name: "nginx", has: () => which("nginx") }, { name: "python3-venv" }],
  // The modules that the configs of the comparison with `nginx -t` name.
  nginxModules: [
    ...["stream", "mail", "rtmp", "http-image-filter", "http-xslt-filter", "http-brotli-filter", "http-brotli-static"],
    ...["http-headers-more-filter", "http-echo", "http-ndk", "http-lua", "http-dav-ext", "http-js", "stream-js"],
    ...["http-auth-pam", "http-cache-purge", "http-fancyindex", "http-geoip", "stream-geoip", "http-geoip2", "nchan"],
    ...["http-memc", "http-modsecurity", "http-perl", "http-set-misc", "http-srcache-filter", "http-subs-filter"],
    ...["http-uploadprogress", "http-upstream-fair"],
  ]
    .map((module) => ({ name: `libnginx-mod-${module}` }))
    .concat({ name: "geoip-database" }),
  browser: [
    { name: "chromium", has: findChromium },
    // Screenshots of the Korean texts.
    { name: "fonts-noto-cjk", nice: true },
  ],
  codeServer: [{ name: "libkrb5-dev" }, { name: "pkg-config" }, { name: "g++" }, { name: "make" }, { name: "python3" }],
  // What the unit tests start beside Nginx and Python.
  tools: [
    { name: "git", has: () => which("git") },
    { name: "openssl", has: () => which("openssl") },
  ],
  // Asks a stack many times a second: in the benchmarks, and while it is reloaded and scaled.
  load: [{ name: "wrk", has: () => which("wrk") }],
};

/** Throws Unavailable if a package of these groups is missing and cannot be installed. */
export async function debian(...names) {
  const wanted = names.flatMap((name) => groups[name]);
  const able = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  const missing = wanted.filter(({ name, has, nice }) => !has?.() && !installed(name) && (able || !nice));
  if (missing.length === 0) {
    return;
  }
  const list = missing.map((one) => one.name);
  if (!able) {
    throw new Unavailable(`These Debian packages are missing, and only root on Debian can add them: ${list.join(" ")}`);
  }
  await obtain(`Debian packages ${list.join(" ")}`, () => install(list));
}

function installed(name) {
  return output("dpkg-query", ["--status", name])?.includes("\nStatus: install ok installed") ?? false;
}

/** An archive folder of our own: the system's one may be emptied by another apt that runs at the same time. */
async function install(list) {
  const archives = cacheFolder("apt");
  cacheFolder("apt", "partial");
  const patient = ["-o", "DPkg::Lock::Timeout=300"];
  const apart = ["-o", `Dir::Cache::archives=${archives}`];
  const env = {
    ...process.env,
    DEBIAN_FRONTEND: "noninteractive",
    // A package must not start the services it brings: the tests start what they need.
    RUNLEVEL: "1",
  };
  await quietly("apt-get", [...patient, "update"], { env });
  await quietly("apt-get", ["install", "-y", "--no-install-recommends", ...patient, ...apart, ...list], { env });
  await quietly("apt-get", [...apart, "clean"], { env });
}
