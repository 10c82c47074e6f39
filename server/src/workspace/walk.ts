import type { Files } from "./files";
import { ancestors, join, parentOf } from "./paths";

/** Folders that hold what others wrote, or what a program made. */
const foreign = new Set([
  "node_modules",
  "bower_components",
  "site-packages",
  "__pycache__",
  "__pypackages__",
  "venv",
  "virtualenv",
  "htmlcov",
]);

/** A project with more files than this is read as far as this. */
const mostFiles = 100_000;

export interface Tree {
  /** Every file, folder by folder, parents first. */
  readonly files: readonly string[];
  readonly folders: ReadonlySet<string>;
  /** The folders that hold Python files, themselves or further down. */
  readonly pythonFolders: ReadonlySet<string>;
  readonly has: (file: string) => boolean;
  /** Folders that may not be read. */
  readonly unreadable: readonly string[];
  /** False where the limit was met. */
  readonly whole: boolean;
}

/** Lists a project without hidden folders, installed packages and virtual environments. */
export function walk(files: Files): Tree {
  const found: string[] = [];
  const folders = new Set<string>(["."]);
  const unreadable: string[] = [];
  for (const folder of folders) {
    const entries = files.list(folder);
    if (entries.length === 0 && !files.mayList(folder)) unreadable.push(folder);
    if (folder !== "." && entries.some((entry) => entry.name === "pyvenv.cfg")) continue;
    for (const { name, kind } of entries) {
      if (kind === "file") found.push(join(folder, name));
      else if (!isForeign(name)) folders.add(join(folder, name));
    }
    if (found.length > mostFiles) break;
  }
  const set = new Set(found);
  const holding = new Set(found.flatMap((path) => (path.endsWith(".py") ? [parentOf(path)] : [])));
  const pythonFolders = new Set([...holding].flatMap(ancestors));
  const whole = found.length <= mostFiles;
  return { files: found, folders, pythonFolders, has: (file) => set.has(file), unreadable, whole };
}

function isForeign(name: string): boolean {
  return name.startsWith(".") || foreign.has(name) || name.endsWith(".egg-info") || name.endsWith(".dist-info");
}
