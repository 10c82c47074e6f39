import type { PythonFile } from "../languages/python/facts";
import { readPython } from "../languages/python/reader";
import { decode, undecodableLine } from "../workspace/decode";
import type { Files } from "../workspace/files";
import { ancestors, join, nameOf, parentOf, within } from "../workspace/paths";
import { type Tree, walk } from "../workspace/walk";
import { type Role, rolesOf } from "./aside";
import { type Corpus, createCorpus } from "./corpus";
import { findTopics, type Topic } from "./topics";

/** A Python file of the project, parsed when first asked for. */
export interface Source {
  /** Relative to the root. */
  readonly path: string;
  readonly role: Role;
  /** Whether the bytes hold any of these words; what a file does not mention it need not be parsed for. */
  readonly mentions: (...topics: readonly Topic[]) => boolean;
  /** Whether the bytes, each as one character, match. Only ever a reason to parse. */
  readonly matches: (pattern: RegExp) => boolean;
  /**
   * The same for a pattern that most files are asked for: all are looked through at once, the first time.
   * @param sign a character that every match begins with, where there is one that is rare
   */
  readonly isAmong: (pattern: RegExp, sign?: string) => boolean;
  /** The first line, 1-based, whose bytes Python cannot take for text; undefined where there is none. */
  readonly undecodable: () => number | undefined;
  readonly python: () => PythonFile;
}

export interface Sources {
  readonly tree: Tree;
  /** Every Python file that could be read. */
  readonly all: readonly Source[];
  readonly get: (path: string) => Source | undefined;
  /** Python files that are too large or that may not be read. */
  readonly unreadable: readonly string[];
  /** The file or folder that an import in a file means: a `.py` path, or the path of a package without `__init__.py`. */
  readonly find: (from: string, level: number, module: string) => string | undefined;
  /** The file that runs when a folder is imported as a package. */
  readonly initOf: (folder: string) => string | undefined;
}

/** Reads the bytes of every Python file once. Parses none. */
export function openSources(files: Files): Sources {
  const tree = walk(files);
  const read: { readonly path: string; readonly bytes: Uint8Array }[] = [];
  const unreadable: string[] = [];
  for (const path of tree.files) {
    if (!path.endsWith(".py") && !path.endsWith(".wsgi")) continue;
    const bytes = files.bytes(path);
    if (bytes === undefined) unreadable.push(path);
    else read.push({ path, bytes });
  }
  const everything = searchable(createCorpus(read.map(({ bytes }) => bytes)));
  const roleOf = rolesOf();
  const sources = new Map(
    read.map(({ path, bytes }, index) => [path, openSource(path, roleOf(path), bytes, index, everything)]),
  );
  const found = new Map<string, string | undefined>();
  return {
    tree,
    all: [...sources.values()],
    get: (path) => sources.get(path),
    unreadable,
    find: (from, level, module) => {
      const key = `${level} ${module} ${parentOf(from)}`;
      if (!found.has(key)) found.set(key, findModule(tree, from, level, module));
      return found.get(key);
    },
    initOf: (folder) => {
      const init = join(folder, "__init__.py");
      return tree.has(init) ? init : undefined;
    },
  };
}

/** What is asked of all files at once, remembered. */
interface Everything {
  readonly corpus: Corpus;
  readonly topics: () => ReadonlyMap<number, ReadonlySet<Topic>>;
  readonly matching: (pattern: RegExp, sign?: string) => ReadonlySet<number>;
}

function searchable(corpus: Corpus): Everything {
  let topics: ReadonlyMap<number, ReadonlySet<Topic>> | undefined;
  const matching = new Map<RegExp, ReadonlySet<number>>();
  return {
    corpus,
    topics: () => {
      topics ??= findTopics(corpus);
      return topics;
    },
    matching: (pattern, sign) => {
      const found = matching.get(pattern) ?? corpus.matching(pattern, sign);
      matching.set(pattern, found);
      return found;
    },
  };
}

function openSource(path: string, role: Role, bytes: Uint8Array, index: number, all: Everything): Source {
  let python: PythonFile | undefined;
  return {
    path,
    role,
    mentions: (...topics) => {
      const mentioned = all.topics().get(index);
      return mentioned !== undefined && topics.some((topic) => mentioned.has(topic));
    },
    matches: (pattern) => pattern.test(all.corpus.text(index)),
    isAmong: (pattern, sign) => all.matching(pattern, sign).has(index),
    undecodable: () => undecodableLine(bytes),
    python: () => {
      python ??= readPython(decode(bytes));
      return python;
    },
  };
}

function findModule(tree: Tree, from: string, level: number, module: string): string | undefined {
  const names = module === "" ? "" : module.replace(/\./g, "/");
  const folder = parentOf(from);
  if (level > 0) {
    const base = ancestors(folder)[level - 1];
    return base === undefined ? undefined : at(tree, names === "" ? base : join(base, names));
  }
  for (const root of importRoots(tree, folder)) {
    const found = at(tree, join(root, names));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where absolute imports of a file may start: above its package first, up to the root, and their `src`; then its own folder. */
function importRoots(tree: Tree, folder: string): readonly string[] {
  const top = packageRoot(tree, folder);
  const outward = ancestors(folder);
  const above = outward.filter((at) => within(top, at) !== undefined);
  // A script may be run in its own folder, which is then on the path.
  const inside = above.includes(folder) ? [] : [folder];
  return [...above.flatMap((root) => [root, join(root, "src")]), ...inside];
}

/** The nearest folder above a file's package: the one without `__init__.py`. */
export function packageRoot(tree: Tree, folder: string): string {
  return ancestors(folder).find((at) => !tree.has(join(at, "__init__.py"))) ?? ".";
}

function at(tree: Tree, path: string): string | undefined {
  if (tree.has(join(path, "__init__.py"))) return join(path, "__init__.py");
  if (tree.has(`${path}.py`)) return `${path}.py`;
  return tree.folders.has(path) ? path : undefined;
}

/** The module's name as seen from a folder on the path: `pkg.wsgi`, `pkg` for its `__init__.py`. */
export function moduleName(path: string, root: string): string | undefined {
  const relative = within(path, root);
  if (relative === undefined || !relative.endsWith(".py")) return undefined;
  const module = nameOf(relative) === "__init__.py" ? parentOf(relative) : relative.slice(0, -".py".length);
  const names = module === "." ? [] : module.split("/");
  return names.length > 0 && names.every(isImportable) ? names.join(".") : undefined;
}

/** What `importlib.import_module` takes, which is how servers import: also `my-app`, which no import statement can name. */
function isImportable(name: string): boolean {
  // Most names are plain, and it takes milliseconds until V8 knows the letters of all scripts.
  return /^\w[\w-]*$/.test(name) || /^[\p{L}\p{Nl}\p{Nd}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}-]*$/u.test(name);
}
