import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { run } from "../run";

/** How an engine answered, or why it did not. */
export type Pong =
  | { readonly kind: "docker" | "podman" }
  | { readonly kind: "missing" | "down" | "forbidden" | "hangs" }
  | { readonly kind: "other"; readonly reason: string };

/** Where to connect to, as `node:http` takes it, and dockerode. */
export type Address =
  | { readonly socketPath: string }
  | {
      readonly protocol: "http" | "https";
      readonly host: string;
      readonly port: number;
      readonly ca?: Buffer;
      readonly cert?: Buffer;
      readonly key?: Buffer;
    }
  | { readonly protocol: "ssh"; readonly host: string; readonly port: number; readonly username?: string };

/** Splits a DOCKER_HOST; undefined where it is not one. */
export function readHost(host: string, certificates: string | undefined): Address | undefined {
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  if (host.startsWith("npipe://")) return { socketPath: host.slice("npipe://".length).replaceAll("/", "\\") };
  if (!URL.canParse(host)) return undefined;
  const url = new URL(host);
  const name = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol === "ssh:") {
    const address = { protocol: "ssh", host: name, port: Number(url.port || 22) } as const;
    return url.username === "" ? address : { ...address, username: decodeURIComponent(url.username) };
  }
  if (!["tcp:", "http:", "https:"].includes(url.protocol) || name === "") return undefined;
  const tls = certificates !== undefined || url.protocol === "https:";
  // The ports that IANA gave to Docker, without and with TLS.
  const port = Number(url.port || (tls ? 2376 : 2375));
  const pem = (file: string) => readFileSync(join(certificates ?? "", `${file}.pem`));
  const files = certificates === undefined ? {} : { ca: pem("ca"), cert: pem("cert"), key: pem("key") };
  return { protocol: tls ? "https" : "http", host: name, port, ...files };
}

/** Asks an engine whether it is there, at most so many milliseconds. Nothing is changed by it. */
export async function ping(address: Address, timeout: number, signal?: AbortSignal): Promise<Pong> {
  if ("protocol" in address && address.protocol === "ssh") return pingOverSsh(timeout, signal);
  return new Promise((resolve) => {
    const options = { ...address, protocol: undefined, path: "/_ping", agent: false, ...(signal ? { signal } : {}) };
    const answer = (response: IncomingMessage) => {
      response.resume();
      clearTimeout(timer);
      if (response.statusCode !== 200) resolve({ kind: "other", reason: `HTTP ${response.statusCode}` });
      else resolve({ kind: response.headers["libpod-api-version"] === undefined ? "docker" : "podman" });
    };
    const secure = "protocol" in address && address.protocol === "https";
    const asked = secure ? httpsRequest(options, answer) : httpRequest(options, answer);
    const timer = setTimeout(() => {
      resolve({ kind: "hangs" });
      asked.destroy();
    }, timeout);
    asked.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(refusal(error));
    });
    asked.end();
  });
}

function refusal(error: NodeJS.ErrnoException): Pong {
  switch (error.code) {
    case "ENOENT":
      return { kind: "missing" };
    case "ECONNREFUSED":
    case "ECONNRESET":
    case "ENOTSOCK":
      return { kind: "down" };
    case "EACCES":
    case "EPERM":
      return { kind: "forbidden" };
    case "ETIMEDOUT":
      return { kind: "hangs" };
    default:
      return { kind: "other", reason: error.message };
  }
}

/** Keys, agents and jump hosts are ssh's own business: the Docker CLI, which uses ssh, asks. */
async function pingOverSsh(timeout: number, signal?: AbortSignal): Promise<Pong> {
  const asked = await run("docker", ["version", "--format", "{{.Server.Version}}"], {
    timeout: timeout * 4,
    ...(signal ? { signal } : {}),
  });
  if (!asked.ok)
    return asked.problem.code === "timeout" ? { kind: "hangs" } : { kind: "other", reason: asked.problem.message };
  return asked.value.code === 0 ? { kind: "docker" } : { kind: "other", reason: asked.value.stderr.trim() };
}
