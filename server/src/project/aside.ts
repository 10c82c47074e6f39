import { nameOf, parentOf } from "../workspace/paths";

/** Folders of tests. Nothing in them is ever served. */
const testFolders = new Set(["test", "tests", "testing", "unittests", "e2e"]);

/** Other folders whose applications are not the project's own. */
const asideFolders = new Set(
  "doc docs documentation example examples sample samples demo demos tutorial tutorials migrations alembic benchmark benchmarks build dist vendor vendored third_party fixtures stubs typings playground sandbox cookiecutter snippets".split(
    " ",
  ),
);

const testFiles = /^(test_.*|.*_test|conftest)\.py$/;

/** Python files that are about the app and not of it: packaging, the server's own configuration, a first try. */
const files = /^(setup|tests?|gunicorn(\.conf|[_-]conf|[_-]config|-cfg))\.py$/;

/** What a Python file is to the project. */
export type Role =
  /** A part of the app that runs, as far as its path tells. */
  | "app"
  /** Docs, examples, packaging, the server's own configuration, what others wrote. */
  | "aside"
  | "test";

/** What a file is there for, by its path. */
export function roleOf(path: string): Role {
  return roleIn(nameOf(path), folderRole(parentOf(path)));
}

/** `roleOf` for many files, which share few folders. */
export function rolesOf(): (path: string) => Role {
  const roleOfFolder = rolesOfFolders();
  return (path) => roleIn(nameOf(path), roleOfFolder(parentOf(path)));
}

/** What a folder's own name, or that of one around it, makes of the files in it. */
export function rolesOfFolders(): (folder: string) => Role {
  const known = new Map<string, Role>();
  return (folder) => {
    const role = known.get(folder) ?? folderRole(folder);
    known.set(folder, role);
    return role;
  };
}

function roleIn(name: string, folder: Role): Role {
  if (folder === "test" || testFiles.test(name)) return "test";
  return folder === "aside" || files.test(name) ? "aside" : "app";
}

function folderRole(folder: string): Role {
  const names = folder.toLowerCase().split("/");
  if (names.some((name) => testFolders.has(name))) return "test";
  return names.some((name) => asideFolders.has(name) || /templates?$/.test(name)) ? "aside" : "app";
}
