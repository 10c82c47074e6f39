import { statSync } from "node:fs";
import * as l10n from "@vscode/l10n";
import type { ContainerInfo } from "dockerode";
import { fail, ok, type Result } from "../../result";
import { connect } from "./connection";
import { label } from "./labels";
import { currentConfig, type DockerStack, engineProblem, filesOf, hasFiles } from "./stack";

/** That the name in a stack's files is not another's; files that cannot be read name none. */
export async function ownName(stack: DockerStack, signal: AbortSignal): Promise<Result<void>> {
  const config = hasFiles(stack) ? await currentConfig(stack, signal) : undefined;
  return config?.ok ? nameIsFree(stack, config.value.name, signal) : ok(undefined);
}

/**
 * Compose knows a stack by its name alone: two projects of one name would replace and remove each other's containers.
 * Fails with `name-taken` where the engine has the stack of another folder under this name.
 */
export async function nameIsFree(stack: DockerStack, name: string, signal: AbortSignal): Promise<Result<void>> {
  try {
    const docker = await connect(stack.endpoint);
    const there = await docker.listContainers({
      all: true,
      filters: { label: [`${label.project}=${name}`] },
      abortSignal: signal,
    });
    const owner = otherOwner(there, { root: stack.root, files: filesOf(stack) });
    if (owner === undefined) return ok(undefined);
    return fail(
      "name-taken",
      l10n.t(
        "A stack named {0} from {1} is there: take it down there first, or give this one another name (name: in {2}).",
        name,
        owner,
        "compose.yaml",
      ),
    );
  } catch (error) {
    return engineProblem(stack.endpoint, error, signal);
  }
}

/**
 * The folder that containers of one name were made for, where that is another one and still there; undefined where any
 * of them is this project's, so that a stack never becomes one that no folder may take down.
 */
export function otherOwner(
  containers: readonly Pick<ContainerInfo, "Labels">[],
  own: { readonly root: string; readonly files: readonly string[] },
): string | undefined {
  const root = identity(own.root);
  const files = new Set(own.files.map(identity));
  const lasting = containers.filter(({ Labels }) => Labels[label.oneOff] !== "True");
  const isOwn = ({ Labels }: Pick<ContainerInfo, "Labels">): boolean =>
    identity(Labels[label.folder] ?? "") === root ||
    // With COMPOSE_FILE the folder is that of the file.
    (Labels[label.files] ?? "").split(",").some((file) => file !== "" && files.has(identity(file)));
  if (lasting.some(isOwn)) return undefined;
  return lasting.map(({ Labels }) => Labels[label.folder] ?? "").find(isFolder);
}

/** The same for every path that leads to one file or folder: through links, mounts, or in other letters. */
export function identity(path: string): string {
  const found = look(path);
  return found === undefined || found.ino === 0n ? path : `${found.dev}:${found.ino}`;
}

/** A stack whose folder was moved or removed is nobody else's. */
export const isFolder = (path: string): boolean => look(path)?.isDirectory() === true;

function look(path: string) {
  try {
    return path === "" ? undefined : statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    // Of a folder that may not be looked at nothing is known.
    return undefined;
  }
}
