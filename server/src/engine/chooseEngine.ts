import * as l10n from "@vscode/l10n";
import { fail, ok, type Problem, type Result } from "../result";
import type { ComposeStack, Engine } from "./engine";
import { isHostStackUp } from "./host/state";

export interface EngineOptions {
  /** `auto`: Docker where it can be used, else this machine itself. */
  readonly engine?: "auto" | "docker" | "host";
  readonly signal?: AbortSignal;
  /** The stack that is meant, where it is not the folder's own one; only containers can be of such. */
  readonly apart?: ComposeStack;
}

/**
 * What runs the stack of a folder (absolute path), with a sentence that says why it is that one. Where the stack is
 * up on this machine already, `auto` stays with it. Nothing is started by choosing.
 */
export async function chooseEngine(folder: string, options: EngineOptions = {}): Promise<Result<Engine>> {
  const { engine = "auto", signal, apart } = options;
  if (apart !== undefined) return dockerOf(folder, signal, apart);
  // It comes with all that reads a project, which nobody pays for who has Docker.
  const host = async (description: string) => ok((await import("./hostEngine")).hostEngine(folder, description));
  if (engine === "host") return host(l10n.t("The stack runs on this machine itself, without Docker."));
  if (engine === "auto" && (await isHostStackUp(folder))) {
    return host(l10n.t("The stack is up on this machine itself, without Docker."));
  }
  const docker = await dockerOf(folder, signal);
  if (docker.ok) return docker;
  if (engine === "docker" || docker.problem.code === "cancelled") return docker;
  if (process.platform === "win32") return noEngineOnWindows(docker.problem);
  return host(
    l10n.t("The stack runs on this machine itself, since Docker cannot be used. {0}", docker.problem.message),
  );
}

const noEngineOnWindows = ({ message }: Problem): Result<never> =>
  fail("engine-missing", l10n.t("{0} (Without Docker, Gunicorn needs Linux, macOS or WSL.)", message));

/** Docker with compose, where both can be used. */
async function dockerOf(
  folder: string,
  signal: AbortSignal | undefined,
  apart?: ComposeStack,
): Promise<Result<Engine>> {
  const [{ locate }, { findCompose }, { dockerEngine }] = await Promise.all([
    import("./locate"),
    import("./compose"),
    import("./dockerEngine"),
  ]);
  const endpoint = await locate(signal);
  if (!endpoint.ok) return endpoint;
  // While the program is asked for its version, what speaks to the engine is loaded.
  const [compose] = await Promise.all([findCompose(folder, endpoint.value, signal), import("dockerode")]);
  if (!compose.ok) return compose;
  const description =
    endpoint.value.kind === "podman"
      ? l10n.t("The stack runs in containers of Podman at {0}.", endpoint.value.host)
      : l10n.t("The stack runs in containers of Docker at {0}.", endpoint.value.host);
  return ok(dockerEngine(folder, endpoint.value, compose.value, description, apart));
}
