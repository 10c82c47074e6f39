import { parse } from "smol-toml";
import type { PackageManager, Project } from "../project/project";
import type { Files } from "../workspace/files";
import { gunicornRequirement } from "./images";

/** How the dependencies get into the virtual environment: what the build stage copies and runs. */
export interface Install {
  /** Files that decide what is installed, relative to the root: their layer changes only with them. */
  readonly inputs: readonly string[];
  /** The whole source has to be there first, since the project itself is among what is installed. */
  readonly wholeSource: boolean;
  /** Shell commands, run in `/app` with the virtual environment active. */
  readonly commands: readonly string[];
  /** Folders that the commands fill and that the next build may use again. */
  readonly caches: readonly string[];
  /** Environment variables of those commands. */
  readonly environment: Readonly<Record<string, string>>;
  /** A comment line that says what is special about it. */
  readonly comment: string;
}

const pipCache = "/root/.cache/pip";

/**
 * Chosen by the package manager and by what its files say.
 * @param beside requirements that an old Gunicorn has and does not name
 */
export function install(files: Files, project: Project, beside: readonly string[] = []): Install {
  const [deciding = ""] = project.dependencyFiles;
  const manager = lockedBy(project.packageManager, project.dependencyFiles);
  const plain = manager === undefined ? pip(files, project, deciding) : manager;
  const gunicorn = project.requirements.some(({ name }) => name === "gunicorn") ? [] : [gunicornRequirement];
  const more = [...gunicorn, ...beside].map((requirement) => `"${requirement}"`);
  return more.length === 0 ? plain : { ...plain, commands: [...plain.commands, `pip install ${more.join(" ")}`] };
}

/** Tools that install from a lock of their own. Each takes the active virtual environment, and leaves the project itself out. */
function lockedBy(manager: PackageManager, dependencyFiles: readonly string[]): Install | undefined {
  const has = (name: string) => dependencyFiles.some((path) => path === name || path.endsWith(`/${name}`));
  const folder = (dependencyFiles[0] ?? "").includes("/") ? (dependencyFiles[0] ?? "").replace(/\/[^/]*$/, "") : "";
  const here = (command: string) => (folder === "" ? command : `cd ${shellWord(folder)} && ${command}`);
  const base = { inputs: dependencyFiles, wholeSource: false } as const;
  if (manager === "uv" && has("uv.lock")) {
    return {
      ...base,
      commands: [tool("uv"), here("/opt/uv/bin/uv sync --frozen --no-dev --no-install-project --active")],
      caches: [pipCache, "/root/.cache/uv"],
      environment: { UV_LINK_MODE: "copy", UV_PYTHON_DOWNLOADS: "never", UV_COMPILE_BYTECODE: "1" },
      comment: "uv installs exactly what uv.lock says.",
    };
  }
  if (manager === "poetry") {
    return {
      ...base,
      commands: [tool("poetry"), here("/opt/poetry/bin/poetry install --only main --no-root --no-interaction")],
      caches: [pipCache, "/root/.cache/pypoetry"],
      environment: {},
      comment: has("poetry.lock")
        ? "Poetry installs exactly what poetry.lock says."
        : "Without a poetry.lock, each build takes the newest versions that pyproject.toml allows: commit one.",
    };
  }
  if (manager === "pdm" && has("pdm.lock")) {
    return {
      ...base,
      // "locked" is PDM with the versions of its own dependencies that it was released with.
      commands: [tool("pdm", "'pdm[locked]'"), here("/opt/pdm/bin/pdm sync --prod --no-self")],
      caches: [pipCache, "/root/.cache/pdm"],
      environment: { PDM_CHECK_UPDATE: "false" },
      comment: "PDM installs exactly what pdm.lock says.",
    };
  }
  if (manager === "pipenv" && has("Pipfile.lock")) {
    return {
      ...base,
      commands: [tool("pipenv"), here("/opt/pipenv/bin/pipenv sync")],
      caches: [pipCache, "/root/.cache/pipenv"],
      environment: { PIPENV_VERBOSITY: "-1" },
      comment: "Pipenv installs exactly what Pipfile.lock says.",
    };
  }
  return undefined;
}

/** In a virtual environment of its own, so that neither its packages nor those of the app decide the other's versions. */
const tool = (name: string, requirement = name): string =>
  `python -m venv /opt/${name} && /opt/${name}/bin/pip install ${requirement}`;

function pip(files: Files, project: Project, deciding: string): Install {
  const base = { inputs: project.dependencyFiles, wholeSource: false, caches: [pipCache], environment: {} } as const;
  if (deciding.endsWith("pyproject.toml") && declaresDependencies(files, deciding)) {
    return {
      ...base,
      commands: [projectDependencies(deciding), "pip install -r /tmp/requirements.txt"],
      comment:
        "Only the dependencies of pyproject.toml; the project itself runs from its source, and is entered as installed because some ask for their own version.",
    };
  }
  if (deciding.endsWith(".txt") || deciding.endsWith(".in")) {
    const wholeSource = project.dependencyFiles.some((path) => installsFolder(files.text(path) ?? ""));
    return {
      ...base,
      wholeSource,
      commands: [`pip install -r ${shellWord(deciding)}`],
      comment: wholeSource
        ? "The requirements install the project itself, so this runs again whenever the code changes."
        : "This layer is built again only when the requirements change.",
    };
  }
  if (/(^|\/)(pyproject\.toml|setup\.py|setup\.cfg)$/.test(deciding)) {
    const folder = deciding.includes("/") ? `./${deciding.replace(/\/[^/]*$/, "")}` : ".";
    return {
      ...base,
      wholeSource: true,
      commands: [`pip install -e ${shellWord(folder)}`],
      comment: "Only the project's own build knows its dependencies, so this runs again whenever the code changes.",
    };
  }
  const named = project.requirements.map(({ text }) => shellWord(text));
  return {
    ...base,
    inputs: [],
    commands: [`pip install ${named.length > 0 ? named.join(" ") : "flask"}`],
    comment:
      deciding === ""
        ? "No file says what the app needs: write a requirements.txt, so that each build gets the same."
        : "What the project's files name; without a lock file, each build takes the newest versions.",
  };
}

/** PEP 621 with a plain list, which can be read without building the project. */
function declaresDependencies(files: Files, path: string): boolean {
  const project = projectTable(files.text(path));
  if (project === undefined || !("name" in project)) return false;
  const dynamic = "dynamic" in project && Array.isArray(project.dynamic) ? project.dynamic : [];
  return !dynamic.includes("dependencies");
}

/** `[project]` of a pyproject.toml; undefined where there is none, or it is no TOML. */
function projectTable(text: string | undefined): object | undefined {
  try {
    const { project } = parse(text ?? "");
    return typeof project === "object" ? project : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Python, since it reads TOML by itself: writes the list for pip, and the metadata with which
 * `importlib.metadata.version("the project")` works without the project being installed. Python before 3.11 has no
 * tomllib; pip brings one. No heredoc: BuildKit of Docker 20.10 has none.
 */
const projectDependencies = (path: string): string =>
  [
    'python -c "import importlib, pathlib, sys, sysconfig;',
    "toml = importlib.import_module('tomllib' if sys.version_info >= (3, 11) else 'pip._vendor.tomli');",
    `project = toml.loads(pathlib.Path('${path}').read_text('utf-8'))['project'];`,
    "pathlib.Path('/tmp/requirements.txt').write_text('\\n'.join(project.get('dependencies', [])));",
    "name, version = project['name'], project.get('version', '0');",
    "info = pathlib.Path(sysconfig.get_path('purelib'), name.replace('-', '_') + '-' + version + '.dist-info');",
    "info.mkdir();",
    "(info / 'METADATA').write_text('Metadata-Version: 2.1\\nName: ' + name + '\\nVersion: ' + version + '\\n')\"",
  ].join(" \\\n        ");

/** A line that names a folder rather than a package: `-e .`, `.[extra]`, `./vendor/lib`. */
const installsFolder = (text: string): boolean =>
  text.split(/\r?\n/).some((line) => /^\s*(-e\s*|--editable[\s=]+)?\.{1,2}(\/|\[|\s*(#|;|$))/.test(line));

/** A word for the shell of a RUN line, and for Docker, which reads `$` and a trailing backslash before the shell does. */
const shellWord = (text: string): string =>
  /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
