import { sep } from "node:path";
import { stackFolderOf } from "../../stack/stackFolder";
import { parentOf } from "../../workspace/paths";

/** The folder whose files make up the configuration of a document; `whole`: with all that is below it. */
export interface Home {
  readonly folder: string;
  readonly whole: boolean;
}

/**
 * The workspace folder that a file is in; without one, the folder of its stack; without that, its own folder alone, as
 * the one that is opened with a single file may be anything.
 * @param path absolute, with "/"
 */
export function folderOf(path: string, folders: readonly string[]): Home {
  const inside = folders
    .map((folder) => (sep === "/" ? folder : folder.split(sep).join("/")))
    .filter((folder) => path.startsWith(folder.endsWith("/") ? folder : `${folder}/`))
    .sort((a, b) => b.length - a.length);
  const [nearest] = inside;
  if (nearest !== undefined) return { folder: nearest, whole: true };
  const own = parentOf(path);
  const stack = stackFolderOf(own);
  return stack === undefined ? { folder: own, whole: false } : { folder: stack, whole: true };
}
