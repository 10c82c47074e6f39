import { describe, expect, test } from "vitest";
import { inspected, made } from "./support";

const app = (arguments_: string, rest = "") =>
  `from flask import Flask, Blueprint\nimport os\napp = Flask(__name__${arguments_})\n${rest}`;
const statics = (files: Readonly<Record<string, string>>) =>
  inspected(files).staticFolders.map(({ url, path, mixed }) => (mixed ? `${path}, mixed` : `${url} -> ${path}`));
const style = { "static/style.css": "" };

describe("static folders", () => {
  test.each<[string, Readonly<Record<string, string>>, string[]]>([
    ["the usual one", { "app.py": app(""), ...style }, ["/static -> static"]],
    ["the usual one of a package", { "shop/__init__.py": app(""), "shop/static/x": "" }, ["/static -> shop/static"]],
    ["the usual one that is not there", { "app.py": app("") }, []],
    ["none", { "app.py": app(", static_folder=None"), ...style }, []],
    ["another folder", { "app.py": app(", static_folder='assets'"), "assets/x": "" }, ["/assets -> assets"]],
    ["a nested folder", { "app.py": app(", static_folder='web/dist/'"), "web/dist/x": "" }, ["/dist -> web/dist"]],
    ["another URL", { "app.py": app(", static_url_path='/s/'"), ...style }, ["/s -> static"]],
    ["by position", { "app.py": app(", '/s', 'assets'"), "assets/x": "" }, ["/s -> assets"]],
    ["at the root of the site", { "app.py": app(", static_url_path=''"), ...style }, ["/ -> static"]],
    [
      "at the root, with views of other names",
      { "app.py": app(", static_url_path=''", "@app.route('/')\n@app.get('/<int:n>')\ndef f(): pass\n"), ...style },
      ["/ -> static"],
    ],
    [
      "at the root, with views of any name",
      { "app.py": app(", static_url_path='/'", "@app.get('/<path:page>')\ndef f(): pass\n"), ...style },
      ["static, mixed"],
    ],
    [
      "at the root, with a view of that name",
      { "app.py": app(", static_url_path=''", "@app.get('/style.css')\ndef f(): pass\n"), ...style },
      ["static, mixed"],
    ],
    [
      "at the root, among the code",
      { "app.py": app(", static_url_path='', static_folder='web'"), "web/x.py": "" },
      ["web, mixed"],
    ],
    [
      "above the package",
      { "shop/app.py": app(", static_folder='../public'"), "public/x": "", "shop/__init__.py": "" },
      ["/public -> public"],
    ],
    ["outside of the project", { "app.py": app(", static_folder='/var/www'"), "var/www/x": "" }, []],
    [
      "worked out with os.path",
      {
        "app.py": `from flask import Flask\nimport os\nHERE = os.path.abspath(os.path.dirname(__file__))\napp = Flask(__name__, static_folder=os.path.join(HERE, 'assets'))\n`,
        "assets/x": "",
      },
      ["/assets -> assets"],
    ],
    [
      "worked out with pathlib",
      {
        "shop/app.py": `from flask import Flask\nfrom pathlib import Path\napp = Flask(__name__, static_folder=Path(__file__).resolve().parent.parent / 'assets')\n`,
        "assets/x": "",
        "shop/__init__.py": "",
      },
      ["/assets -> assets"],
    ],
    [
      "of a factory",
      {
        "shop/__init__.py":
          "from flask import Flask\ndef create_app():\n    return Flask(__name__, static_folder='web')\n",
        "shop/web/x": "",
      },
      ["/web -> shop/web"],
    ],
    [
      "inside a middleware",
      {
        "wsgi.py":
          "from werkzeug.middleware.proxy_fix import ProxyFix\nfrom shop import app\napplication = ProxyFix(app)\n",
        "shop/__init__.py": made(),
        "shop/static/x": "",
      },
      ["/static -> shop/static"],
    ],
    [
      "of a blueprint",
      {
        "app.py": app(
          "",
          "admin = Blueprint('admin', __name__, static_folder='files', url_prefix='/admin')\napp.register_blueprint(admin)\n",
        ),
        "files/x": "",
      },
      ["/admin/files -> files"],
    ],
    [
      "of a blueprint that is registered elsewhere",
      {
        "app.py": app("", "from admin import bp\napp.register_blueprint(bp, url_prefix='/a')\n"),
        "admin/__init__.py":
          "from flask import Blueprint\nbp = Blueprint('admin', __name__, static_folder='static', url_prefix='/b')\n",
        "admin/static/x": "",
      },
      ["/a/static -> admin/static"],
    ],
    [
      "of a blueprint in a blueprint",
      {
        "app.py": app(
          "",
          "outer = Blueprint('o', __name__, url_prefix='/o')\ninner = Blueprint('i', __name__, static_folder='files', url_prefix='/i')\nouter.register_blueprint(inner)\napp.register_blueprint(outer)\n",
        ),
        "files/x": "",
      },
      ["/o/i/files -> files"],
    ],
    [
      "of a blueprint at the app's own URL: the app answers",
      {
        "app.py": app(
          "",
          "bp = Blueprint('b', __name__, static_folder='other', static_url_path='/static')\napp.register_blueprint(bp)\n",
        ),
        ...style,
        "other/x": "",
      },
      ["/static -> static"],
    ],
  ])("%s", (_, files, expected) => expect(statics(files)).toEqual(expected));
});

describe("the health route", () => {
  const path = (rest: string) => inspected({ "app.py": app("", rest) }).healthPath;
  test.each<[string, string, string | null]>([
    ["route", "@app.route('/healthz')\ndef f(): pass\n", "/healthz"],
    ["get", "@app.get('/ping')\ndef f(): pass\n", "/ping"],
    [
      "under a prefix",
      "bp = Blueprint('b', __name__)\n@bp.route('/health')\ndef f(): pass\napp.register_blueprint(bp, url_prefix='/api')\n",
      "/api/health",
    ],
    ["add_url_rule", "app.add_url_rule('/livez', view_func=f)\n", "/livez"],
    [
      "Flask-RESTful",
      "from flask_restful import Api\napi = Api(app)\napi.add_resource(Health, '/health')\n",
      "/health",
    ],
    [
      "the more telling of two",
      "@app.get('/status')\ndef a(): pass\n@app.get('/healthz')\ndef b(): pass\n",
      "/healthz",
    ],
    ["the shorter of two", "@app.get('/api/health')\ndef a(): pass\n@app.get('/health')\ndef b(): pass\n", "/health"],
    [
      "Flask-RESTful under a prefix",
      "from flask_restful import Api\napi = Api(app, prefix='/api')\napi.add_resource(Health, '/health')\n",
      "/api/health",
    ],
    [
      "in a function that is given the app",
      "def add_routes(app):\n    @app.get('/health')\n    def f(): pass\n",
      "/health",
    ],
    [
      "not under a prefix that is not known",
      "bp = Blueprint('b', __name__)\n@bp.route('/health')\ndef f(): pass\napp.register_blueprint(bp, url_prefix=prefix())\n",
      null,
    ],
    [
      "not of a blueprint that a loop registers",
      "bp = Blueprint('b', __name__)\n@bp.route('/health')\ndef f(): pass\nfor it in [bp]:\n    app.register_blueprint(it, url_prefix='/x')\n",
      null,
    ],
    ["not of another app", "other = Flask('other')\n@other.get('/health')\ndef f(): pass\n", null],
    ["not by POST", "@app.post('/health')\ndef f(): pass\n", null],
    ["not by methods without GET", "@app.route('/health', methods=['POST'])\ndef f(): pass\n", null],
    ["not with a parameter", "@app.get('/health/<name>')\ndef f(name): pass\n", null],
    ["not behind a login", "@app.get('/health')\n@login_required\ndef f(): pass\n", null],
    ["not a word in passing", "@app.get('/healthy-food')\ndef f(): return '/health'\n", null],
  ])("%s", (_, rest, expected) => expect(path(rest)).toBe(expected));
});

describe("the upload limit", () => {
  test.each<[string, string, number | null]>([
    ["a product", "app.config['MAX_CONTENT_LENGTH'] = 16 * 1024 * 1024\n", 16777216],
    ["a power", "app.config.update(MAX_CONTENT_LENGTH=2 ** 20)\n", 1048576],
    ["a mapping", "app.config.from_mapping({'MAX_CONTENT_LENGTH': 5 << 20})\n", 5242880],
    ["a class", "class Config:\n    MB = 1024 * 1024\n    MAX_CONTENT_LENGTH = 3 * MB\n", 3145728],
    ["the default of a variable", "MAX_CONTENT_LENGTH = int(os.environ.get('MAX', 10)) * 1000\n", 10000],
    ["the larger of two", "class A:\n    MAX_CONTENT_LENGTH = 1\nclass B:\n    MAX_CONTENT_LENGTH = 2\n", 2],
    ["none", "app.config['MAX_CONTENT_LENGTH'] = None\n", null],
    ["not known", "app.config['MAX_CONTENT_LENGTH'] = limit()\n", null],
  ])("%s", (_, rest, expected) => expect(inspected({ "app.py": app("", rest) }).uploadLimit).toBe(expected));
});

describe("the folders of uploads", () => {
  test.each([
    ["a name", "UPLOAD_FOLDER = 'uploads'\napp.config['UPLOAD_FOLDER'] = UPLOAD_FOLDER\n", ["uploads"]],
    ["a path", "app.config['UPLOAD_FOLDER'] = os.path.join(app.root_path, 'static', 'uploads')\n", ["static/uploads"]],
    [
      "one that is below the other",
      "A = dict(UPLOAD_FOLDER='uploads', UPLOADED_PHOTOS_DEST='uploads/uploads')\n",
      ["uploads"],
    ],
    ["one that is only made", "os.makedirs('uploads', exist_ok=True)\n", ["uploads"]],
    [
      "one that a function makes",
      "def setup():\n    os.makedirs(name=os.path.join(os.path.dirname(__file__), 'static', 'uploads'))\n",
      ["static/uploads"],
    ],
    ["one that is made under its setting", "os.makedirs(app.config['UPLOAD_FOLDER'], exist_ok=True)\n", []],
    ["another folder that is made", "os.makedirs('static/images')\n", []],
    ["one that is made outside", "os.makedirs('/srv/uploads')\nos.makedirs('../uploads')\n", []],
    ["one that is made by what cannot be told", "os.makedirs(f'uploads/{user}')\n", []],
    ["outside", "app.config['UPLOAD_FOLDER'] = '/tmp/uploads'\n", []],
    ["one that may hold files of the app", "app.config['UPLOAD_FOLDER'] = 'static/images'\n", []],
    ["not known", "app.config['UPLOAD_FOLDER'] = folder()\n", []],
  ])("%s", (_, rest, expected) =>
    expect(inspected({ "app.py": app("import os", rest) }).writtenFolders).toEqual(expected),
  );
});

describe("the instance folder", () => {
  const folder = (files: Readonly<Record<string, string>>) => inspected(files).instanceFolder;
  test("beside the package", () =>
    expect(folder({ "shop/__init__.py": app(", instance_relative_config=True") })).toBe("instance"));
  test("in src", () =>
    expect(folder({ "src/shop/__init__.py": app(", instance_relative_config=True") })).toBe("src/instance"));
  test("by its path", () =>
    expect(folder({ "app.py": app("", "p = os.path.join(app.instance_path, 'x.db')\n") })).toBe("instance"));
  test("where the app puts it", () =>
    expect(folder({ "app.py": app(", instance_path=os.path.dirname(os.path.abspath(__file__)) + '/data'") })).toBe(
      "data",
    ));
  test("of Flask-SQLAlchemy's relative SQLite file", () => {
    const files = {
      "app.py": app("", "app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///shop.db'\n"),
      "requirements.txt": "Flask-SQLAlchemy",
    };
    expect(folder(files)).toBe("instance");
  });
  test("none", () => expect(folder({ "app.py": app(", instance_relative_config=False") })).toBeNull());
});

describe("the environment", () => {
  const variables = (rest: string) =>
    inspected({ "app.py": app("", rest) }).environment.map(
      (it) =>
        `${it.name}${it.required ? "!" : ""}${it.default === undefined ? "" : `=${it.default}`}${it.secret ? " secret" : ""}${it.signs ? " signs" : ""}`,
    );
  test.each<[string, string, string[]]>([
    ["required", "x = os.environ['API_HOST']\n", ["API_HOST!"]],
    ["with a default", "x = os.environ.get('PAGE_SIZE', 20)\n", ["PAGE_SIZE=20"]],
    ["getenv", "def f():\n    return os.getenv('MODE') or 'x'\n", ["MODE"]],
    ["imported getenv", "from os import getenv\nx = getenv('MODE', 'dev')\n", ["MODE=dev"]],
    [
      "imported environ",
      "from os import environ\nx = environ['SECRET_KEY']\ny = environ.get('A')\n",
      ["A", "SECRET_KEY! secret"],
    ],
    [
      "secrets",
      "x = [os.getenv(n) for n in ()]\ny = os.getenv('DATABASE_URL'), os.getenv('MAIL_PASSWORD'), os.getenv('S3_TOKEN'), os.getenv('KEYBOARD')\n",
      ["DATABASE_URL secret", "KEYBOARD", "MAIL_PASSWORD secret", "S3_TOKEN secret"],
    ],
    ["what signs cookies", "app.config['SECRET_KEY'] = os.environ['SHOP_SEED']\n", ["SHOP_SEED! secret signs"]],
    ["or may", "class C:\n    SECRET_KEY = os.environ.get('SEED') or 'dev'\n", ["SEED secret signs"]],
    ["as an attribute", "app.secret_key = os.getenv('SEED', 'dev')\n", ["SEED=dev secret signs"]],
    [
      "what only looks like it",
      "OTHER_SECRET_KEY = os.environ['SEED']\nSECRET_KEY = f(os.environ['B'])\n",
      ["B!", "SEED!"],
    ],
    [
      "decouple",
      "from decouple import config\nx = config('DEBUG', default=False, cast=bool)\ny = config('HOST')\n",
      ["DEBUG=False", "HOST!"],
    ],
    [
      "environs",
      "from environs import Env\nenv = Env()\nx = env.int('PORT_NUMBER', 5)\ny = env('HOST')\n",
      ["HOST!", "PORT_NUMBER=5"],
    ],
    [
      "tested for first",
      "if 'A' in os.environ:\n    x = os.environ['A']\nif os.environ.get('B'):\n    y = os.environ['B']\n",
      ["A", "B"],
    ],
    ["what is written is not read", "os.environ['X'] = '1'\n", []],
    ["what belongs to others", "x = os.environ['PATH'], os.environ.get('FLASK_APP')\n", []],
    ["in a comment or a text", "# os.environ['A']\nx = \"os.environ['B']\"\n", []],
    ["a request's environ", "def f(environ):\n    return environ['REQUEST_METHOD'], request.environ['X']\n", []],
  ])("%s", (_, rest, expected) => expect(variables(rest)).toEqual(expected));
});

describe("what else the app is", () => {
  test("async by a view", () =>
    expect(inspected({ "app.py": app("", "@app.get('/')\nasync def f(): pass\n") }).async).toBe(true));
  test("not async by a helper", () =>
    expect(inspected({ "app.py": app("", "async def f(): pass\n") }).async).toBe(false));
  test("websockets by a dependency", () =>
    expect(inspected({ "app.py": app(""), "requirements.txt": "Flask-Sock" }).websockets).toBe(true));
  test("websockets by an import", () =>
    expect(inspected({ "app.py": app("", "from flask_socketio import SocketIO\n") }).websockets).toBe(true));
  test("no websockets", () => expect(inspected({ "app.py": app("") }).websockets).toBe(false));
  test("ProxyFix", () =>
    expect(inspected({ "app.py": app("", "app.wsgi_app = ProxyFix(app.wsgi_app)\n") }).proxyFix).toBe(true));
  test("no ProxyFix in a comment", () =>
    expect(inspected({ "app.py": app("", "# ProxyFix(app)\n") }).proxyFix).toBe(false));
  test("calls out by a dependency", () =>
    expect(inspected({ "app.py": app(""), "requirements.txt": "requests" }).outbound).toBe(true));
  test("calls out by the standard library", () =>
    expect(inspected({ "app.py": app("", "import urllib.request\n") }).outbound).toBe(true));
  test("calls out by an import behind others", () =>
    expect(inspected({ "app.py": app("", "import os as system, requests\n") }).outbound).toBe(true));
  test("does not call out", () =>
    expect(inspected({ "app.py": app("", "from flask import request\nimport urllib.parse\n") }).outbound).toBe(false));
});
