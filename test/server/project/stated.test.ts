import { describe, expect, test } from "vitest";
import { inspect } from "../../../server/src/project/inspect";
import { factory, filesOf, inspected, made, targetOf } from "./support";

/** Two apps that are equally likely, so that only what the project says decides. */
const two = { "one.py": made(), "two.py": made() };

describe("the project says what it serves", () => {
  test.each([
    ["Procfile", { Procfile: "release: flask db upgrade\nweb: gunicorn -w 4 two:app\n" }],
    [
      "Procfile, with options before and after",
      { Procfile: "web: gunicorn -b 0.0.0.0:$PORT --access-logfile - two:app --log-file=-\n" },
    ],
    [".flaskenv, a file", { ".flaskenv": "FLASK_APP=two.py\n" }],
    [".env, a module and a callable", { ".env": "export FLASK_APP='two:app'\n" }],
    ["gunicorn.conf.py", { "gunicorn.conf.py": 'wsgi_app = "two:app"\n' }],
    ["Dockerfile, exec form", { Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "-b", ":8000", "two:app"]\n' }],
    [
      "Dockerfile, shell form",
      { Dockerfile: "FROM python:3.12\nCMD exec gunicorn --bind :$PORT --workers 1 \\\n  two:app\n" },
    ],
    [
      "Dockerfile, entry point and arguments",
      { Dockerfile: 'FROM x\nENTRYPOINT ["gunicorn"]\nCMD ["-b", ":8000", "two:app"]\n' },
    ],
    [
      "Dockerfile, a configuration file",
      {
        Dockerfile: 'FROM x\nCMD ["gunicorn", "-c", "conf/gunicorn.conf.py"]\n',
        "conf/gunicorn.conf.py": "wsgi_app = 'two:app'\n",
      },
    ],
    [
      "Dockerfile, an entry script",
      {
        Dockerfile: 'FROM x\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
        "docker-entrypoint.sh": '#!/bin/sh\nset -e\nflask db upgrade\nexec gunicorn two:app "$@"\n',
      },
    ],
    ["Dockerfile, flask --app", { Dockerfile: 'FROM x\nCMD ["flask", "--app", "two", "run", "--host", "0.0.0.0"]\n' }],
    ["Dockerfile, FLASK_APP", { Dockerfile: "FROM x\nENV FLASK_APP=two.py\nCMD flask run\n" }],
    ["Dockerfile, waitress", { Dockerfile: 'FROM x\nCMD ["waitress-serve", "--port=8080", "two:app"]\n' }],
    ["Dockerfile, uv run", { Dockerfile: 'FROM x\nCMD ["uv", "run", "--no-dev", "gunicorn", "two:app"]\n' }],
    ["Dockerfile, python -m gunicorn", { Dockerfile: 'FROM x\nCMD ["python", "-m", "gunicorn", "two:app"]\n' }],
    ["Dockerfile, sh -c", { Dockerfile: 'FROM x\nCMD ["sh", "-c", "alembic upgrade head && gunicorn two:app"]\n' }],
    ["Dockerfile, python two.py", { Dockerfile: 'FROM x\nCMD ["python", "two.py"]\n' }],
    [
      "compose, command as text",
      { "compose.yaml": "services:\n  web:\n    build: .\n    command: gunicorn two:app\n" },
    ],
    ["compose, command as list", { "docker-compose.yml": "services:\n  web:\n    command: [gunicorn, 'two:app']\n" }],
    ["uwsgi.ini", { "uwsgi.ini": "[uwsgi]\nmodule = two:app\n" }],
    ["uwsgi.ini, a file", { "uwsgi.ini": "[uwsgi]\nwsgi-file = two.py\ncallable = app\n" }],
    ["a start script", { "start.sh": "source venv/bin/activate\nexec gunicorn two:app\n" }],
    ["render.yaml", { "render.yaml": "services:\n  - type: web\n    startCommand: gunicorn two:app\n" }],
    ["app.yaml", { "app.yaml": "runtime: python312\nentrypoint: gunicorn -b :$PORT two:app\n" }],
    ["fly.toml", { "fly.toml": '[processes]\n  web = "gunicorn two:app"\n' }],
    ["Makefile", { Makefile: "run:\n\t@gunicorn two:app\n" }],
    ["a systemd unit", { "deploy/two.service": "[Service]\nExecStart=/srv/venv/bin/gunicorn two:app\n" }],
  ])("%s", (_, said) => expect(targetOf({ ...two, ...said })).toBe("two:app"));

  test.each([
    ["README, after a prompt", { "README.md": "Run it:\n\n    $ gunicorn -w 4 two:app\n" }],
    ["README, FLASK_APP", { "README.rst": "::\n\n    export FLASK_APP=two.py\n    flask run\n" }],
    ["a program of pyproject.toml", { "pyproject.toml": '[project.scripts]\nserve = "two:main"\n' }],
    ["vercel.json", { "vercel.json": '{"builds": [{"src": "two.py", "use": "@vercel/python"}]}' }],
    ["package.json", { "package.json": '{"scripts": {"start": "gunicorn two:app"}}' }],
    ["zappa_settings.json", { "zappa_settings.json": '{"production": {"app_function": "two.app"}}' }],
  ])("by the way: %s", (_, said) => expect(targetOf({ ...two, ...said })).toBe("two:app"));

  test.each([
    ["hands on an app", "import sys\nsys.path.insert(0, '/srv')\nfrom two import app as application\n"],
    ["hands on an app by its own name", "from two import app\napplication = app\nfrom two import app as application\n"],
  ])("mod_wsgi's file %s", (_, text) => expect(targetOf({ ...two, "deploy/app.wsgi": text })).toBe("two:app"));
  test("mod_wsgi's file calls a factory", () => {
    const files = {
      "one.py": factory(),
      "two.py": factory(),
      "app.wsgi": "from two import create_app\napplication = create_app()\n",
    };
    expect(targetOf(files)).toBe("two:create_app()");
  });

  test("what serves outweighs FLASK_APP beside it", () => {
    const Dockerfile = "FROM x\nENV FLASK_APP=one.py\nCMD flask db upgrade && gunicorn two:app";
    expect(targetOf({ ...two, Dockerfile })).toBe("two:app");
  });
  test("a command outweighs what a developer's file says", () => {
    expect(targetOf({ ...two, Procfile: "web: gunicorn one:app", ".flaskenv": "FLASK_APP=two" })).toBe("one:app");
  });
  test("a factory with arguments stays as it is written", () => {
    expect(
      targetOf({ "shop.py": factory("config"), Procfile: "web: gunicorn 'shop:create_app(\"production\")'" }),
    ).toBe('shop:create_app("production")');
  });
  test("a factory that waitress calls is one that Gunicorn must call", () => {
    expect(targetOf({ "shop.py": factory(), Dockerfile: "CMD waitress-serve --call shop:create_app" })).toBe(
      "shop:create_app()",
    );
  });
  test("FLASK_APP that names a factory also means the module that has called it", () => {
    const files = { "shop/__init__.py": factory(), "wsgi.py": "from shop import create_app\napp = create_app()\n" };
    expect(targetOf({ ...files, ".flaskenv": "FLASK_APP=shop" })).toBe("wsgi:app");
  });
  test("FLASK_APP that names manage.py means it", () => {
    const files = { "shop/__init__.py": factory(), "manage.py": "from shop import create_app\napp = create_app()\n" };
    expect(targetOf({ ...files, ".flaskenv": "FLASK_APP=manage.py" })).toBe("manage:app");
  });
  test("another folder of the command is where the app is", () => {
    expect(targetOf({ "backend/main.py": made(), Procfile: "web: gunicorn --chdir backend main:app" })).toBe(
      "main:app in backend",
    );
    expect(
      targetOf({
        "backend/main.py": made(),
        "backend/Dockerfile": "FROM x\nCOPY . /app\nWORKDIR /app\nCMD gunicorn main:app",
      }),
    ).toBe("main:app in backend");
  });
  test("an object that reading the code cannot judge is taken at the project's word", () => {
    expect(
      targetOf({
        "main.py": "import flask\nfrom plugins import load\nserve = load('web')\n",
        Procfile: "web: gunicorn main:serve",
      }),
    ).toBe("main:serve");
  });
  test("a function that takes the request itself is not called", () => {
    const files = { "main.py": "import flask\ndef application(environ, start_response):\n    return []\n" };
    expect(targetOf({ ...files, Procfile: "web: gunicorn main" })).toBe("main:application");
  });
  test("what is another framework's is no Flask app", () => {
    const files = { "main.py": "import flask\nfrom fastapi import FastAPI\napp = FastAPI()\n" };
    expect(targetOf({ ...files, Procfile: "web: gunicorn -k uvicorn.workers.UvicornWorker main:app" })).toBeNull();
  });
  test("in a project without Flask it is no Flask app", () => {
    const files = {
      "site/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
    };
    expect(targetOf({ ...files, Procfile: "web: gunicorn site.wsgi" })).toBeNull();
  });
  test("what it names and is not there is not taken", () => {
    expect(targetOf({ "shop.py": made(), Procfile: "web: gunicorn gone:app" })).toBe("shop:app");
  });
  test("files that Containerize wrote say nothing new", () => {
    const memory = JSON.stringify({ version: 1, answers: {}, files: { Dockerfile: "hash" } });
    expect(targetOf({ ...two, Dockerfile: "CMD gunicorn one:app", ".flask-stack.json": memory })).toBeNull();
  });
  test("what was decided at an earlier Containerize is the target, and nothing is left to choose", () => {
    const memory = JSON.stringify({ version: 1, answers: { target: "one:app" }, files: {} });
    const { target, notes } = inspected({ ...two, ".flask-stack.json": memory });
    expect(target).toBe("one:app");
    expect(notes).toEqual([]);
  });
  test("who has chosen is not asked to choose, be it something that was not found", () => {
    expect(inspect(filesOf(two), "app:made_elsewhere").notes).toEqual([]);
  });
  test("the Dockerfile that Containerize wrote is no word on Python's version, the user's own is", () => {
    const Dockerfile = "FROM python:3.11-slim\n";
    const memory = JSON.stringify({ version: 1, answers: {}, files: { Dockerfile: "hash" } });
    expect(inspected({ ...two, Dockerfile }).pythonVersionSource).toBe("Dockerfile");
    expect(inspected({ ...two, Dockerfile, ".flask-stack.json": memory }).pythonVersionSource).toBe("default");
  });
  test("the reason names the file", () => {
    expect(inspected({ ...two, Procfile: "web: gunicorn two:app" }).candidates[0]?.reason).toContain("Procfile");
  });
});
