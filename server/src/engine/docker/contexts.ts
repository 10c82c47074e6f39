import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the Docker CLI would connect to, by its own settings. */
export interface Configured {
  /** As DOCKER_HOST is written: `unix:///run/docker.sock`, `tcp://10.0.0.1:2376`, `ssh://me@host`, `npipe:////./pipe/docker_engine`. */
  readonly host: string;
  /** What says so: `DOCKER_HOST`, or the name of a context. */
  readonly by: { readonly variable: string } | { readonly context: string };
  /** Absolute folder with `ca.pem`, `cert.pem` and `key.pem`, where TLS is asked for. */
  readonly certificates?: string;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * What the user told the Docker CLI to connect to, in the CLI's own order: DOCKER_HOST, DOCKER_CONTEXT, then
 * `currentContext` of its config file. Undefined where they told it nothing; `unknown` names a context that is not there.
 */
export function configuredHost(around: Surroundings): Configured | { readonly unknown: string } | undefined {
  const { env } = around;
  const config = env.DOCKER_CONFIG || join(around.home, ".docker");
  if (env.DOCKER_HOST) {
    const certificates = env.DOCKER_TLS_VERIFY || env.DOCKER_TLS ? env.DOCKER_CERT_PATH || config : undefined;
    const host = { host: env.DOCKER_HOST, by: { variable: "DOCKER_HOST" } };
    return certificates === undefined ? host : { ...host, certificates };
  }
  const context = env.DOCKER_CONTEXT || textAt(readJson(join(config, "config.json")), "currentContext");
  if (!context || context === "default") return undefined;
  const id = createHash("sha256").update(context).digest("hex");
  const meta = readJson(join(config, "contexts", "meta", id, "meta.json"));
  const host = textAt(at(at(meta, "Endpoints"), "docker"), "Host");
  if (!host) return { unknown: context };
  const certificates = join(config, "contexts", "tls", id, "docker");
  const found = { host, by: { context } };
  return host.startsWith("tcp:") && readText(join(certificates, "ca.pem")) !== undefined
    ? { ...found, certificates }
    : found;
}

/** The sockets that engines are known to make, likeliest first. */
export function usualHosts({ env, home, platform }: Surroundings): readonly string[] {
  if (platform === "win32") {
    return ["docker_engine", "dockerDesktopLinuxEngine", "podman-machine-default"].map(
      (pipe) => `npipe:////./pipe/${pipe}`,
    );
  }
  const runtime = env.XDG_RUNTIME_DIR;
  const sockets = [
    "/var/run/docker.sock",
    // Rootless Docker and Podman.
    ...(runtime ? [join(runtime, "docker.sock"), join(runtime, "podman", "podman.sock")] : []),
    // Docker Desktop on macOS and Linux.
    join(home, ".docker", "run", "docker.sock"),
    join(home, ".docker", "desktop", "docker.sock"),
    join(home, ".orbstack", "run", "docker.sock"),
    join(env.COLIMA_HOME ?? join(home, ".colima"), "default", "docker.sock"),
    join(home, ".config", "colima", "default", "docker.sock"),
    join(home, ".rd", "docker.sock"),
    join(home, ".local", "share", "containers", "podman", "machine", "podman.sock"),
    "/run/podman/podman.sock",
  ];
  return sockets.map((socket) => `unix://${socket}`);
}

/** Undefined where there is none: the Docker CLI has nothing set then. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readText(path) ?? "null");
  } catch {
    return undefined;
  }
}

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

const textAt = (value: unknown, key: string): string | undefined => {
  const found = at(value, key);
  return typeof found === "string" ? found : undefined;
};
