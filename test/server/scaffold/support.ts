import type { Project } from "../../../server/src/project/project";
import { proposeAnswers } from "../../../server/src/scaffold/answers";
import type { Blueprint } from "../../../server/src/scaffold/blueprint";
import { plan } from "../../../server/src/scaffold/containerize";
import { makeBlueprint } from "../../../server/src/scaffold/makeBlueprint";
import type { Answers, Plan } from "../../../server/src/scaffold/plan";
import type { Entry, Files } from "../../../server/src/workspace/files";

/** A project's files as a table of path to text. */
export function filesOf(texts: Readonly<Record<string, string>>, root = "/work/shop"): Files {
  const list = (folder: string): readonly Entry[] => {
    const entries = new Map<string, Entry["kind"]>();
    for (const path of Object.keys(texts)) {
      const below = folder === "." ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
      const [name, ...rest] = below?.split("/") ?? [];
      if (name !== undefined) entries.set(name, rest.length > 0 ? "folder" : "file");
    }
    return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, kind]) => ({ name, kind }));
  };
  const text = (path: string) => texts[path];
  return {
    root,
    list,
    mayList: () => true,
    text,
    bytes: (path) => {
      const found = text(path);
      return found === undefined ? undefined : new TextEncoder().encode(found);
    },
  };
}

/** A small Flask project, with what the test is about. */
export const projectOf = (facts: Partial<Project> = {}): Project => ({
  target: "app:app",
  workingDirectory: ".",
  pythonPath: ".",
  candidates: [
    {
      target: "app:app",
      file: "app.py",
      line: 3,
      score: 10,
      reason: "app = Flask(...)",
      workingDirectory: ".",
      pythonPath: ".",
    },
  ],
  packageManager: "pip",
  dependencyFiles: ["requirements.txt"],
  requirements: [{ name: "flask", text: "flask" }],
  pythonVersion: "3.13",
  pythonVersionSource: "default",
  staticFolders: [],
  services: [],
  async: false,
  websockets: false,
  healthPath: null,
  uploadLimit: null,
  instanceFolder: null,
  proxyFix: false,
  environment: [],
  outbound: false,
  notes: [],
  ...facts,
});

export const smallFiles = {
  "app.py": "from flask import Flask\napp = Flask(__name__)\n",
  "requirements.txt": "flask\n",
};

export function blueprintOf(
  facts: Partial<Project> = {},
  answers: Partial<Answers> = {},
  files: Files = filesOf(smallFiles),
): Blueprint {
  const project = projectOf(facts);
  const target = answers.target ?? project.target ?? "app:app";
  return makeBlueprint(files, project, { ...proposeAnswers(project), ...answers, target }, "shop").blueprint;
}

export function planned(
  files: Files,
  facts: Partial<Project> = {},
  answers: Partial<Answers> = {},
  replace: readonly string[] = [],
): Plan {
  const made = plan(files, projectOf(facts), answers, replace);
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

/** The files as they are after the plan was applied. */
export const applied = (texts: Readonly<Record<string, string>>, { files }: Plan): Record<string, string> => ({
  ...texts,
  ...Object.fromEntries(
    files
      .filter(({ action }) => action === "create" || action === "update")
      .map(({ path, content }) => [path, content]),
  ),
});

export const actionsOf = ({ files }: Plan): Record<string, string> =>
  Object.fromEntries(files.map(({ path, action }) => [path, action]));

/** Projects that between them use every part of every artefact. */
export const everyKind: Readonly<Record<string, Partial<Project>>> = {
  small: {},
  rich: {
    staticFolders: [{ url: "/static", path: "shop/static" }],
    services: ["postgres", "redis"],
    instanceFolder: "instance",
    healthPath: "/healthz",
    uploadLimit: 16 * 1024 ** 2,
    outbound: true,
    requirements: [
      { name: "flask", text: "flask" },
      { name: "gunicorn", text: "gunicorn==25.3.0" },
      { name: "psycopg2", text: "psycopg2" },
      { name: "flask-sqlalchemy", text: "flask-sqlalchemy" },
    ],
    environment: [
      { name: "SECRET_KEY", required: true, secret: true },
      { name: "SITE_NAME", required: false, secret: false, default: "My shop" },
      { name: "REGION", required: true, secret: false },
    ],
  },
  sockets: {
    websockets: true,
    requirements: [{ name: "flask-socketio", text: "flask-socketio" }],
    proxyFix: true,
    services: ["mysql", "postgres", "mongo", "memcached", "rabbitmq"],
    uploadLimit: 1024 ** 3,
  },
  tasks: {
    services: ["redis"],
    instanceFolder: "instance",
    requirements: [{ name: "celery", text: "celery[redis]" }],
    environment: [{ name: "REDIS_URL", required: true, secret: true }],
    celery: { target: "make_celery:celery_app", modules: [], brokerVariables: ["REDIS_URL"], brokerUrls: [] },
  },
  rooted: { staticFolders: [{ url: "/", path: "shop/static" }] },
  bundled: { staticFolders: [{ url: "/static", path: "node_modules/theme" }] },
  pyproject: { dependencyFiles: ["pyproject.toml"] },
  dynamic: { dependencyFiles: ["setup.py"] },
  editable: { dependencyFiles: ["requirements-editable.txt"] },
  nothing: { packageManager: "none", dependencyFiles: [], requirements: [] },
  uv: { packageManager: "uv", dependencyFiles: ["uv.lock", "pyproject.toml"] },
  poetry: { packageManager: "poetry", dependencyFiles: ["pyproject.toml", "poetry.lock"] },
  unlocked: { packageManager: "poetry", dependencyFiles: ["pyproject.toml"] },
  pdm: { packageManager: "pdm", dependencyFiles: ["pyproject.toml", "pdm.lock"] },
  pipenv: { packageManager: "pipenv", dependencyFiles: ["Pipfile", "Pipfile.lock"] },
  conda: { packageManager: "conda", dependencyFiles: ["environment.yml"] },
};

/** Files that go with them. */
export const everyFile = {
  ...smallFiles,
  "shop/static/app.css": "body {}",
  "node_modules/theme/theme.css": "body {}",
  "requirements-editable.txt": "-e .\n",
  "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
  "setup.py": "",
};
