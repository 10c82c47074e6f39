import { relative, sep } from "node:path";
import type { Environment } from "../languages/nginx/diagnostics/model";
import { stackFolderOf } from "../stack/stackFolder";
import { openFiles } from "../workspace/diskFiles";

/**
 * What the stacks around folders say of the nginx that will run there. The readers of their files are loaded only where
 * there is such a stack: a configuration alone is checked sooner than nginx would.
 * @param folders absolute paths
 */
export async function stacksAround(
  folders: Iterable<string>,
): Promise<(folder: string) => Omit<Environment, "include">> {
  const around = new Map<string, Omit<Environment, "include">>();
  for (const folder of new Set(folders)) {
    const stack = stackFolderOf(folder);
    if (stack === undefined) continue;
    const { surroundingsOf } = await import("../stack/surroundings");
    const own = relative(stack, folder).split(sep).join("/");
    around.set(folder, surroundingsOf(openFiles(stack), own === "" ? [] : [own]));
  }
  return (folder) => around.get(folder) ?? {};
}
