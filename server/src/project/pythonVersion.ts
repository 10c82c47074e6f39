import { baseImages } from "../languages/dockerfile/reader";
import type { Files } from "../workspace/files";
import { ancestors, join } from "../workspace/paths";
import { readCondaEnvironment, readPipfile, readPyproject, readSetupCfg, readSetupPy } from "./manifests";
import { at, readToml, text, texts } from "./toml";

export interface PythonVersion {
  /** `3.13` */
  readonly version: string;
  /** The file that says so, or `default`. */
  readonly source: string;
  /** What a file says that cannot be had: Python 2, a range that nothing is in. */
  readonly ignored?: { readonly source: string; readonly said: string };
}

/** What is taken where the project leaves the choice. */
const defaultPython = "3.13";
/** Minor versions of Python 3 that there are images of, the newest first. */
const minors = [14, 13, 12, 11, 10, 9, 8, 7, 6];

/** Each file that may name a Python version, the most deliberate first, and what it says: a version or a specifier. */
const statements: readonly {
  readonly name: string;
  readonly read: (files: Files, path: string) => string | undefined;
}[] = [
  { name: ".python-version", read: firstVersion },
  { name: "runtime.txt", read: firstVersion },
  { name: ".tool-versions", read: (files, path) => /^python[ \t]+(\S+)/m.exec(files.text(path) ?? "")?.[1] },
  { name: "mise.toml", read: miseVersion },
  { name: ".mise.toml", read: miseVersion },
  { name: "Pipfile", read: (files, path) => readPipfile(files, path)?.python },
  { name: "pyproject.toml", read: (files, path) => exactly(readPyproject(files, path)?.python) },
  { name: "Dockerfile", read: dockerfileVersion },
  { name: "environment.yml", read: (files, path) => readCondaEnvironment(files, path)?.python },
  { name: "environment.yaml", read: (files, path) => readCondaEnvironment(files, path)?.python },
  { name: "pyproject.toml", read: (files, path) => readPyproject(files, path)?.python },
  { name: "setup.cfg", read: (files, path) => readSetupCfg(files, path)?.python },
  { name: "setup.py", read: (files, path) => readSetupPy(files, path)?.python },
];

/**
 * Which Python the project wants, looked for in the folder that it starts in, and then in those above.
 * @param ours the files that Containerize wrote, by path: they only repeat what was found before.
 */
export function readPythonVersion(files: Files, folder: string, ours: ReadonlySet<string> = new Set()): PythonVersion {
  let ignored: PythonVersion["ignored"];
  for (const place of ancestors(folder)) {
    const names = new Set(files.list(place).map((entry) => entry.name));
    for (const { name, read } of statements) {
      if (!names.has(name) || ours.has(join(place, name))) continue;
      const said = read(files, join(place, name));
      if (said === undefined || said.trim() === "") continue;
      const version = chooseVersion(said);
      if (version !== undefined) return { version, source: name };
      ignored ??= { source: name, said };
    }
  }
  return { version: defaultPython, source: "default", ...(ignored === undefined ? {} : { ignored }) };
}

function firstVersion(files: Files, path: string): string | undefined {
  const lines = (files.text(path) ?? "").split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines
    .map((line) => /^(?:python-|cpython[-@]?)?v?(\d+(?:\.\d+)*)/.exec(line)?.[1])
    .find((version) => version !== undefined);
}

function miseVersion(files: Files, path: string): string | undefined {
  const python = at(readToml(files, path), "tools", "python");
  return text(python) ?? texts(python)[0] ?? text(at(python, "version"));
}

/** `python:3.11-slim`, `mirror.example/uv:python3.12-bookworm`: of the last stage that says so. */
function dockerfileVersion(files: Files, path: string): string | undefined {
  const versions = baseImages(files.text(path) ?? "").map((image) => /python[:-]?v?(\d\.\d+)/.exec(image)?.[1]);
  return versions.filter((version) => version !== undefined).at(-1);
}

function exactly(specifier: string | undefined): string | undefined {
  return specifier !== undefined && /^[=~\s]*\d+\.\d+(\.[\d*]+)?$/.test(specifier.replace(/^~=\s*\d+\.\d+$/, ""))
    ? specifier
    : undefined;
}

/**
 * The Python 3 that a version or a specifier (PEP 440, or Poetry's `^`, `~` and `||`) allows:
 * the default if that is allowed, else the newest. Undefined where none is.
 */
export function chooseVersion(said: string): string | undefined {
  const bare = /^\s*v?(\d+)(?:\.(\d+))?(?:\.[\w*]+)*\s*$/.exec(said);
  if (bare !== null) {
    if (bare[1] !== "3") return undefined;
    return bare[2] === undefined ? defaultPython : `3.${bare[2]}`;
  }
  const options = said
    .split(/\|\|?/)
    .map((option) => option.split(",").flatMap((part) => part.trim().split(/\s+(?=[<>=!~^])/)));
  const allowed = minors.filter((minor) => options.some((parts) => parts.every((part) => allows(part.trim(), minor))));
  const preferred = Number(defaultPython.slice(2));
  const best = allowed.includes(preferred) ? preferred : allowed[0];
  return best === undefined ? undefined : `3.${best}`;
}

function allows(part: string, minor: number): boolean {
  if (part === "" || part === "*") return true;
  const match = /^(===?|!=|~=|<=|>=|<|>|\^|~|=)?\s*v?(\d+)(?:\.(\d+|\*))?(?:\.(\d+|\*))?/.exec(part);
  if (match === null) return true;
  const [, operator = "==", major = "3", second, third] = match;
  const bound = second === undefined || second === "*" ? undefined : Number(second);
  // Everything is compared as Python 3.minor, in the newest release of that minor version.
  const order = Math.sign(3 - Number(major)) || (bound === undefined ? 0 : Math.sign(minor - bound));
  switch (operator) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0 || (order === 0 && third !== undefined);
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "!=":
      return order !== 0 || (third !== undefined && third !== "*");
    case "^":
      return order >= 0 && major === "3";
    case "~=":
      return third === undefined ? order >= 0 && major === "3" : order === 0;
    default:
      return order === 0;
  }
}
