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
