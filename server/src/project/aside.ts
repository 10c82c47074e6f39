import { nameOf, parentOf } from "../workspace/paths";

/** Folders of tests. Nothing in them is ever served. */
const testFolders = new Set(["test", "tests", "testing", "unittests", "e2e"]);

/** Other folders whose applications are not the project's own. */
const folders = new Set(
  "doc docs documentation example examples sample samples demo demos tutorial tutorials migrations alembic benchmark benchmarks build dist vendor vendored third_party fixtures stubs typings playground sandbox cookiecutter snippets".split(
    " ",
  ),
);

const testFiles = /^(test_.*|.*_test|conftest)\.py$/;

/** Python files that are about the app and not of it: packaging, the server's own configuration, a first try. */
const files = /^(setup|tests?|gunicorn(\.conf|[_-]conf|[_-]config|-cfg))\.py$/;

/** In a folder of tests, docs, examples, templates, of what others wrote or what was built. */
export function isInAsideFolder(path: string): boolean {
  const names = parentOf(path).split("/");
  return names.some(
    (name) => folders.has(name.toLowerCase()) || /templates?$/i.test(name) || testFolders.has(name.toLowerCase()),
  );
}

/** What a Python file is to the project. */
export type Role =
  /** A part of the app that runs, as far as its path tells. */
  | "app"
  /** Docs, examples, packaging, the server's own configuration, what others wrote. */
  | "aside"
  | "test";

export function roleOf(path: string): Role {
  if (testFiles.test(nameOf(path)) || isInTestFolder(path)) return "test";
  return isInAsideFolder(path) || files.test(nameOf(path)) ? "aside" : "app";
}

function isInTestFolder(path: string): boolean {
  return parentOf(path)
    .split("/")
    .some((name) => testFolders.has(name.toLowerCase()));
}
