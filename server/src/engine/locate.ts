import { homedir, userInfo } from "node:os";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";
import { type Configured, configuredHost, type Surroundings, usualHosts } from "./docker/contexts";
import { type Address, type Pong, ping, readHost } from "./docker/ping";
import { cancelled } from "./run";

/** An engine that answers. */
export interface Endpoint {
  /** As DOCKER_HOST is written. */
  readonly host: string;
  readonly address: Address;
  readonly kind: "docker" | "podman";
  /** What the Docker CLI has to be told so that it reaches the same engine. */
  readonly env: Readonly<Record<string, string>>;
  /** Its published ports are this machine's own. */
  readonly local: boolean;
}

/** How long an engine may take to say that it is there, in milliseconds. */
const patience = 5000;

/**
 * The Docker engine to use: the one that DOCKER_HOST or the Docker context names, and only that; where they name none,
 * the first of the usual sockets that answers. Fails with `engine-missing`, `engine-down`, `engine-forbidden`,
 * `engine-hangs`, `engine-context` or `engine-other`.
 */
export async function locate(
  signal?: AbortSignal,
  around: Surroundings = { env: process.env, home: homedir(), platform: process.platform },
): Promise<Result<Endpoint>> {
  const configured = configuredHost(around);
  if (configured !== undefined) return tryConfigured(configured, signal);
  const refused: { readonly host: string; readonly pong: Pong }[] = [];
  for (const host of usualHosts(around)) {
    const address = readHost(host, undefined);
    if (address === undefined) continue;
    const pong = await ping(address, patience, signal);
    if (signal?.aborted) return cancelled();
    if (pong.kind === "docker" || pong.kind === "podman") {
      // The CLI knows the first one by itself.
      const env = host === "unix:///var/run/docker.sock" ? {} : { DOCKER_HOST: host };
      return ok({ host, address, kind: pong.kind, env, local: true });
    }
    refused.push({ host, pong });
  }
  // A socket that is there says more than one that is not.
  const best = (["forbidden", "hangs", "down", "other"] as const)
    .map((kind) => refused.find(({ pong }) => pong.kind === kind))
    .find((one) => one !== undefined);
  return best === undefined ? explain({ kind: "missing" }, "", undefined) : explain(best.pong, best.host, undefined);
}

async function tryConfigured(
  configured: Configured | { readonly unknown: string },
  signal: AbortSignal | undefined,
): Promise<Result<Endpoint>> {
  if ("unknown" in configured) {
    return fail(
      "engine-context",
      l10n.t("There is no Docker context '{0}': choose one with docker context use NAME.", configured.unknown),
    );
  }
  const { host, by } = configured;
  const says = "variable" in by ? by.variable : l10n.t("the Docker context '{0}'", by.context);
  let address: Address | undefined;
  try {
    address = readHost(host, configured.certificates);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return explain({ kind: "other", reason }, host, says);
  }
  if (address === undefined) {
    return fail(
      "engine-other",
      l10n.t("{0} names '{1}', which is no address of a Docker engine: correct it.", says, host),
    );
  }
  const pong = await ping(address, patience, signal);
  if (signal?.aborted) return cancelled();
  if (pong.kind !== "docker" && pong.kind !== "podman") return explain(pong, host, says);
  const local = "socketPath" in address || ["localhost", "127.0.0.1", "::1"].includes(address.host);
  return ok({ host, address, kind: pong.kind, env: {}, local });
}

/** Why an engine cannot be used, and what to do. `says` is what named it; undefined where it was only looked for. */
function explain(pong: Pong, host: string, says: string | undefined): Result<never> {
  const where = says === undefined ? host : l10n.t("{0} (named by {1})", host, says);
  switch (pong.kind) {
    case "missing":
      return says === undefined
        ? fail("engine-missing", l10n.t("No Docker engine was found: install Docker, or start it if it is installed."))
        : fail("engine-down", l10n.t("There is no Docker engine at {0}: start it, or choose another one.", where));
    case "forbidden":
      return fail(
        "engine-forbidden",
        l10n.t(
          "You may not use the Docker engine at {0}: add yourself to its group (sudo usermod -aG docker {1}) and log in again.",
          where,
          userName(),
        ),
      );
    case "hangs":
      return fail(
        "engine-hangs",
        l10n.t("The Docker engine at {0} does not answer: restart Docker and try again.", where),
      );
    case "other":
      return fail("engine-other", l10n.t("The Docker engine at {0} cannot be used: {1}", where, pong.reason));
    default:
      return fail("engine-down", l10n.t("The Docker engine at {0} is not running: start Docker and try again.", where));
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as in some containers.
    return String(process.getuid?.() ?? "");
  }
}
