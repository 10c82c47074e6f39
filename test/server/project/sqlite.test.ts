import { describe, expect, test } from "vitest";
import { dockerignore } from "../../../server/src/scaffold/dockerignore";
import { blueprintOf } from "../scaffold/support";
import { inspected, made } from "./support";

const base = "BASE = os.path.abspath(os.path.dirname(__file__))\n";
const app = (code: string) => `import os, sqlite3\n${made()}${base}${code}`;
const uri = (value: string) => app(`app.config["SQLALCHEMY_DATABASE_URI"] = ${value}\n`);
const alchemy = { "requirements.txt": "flask\nflask-sqlalchemy\npsycopg2\n" };

describe("a SQLite file among the code is named, and what to do", () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "by a literal",
      { "app.py": app('sqlite3.connect("notes.db")\n') },
      "app.py, line 5, keeps the SQLite database notes.db",
    ],
    [
      "by a constant, in a function",
      { "app.py": app('DATABASE = "notes.db"\ndef get_db():\n    return sqlite3.connect(DATABASE)\n') },
      "database notes.db",
    ],
    [
      "by a constant of another module",
      {
        "app.py": made(),
        "config.py": 'DB = "a.db"\n',
        "db.py": "import sqlite3\nimport config\nsqlite3.connect(config.DB)\n",
      },
      "db.py, line 3, keeps the SQLite database a.db",
    ],
    [
      "by a setting",
      { "app.py": app('app.config["DATABASE"] = "notes.db"\ndb = sqlite3.connect(app.config["DATABASE"])\n') },
      "database notes.db",
    ],
    [
      "by a function imported",
      { "app.py": app('from sqlite3 import connect\nconnect("x.sqlite3")\n') },
      "database x.sqlite3",
    ],
    [
      "beside other files of its folder",
      { "app.py": app('sqlite3.connect("data/a.db")\n'), "data/a.csv": "" },
      "database data/a.db",
    ],
    [
      "by the URI of the Mega-Tutorial",
      { ...alchemy, "app.py": uri('os.environ.get("DATABASE_URL") or "sqlite:///" + os.path.join(BASE, "app.db")') },
      "database app.db",
    ],
    [
      "by an f-string",
      {
        ...alchemy,
        "app.py": `${app("")}FILE = "app.db"\n${`app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{BASE}/{FILE}"\n`}`,
      },
      "database app.db",
    ],
    [
      "by an f-string of several parts",
      { "app.py": app('sqlite3.connect(f"{os.path.join(BASE, \'db\')}" "/notes.db")\n'), "db/x.py": "" },
      "database db/notes.db",
    ],
    [
      "by an engine",
      { "app.py": app('from sqlalchemy import create_engine\ncreate_engine("sqlite:///a.db")\n') },
      "database a.db",
    ],
  ])("%s", (_, files, note) => {
    const { notes, writtenFolders } = inspected(files);
    expect(notes.join("\n")).toContain(note);
    expect(writtenFolders).toEqual([]);
  });
});

describe("one in a folder of its own makes the folder a volume", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ["joined", { "app.py": app('sqlite3.connect(os.path.join(BASE, "data", "notes.db"))\n') }],
    [
      "that is there",
      {
        "app.py": app('sqlite3.connect("data/notes.db").execute("INSERT INTO a")\n'),
        "data/notes.db": "",
        "data/.gitkeep": "",
      },
    ],
    ["by URI", { ...alchemy, "app.py": uri('"sqlite:///" + os.path.join(BASE, "data/app.db")') }],
    ["by an f-string", { ...alchemy, "app.py": uri("f'sqlite:///{BASE}/data/app.db'") }],
  ])("%s", (_, files) => expect(inspected(files)).toMatchObject({ writtenFolders: ["data"], notes: [] }));
});

describe("nothing is said of", () => {
  test.each<[string, string]>([
    ["a database in memory", 'sqlite3.connect(":memory:")\n'],
    ["the instance folder", 'sqlite3.connect(os.path.join(app.instance_path, "a.db"))\n'],
    ["a path outside", 'sqlite3.connect("/var/lib/a.db")\n'],
    ["another connect", 'import psycopg2\npsycopg2.connect("a.db")\n'],
    ["a variable", 'sqlite3.connect(os.environ["DB"])\n'],
    ["a variable in an f-string", "sqlite3.connect(f\"{os.environ['DB']}.db\")\n"],
    ["what an f-string formats", 'sqlite3.connect(f"{BASE!r}/a.db")\nsqlite3.connect(f"{BASE:>9}/a.db")\n'],
    ["a relative URI of Flask-SQLAlchemy", 'app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///a.db"\n'],
  ])("%s", (_, code) => expect(inspected({ ...alchemy, "app.py": app(code) })).toMatchObject({ notes: [] }));
  test("one that came with the code and is only read: it stays in the image", () => {
    const project = inspected({
      "app.py": app('sqlite3.connect("words.db")\n'),
      "words.db": "",
      "requirements.txt": "flask",
    });
    expect(project).toMatchObject({ notes: [], writtenFolders: [] });
    expect(dockerignore(blueprintOf(project))).not.toContain(".db");
  });
});

test("the image gets no database of this machine", () => {
  const project = inspected({ "app.py": app('sqlite3.connect("notes.data")\n') });
  expect(dockerignore(blueprintOf(project)).split("\n")).toEqual(
    expect.arrayContaining(["**/*.db", "**/*.db-*", "**/*.sqlite3", "notes.data"]),
  );
  expect(dockerignore(blueprintOf({}))).not.toContain("*.db");
});
