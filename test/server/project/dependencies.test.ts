import { describe, expect, test } from "vitest";
import { readDependencies } from "../../../server/src/project/dependencies";
import { normalizeName, readRequirement } from "../../../server/src/project/requirements";
import { filesOf, inspected, made } from "./support";

const read = (files: Readonly<Record<string, string>>, folder = ".") => {
  const { packageManager, dependencyFiles, requirements } = readDependencies(filesOf(files), folder);
  return [packageManager, dependencyFiles, requirements.map(({ name }) => name)];
};

const project = (extra = "") => `[project]\nname = "shop"\ndependencies = ["Flask>=3"]\n${extra}`;
const poetry =
  '[tool.poetry.dependencies]\npython = "^3.11"\nFlask = "^3.0"\nredis = { version = "*", extras = ["hiredis"] }\n';

describe("what a project is installed from", () => {
  test.each<[string, Readonly<Record<string, string>>, unknown[]]>([
    ["nothing", {}, ["none", [], []]],
    ["requirements.txt", { "requirements.txt": "Flask==3.1\n" }, ["pip", ["requirements.txt"], ["flask"]]],
    [
      "what it includes",
      {
        "requirements.txt": "-r requirements/base.txt\n-c limits.txt\nredis\n",
        "requirements/base.txt": "Flask\n",
        "limits.txt": "x==1\n",
      },
      ["pip", ["requirements.txt", "requirements/base.txt", "limits.txt"], ["flask", "redis"]],
    ],
    [
      "requirements/prod.txt",
      { "requirements/prod.txt": "-r base.txt", "requirements/base.txt": "flask", "requirements/dev.txt": "pytest" },
      ["pip", ["requirements/prod.txt", "requirements/base.txt"], ["flask"]],
    ],
    ["PEP 621", { "pyproject.toml": project() }, ["pip", ["pyproject.toml"], ["flask"]]],
    ["uv", { "pyproject.toml": project(), "uv.lock": "" }, ["uv", ["pyproject.toml", "uv.lock"], ["flask"]]],
    ["uv without a lock", { "pyproject.toml": project("[tool.uv]\n") }, ["uv", ["pyproject.toml"], ["flask"]]],
    [
      "poetry",
      { "pyproject.toml": poetry, "poetry.lock": "" },
      ["poetry", ["pyproject.toml", "poetry.lock"], ["flask", "redis"]],
    ],
    ["pdm", { "pyproject.toml": project(), "pdm.lock": "" }, ["pdm", ["pyproject.toml", "pdm.lock"], ["flask"]]],
    [
      "pipenv",
      { Pipfile: '[packages]\nFlask = "*"\n[dev-packages]\npytest = "*"\n', "Pipfile.lock": "{}" },
      ["pipenv", ["Pipfile", "Pipfile.lock"], ["flask"]],
    ],
    [
      "conda",
      {
        "environment.yml":
          "dependencies:\n  - python=3.11\n  - conda-forge::flask=3.0\n  - pip:\n    - Flask-Login==0.6\n",
      },
      ["conda", ["environment.yml"], ["flask", "flask-login"]],
    ],
    [
      "setup.py",
      {
        "setup.py":
          "from setuptools import setup\nneeds = ['Flask>=2', 'redis']\nsetup(name='x', install_requires=needs)\n",
      },
      ["pip", ["setup.py"], ["flask", "redis"]],
    ],
    [
      "setup.cfg",
      { "setup.cfg": "[options]\ninstall_requires =\n    Flask>=2\n    redis\n", "setup.py": "" },
      ["pip", ["setup.py", "setup.cfg"], ["flask", "redis"]],
    ],
    [
      "requirements.txt beside a pyproject.toml that only has settings of tools",
      { "requirements.txt": "Flask", "pyproject.toml": "[tool.black]\nline-length = 100\n" },
      ["pip", ["requirements.txt"], ["flask"]],
    ],
    [
      "a lock file beside requirements.txt",
      { "requirements.txt": "Flask", "pyproject.toml": project(), "uv.lock": "" },
      ["uv", ["pyproject.toml", "uv.lock"], ["flask"]],
    ],
    [
      "pyproject.toml beside a requirements.txt without Flask",
      { "requirements.txt": "black\n", "pyproject.toml": project() },
      ["pip", ["pyproject.toml"], ["flask"]],
    ],
    [
      "the project itself",
      { "requirements.txt": "-e .\nredis\n", "setup.py": "setup(install_requires=['Flask'])" },
      ["pip", ["requirements.txt", "setup.py"], ["redis", "flask"]],
    ],
    [
      "a broken pyproject.toml",
      { "pyproject.toml": "[project\n", "requirements.txt": "flask" },
      ["pip", ["requirements.txt"], ["flask"]],
    ],
  ])("%s", (_, files, expected) => expect(read(files)).toEqual(expected));

  test("in the app's own folder before the one above", () => {
    const files = { "requirements.txt": "black", "backend/requirements.txt": "flask" };
    expect(read(files, "backend")).toEqual(["pip", ["backend/requirements.txt"], ["flask"]]);
    expect(read({ "requirements.txt": "flask" }, "backend")).toEqual(["pip", ["requirements.txt"], ["flask"]]);
  });
});

describe("requirements", () => {
  test.each([
    ['psycopg2-binary>=2.9; python_version < "3.13"', "psycopg2-binary"],
    ["Flask_SQLAlchemy [async] ~= 3.1", "flask-sqlalchemy"],
    ["zope.interface", "zope-interface"],
    ["app @ https://example.org/app.whl", "app"],
    ["git+https://example.org/me/Flask-Thing.git@main", "flask-thing"],
    ["git+ssh://git@example.org/me/x.git#egg=My_Thing", "my-thing"],
  ])("%s is %s", (text, name) => expect(readRequirement(text)).toEqual({ name, text }));
  test.each(["", "./local", "--no-index", "# Flask"])("%j names none", (text) =>
    expect(readRequirement(text)).toBeUndefined(),
  );
  test("PEP 503", () => expect(normalizeName("A._-b")).toBe("a-b"));
  test("comments, hashes, continuations, options and editables", () => {
    const text = "# all\n--index-url x\nflask==3 \\\n  --hash=sha256:1 \\\n  --hash=sha256:2\nredis # cache\n-e .\n";
    expect(read({ "requirements.txt": text })[2]).toEqual(["flask", "redis"]);
  });
});

describe("services", () => {
  test.each<[string, string[]]>([
    ["psycopg2-binary", ["postgres"]],
    ["psycopg[binary]", ["postgres"]],
    ["PyMySQL", ["mysql"]],
    ["celery[redis]", ["redis"]],
    ["Flask-PyMongo\npymemcache", ["memcached", "mongo"]],
    ["pika", ["rabbitmq"]],
    ["requests", []],
  ])("%s", (requirements, services) => {
    expect(inspected({ "app.py": made(), "requirements.txt": requirements }).services).toEqual(services);
  });
  test("from the URLs in the code", () => {
    const code = `${made()}import os\napp.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DB", "postgresql+psycopg://u@h/d")\napp.config.update(CELERY_BROKER_URL="amqp://h")\n`;
    expect(inspected({ "app.py": code }).services).toEqual(["postgres", "rabbitmq"]);
  });
  test("a SQLite URL is none", () => {
    expect(inspected({ "app.py": `${made()}SQLALCHEMY_DATABASE_URI = "sqlite:///x.db"\n` }).services).toEqual([]);
  });
});
