import { describe, expect, test } from "vitest";
import { findingsOf } from "./support";

type Texts = Readonly<Record<string, string>>;

const app = "from flask import Flask\n\napp = Flask(__name__)\n";
const factory = "from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    return app\n";

/** What is served by a Procfile, on the machine itself. */
const web = (target: string, module: string, more: Texts = {}): Texts => ({
  Procfile: `web: gunicorn ${target}\n`,
  "app.py": module,
  ...more,
});

const image = (docker: string, more: Texts): Texts => ({
  Dockerfile: `FROM python:3.13\nWORKDIR /app\n${docker}\nCMD ["gunicorn", "--worker-tmp-dir", "/dev/shm", "app:app"]\n`,
  ...more,
});

/** `severity "what is underlined"` of what is said of the target, with what is offered instead. */
const told = (texts: Texts): string[] =>
  findingsOf(texts)
    .filter(({ code }) => /app-not-found|factory-call/.test(code))
    .map(({ severity, path, start, end, fixes = [] }) => {
      const instead = fixes.flatMap(({ edits }) => edits.map(({ text }) => ` -> ${text}`)).join("");
      return `${severity} ${JSON.stringify(texts[path]?.slice(start, end))}${instead}`;
    });

describe("the object of the module", () => {
  test.each<[string, Texts, string[]]>([
    ["is there", web("app:app", app), []],
    ["is misspelt", web("app:ap", app), ['error "ap" -> app']],
    ["is misspelt where it is called", web("'app:create_ap()'", factory), ['error "create_ap" -> create_app']],
    ["is not there, and nothing like it", web("app:wsgi", "x = 1\n"), ['error "wsgi"']],
    ["is Gunicorn's own name", web("app", app), ['error "app" -> :app']],
    ["is Gunicorn's own name, and there", web("app", app.replace("app =", "application =")), []],
    ["is local to a factory", web("app:app", factory), ['error "app"']],
    ["is local to a factory, in quotes", web('"app:app"', factory), ['error "app" -> create_app()']],
    [
      "is made where the file is run alone",
      web("app:app", `${factory}\nif __name__ == "__main__":\n    app = create_app()\n    app.run()\n`),
      ['error "app"'],
    ],
    ["is imported", web("app:app", "from other import app\n"), []],
    ["is imported by another name", web("app:app", "from other import thing as app\n"), []],
    ["comes of a branch", web("app:app", "try:\n    app = a()\nexcept E:\n    app = b()\n"), []],
    ["comes of a loop", web("app:app", "for app in apps:\n    pass\n"), []],
    ["comes of a with", web("app:app", "with made() as app:\n    pass\n"), []],
    ["comes of a walrus", web("app:app", "print(app := make())\n"), []],
    ["is unpacked", web("app:app", "app, api = make()\n"), []],
    ["comes of a star that cannot be read", web("app:app", "from other import *\n"), []],
    ["comes of a star", web("app:app", "from other import *\n", { "other.py": app }), []],
    ["comes of no star", web("app:ap", "from other import *\n", { "other.py": app }), ['error "ap"']],
    ["is set in globals", web("app:app", 'globals()["app"] = 1\n'), []],
    ["is set by setattr", web("app:app", "import sys\nsetattr(sys.modules[__name__], N, 1)\n"), []],
    ["is made by __getattr__", web("app:app", "def __getattr__(name):\n    return 1\n"), []],
    ["is global in a function", web("app:app", "def f():\n    global app\n    app = 1\nf()\n"), []],
    ["is in a file that Python cannot read", web("app:app", "x = (\n"), []],
    ["is a class", web("app:App", "class App:\n    pass\n"), []],
    ["is a part of a package", web("pkg:main", "", { "pkg/__init__.py": "", "pkg/main.py": app }), ['error "main"']],
    ["is not in a package", web("pkg:ap", "", { "pkg/__init__.py": "from .m import app\n" }), ['error "ap" -> app']],
    ["is what a variable says", web("$TARGET", app), []],
    ["is what --chdir leads to", web("--chdir sub app:ap", app, { "sub/app.py": "ap = 1\n" }), []],
    [
      "is not where --chdir leads to",
      web("--chdir sub app:ap", "ap = 1\n", { "sub/app.py": app }),
      ['error "ap" -> app'],
    ],
    ["is what --pythonpath leads to", web("--pythonpath lib app:ap", app, { "lib/app.py": "ap = 1\n" }), []],
    [
      "is told by the config file",
      { Procfile: "web: gunicorn\n", "app.py": app, "gunicorn.conf.py": 'wsgi_app = "app:ap"\n' },
      ['error "ap" -> app'],
    ],
    [
      "is told by the config file, and by the command line as well",
      web("app:app", app, { "gunicorn.conf.py": 'wsgi_app = "app:ap"\n' }),
      [],
    ],
    [
      "is in a unit of who knows which folder",
      { "app.py": app, "deploy/web.service": "[Service]\nExecStart=/srv/bin/gunicorn app:ap\n" },
      ['warning "ap" -> app'],
    ],
    ["is in an image", image("COPY . .", { "app.py": "ap = 1\n" }), ['error "app" -> ap']],
    ["is in an image that has one file of it", image("COPY app.py .", { "app.py": "ap = 1\n" }), ['error "app" -> ap']],
    ["is in an image, from elsewhere", image("COPY --from=x /a /app", { "app.py": "ap = 1\n" }), []],
  ])("%s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
});

describe("how it is written", () => {
  test.each<[string, Texts, string[]]>([
    ["a file", web("app.py", app), ['error "app.py" -> app:app']],
    ["a dot for the colon", web("app.app", app), ['error "app.app" -> app:app']],
    ["a part that a package has not", web("pkg.main", app, { "pkg/__init__.py": "" }), ['error "pkg.main"']],
    ["a path", web("./src/app:app", app), ['error "./src/app:app" -> src.app:app']],
    ["a part of an object", web("app:app.server", app), ['error "app:app.server"']],
    [
      "the same in a release that took it",
      web("app:app.server", app, { "requirements.txt": "gunicorn==19.10.0\n" }),
      [],
    ],
    ["a call of a part", web("'app:app.make()'", app), ["error \"'app:app.make()'\""]],
    ["nothing behind the colon", web("app:", app), ['error "app:"']],
    ["nothing before the colon", web(":app", app), ['error ":app"']],
    ["nothing but the colon", web("-w 2 :", app), ['error ":"']],
    ["a module that a variable names", web("$MODULE:app", app), []],
    ["a module that a variable may name", web("${MODULE:-app}:app", app), []],
    [
      "a module that compose may name",
      { "compose.yaml": "services:\n  web: {image: x, command: 'gunicorn ${M}:app'}\n" },
      [],
    ],
    ["a module that an image does not tell", { Dockerfile: "FROM x\nCMD gunicorn $M:app\n" }, []],
    ["a module that an image may get", { Dockerfile: "FROM x\nARG M\nENV M=$M\nCMD gunicorn $M:app\n" }, []],
    ["nothing before the colon beside paste, which is served", web("--paste a.ini :app", app), []],
  ])("%s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
});

describe("the module", () => {
  test.each<[string, Texts, string[]]>([
    ["is misspelt", web("ap:app", app), ['error "ap" -> app']],
    ["may be installed", web("apps:app", app, { "requirements.txt": "gunicorn\napps\n" }), []],
    ["is not installed", web("wsgi:app", app, { "requirements.txt": "gunicorn\nflask\n" }), ['error "wsgi"']],
    ["may be installed, where nothing says what is", web("wsgi:app", app), []],
    ["is not in its package", web("pkg.wsgi:app", "", { "pkg/__init__.py": "" }), ['error "pkg.wsgi"']],
    ["is in its package", web("pkg.wsgi:app", "", { "pkg/__init__.py": "", "pkg/wsgi.py": app }), []],
    ["is in a folder without __init__.py", web("pkg.wsgi:app", "", { "pkg/wsgi.py": app }), []],
    ["is part of a module that is no package", web("app.wsgi:app", app), ['error "app.wsgi"']],
    ["is in a package that looks elsewhere", web("p.x:app", "", { "p/__init__.py": "__path__ = [1]\n" }), []],
    ["is compiled", web("fast:app", app, { "fast.cpython-313.so": "" }), []],
    ["is in src, and the project is installed", web("shop:app", "", { "src/shop.py": app, "setup.py": "" }), []],
    ["is in src", web("shop:app", "", { "src/shop.py": app }), ['warning "shop"']],
    [
      "is in src, which is on the path",
      web("shop:app", "", { Procfile: "web: PYTHONPATH=src gunicorn shop:app\n", "src/shop.py": app }),
      [],
    ],
    [
      "is what a config file's path leads to",
      web("ap:app", app, { "gunicorn.conf.py": "import sys\nsys.path.append('x')\n" }),
      [],
    ],
    ["is misspelt, in an image", image("COPY . .", { "apps.py": app }), ['error "app" -> apps']],
    ["is in an image that takes from another", image("COPY . .\nCOPY --from=x /app /app", { "apps.py": app }), []],
    [
      "is in an image of elsewhere",
      { ...image("COPY . .", { "apps.py": app }), Dockerfile: "FROM shop/base\nCOPY . .\nCMD gunicorn app:app\n" },
      [],
    ],
    [
      "is in an image whose path is not known",
      image('ENV PYTHONPATH="$PYTHONPATH:/lib"\nCOPY . .', { "apps.py": app }),
      [],
    ],
    ["is in a package of Poetry", web("shop:app", "", { "src/shop.py": app, "pyproject.toml": "[tool.poetry]\n" }), []],
    [
      "is copied by its name",
      image("COPY pkg /app/pkg", {
        Dockerfile: "FROM python:3.13\nWORKDIR /app\nCOPY ./pkg /app/pkg\nCMD gunicorn pkg.main:app\n",
        "pkg/__init__.py": "",
        "pkg/main.py": app,
      }),
      [],
    ],
    ["is in no project", { Procfile: "web: gunicorn app:app\n" }, []],
  ])("%s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
});

describe("a factory", () => {
  const warned = ['warning "create_app"'];
  test.each<[string, Texts, string[]]>([
    ["is called", web("'app:create_app()'", factory), []],
    ["is not called", web("app:create_app", factory), warned],
    ["is not called, and has a parameter", web("app:create_app", factory.replace("()", "(config=None)")), warned],
    ["may be an application", web("app:create_app", factory.replace("()", "(environ, start_response)")), []],
    ["is decorated", web("app:create_app", factory.replace("def", "@made\ndef")), []],
    ["is one for uvicorn", web("-k uvicorn_worker.UvicornWorker app:create_app", factory), []],
    [
      "needs what it is not given",
      web("'app:create_app()'", factory.replace("()", "(config)")),
      ['error "create_app"'],
    ],
    ["has what it needs", web("'app:create_app(\"x\")'", factory.replace("()", "(config)")), []],
    ["has defaults", web("'app:create_app()'", factory.replace("()", "(config=1, *, b=2, **c)")), []],
  ])("%s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
});
