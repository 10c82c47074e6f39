import type { Modules } from "../../languages/gunicorn/features/definition";
import { inspect } from "../../project/inspect";
import { openSources } from "../../project/sources";
import { openFiles } from "../../workspace/diskFiles";
import type { Files } from "../../workspace/files";
import { rememberedByKey } from "../../workspace/remembered";
import { walk } from "../../workspace/walk";

/** A folder as it is on the disk, read once until it is forgotten. */
export interface Disk {
  readonly files: Files;
  readonly paths: readonly string[];
  /** The `module:callable`s, the likeliest first; the whole project is read for them, when they are asked for. */
  readonly targets: () => readonly string[];
  readonly modules: () => Modules;
}

/** @param whole with the folders below; else only the files in the folder itself */
export function readDisk(folder: string, whole: boolean): Disk {
  const base = openFiles(folder);
  const list = rememberedByKey(base.list);
  const here = (): string[] => list(".").flatMap(({ name, kind }) => (kind === "file" ? [name] : []));
  return withTexts({ ...base, list }, whole ? walk({ ...base, list }).files : here());
}

/** The same files, as they are written now. */
export const readAgain = ({ files, paths }: Disk, folder: string): Disk =>
  withTexts({ ...openFiles(folder), list: files.list }, paths);

function withTexts(base: Files, paths: readonly string[]): Disk {
  const files: Files = { ...base, text: rememberedByKey(base.text) };
  let targets: readonly string[] | undefined;
  let modules: Modules | undefined;
  return {
    files,
    paths,
    targets: () => {
      targets ??= inspect(files).candidates.map(({ target }) => target);
      return targets;
    },
    modules: () => {
      if (!modules) {
        const sources = openSources(files);
        modules = { find: sources.find, python: (path) => sources.get(path)?.python() };
      }
      return modules;
    },
  };
}
