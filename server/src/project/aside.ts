import { nameOf, parentOf } from "../workspace/paths";

/** Folders whose applications are not the project's own. */
const folders = new Set(
  "test tests testing unittests e2e doc docs documentation example examples sample samples demo demos tutorial tutorials migrations alembic benchmark benchmarks build dist vendor vendored third_party fixtures stubs typings playground sandbox cookiecutter snippets".split(
    " ",
  ),
);

/** Python files that are about the app and not of it: tests, packaging, the server's own configuration. */
const files = /^(test_.*|.*_test|tests?|conftest|setup|gunicorn(\.conf|[_-]conf|[_-]config|-cfg))\.py$/;

/** In a folder of tests, docs, examples, templates, of what others wrote or what was built. */
export function isInAsideFolder(path: string): boolean {
  const names = parentOf(path).split("/");
  return names.some((name) => folders.has(name.toLowerCase()) || /templates?$/i.test(name));
}

/** Not a part of the app that runs. */
export function isAside(path: string): boolean {
  return isInAsideFolder(path) || files.test(nameOf(path));
}
