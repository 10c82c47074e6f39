import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { ok, type Result } from "../../result";
import type { StackStatus } from "../engine";
import type { Endpoint } from "../locate";
import { serviceStatuses } from "./containers";
import { builtServices } from "./images";
import type { Disk } from "./placements";
import { scaledServices } from "./scaled";
import { currentConfig, type DockerStack, filesOf, folderContainers, notContainerized, split } from "./stack";

/** The services of the files, and those of other profiles that have a container. */
export async function serviceNames(stack: DockerStack, signal: AbortSignal): Promise<Result<readonly string[]>> {
  const shown = await status(stack, signal);
  return shown.ok ? ok(shown.value.services.map(({ name }) => name)) : shown;
}

/** What runs of a stack, and what of it could. */
export async function status(stack: DockerStack, signal: AbortSignal): Promise<Result<StackStatus>> {
  const { root, endpoint } = stack;
  const files = filesOf(stack);
  const [all, config, { sourcesOf }] = await Promise.all([
    folderContainers(stack, signal),
    files.length > 0 ? currentConfig(stack, signal) : undefined,
    // It comes with the reader of Dockerfiles, which is there before the engine has answered.
    import("./configFiles"),
  ]);
  if (!all.ok) return all;
  const { own: containers, beside } = split(stack, all.value, config?.ok ? config.value.name : undefined);
  // A compose file that is broken by now does not hide what runs.
  if (config?.ok === false && all.value.length === 0) return config;
  if (config === undefined && all.value.length === 0 && stack.apart === undefined) return notContainerized(root);
  const services = config?.ok ? config.value.services : [];
  const project = config?.ok ? config.value.name : (stack.apart?.project ?? containers[0]?.project ?? basename(root));
  const host = hostOf(endpoint);
  const absent = services.filter(({ name }) => !containers.some(({ service }) => service === name));
  const built = config?.ok
    ? await builtServices(endpoint, config.value, absent, signal).catch(() => undefined)
    : undefined;
  return ok({
    project,
    engine: endpoint.kind,
    files: config?.ok ? (config.value.sources?.files ?? files) : files,
    ...(beside.length === 0 ? {} : { beside }),
    services: serviceStatuses(services, containers, host, {
      ...(built ? { built } : {}),
      outOfMemory: stack.outOfMemory,
      scaled: scaledServices(stack),
      sources: (service, program) => sourcesOf(service, program, disk),
    }),
  });
}

/** Where a browser finds what an engine publishes. */
export const hostOf = ({ address, local }: Endpoint): string =>
  "socketPath" in address || local ? "localhost" : address.host;

/** Larger than this no Dockerfile or configuration is that a person writes: bytes. */
const largest = 1024 * 1024;

/** Files are read as they are now: there are a few, and what is read of them is kept by their text. */
const disk: Disk = {
  text(path) {
    const found = quietly(() => statSync(path));
    return found?.isFile() && found.size <= largest ? quietly(() => readFileSync(path, "utf8")) : undefined;
  },
  isFolder: (path) => quietly(() => statSync(path))?.isDirectory() === true,
  list: (path) => quietly(() => readdirSync(path)) ?? [],
};

/** What may not be read is as if it were not there. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
