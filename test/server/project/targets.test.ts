import { describe, expect, test } from "vitest";
import { factory, inspected, made, targetOf } from "./support";

type Files = Readonly<Record<string, string>>;
const cases = (title: string, table: readonly (readonly [string, Files, string | null])[]) =>
  describe(title, () => test.each(table)("%s", (_, files, target) => expect(targetOf(files)).toBe(target)));

cases("a module makes the app", [
  ["in app.py", { "app.py": made() }, "app:app"],
  ["under the name application", { "application.py": made("application") }, "application:application"],
  ["under a name of its own", { "shop.py": made("shop") }, "shop:shop"],
  ["with import flask", { "app.py": "import flask\napp = flask.Flask(__name__)\n" }, "app:app"],
  ["with an import under another name", { "app.py": "from flask import Flask as F\napp = F(__name__)\n" }, "app:app"],
  ["with the module under another name", { "app.py": "import flask as f\napp = f.Flask(__name__)\n" }, "app:app"],
  ["with an annotation", { "app.py": "from flask import Flask\napp: Flask = Flask(__name__)\n" }, "app:app"],
  ["among others at once", { "app.py": "from flask import Flask\napp, name = Flask(__name__), 'x'\n" }, "app:app"],
  [
    "under two names",
    { "app.py": "from flask import Flask\napp = application = Flask(__name__)\n" },
    "app:application",
  ],
  ["with a walrus", { "app.py": "from flask import Flask\nif (app := Flask(__name__)):\n    pass\n" }, "app:app"],
  [
    "late",
    { "app.py": "from flask import Flask\napp = None\ntry:\n    app = Flask(__name__)\nexcept E:\n    pass\n" },
    "app:app",
  ],
  [
    "in a branch",
    {
      "app.py":
        "import os\nfrom flask import Flask\nif os.name:\n    app = Flask(__name__)\nelse:\n    app = Flask('x')\n",
    },
    "app:app",
  ],
  [
    "of a class of its own",
    { "app.py": "from flask import Flask\nclass Shop(Flask):\n    pass\napp = Shop(__name__)\n" },
    "app:app",
  ],
  [
    "of a class of another module",
    {
      "core.py": "import flask\nclass Shop(flask.Flask):\n    pass\n",
      "main.py": "from core import Shop\napp = Shop(__name__)\n",
    },
    "main:app",
  ],
  ["of APIFlask", { "app.py": "from apiflask import APIFlask\napp = APIFlask(__name__)\n" }, "app:app"],
  ["of Connexion", { "app.py": "import connexion\napp = connexion.FlaskApp(__name__)\n" }, "app:app"],
  [
    "that an object carries",
    {
      "app.py":
        "from flask import Flask\nclass Server:\n    def __init__(self):\n        self.flask = Flask(__name__)\napp = Server().flask\n",
    },
    "app:app",
  ],
  [
    "that a function of another module returns with a second value",
    {
      "app.py": "from make import both\napp, socketio = both()\n",
      "make.py": "from flask import Flask\ndef both():\n    app = Flask(__name__)\n    return app, 1\n",
    },
    "app:app",
  ],
  [
    "by a function that assigns a global",
    {
      "app.py":
        "from flask import Flask\napp = None\ndef start():\n    global app\n    app = Flask(__name__)\nstart()\n",
    },
    "app:app",
  ],
  [
    "and wraps it",
    {
      "app.py":
        "from flask import Flask\nfrom werkzeug.middleware.proxy_fix import ProxyFix\napp = Flask(__name__)\napp.wsgi_app = ProxyFix(app.wsgi_app)\n",
    },
    "app:app",
  ],
  [
    "and dispatches to it",
    {
      "web.py":
        "from flask import Flask\nfrom werkzeug.middleware.dispatcher import DispatcherMiddleware\nsite = Flask(__name__)\napplication = DispatcherMiddleware(site, {'/api': site})\n",
    },
    "web:application",
  ],
  [
    "of Dash, whose server is the app",
    { "app.py": "import dash\napp = dash.Dash(__name__)\nserver = app.server\n" },
    "app:server",
  ],
  [
    "only where it is the program",
    { "app.py": "from flask import Flask\nif __name__ == '__main__':\n    app = Flask(__name__)\n" },
    null,
  ],
  [
    "only for the type checker",
    {
      "app.py":
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from flask import Flask\n    app = Flask(__name__)\n",
    },
    null,
  ],
]);

cases("Dash", [
  [
    "without a name for its server is served itself",
    { "app.py": "from dash import Dash\napp = Dash(__name__)\n" },
    "app:app",
  ],
  [
    "around a Flask app",
    {
      "app.py": "from dash import Dash\nfrom flask import Flask\nserver = Flask(__name__)\napp = Dash(server=server)\n",
    },
    "app:server",
  ],
]);

cases("a factory makes the app", [
  ["in a package", { "shop/__init__.py": factory() }, "shop:create_app()"],
  ["with defaults", { "shop/__init__.py": factory("config=None, *args, debug=False, **kwargs") }, "shop:create_app()"],
  ["never with a required parameter", { "shop/__init__.py": factory("config") }, null],
  ["never with a required keyword", { "shop/__init__.py": factory("*, config") }, null],
  [
    "and a module calls it",
    { "shop/__init__.py": factory(), "wsgi.py": "from shop import create_app\napp = create_app()\n" },
    "wsgi:app",
  ],
  [
    "and a module calls it with what it requires",
    {
      "shop/__init__.py": factory("config"),
      "serve.py": "from shop import create_app\nsite = create_app('production')\n",
    },
    "serve:site",
  ],
  [
    "that only its annotation shows",
    { "shop.py": "from flask import Flask\ndef create_app() -> Flask:\n    return registry.build()\n" },
    "shop:create_app()",
  ],
  [
    "by way of another function",
    {
      "shop.py":
        "from flask import Flask\ndef base():\n    return Flask(__name__)\ndef create_app():\n    app = base()\n    return configure(app)\ndef configure(app):\n    return app\n",
    },
    "shop:create_app()",
  ],
  [
    "as a global",
    {
      "shop/__init__.py":
        "from flask import Flask\ndef create_app():\n    global app\n    app = Flask(__name__)\n    return app\n",
    },
    "shop:create_app()",
  ],
  [
    "that finishes the module's own app",
    {
      "shop.py":
        "from flask import Flask\napp = Flask(__name__)\ndef create_app():\n    app.config['X'] = 1\n    return app\n",
    },
    "shop:create_app()",
  ],
  [
    "that is handed on by the package",
    { "shop/__init__.py": "from .factory import create_app\n", "shop/factory.py": factory() },
    "shop:create_app()",
  ],
  [
    "that a library has",
    { "wsgi.py": "from superset.app import create_app\napplication = create_app()\n" },
    "wsgi:application",
  ],
  [
    "when the module is first asked for it",
    {
      "shop/__init__.py": `${factory()}def __getattr__(name):\n    if name == "app":\n        return create_app()\n`,
    },
    "shop:app",
  ],
  [
    "and another module hangs views on one of its own",
    {
      "shop/__init__.py": factory(),
      "wsgi.py": "from shop import create_app\napp = create_app()\n",
      "events.py": "from shop import create_app\napp = create_app()\n@app.route('/')\ndef a(): pass\n",
    },
    "wsgi:app",
  ],
  [
    "not a fixture",
    { "shop.py": "import pytest\nfrom flask import Flask\n@pytest.fixture\ndef app():\n    return Flask(__name__)\n" },
    null,
  ],
  [
    "not a coroutine",
    { "shop.py": "from flask import Flask\nasync def create_app():\n    return Flask(__name__)\n" },
    null,
  ],
  [
    "not of another framework",
    {
      "app.py":
        "from fastapi import FastAPI\ndef create_app():\n    app = FastAPI()\n    return app\napp = create_app()\n",
    },
    null,
  ],
]);

cases("a module imports the app", [
  ["with a star", { "bin/__init__.py": "from .core import *\n", "bin/core.py": made() }, "bin:app"],
  [
    "under another name",
    { "shop/__init__.py": made(), "wsgi.py": "from shop import app as application\n" },
    "wsgi:application",
  ],
  ["into its package", { "shop/__init__.py": "from .core import app\n", "shop/core.py": made() }, "shop:app"],
  [
    "to hang views on it",
    {
      "shop/__init__.py": `${made()}from shop import views\n`,
      "shop/views.py": "from shop import app\n@app.route('/')\ndef index():\n    return ''\n",
    },
    "shop:app",
  ],
  [
    "together with the views",
    {
      "shop.py": made(),
      "views.py": "from shop import app\n@app.route('/')\ndef index():\n    return ''\n",
      "run.py": "from shop import app\nimport views\nif __name__ == '__main__':\n    app.run()\n",
    },
    "run:app",
  ],
  [
    "in a circle",
    {
      "a.py": `${made()}import b\n`,
      "b.py": "from a import app\nfrom c import x\n",
      "c.py": "from b import app\nx = 1\n",
    },
    "a:app",
  ],
]);

cases("where the project keeps it", [
  ["a file whose name only a server can import", { "my-app.py": made() }, "my-app:app"],
  ["a file with a Korean name", { "가게.py": made() }, "가게:app"],
  ["a file that nothing can import", { "my app.py": made(), "a.b.py": made() }, null],
  ["examples, where there is nothing else", { "examples/shop.py": made() }, "shop:app in examples"],
  ["a first try, where there is nothing else", { "test.py": made() }, "test:app"],
  ["tests, never", { "tests/shop.py": made(), "test_app.py": made() }, null],
  [
    "a package with a module of its own name",
    {
      "shop/__init__.py": "",
      "shop/shop.py": `from shop.db import x\ntry:\n    import tools\nexcept ImportError:\n    pass\n${made()}`,
      "shop/tools.py": "",
      "shop/db.py": "",
    },
    "shop.shop:app",
  ],
  [
    "a package that is run as a script",
    { "shop/__init__.py": "", "shop/main.py": `from models import x\n${made()}`, "shop/models.py": "" },
    "main:app in shop",
  ],
  ["src", { "src/shop/__init__.py": factory(), "pyproject.toml": "" }, "shop:create_app() from src"],
  [
    "a folder of a larger repository",
    { "backend/app.py": made(), "backend/requirements.txt": "flask", "frontend/package.json": "{}" },
    "app:app in backend",
  ],
  ["src in such a folder", { "backend/src/shop/__init__.py": made() }, "shop:app in backend from src"],
  [
    "a folder that its imports start above",
    { "web/app.py": `from web.models import x\n${made()}`, "web/models.py": "x = 1\n" },
    "web.app:app",
  ],
  ["src, imported by that name", { "src/__init__.py": "", "src/app.py": made() }, "src.app:app"],
  [
    "a package in a package",
    { "shop/__init__.py": "", "shop/web/__init__.py": "", "shop/web/app.py": made() },
    "shop.web.app:app",
  ],
]);

cases("what is not the app", [
  [
    "one that a module of another purpose makes for itself",
    { "shop/__init__.py": factory(), "shop/cache.py": "from shop import create_app\nflask_app = create_app()\n" },
    "shop:create_app()",
  ],
  ["tests", { "shop.py": made(), "tests/app.py": made(), "test_app.py": made() }, "shop:app"],
  ["docs and examples", { "shop.py": made(), "docs/app.py": made(), "examples/app.py": made() }, "shop:app"],
  ["a script that serves when it is imported", { "app.py": `${made()}app.run()\n`, "shop.py": made() }, "shop:app"],
  [
    "a manage.py beside an entry",
    {
      "manage.py": "from shop import create_app\napp = create_app()\n",
      "wsgi.py": "from shop import create_app\napp = create_app()\n",
      "shop.py": factory(),
    },
    "wsgi:app",
  ],
  [
    "the app of a Celery worker",
    { "make_celery.py": "from shop import create_app\nflask_app = create_app()\n", "shop/__init__.py": factory() },
    "shop:create_app()",
  ],
  [
    "installed packages",
    {
      "shop.py": made(),
      "lib/site-packages/x/app.py": made(),
      "node_modules/y/app.py": made(),
      "env/pyvenv.cfg": "",
      "env/app.py": made(),
    },
    "shop:app",
  ],
  ["current_app", { "shop.py": made(), "app.py": "from flask import current_app as app\n" }, "shop:app"],
  ["a blueprint", { "app.py": "from flask import Blueprint\napp = Blueprint('app', __name__)\n" }, null],
  [
    "an ASGI wrapper",
    {
      "asgi.py":
        "from asgiref.wsgi import WsgiToAsgi\nfrom shop import app as flask_app\napp = WsgiToAsgi(flask_app)\n",
      "shop.py": made(),
    },
    "shop:app",
  ],
]);

describe("several apps", () => {
  test("of equal weight: none is taken, and the note says how to choose", () => {
    const { target, candidates, notes } = inspected({ "one.py": made(), "two.py": made() });
    expect(target).toBeNull();
    expect(candidates.map((it) => it.target)).toEqual(["one:app", "two:app"]);
    expect(notes.join()).toContain("--set target=one:app");
  });
  cases("in folders of their own", [
    ["with nothing at the top", { "blog/app.py": made(), "shop/main.py": made(), "shop/requirements.txt": "" }, null],
    [
      "each with its own Procfile",
      { "blog/app.py": made(), "shop/app.py": made(), "shop/Procfile": "web: gunicorn app:app" },
      null,
    ],
    ["one at the top", { "app.py": made(), "blog/app.py": made(), "shop/app.py": made() }, "app:app"],
    ["one of a usual name", { "backend/app.py": made(), "worker/main.py": made() }, "app:app in backend"],
    [
      "one named at the top",
      { Procfile: "web: gunicorn --chdir shop app:app", "blog/app.py": made(), "shop/app.py": made() },
      "app:app in shop",
    ],
    ["one of them an example", { "shop/app.py": made(), "examples/blog/app.py": made() }, "app:app in shop"],
    [
      "a manifest at the top",
      { "requirements.txt": "flask", "blog/app.py": made(), "shop/blog.py": made() },
      "app:app in blog",
    ],
  ]);
  test("of one name: the note tells them apart", () => {
    const { notes } = inspected({ "blog/app.py": made(), "shop/app.py": made() });
    expect(notes.join()).toContain("blog/app:app and shop/app:app are equally likely");
  });
  cases("of unequal weight", [
    ["the one with an entry's name", { "app.py": made(), "stub.py": made() }, "app:app"],
    ["the one nearer to the root", { "shop.py": made(), "part/inner.py": made(), "part/__init__.py": "" }, "shop:app"],
    [
      "the one with the pages",
      {
        "one.py": made(),
        "two.py": `${made()}@app.route('/')\ndef a(): pass\n@app.route('/b')\ndef b(): pass\n@app.route('/c')\ndef c(): pass\n`,
      },
      "two:app",
    ],
  ]);
});
