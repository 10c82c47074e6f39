import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CompletionItem, MarkupContent } from "vscode-languageserver/node";
import { compose, docker, type Session, startSession } from "./support";

let session: Session;
beforeEach(async () => {
  session = await startSession();
});
afterEach(() => session.end());

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label);

describe("completion in a config file", () => {
  const path = "gunicorn.conf.py";

  test("proposes settings by section, those that are set left out", async () => {
    const items = await session.complete(path, "workers = 2\nbind = ''\nt|\n");
    const found = labels(items);
    expect(found).toContain("threads");
    expect(found).not.toContain("workers");
    expect(found).not.toContain("config");
    const sorted = [...items]
      .sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1))
      .map(({ label }) => label);
    expect(sorted.indexOf("backlog")).toBeLessThan(sorted.indexOf("threads"));
    expect(sorted.indexOf("threads")).toBeLessThan(sorted.indexOf("loglevel"));
  });

  test.each([
    ["a number", "wor|", "workers", "workers = ${1:1}"],
    ["a boolean", "pre|", "preload_app", "preload_app = ${1|True,False|}"],
    ["a word", "log|", "loglevel", 'loglevel = "${1|debug,info,warning,error,critical|}"'],
    ["an address", "bi|", "bind", 'bind = "${1:0.0.0.0:8000}"'],
    ["a list", "raw|", "raw_env", 'raw_env = ["$1"]'],
    ["a hook", "post|", "post_fork", "def post_fork(server, worker):\n    ${0:pass}"],
    [
      "a hook after def",
      "def nw|",
      "nworkers_changed",
      "def nworkers_changed(server, new_value, old_value):\n    ${0:pass}",
    ],
    ["the name alone before a value", "wor| = 2", "workers", "workers = 2"],
  ])("a setting brings its own snippet: %s", async (_, source, label, expected) => {
    expect(await session.taken(path, source, label)).toBe(expected);
  });

  test.each([
    ["booleans", "reload = |", ["True", "False"]],
    ["log levels", "loglevel = '|'", ["debug", "critical"]],
    ["addresses", "bind = |", ["0.0.0.0:8000", "unix:/run/gunicorn.sock"]],
    ["header names", "secure_scheme_headers = {'|': 'https'}", ["X-FORWARDED-PROTO"]],
    ["header names, between the first quotes", "secure_scheme_headers = {'|'}", ["X-FORWARDED-PROTO"]],
    ["what a header says", "secure_scheme_headers = {'X-FORWARDED-PROTO': '|'}", ["https"]],
    ["headers that are passed on", "forwarder_headers = '|'", ["SCRIPT_NAME,PATH_INFO"]],
    ["words of a setting", "header_map = |", ["drop", "refuse", "dangerous"]],
    ["atoms of the access log", "access_log_format = '%(h)s |'", ["%(h)s %(M)s"]],
    ["worker classes", "worker_class = 'g|'", ["gthread", "gevent", "uvicorn_worker.UvicornWorker"]],
  ])("values: %s", async (_, source, wanted) => {
    expect(labels(await session.complete(path, source))).toEqual(expect.arrayContaining(wanted));
  });

  test("a setting that names a folder is offered no file", async () => {
    session.write("static/style.css", "");
    session.write("notes.txt", "");
    expect(labels(await session.complete(path, "chdir = '|'"))).toEqual(["static/"]);
    expect(labels(await session.complete(path, "pidfile = '|'"))).toEqual(
      expect.arrayContaining(["static/", "notes.txt"]),
    );
  });

  test("a value is put in quotes where there are none", async () => {
    expect(await session.taken(path, "worker_class = |", "gthread")).toBe('worker_class = "gthread"');
    expect(await session.taken(path, "worker_class = 'g|'", "gthread")).toBe("worker_class = 'gthread'");
    expect(await session.taken(path, "reload = T|", "True")).toBe("reload = True");
  });

  test("worker classes that the project installs come first", async () => {
    session.write("requirements.txt", "flask\ngunicorn==25.1.0\ngevent\n");
    const items = await session.complete(path, "worker_class = '|'");
    expect(items[0]).toMatchObject({ label: "gevent", detail: "gevent is installed" });
    expect(items.find(({ label }) => label === "tornado")?.detail).toContain("needs");
  });

  test("paths of the project", async () => {
    session.write("certs/site.pem", "");
    expect(labels(await session.complete(path, "certfile = '|'"))).toContain("certs/");
    expect(await session.taken(path, "certfile = 'certs/|'", "certs/site.pem")).toBe("certfile = 'certs/site.pem'");
  });

  test("modules with their application", async () => {
    session.write("shop/__init__.py", "from flask import Flask\n\n\ndef create_app():\n    return Flask(__name__)\n");
    session.write("wsgi.py", "from shop import create_app\n\napp = create_app()\n");
    expect(labels(await session.complete(path, 'wsgi_app = "|"'))).toContain("wsgi:app");
  });

  test("only what the project's release of Gunicorn has", async () => {
    session.write("requirements.txt", "flask\ngunicorn==20.1.0\n");
    const found = labels(await session.complete(path, "c|"));
    expect(found).toContain("chdir");
    expect(found).not.toContain("control_socket_disable");
  });

  test("nothing in comments, in functions and in other Python files", async () => {
    expect(await session.complete(path, "# wor|")).toEqual([]);
    expect(await session.complete(path, "def post_fork(server, worker):\n    wor|\n")).toEqual([]);
    expect(await session.complete("app.py", "wor|")).toEqual([]);
    expect(await session.complete("run_gunicorn.py", "from gunicorn.app.base import BaseApplication\nwor|")).toEqual(
      [],
    );
  });

  test("a proposal is documented when it is looked at", async () => {
    const item = (await session.complete(path, "tim|")).find(({ label }) => label === "timeout");
    const resolved: CompletionItem = await session.client.sendRequest("completionItem/resolve", item);
    const text = (resolved.documentation as MarkupContent).value;
    expect(text).toContain("silent for more than this many seconds");
    expect(text).toContain("`--timeout INT`");
    expect(text).toContain("https://gunicorn.org/reference/settings/#timeout");
  });
});

describe("completion in command lines", () => {
  test.each([
    [
      "Dockerfile",
      docker('CMD ["gunicorn", "--work|", "app:app"]'),
      "--workers",
      'CMD ["gunicorn", "--workers", "${1:1}", "app:app"]',
    ],
    ["Dockerfile", docker('CMD ["gunicorn", |]'), "--preload", 'CMD ["gunicorn", "--preload"]'],
    ["Dockerfile", docker('CMD ["gunicorn", |]'), "--threads", 'CMD ["gunicorn", "--threads", "${1:1}"]'],
    [
      "Dockerfile",
      docker('CMD ["gunicorn", "--work|", "4", "app:app"]'),
      "--workers",
      'CMD ["gunicorn", "--workers", "4", "app:app"]',
    ],
    ["Dockerfile", docker("CMD gunicorn --work| app:app"), "--workers", "CMD gunicorn --workers ${1:1} app:app"],
    ["Dockerfile", docker("CMD gunicorn -w 2 \\\n    --bi|"), "--bind", "    --bind ${1:0.0.0.0:8000}"],
    ["Dockerfile", docker('ENV GUNICORN_CMD_ARGS="--thr|"'), "--threads", 'ENV GUNICORN_CMD_ARGS="--threads ${1:1}"'],
    [
      "Dockerfile",
      docker('CMD ["sh", "-c", "gunicorn --thr| app:app"]'),
      "--threads",
      '"gunicorn --threads ${1:1} app:app"]',
    ],
    ["Dockerfile", docker('CMD ["gunicorn", "-k", "g|"]'), "gthread", 'CMD ["gunicorn", "-k", "gthread"]'],
    ["Dockerfile", docker('CMD ["gunicorn", "--worker-class=g|"]'), "gthread", '"--worker-class=gthread"]'],
    ["Dockerfile", docker('CMD ["gunicorn", "--access-logformat", "%(h)s |"]'), "%(h)s %(a)s", '"%(h)s %(a)s"]'],
    ["compose.yaml", compose("    command: gunicorn --thr| app:app"), "--threads", "gunicorn --threads ${1:1} app:app"],
    [
      "compose.yaml",
      compose('    command: ["gunicorn", "--thr|"]'),
      "--threads",
      '["gunicorn", "--threads", "${1:1}"]',
    ],
    [
      "compose.yaml",
      compose("    command:\n      - gunicorn\n      - --thr|"),
      "--threads",
      "      - --threads=${1:1}",
    ],
    ["compose.yaml", compose("    environment:\n      GUNICORN_CMD_ARGS: --log-level=|"), "debug", "--log-level=debug"],
    ["Procfile", "web: gunicorn app:app --log-level |", "debug", "--log-level debug"],
    [".env", "GUNICORN_CMD_ARGS=--thr|\n", "--threads", "GUNICORN_CMD_ARGS=--threads ${1:1}"],
    [
      "shop.service",
      "[Service]\nExecStart=/srv/venv/bin/gunicorn --thr| app:app\n",
      "--threads",
      "--threads ${1:1} app:app",
    ],
    ["run.sh", "#!/bin/sh\nexec gunicorn --thr| app:app\n", "--threads", "--threads ${1:1} app:app"],
    ["Makefile", "run:\n\tgunicorn --thr| app:app\n", "--threads", "--threads ${1:1} app:app"],
    ["supervisord.conf", "[program:web]\ncommand=gunicorn --thr| app:app\n", "--threads", "--threads ${1:1} app:app"],
  ])("%s: %j takes %s", async (path, source, label, expected) => {
    expect(await session.taken(path, source, label)).toContain(expected);
  });

  test("flags that are given are left out, but for those that may come again", async () => {
    const found = labels(await session.complete("Procfile", "web: gunicorn --workers 2 --bind :80 -|"));
    expect(found).not.toContain("--workers");
    expect(found).toContain("--bind");
    expect(found).toContain("-k");
  });

  test("the application is proposed where none is named", async () => {
    session.write("wsgi.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    expect(labels(await session.complete("Procfile", "web: gunicorn -w 2 |"))).toContain("wsgi:app");
    expect(labels(await session.complete("Procfile", "web: gunicorn wsgi:app |"))).not.toContain("wsgi:app");
  });

  test("what needs quotes gets them, as the place writes them", async () => {
    const source = (line: string) => `web: gunicorn --access-logformat ${line}`;
    expect(await session.taken("Procfile", source("|"), "%(M)s")).toBe(source("'%(M)s'"));
    expect(
      await session.taken("x.service", "[Service]\nExecStart=/bin/gunicorn --access-logformat |", "%(M)s"),
    ).toContain("'%%(M)s'");
  });

  test("other commands are left alone", async () => {
    expect(await session.complete("Dockerfile", docker("RUN pip install --|"))).toEqual([]);
    expect(await session.complete("compose.yaml", compose("    command: redis-server --|"))).toEqual([]);
  });
});
