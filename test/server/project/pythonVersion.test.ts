import { describe, expect, test } from "vitest";
import { chooseVersion, readPythonVersion } from "../../../server/src/project/pythonVersion";
import { filesOf } from "./support";

describe("where the Python version is said", () => {
  test.each<[string, string, string]>([
    [".python-version", "3.12.1\n", "3.12"],
    ["runtime.txt", "python-3.11.4\n", "3.11"],
    [".tool-versions", "nodejs 20\npython 3.10.2 3.9\n", "3.10"],
    ["mise.toml", '[tools]\npython = "3.12"\n', "3.12"],
    ["Pipfile", '[requires]\npython_version = "3.11"\n', "3.11"],
    ["Dockerfile", "ARG V=3.12\nFROM python:${V}-slim AS build\n", "3.12"],
    ["environment.yml", "dependencies:\n  - python=3.11\n", "3.11"],
    ["pyproject.toml", '[project]\nname = "x"\nrequires-python = ">=3.9,<3.12"\n', "3.11"],
    ["setup.py", "setup(python_requires='>=3.8, <3.11')\n", "3.10"],
    ["setup.cfg", "[options]\npython_requires = >=3.7\n", "3.13"],
  ])("%s", (source, text, version) => {
    expect(readPythonVersion(filesOf({ [source]: text }), ".")).toEqual({ version, source });
  });
  test("Poetry's own key", () => {
    const files = filesOf({ "pyproject.toml": '[tool.poetry.dependencies]\npython = "~3.10"\n' });
    expect(readPythonVersion(files, ".")).toEqual({ version: "3.10", source: "pyproject.toml" });
  });
  test("nowhere", () => expect(readPythonVersion(filesOf({}), ".")).toEqual({ version: "3.13", source: "default" }));
  test("what is no version says nothing", () => {
    expect(
      readPythonVersion(filesOf({ ".python-version": "my-env\n", "runtime.txt": "python-2.7.18" }), ".").source,
    ).toBe("default");
  });
  test("a pin wins over a range, whichever file has it", () => {
    const files = filesOf({
      "pyproject.toml": '[project]\nrequires-python = ">=3.9"\n',
      Dockerfile: "FROM python:3.11\n",
    });
    expect(readPythonVersion(files, ".")).toEqual({ version: "3.11", source: "Dockerfile" });
  });
  test("the folder of the app before the one above", () => {
    const files = filesOf({ ".python-version": "3.9", "backend/.python-version": "3.12" });
    expect(readPythonVersion(files, "backend").version).toBe("3.12");
  });
});

describe("which version a specifier chooses", () => {
  test.each<[string, string | undefined]>([
    ["3.12", "3.12"],
    ["3.12.4", "3.12"],
    ["3", "3.13"],
    [">=3.9", "3.13"],
    [">=3.14", "3.14"],
    [">=3.8,<3.12", "3.11"],
    ["<3.13", "3.12"],
    ["<=3.12", "3.12"],
    ["!=3.13.*", "3.14"],
    ["==3.11.*", "3.11"],
    ["==3.11.4", "3.11"],
    ["~=3.9", "3.13"],
    ["~=3.9.1", "3.9"],
    ["^3.9", "3.13"],
    ["~3.9", "3.9"],
    ["^3.9 || ^2.7", "3.13"],
    [">=3.7, !=3.9.*", "3.13"],
    [">3.12", "3.13"],
    ["*", "3.13"],
    ["2.7", undefined],
    ["<3", undefined],
  ])("%s: %s", (said, version) => expect(chooseVersion(said)).toBe(version));
});
