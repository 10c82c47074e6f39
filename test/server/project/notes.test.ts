import { describe, expect, test } from "vitest";
import { inspect } from "../../../server/src/project/inspect";
import { inspectReport } from "../../../server/src/project/report";
import { filesOf, inspected, made } from "./support";

const notes = (files: Readonly<Record<string, string>>) => inspected(files).notes;

describe("what a person should know", () => {
  test("nothing, where all is right", () =>
    expect(notes({ "app.py": made(), "requirements.txt": "flask" })).toEqual([]));
  test("what was looked for and where, if there is no app", () => {
    const [note] = notes({ "a.py": "x = 1", "b.py": "" });
    expect(note).toMatch(/folder: its Python files \(2\) make no object by Flask\(\.\.\.\).*--set target=/);
  });
  test("that the module never comes back from its import", () => {
    expect(notes({ "app.py": `${made()}app.run()\n` }).join()).toContain("app.py starts Flask's development server");
    expect(notes({ "app.py": `${made()}if __name__ == "__main__":\n    app.run()\n` })).toEqual([]);
  });
  test("that a command names what is not there", () => {
    expect(notes({ "app.py": made(), Procfile: "web: gunicorn gone:app" })).toEqual([
      "Procfile serves gone:app, which is not in this folder: correct it there, or open the folder that has it.",
    ]);
  });
  test("that Python 2 is not to be had", () => {
    expect(notes({ "app.py": made(), "runtime.txt": "python-2.7.18" }).join()).toContain(
      "runtime.txt asks for Python 2.7.18",
    );
  });
  test("that an older Dash needs a name for its server", () => {
    expect(notes({ "app.py": "import dash\napp = dash.Dash()\n" }).join()).toContain("server = app.server");
  });
});

describe("code that Python cannot read", () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "in the app's own module",
      { "app.py": `${made()}def index(:\n    pass\n` },
      "app.py, line 3, cannot be read by Python",
    ],
    [
      "that hides the app",
      { "app.py": "from flask import Flask\napp = Flask(__name__\n" },
      'app.py, line 2, cannot be read by Python, so the app cannot start: This "(" is never closed: add what closes it.',
    ],
    ["by its indentation alone", { "app.py": `${made()}if app:\n        x = 1\n    y = 2\n` }, "app.py, line 5,"],
    [
      "in a module that the app imports",
      { "app.py": `import views\n${made()}`, "views.py": "retrun 1 2\n" },
      "views.py, line 1,",
    ],
  ])("is named %s", (_, files, note) => expect(notes(files).join("\n")).toContain(note));

  test.each<[string, Readonly<Record<string, string>>]>([
    ["that nothing imports", { "app.py": made(), "notes.py": "x = = 1\n" }],
    ["that Python can", { "app.py": `${made()}\fx = lambda a,: 0\nmatch x:\n    case [*y]:\n        pass\n` }],
  ])("is not named %s", (_, files) => expect(notes(files)).toEqual([]));
});

describe("an import that the requirements do not name", () => {
  const note = (code: string, requirements = "flask\n", more = {}) =>
    notes({ "app.py": `${code}\n${made()}`, "requirements.txt": requirements, ...more }).join();
  test.each([
    ["import requests", "app.py, line 1, imports requests, which requirements.txt does not name: add requests there"],
    ["from PIL import Image", "imports PIL, which requirements.txt does not name: add pillow there"],
    ["import os, requests", "app.py, line 1, imports requests"],
    ["import helper", "helper.py, line 1, imports psycopg2"],
  ])("%s", (code, said) =>
    expect(note(code, "flask==3.0\n", { "helper.py": "import psycopg2.extras\n" })).toContain(said),
  );
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["import requests", "flask\nrequests>=2\n", {}],
    ["import psycopg2", "flask\npsycopg2-binary\n", {}],
    ["import sqlalchemy, jinja2", "flask-migrate\n", {}],
    ["import requests", "flask\nspotipy\n", {}],
    ["import requests", "flask\n-e .\n", {}],
    ["import requests", "flask\ngit+https://host/x.git\n", {}],
    ["import requests", "flask\n-r more.txt\n", { "more.txt": "requests\n" }],
    ["import requests", "flask\n", { "requests.py": "" }],
    ["try:\n    import requests\nexcept ImportError:\n    requests = None", "flask\n", {}],
    ["def f():\n    import requests", "flask\n", {}],
    ["import json", "flask\n", { "scraper.py": "import requests\n" }],
  ])("none: %j with %j and %j", (code, requirements, more) => expect(note(code, requirements, more)).toBe(""));
});

describe("an async view", () => {
  const view = "@app.get('/')\nasync def index():\n    return 'a'\n";
  const note = (code: string, requirements = "flask\n", more = {}) =>
    notes({ "app.py": made() + code, "requirements.txt": requirements, ...more }).join();
  const said =
    "app.py, line 4, is an async view, which Flask answers with an error as long as asgiref is not installed: write flask[async] for flask in requirements.txt.";
  test.each<[string, string, Readonly<Record<string, string>>]>([
    [view, "flask==3.0\n", {}],
    [view.replace("get('/')", "errorhandler(404)"), "flask\nrequests\n", {}],
    [
      `from flask import Blueprint\nbp = Blueprint("a", __name__)\n@bp.route("/")\nasync def index(): pass\n`,
      "flask\n",
      {},
    ],
  ])("needs asgiref: %j with %j", (code, requirements, more) => {
    expect(note(code, requirements, more)).toContain("is an async view, which Flask answers with an error");
  });
  test("is told with its line", () => expect(note(view)).toBe(said));
  test.each<[string, string, Readonly<Record<string, string>>]>([
    [view, "flask[async]\n", {}],
    [view, "flask\nasgiref\n", {}],
    [view, "flask\n-r more.txt\n", { "more.txt": "asgiref==3.8\n" }],
    [view, "flask\nuvicorn\n", {}],
    [view, "flask\n-e .\n", {}],
    [view, "flask\ngit+https://host/x.git\n", {}],
    ["@app.get('/')\ndef index():\n    async def work(): pass\n", "flask\n", {}],
    ["async def work(): pass\n", "flask\n", {}],
    ["from fastapi import FastAPI\napi = FastAPI()\n@api.get('/')\nasync def index(): pass\n", "flask\n", {}],
  ])("none: %j with %j and %j", (code, requirements, more) => expect(note(code, requirements, more)).toBe(""));
  test("none where nothing says what is installed", () => {
    expect(notes({ "app.py": made() + view })).toEqual([]);
  });
});

describe("uploads", () => {
  const note = (code: string, more = {}) =>
    notes({ "app.py": `from flask import request\n${made()}${code}\n`, "requirements.txt": "flask", ...more }).join();
  test.each([
    "def f():\n    return request.files['a']",
    "def f():\n    return request.files.getlist('a')",
    "def f():\n    return 'a' in request.files",
    "import flask\ndef f():\n    return flask.request.files.get('a')",
    "from flask_wtf.file import FileField\nclass Form:\n    photo = FileField('a')",
  ])("meet Nginx's limit where the app sets none: %j", (code) => {
    expect(note(code)).toMatch(/app\.py, line \d, takes uploads, .*more than 1 MiB with 413/);
  });
  test.each([
    "app.config['MAX_CONTENT_LENGTH'] = 16 * 1024 * 1024\ndef f():\n    return request.files['a']",
    "# request.files['a']",
    "def f():\n    return request.form['a']",
    "def f(response):\n    return response.files['a']",
    "from marshmallow import FileField\nclass Form:\n    photo = FileField('a')",
  ])("are not told of: %j", (code) => expect(note(code)).toBe(""));
});

describe("an app of another framework", () => {
  const note = (files: Readonly<Record<string, string>>) => notes(files).join("\n");
  test.each([
    ["from fastapi import FastAPI\napi = FastAPI()\n", "FastAPI", "uvicorn main:api"],
    ["import fastapi\napp = fastapi.FastAPI(title='a')\n", "FastAPI", "uvicorn main:app"],
    ["from quart import Quart\napp = Quart(__name__)\n", "Quart", "hypercorn main:app"],
    ["from starlette.applications import Starlette\napp = Starlette()\n", "Starlette", "uvicorn main:app"],
    [
      "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
      "Django",
      "gunicorn main:application",
    ],
    ["from fastapi import FastAPI\ndef make():\n    return FastAPI()\n", "FastAPI", "uvicorn main:app"],
  ])("is named, with what serves it: %j", (code, framework, command) => {
    expect(note({ "main.py": code })).toBe(
      `main.py, line ${code.split("\n").length - 1}, makes an app of ${framework}, and no Flask app was found: only Flask apps are served by this stack; ${command} serves that one.`,
    );
  });
  test.each<[string, Readonly<Record<string, string>>]>([
    ["beside a Flask app", { "app.py": made(), "api.py": "from fastapi import FastAPI\napi = FastAPI()\n" }],
    ["in tests", { "tests/test_api.py": "from fastapi import FastAPI\napi = FastAPI()\n" }],
    ["of that name alone", { "main.py": "from mine import FastAPI\napp = FastAPI()\n" }],
  ])("is not told of %s", (_, files) => expect(note(files)).not.toContain("makes an app of"));
});

test("a candidate that is decided upon gives its own facts", () => {
  const files = filesOf({
    "one.py": "from flask import Flask\napp = Flask(__name__, static_folder='a')\n",
    "two/two.py": "from flask import Flask\napp = Flask(__name__, static_folder='b')\n",
    "a/x": "",
    "two/b/x": "",
  });
  expect(inspect(files)).toMatchObject({ target: "one:app", staticFolders: [{ url: "/a", path: "a" }] });
  const decided = { target: "two:app", workingDirectory: "two", staticFolders: [{ url: "/b", path: "two/b" }] };
  expect(inspect(files, "two:app")).toMatchObject(decided);
  expect(inspect(files, "two/two:app")).toMatchObject(decided);
  expect(inspect(files, "gone:app")).toMatchObject({ target: "one:app" });
});

test("the report is the contract of the command line", () => {
  const report = inspectReport(inspected({ "app.py": made(), "requirements.txt": "flask" }));
  expect(report).toEqual({
    target: "app:app",
    workingDirectory: ".",
    pythonPath: ".",
    candidates: [{ target: "app:app", file: "app.py", line: 2, score: expect.any(Number), reason: expect.any(String) }],
    packageManager: "pip",
    dependencyFiles: ["requirements.txt"],
    pythonVersion: "3.13",
    pythonVersionSource: "default",
    staticFolders: [],
    services: [],
    async: false,
    websockets: false,
    healthPath: null,
    uploadLimit: null,
    notes: [],
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
