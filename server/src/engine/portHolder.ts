import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { connect } from "./docker/connection";
import { label } from "./docker/labels";
import { cacheHome } from "./host/cache";
import { isUp, readState } from "./host/state";
import { type Endpoint, locate } from "./locate";

/**
 * Who listens at a port of this machine, where that is a container or a stack that this program has started; already
 * translated. Undefined where it is somebody else, or cannot be found out.
 * @param endpoint the engine to ask; one is looked for where none is given
 */
export async function portHolder(port: number, endpoint?: Endpoint, signal?: AbortSignal): Promise<string | undefined> {
  return (await hostStackAt(port)) ?? (await containerAt(port, endpoint, signal).catch(() => undefined));
}

async function containerAt(
  port: number,
  given: Endpoint | undefined,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const found = given === undefined ? await locate(signal) : undefined;
  const endpoint = given ?? (found?.ok ? found.value : undefined);
  // The ports of an engine elsewhere are not this machine's.
  if (endpoint?.local !== true) return undefined;
  const docker = await connect(endpoint);
  const running = await docker.listContainers(signal ? { abortSignal: signal } : {});
  const holder = running.find(({ Ports }) =>
    Ports.some(({ PublicPort, Type }) => PublicPort === port && Type === "tcp"),
  );
  const name = holder?.Names[0]?.replace(/^\//, "");
  if (holder === undefined || name === undefined) return undefined;
  const project = holder.Labels[label.project];
  return project === undefined
    ? l10n.t("the container {0}", name)
    : l10n.t("the container {0} of the stack {1}", name, project);
}

/** A stack that runs on this machine without Docker, by the name of its folder. */
async function hostStackAt(port: number): Promise<string | undefined> {
  const home = join(cacheHome(), "flask-stack");
  for (const name of namesIn(home)) {
    const [, folder] = /^(.+)-[0-9a-f]{12}$/.exec(name) ?? [];
    const state = folder === undefined ? undefined : readState(join(home, name, "state.json"));
    if (folder !== undefined && (state?.port === port || state?.webPort === port) && (await isUp(state))) {
      return l10n.t("the stack of {0}, which runs without Docker", folder);
    }
  }
  return undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
