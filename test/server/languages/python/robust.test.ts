import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPython } from "../../../../server/src/languages/python/reader";
import { inspected } from "../../project/support";

/** Reads everything that a file can be asked for. */
function readAll(text: string): void {
  const { scope, find, lineAt } = readPython(text);
  expect(lineAt(text.length)).toBeGreaterThan(0);
  for (const { function: it } of find.functions()) it.scope();
  for (const { value } of scope.bindings) if (value.kind === "class") value.class.scope();
  for (const word of ["app", "Flask", "environ", "route"]) {
    find.calls(word);
    find.subscripts(word);
    find.memberships(word);
    find.settings(word);
  }
}

const pieces = [
  ..."()[]{}:,.=@*\"'\\\n\t #;",
  "    ",
  "\n\n",
  '"""',
  "def f",
  "class A",
  "if x:",
  "else:",
  "import ",
  "from . import *",
  "Flask",
  "app",
  "os.environ",
  "lambda",
  "async ",
  "return ",
  "yield",
  ":=",
  "f'{",
  "한",
  "\u0000",
  "1_0",
];

describe("no text is too much", () => {
  test("any sequence of Python's pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => readAll(parts.join(""))),
      { numRuns: 400 },
    );
  });
  test("any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), readAll), { numRuns: 200 });
  });
  test.each([
    ["a sum of 20,000 parts", `x = ${"1 + ".repeat(20_000)}1\n`],
    ["20,000 brackets", `x = ${"[".repeat(20_000)}\n`],
    ["20,000 attributes", `x = a${".b".repeat(20_000)}\n`],
    ["20,000 calls", `x = a${"()".repeat(20_000)}\n`],
    ["5,000 nested blocks", Array.from({ length: 5000 }, (_, i) => `${" ".repeat(i)}if x:\n`).join("")],
    ["1,000 nested functions", Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}def f():\n`).join("")],
  ])("%s", (_, text) => readAll(text));
});

describe("no project is too much", () => {
  const ends = (files: Readonly<Record<string, string>>) => expect(() => inspected(files)).not.toThrow();
  test("functions that call one another", () => {
    ends({ "app.py": "from flask import Flask\ndef a(): return b()\ndef b(): return a()\napp = a()\n" });
    ends({ "app.py": "from flask import Flask\ndef a(x=1): return a(a(x))\napp = a(a)\n" });
  });
  test("modules that import one another by stars", () => {
    ends({ "a.py": "from b import *\napp = app\n", "b.py": "from a import *\n", "wsgi.py": "from a import *\n" });
  });
  test("classes that derive from one another", () =>
    ends({ "app.py": "class A(B): pass\nclass B(A): pass\napp = A()\n" }));
  test("blueprints that hold one another", () => {
    ends({
      "app.py":
        "from flask import *\na = Blueprint('a', __name__)\na.register_blueprint(a)\n@a.get('/health')\ndef h(): pass\napp = Flask(__name__)\n",
    });
  });
  test("a path that climbs without end", () => {
    ends({
      "app.py":
        "from flask import Flask\nimport os\nd = os.path.dirname\napp = Flask(__name__, static_folder=d(d(d(d(__file__)))))\nx = x\ny = [y]\n",
    });
  });
  test("requirements that include one another", () =>
    ends({ "requirements.txt": "-r a.txt\n", "a.txt": "-r requirements.txt\n-r ../../x\n-r /etc/passwd\n" }));
  test("scripts that start one another", () =>
    ends({ Procfile: "web: ./a.sh", "a.sh": "./start.sh", "start.sh": "sh a.sh" }));
  test.each([
    "pyproject.toml",
    "Pipfile",
    "compose.yaml",
    "environment.yml",
    "render.yaml",
    "Dockerfile",
    "Procfile",
    ".env",
    "uwsgi.ini",
    "setup.cfg",
    "setup.py",
    "package.json",
    "fly.toml",
    ".flask-stack.json",
    "mise.toml",
  ])("%s of any content", (name) => {
    for (const text of ["", "[", "{", "\u0000", "a: [", "= =", "[[a]]\nb", "null", "[1, 2]", "'''"])
      ends({ [name]: text });
  });
});
