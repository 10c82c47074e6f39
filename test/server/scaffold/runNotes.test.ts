import { describe, expect, test } from "vitest";
import { compose } from "../../../server/src/scaffold/compose";
import { runNotes } from "../../../server/src/scaffold/runNotes";
import { applied, blueprintOf, filesOf, planned, smallFiles } from "./support";

const notesOf = (dotenv: string, facts = {}, port?: number, text?: string) => {
  const blueprint = blueprintOf(facts);
  const textOf = (path: string) => (path === ".env" ? dotenv : undefined);
  const outcome = {
    composePath: "compose.yaml",
    compose: text ?? compose(blueprint),
    text: textOf,
    port,
    writes: true,
  };
  return runNotes(outcome, blueprint).join("\n");
};
const database = {
  services: ["postgres" as const],
  environment: [{ name: "DATABASE_URL", required: true, secret: true }],
};

describe(".env", () => {
  test.each([
    "URL=postgresql://me:pw@localhost:5432/mine",
    "export URL='redis://127.0.0.1'",
    'URL="http://localhost/x"',
    "CACHE_HOST=localhost",
  ])("%s: localhost is the container itself", (line) => {
    const notes = notesOf(line);
    expect(notes).toContain("names localhost");
    expect(notes).not.toContain("pw");
  });
  test.each(["URL=postgresql://me:pw@db/mine", "#URL=redis://localhost", "NAME=localhost", "URL=http://localhost.org"])(
    "%s does not point to it",
    (line) => expect(notesOf(line)).not.toContain("names localhost"),
  );
  test("says nothing of what compose sets itself", () => {
    expect(notesOf("DATABASE_URL=postgresql://localhost/mine", database)).not.toContain("names localhost");
  });
  test.each(["A=p$ss", 'A="p a$ss"', "A=${B}", "A=$B"])("%s is cut", (line) => {
    expect(notesOf(line)).toContain("the $ in A");
  });
  test.each(["A='p$ss'", "A=5$", "A=$5", "A=p$$ss", "A=b"])("%s is not", (line) => {
    expect(notesOf(line)).not.toContain("the $ in");
  });
});

describe("the port of nginx", () => {
  const text = (more: string, nginx = "${HTTP_PORT:-8080}:8080") =>
    `services:\n  nginx:\n    ports: ["${nginx}"]\n  admin:\n    image: adminer\n    ${more}\n`;
  test.each([
    { more: 'ports: ["8080:80"]', dotenv: "", told: true },
    { more: 'ports: ["127.0.0.1:8080:80"]', dotenv: "A=b", told: true },
    { more: "ports: [{ target: 80, published: 8080 }]", dotenv: "#HTTP_PORT=9000", told: true },
    { more: 'ports: ["8080:80"]', dotenv: "A=b\nHTTP_PORT=9000", told: false },
    { more: 'ports: ["8081:8080"]', dotenv: "", told: false },
    { more: 'ports: ["8080"]', dotenv: "", told: false },
    { more: 'ports: ["8080:80"]\n    profiles: [tools]', dotenv: "", told: false },
  ])("with $more and $dotenv is shared: $told", ({ more, dotenv, told }) => {
    const notes = notesOf(dotenv, {}, undefined, text(more));
    expect(notes.includes("admin and nginx both publish the port 8080")).toBe(told);
  });
  test("that the user wrote is left in peace", () => {
    expect(notesOf("", {}, undefined, text('ports: ["8080:80"]', "80:8080"))).not.toContain("both publish");
  });
});

describe("what the container cannot do", () => {
  test("call other hosts, where nothing was seen to", () => {
    expect(notesOf("")).toContain("cannot reach the internet");
    expect(notesOf("", { outbound: true })).not.toContain("cannot reach");
    const mail = { environment: [{ name: "MAIL_SERVER", required: true, secret: false }] };
    expect(notesOf("", mail)).not.toContain("cannot reach");
  });
  test("write", () => {
    expect(notesOf("", { instanceFolder: "instance" })).toContain("read-only but for /tmp, instance:");
  });
});

describe("what a Procfile tells Gunicorn", () => {
  const note = (line: string, more = {}) =>
    planned(filesOf({ ...smallFiles, Procfile: `web: ${line}\n`, ...more })).notes.join("\n");
  test.each([
    ["gunicorn app:app --workers 5 --timeout 240", "has --workers 5 --timeout 240, as Procfile says"],
    ["gunicorn --bind :$PORT --threads=2 app:app", "has --threads=2, as Procfile says"],
    ["gunicorn -w4 -k=gevent app:app", "has -w4, as Procfile says"],
    ["gunicorn -w4 -k=gevent app:app", "with -k=gevent, which the stack does not read: set worker_class in"],
    ["gunicorn app:app --timeout 0 --keep-alive 5", "with --timeout 0 --keep-alive 5, which"],
    ["gunicorn app:app --workers $COUNT", "with --workers $COUNT, which"],
  ])("%s: %s", (line, words) => expect(note(line)).toContain(words));
  test.each([
    "gunicorn app:app",
    "gunicorn --bind :$PORT --log-file - app:app",
    "python app.py --workers 5",
    "gunicorn -w $WEB_CONCURRENCY app:app",
  ])("%s", (line) => {
    expect(note(line)).not.toContain("Procfile");
  });
  test("is not said of a gunicorn.conf.py of the user's", () => {
    expect(note("gunicorn app:app --workers 5", { "gunicorn.conf.py": "workers = 5\n" })).not.toContain("Procfile");
  });
});

test("where nothing is written, only what is missing is said", () => {
  const environment = [{ name: "SHOP_SECRET", required: true, secret: true }];
  const written = applied(smallFiles, planned(filesOf(smallFiles), { environment }));
  expect(planned(filesOf(smallFiles), { environment }).notes.join()).toContain("read-only but for");
  const again = planned(filesOf(written), { environment }).notes.join();
  expect(again).not.toMatch(/read-only but for|cannot reach/);
  expect(again).toContain("No value for SHOP_SECRET");
});

test.each([
  { ports: '"80:80"', kept: true },
  { ports: '"${HTTP_PORT:-8080}:8080"', kept: true },
  { ports: '"8095:80"', kept: false },
  { ports: '"127.0.0.1:8095:80"', kept: false },
  { ports: "{ target: 80, published: 8095 }", kept: false },
])("a compose file of the user's that publishes $ports keeps it: $kept", ({ ports, kept }) => {
  const text = `services:\n  nginx:\n    image: nginx\n    ports: [${ports}]\n  web:\n    build: .\n`;
  expect(notesOf("", {}, 8095, text).includes("keeps the port")).toBe(kept);
});

describe("a variable that the app fails without", () => {
  const environment = [{ name: "SHOP_SECRET", required: true, secret: true }];
  const web = (lines: string) => `services:\n  web:\n    build: .\n${lines}`;
  const note = "No value for SHOP_SECRET yet";
  test.each(["", "OTHER=1", "#SHOP_SECRET=x", "MY_SHOP_SECRET=x"])("has no value: %j", (dotenv) => {
    expect(notesOf(dotenv, { environment })).toContain(note);
  });
  test.each(["SHOP_SECRET=x", "export SHOP_SECRET = x", "A=1\r\nSHOP_SECRET=x\r\n"])("has one: %j", (dotenv) => {
    expect(notesOf(dotenv, { environment })).not.toContain("No value");
  });
  test.each([
    { lines: "    env_file: .env\n", told: true },
    { lines: "    env_file: [./.env]\n    environment: [OTHER=1]\n", told: true },
    { lines: "    env_file: [.env, /etc/shop.env]\n", told: false },
    { lines: "    env_file: .env\n    environment: [SHOP_SECRET]\n", told: false },
    { lines: "    env_file: .env\n    environment: { SHOP_SECRET: x }\n", told: false },
    { lines: "    env_file: .env\n    extends: { file: base.yaml, service: web }\n", told: false },
  ])("in a compose file of the user's with $lines is told of: $told", ({ lines, told }) => {
    expect(notesOf("", { environment }, undefined, web(lines)).includes(note)).toBe(told);
  });
  test.each([
    { name: "with a fallback", variable: { name: "A", required: false, secret: true } },
    { name: "with a constant in another place", variable: { name: "A", required: true, secret: true, default: "x" } },
  ])("is none $name", ({ variable }) => {
    expect(notesOf("", { environment: [variable] })).not.toContain("No value");
  });
  test("is not told of where Containerize makes it up, or compose sets it", () => {
    const facts = {
      services: ["postgres" as const],
      environment: [
        { name: "SECRET_KEY", required: true, secret: true },
        { name: "DATABASE_URL", required: true, secret: true },
      ],
    };
    expect(planned(filesOf(smallFiles), facts).notes.join()).not.toContain("No value");
    expect(planned(filesOf(smallFiles), { environment }).notes.join()).toContain(note);
  });
});

describe("a variable that chooses the app's configuration", () => {
  const note = (name: string, fallback: string, dotenv = "") =>
    notesOf(dotenv, { environment: [{ name, default: fallback, required: false, secret: false }] });
  test.each([
    ["FLASK_CONFIG", "default"],
    ["APP_SETTINGS", "config.DevelopmentConfig"],
    ["ENV", "dev"],
  ])("%s=%s is for development", (name, fallback) => {
    expect(note(name, fallback)).toContain(`${name} is ${fallback} unless told`);
  });
  test.each([
    ["FLASK_CONFIG", "production", ""],
    ["FLASK_CONFIG", "default", "FLASK_CONFIG=production\n"],
    ["THEME", "default", ""],
    ["CONFIG_FOLDER", "local", ""],
  ])("%s=%s is not, with .env %j", (name, fallback, dotenv) => {
    expect(note(name, fallback, dotenv)).not.toContain("unless told");
  });
});

describe("the tables of a new database", () => {
  const factory = "from flask import Flask\ndef create_app():\n    return Flask(__name__)\n";
  const clicked = (name: string, below = "") =>
    `import click\nfrom flask import Flask\n${name}\ndef init_db_command():\n    pass\n${below}`;
  const added = "def init_app(app):\n    app.cli.add_command(init_db_command)\n";
  const migrating = [{ name: "flask-migrate", text: "Flask-Migrate" }];
  test.each([
    ["shop:create_app()", { "shop/db.py": clicked('@click.command("init-db")', added) }, "flask --app shop init-db"],
    ["shop:create_app()", { "shop/db.py": clicked("@click.command()", added) }, "flask --app shop init-db"],
    ["app:api", { "app.py": clicked('@app.cli.command("create_tables")') }, "flask --app app:api create_tables"],
    ["shop:make(1)", { "app.py": clicked('@app.cli.command("initdb")') }, "flask --app 'shop:make(1)' initdb"],
  ])("are made by a command of %s", (target, files, words) => {
    const { notes } = planned(filesOf({ "shop/__init__.py": factory, ...files }), { target });
    expect(notes.join("\n")).toContain(`docker compose exec web ${words} makes them`);
  });
  test("are made by a program for just that", () => {
    const script =
      "from app import app, db\nif __name__ == '__main__':\n    with app.app_context():\n        db.create_all()\n";
    expect(planned(filesOf({ ...smallFiles, "init_db.py": script })).notes.join("\n")).toContain(
      "docker compose exec web python init_db.py makes them",
    );
  });
  test("are made by the migrations that there are", () => {
    const facts = { requirements: migrating };
    const notes = (more: object) => planned(filesOf({ ...smallFiles, ...more }), facts).notes.join("\n");
    expect(notes({ "migrations/env.py": "" })).toContain("docker compose exec web flask --app app db upgrade makes");
    expect(notes({})).not.toContain("makes them");
  });
  test.each([
    ["a command that is never added", { "app.py": clicked('@click.command("init-db")') }],
    ["a command of another name", { "app.py": clicked('@app.cli.command("drop-db")') }],
    ["a command of a blueprint, which is in a group", { "app.py": clicked('@bp.cli.command("init-db")') }],
    ["tables that are made at import", { "app.py": "db.create_all()\nif __name__ == '__main__':\n    app.run()\n" }],
    [
      "tables that are made in two places",
      { "app.py": "if __name__ == '__main__':\n    db.create_all()\n", "wsgi.py": "db.create_all()\n" },
    ],
    ["a test", { "tests/test_app.py": "if __name__ == '__main__':\n    db.create_all()\n" }],
  ])("are not spoken of for %s", (_, files) => {
    expect(planned(filesOf({ ...smallFiles, ...files })).notes.join("\n")).not.toMatch(/new database|__main__/);
  });
  test.each(["    with app.app_context():\n        db.create_all()", "    init_db()"])(
    "are lost in main: %j",
    (line) => {
      const text = `app = Flask(__name__)\nif __name__ == "__main__":\n${line}\n    app.run()\n`;
      expect(planned(filesOf({ ...smallFiles, "app.py": text })).notes.join("\n")).toMatch(
        /app\.py, line [34]: (create_all|init_db)\(\) stands under if __name__/,
      );
    },
  );
});

describe("tasks wait for a worker", () => {
  const requirements = [{ name: "celery", text: "celery[redis]" }];
  const celery = (files = {}, facts = {}) =>
    planned(filesOf({ ...smallFiles, ...files }), { requirements, ...facts }).notes.join("\n");
  test("which is not started", () => {
    expect(celery()).toContain("Tasks of Celery wait for a worker");
    expect(celery()).toContain("compose.yaml with extends: {service: web}");
    expect(celery({ "make_celery.py": "" })).toContain("and command: celery -A make_celery worker");
    expect(celery({ Procfile: "web: gunicorn app:app\nworker: celery -A shop.tasks worker -B\n" })).toContain(
      "and command: celery -A shop.tasks worker -B",
    );
  });
  test("unless the compose file starts one, or there are no tasks", () => {
    expect(
      celery({ "compose.yaml": "services:\n  jobs:\n    build: .\n    command: celery -A a worker\n" }),
    ).not.toMatch(/Tasks of/);
    expect(celery({}, { requirements: [] })).not.toContain("Tasks of");
    const known = { target: "app:queue", modules: [], brokerVariables: ["REDIS_URL"], brokerUrls: [] };
    expect(celery({}, { services: ["redis"], celery: known })).not.toContain("Tasks of");
    // Beside a Redis that is theirs none is added, so it is said.
    const theirs = { "compose.yaml": "services:\n  cache:\n    image: redis:7\n" };
    expect(celery(theirs, { services: ["redis"], celery: known })).toContain("Tasks of");
  });
});

test.each([
  { root: "/work/사진첩", explained: true },
  { root: "/work/shop", explained: false },
])("the name of the stack in $root is explained: $explained", ({ root, explained }) => {
  expect(/the stack is called flask-[0-9a-f]{8}:/.test(planned(filesOf(smallFiles, root)).notes.join("\n"))).toBe(
    explained,
  );
});
