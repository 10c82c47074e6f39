import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { hasComposeFile } from "../../engine/compose";
import { type NginxContainer, nginxContainers, testInContainer } from "../../engine/docker/nginxContainer";
import { type Endpoint, locate } from "../../engine/locate";
import { rendered } from "../../languages/nginx/installed";
import { containerPaths, type LocalConfiguration, type Placement } from "../../stack/nginxFolder";
import { stackFolderOf } from "../../stack/stackFolder";
import { copiesOf } from "../../stack/surroundings";
import { openFiles } from "../../workspace/diskFiles";
import { readVerdict, type Verdict } from "./verdict";

/** What the nginx of a stack says, and which container it was of. */
export interface StackVerdict {
  readonly verdict: Verdict;
  readonly container: string;
  /** What was put into the container for the file that it refused; undefined where that is mounted. */
  readonly read?: string;
}

/**
 * Asks the nginx of the stack that a configuration belongs to, where that runs: the engine, its modules, hosts and files
 * are then those that will read it. Undefined where no such container runs, or the configuration is none that it reads.
 * @param text what a file holds, by its absolute path
 */
export async function askStack(
  home: string,
  configuration: LocalConfiguration,
  text: (path: string) => string | undefined,
): Promise<StackVerdict | undefined> {
  const stack = stackFolderOf(home);
  if (stack === undefined || !hasComposeFile(stack)) return undefined;
  const endpoint = await locate();
  if (!endpoint.ok) return undefined;
  const chosen = await choose(endpoint.value, stack, configuration);
  if (chosen === undefined) return undefined;
  const { container, paths } = chosen;
  const mounted = (path: string): boolean => container.mounts.some(({ source }) => isIn(real(path), source));
  // What is mounted is there already.
  const files = [...paths].flatMap(([path, target]) => {
    const content = mounted(path) ? undefined : text(path);
    return content === undefined ? [] : [[target, content] as const];
  });
  const { code, output } = await testInContainer(endpoint.value, container, new Map(files));
  if (code === 0) return { container: container.name, verdict: { kind: "fine" } };
  const verdict = here(readVerdict(output, "/"), paths);
  const target = verdict.kind === "refused" ? paths.get(verdict.path ?? "") : undefined;
  const read = new Map(files).get(target ?? "");
  return { container: container.name, verdict, ...(read === undefined ? {} : { read }) };
}

/** The container that the configuration is mounted or copied to, else any that would read it. */
async function choose(
  endpoint: Endpoint,
  stack: string,
  configuration: LocalConfiguration,
): Promise<{ readonly container: NginxContainer; readonly paths: ReadonlyMap<string, string> } | undefined> {
  const containers = await nginxContainers(endpoint, stack);
  const copies = copiesOf(openFiles(stack));
  const able = containers.flatMap((container) => {
    const copied = (copies.get(container.service) ?? []).map(({ source, target }) => ({
      source: resolve(stack, source),
      target,
    }));
    const placements: readonly Placement[] = [...copied, ...container.mounts];
    const paths = containerPaths(configuration, placements);
    const named = placements.some(
      ({ source }) => isIn(configuration.root, source) || isIn(real(configuration.root), source),
    );
    return paths === undefined ? [] : [{ container, paths, named }];
  });
  return able.find(({ named }) => named) ?? able[0];
}

/** A verdict that names a file in the container, with the file here that it was made of. */
function here(verdict: Verdict, paths: ReadonlyMap<string, string>): Verdict {
  if (verdict.kind !== "refused" || verdict.path === undefined) return verdict;
  const { message, path, line } = verdict;
  const own = [...paths].find(([, target]) => target === path || rendered(target) === path)?.[0];
  if (own !== undefined) return { ...verdict, path: own };
  // A file of the image: it is not here to be underlined.
  return { kind: "refused", message: `${message} (${path}:${line})` };
}

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The path without links; as it is where nothing is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
