import ignore from "ignore";
import type { Blueprint } from "./blueprint";
import { dataFolders } from "./dataFolders";

/** What never belongs in an image, by why. `**` + `/` since Docker, unlike git, looks only at the top without it. */
const groups = {
  "Secrets: whoever has the image can read every file in it. A public certificate comes back with !path.": [
    "**/.env",
    "**/.env.*",
    "**/*.key",
    "**/*.pem",
    "**/*.p12",
    "**/*.pfx",
    "**/id_rsa*",
    "**/id_ed25519*",
    "**/.netrc",
    "**/.pypirc",
    "**/.aws",
    "**/.ssh",
  ],
  "Weight, and what belongs to this machine alone.": [
    "**/.git",
    "**/.github",
    "**/.hg",
    "**/.svn",
    "**/.idea",
    "**/.vscode",
    "**/.DS_Store",
    "**/__pycache__",
    "**/*.py[cod]",
    "**/*.egg-info",
    "**/.venv",
    "**/venv",
    "**/.tox",
    "**/.nox",
    "**/.pytest_cache",
    "**/.mypy_cache",
    "**/.ruff_cache",
    "**/.coverage",
    "**/.coverage.*",
    "**/htmlcov",
    "**/node_modules",
    "**/*.log",
    "**/*.sqlite3-journal",
  ],
  "The build reads these from outside, and a change of them is no change of the image.": [
    "Dockerfile",
    ".dockerignore",
    ".flask-stack.json",
    "compose*.y*ml",
    "docker-compose*.y*ml",
  ],
} as const;

/** `.dockerignore`: with an exception for each file that the build reads and that a pattern would drop. */
export function dockerignore(blueprint: Blueprint): string {
  const data = dataFolders(blueprint.project).map(({ path }) => path);
  const databases = databaseFiles(blueprint.project);
  const patterns = [...Object.values(groups).flat(), ...data, ...databases];
  const judge = ignore().add(patterns.map(anchored));
  const shipped = (blueprint.project.databases ?? []).filter(({ written }) => !written).map(({ path }) => path);
  const exceptions = [...buildReads(blueprint), ...shipped].filter((path) => judge.ignores(path));
  return `${Object.entries(groups)
    .map(([why, lines]) => `# ${why}\n${lines.join("\n")}\n`)
    .join("\n")}${
    data.length === 0
      ? ""
      : `\n# The app's own data of this machine; in the stack it is a volume.\n${data.join("\n")}\n`
  }${
    databases.length === 0
      ? ""
      : `\n# SQLite databases of this machine: others would get them with the image.\n${databases.join("\n")}\n`
  }${exceptions.length === 0 ? "" : `\n# The build reads these.\n${exceptions.map((path) => `!${path}\n`).join("")}`}`;
}

/** Where the project keeps data in SQLite: its own files, and what such files are usually called. */
function databaseFiles({ databases = [], requirements }: Blueprint["project"]): readonly string[] {
  const written = databases.filter((it) => it.written).map(({ path }) => path);
  const orm = requirements.some(({ name }) => name === "flask-sqlalchemy" || name === "sqlalchemy");
  if (written.length === 0 && !orm) return [];
  const usual = ["db", "sqlite", "sqlite3"].flatMap((end) => [`**/*.${end}`, `**/*.${end}-*`]);
  return [...usual, ...written.filter((path) => !/\.(db|sqlite|sqlite3)$/.test(path))];
}

/** What the Dockerfile copies by name. */
export function buildReads({ install, statics }: Pick<Blueprint, "install" | "statics">): readonly string[] {
  return [
    ...new Set([...install.inputs, "nginx/nginx.conf", "gunicorn.conf.py", ...statics.map(({ source }) => source)]),
  ];
}

/** A pattern of Docker as one of git: without `**` it is anchored at the top. */
const anchored = (pattern: string): string => (pattern.startsWith("**/") ? pattern : `/${pattern}`);
