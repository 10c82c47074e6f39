import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../../result";
import { cacheHome } from "../host/cache";
import type { Endpoint } from "../locate";
import { connect } from "./connection";
import { label } from "./labels";
import { identity, isFolder } from "./nameTaken";

/** What is asked of: the stack of a folder on an engine, by the name that compose knows it by. */
export interface Named {
  readonly root: string;
  readonly endpoint: Endpoint;
  readonly name: string;
}

/**
 * Says whose the data is that a stack begins to keep now. Docker knows of a volume the name of its stack, and not the
 * folder: once the containers are gone, a second project of that name could not be told from the first. Data that is
 * another folder's stays so. Nothing happens where it cannot be written down.
 */
export async function claimVolumes(stack: Named, signal: AbortSignal): Promise<void> {
  try {
    if (ownerOf(stack) !== undefined && (await volumesOf(stack, signal)).length > 0) return;
    mkdirSync(dirname(recordOf(stack)), { recursive: true });
    writeFileSync(recordOf(stack), stack.root);
  } catch {
    // A record is of no use to who starts a stack: whatever is wrong is said where it matters.
  }
}

/** Fails with `name-taken` where the volumes of this name were made by the stack of another folder that is still there. */
export async function volumesAreOwn(stack: Named, signal: AbortSignal): Promise<Result<void>> {
  const owner = ownerOf(stack);
  if (owner === undefined) return ok(undefined);
  const volumes = await volumesOf(stack, signal).catch(() => []);
  if (volumes.length === 0) return ok(undefined);
  return fail(
    "name-taken",
    l10n.t(
      "{0} is the data of the stack {1} in {2}, which has the same name: take this one down without its data (flask-stack down), then remove the data there (flask-stack down --volumes), or give this one another name (name: in {3}).",
      volumes.join(", "),
      stack.name,
      owner,
      "compose.yaml",
    ),
  );
}

/** Forgets whose the data was, once it is gone. */
export const releaseVolumes = (stack: Named): void => rmSync(recordOf(stack), { force: true });

/** The other folder whose stack made the volumes of this name; undefined where it is not there any more, or not known. */
export function ownerOf(stack: Named): string | undefined {
  let owner: string;
  try {
    owner = readFileSync(recordOf(stack), "utf8").trim();
  } catch {
    return undefined;
  }
  return identity(owner) !== identity(stack.root) && isFolder(owner) ? owner : undefined;
}

async function volumesOf({ endpoint, name }: Named, signal: AbortSignal): Promise<readonly string[]> {
  const docker = await connect(endpoint);
  const { Volumes } = await docker.listVolumes({
    filters: { label: [`${label.project}=${name}`] },
    abortSignal: signal,
  });
  return Volumes.map(({ Name }) => Name).sort();
}

/** A file that holds the folder: of a name on one engine. */
function recordOf({ endpoint, name }: Named): string {
  const key = createHash("sha256").update(endpoint.host).digest("hex").slice(0, 12);
  return join(cacheHome(), "flask-stack", "volumes", `${name}-${key}`);
}
