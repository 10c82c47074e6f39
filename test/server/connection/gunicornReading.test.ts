import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DocumentSymbol, Hover, Location, MarkupContent, SignatureHelp } from "vscode-languageserver/node";
import { compose, docker, type Session, startSession } from "./support";

let session: Session;
beforeEach(async () => {
  session = await startSession();
});
afterEach(() => session.end());

const hover = async (path: string, source: string): Promise<string> => {
  const at = await session.open(path, source);
  const found: Hover | null = await session.client.sendRequest("textDocument/hover", at);
  return (found?.contents as MarkupContent | undefined)?.value ?? "";
};
const locations = async (method: string, path: string, source: string): Promise<string[]> => {
  const at = await session.open(path, source);
  const found: Location[] = await session.client.sendRequest(method, { ...at, context: { includeDeclaration: true } });
  return found.map(
    ({ uri, range }) => `${uri.slice(session.uri("").length + 1)}:${range.start.line}:${range.start.character}`,
  );
};

describe("hover", () => {
  test("on a setting: type, default, option, versions, text and link", async () => {
    const text = await hover("gunicorn.conf.py", "work|ers = 3\n");
    expect(text).toContain("In effect: `3`, from [gunicorn.conf.py:1]");
    expect(text).toContain("a whole number, 0 or more");
    expect(text).toContain("Default: `1`");
    expect(text).toContain("`-w INT`, `--workers INT`");
    expect(text).toContain("WEB_CONCURRENCY");
    expect(text).toContain("number of worker processes");
    expect(text).toContain("#workers)");
  });
  test("on a setting that came later, and of this release's flags", async () => {
    expect(await hover("gunicorn.conf.py", "control_socket_dis|able = True\n")).toContain("Since Gunicorn 25.1");
  });
  test("of what a file imports from one beside it", async () => {
    session.write("base.py", "import os\ncount = 2\nworkers = count * 2\nlimit = 90\n");
    session.write("Procfile", "web: gunicorn app:app\n");
    const text = "from base import *\nfrom base import limit as most\nthreads = work|ers + 1\ntimeout = most\n";
    expect(await hover("gunicorn.conf.py", text)).toContain("= `5`");
    expect(await hover("gunicorn.conf.py", text.replace("|", "").replace("= most", "= mo|st"))).toContain("1 min 30 s");
  });
  test("the effective value comes from the place that decides", async () => {
    session.write("Dockerfile", docker('CMD ["gunicorn", "-w", "5", "app:app"]'));
    const text = await hover("gunicorn.conf.py", "work|ers = 3\n");
    expect(text).toContain("In effect: `5`, from [Dockerfile:4]");
    expect(text).toContain("it overrides [gunicorn.conf.py:1]");
  });
  test.each([
    ["Dockerfile", docker('CMD ["gunicorn", "-|w", "5", "app:app"]'), "In effect: `5`, from [Dockerfile:4]"],
    ["compose.yaml", compose("    command: gunicorn --work|ers 5 app:app"), "In effect: `5`, from [compose.yaml:4]"],
    ["Procfile", "web: gunicorn --thr|eads=5 app:app", "In effect: `5`"],
    [".env", "GUNICORN_CMD_ARGS=--tim|eout=90\n", "In effect: `90`"],
    ["shop.service", "[Service]\nExecStart=/bin/gunicorn --timeout 9|0 app:app\n", "1 min 30 s"],
    ["run.sh", "gunicorn -k gth|read app:app\n", "gunicorn.workers.gthread.ThreadWorker"],
    ["gunicorn.conf.py", "timeout = 1|20\n", "2 min"],
    ["gunicorn.conf.py", "bind = '0.0.0.0|:80'\n", "every network"],
    ["gunicorn.conf.py", "access_log_format = '%(h)s %(|M)s'\n", "duration in milliseconds"],
    ["gunicorn.conf.py", "def post_f|ork(server, worker):\n    pass\n", "def post_fork(server, worker): ..."],
    ["gunicorn.conf.py", "workers = 2 * 2|\n", "= `4`"],
  ])("%s: %j", async (path, source, expected) => expect(await hover(path, source)).toContain(expected));
  test.each([
    ["app.py", "work|ers = 3\n"],
    ["gunicorn.conf.py", "my_own| = 3\n"],
    ["gunicorn.conf.py", "def post_fork(server, worker):\n    server.log.in|fo('x')\n"],
    ["Dockerfile", docker('CMD ["guni|corn", "app:app"]')],
  ])("but none in %s: %j", async (path, source) => expect(await hover(path, source)).toBe(""));
});

describe("signature help", () => {
  const help = async (source: string): Promise<SignatureHelp> =>
    session.client.sendRequest("textDocument/signatureHelp", await session.open("gunicorn.conf.py", source));
  test.each([
    ["def post_fork(|", "post_fork(server, worker)", 0],
    ["def post_fork(server, |):\n    pass", "post_fork(server, worker)", 1],
    ["def nworkers_changed(server, new_value, |", "nworkers_changed(server, new_value, old_value)", 2],
    ["def post_fork(\n    server,\n    |", "post_fork(server, worker)", 1],
    [
      "def nworkers_changed(\n    server: 'a, b',  # it, too\n    new_value=f(1, 2), |\n):\n    pass",
      "nworkers_changed(server, new_value, old_value)",
      2,
    ],
    ["async def post_fork(server, \\\n  |", "post_fork(server, worker)", 1],
    ["workers = 2\npost_fork = lambda server, |", "post_fork(server, worker)", 1],
    ["def f(server):\n    post_fork(\n        server, |", "post_fork(server, worker)", 1],
  ])("%j", async (source, label, active) => {
    const { signatures, activeParameter } = await help(source);
    expect(signatures[0]?.label).toBe(label);
    expect(activeParameter).toBe(active);
    const parts = signatures[0]?.parameters?.map((each) =>
      Array.isArray(each.label) ? label.slice(...each.label) : "",
    );
    expect(parts?.[0]).toBe("server");
  });
  test.each([
    ["a function of the user's own", "def helper(|"],
    ["the statement after one that is half typed", "\ndef post_fork(server,\nworkers = 2, |"],
    ["the body", "def post_fork(server, worker):\n    x = 1, |"],
    ["the value of a lambda", "post_fork = lambda server, worker: (1, |"],
    ["a method of that name", "x.post_fork(|"],
  ])("not for %s", async (_, source) => expect((await help(source)).signatures).toEqual([]));
});

describe("definition and references", () => {
  beforeEach(() => {
    session.write("shop/__init__.py", "from flask import Flask\n\n\ndef create_app():\n    return Flask(__name__)\n");
    session.write("wsgi.py", "from shop import create_app\n\napp = create_app()\n");
    session.write("conf/web.py", "workers = 2\n");
    session.write("shop/work.py", "import gunicorn\n\nclass Worker:\n    pass\n");
    session.write("shop/all.py", "from .work import Worker as Own\n");
    session.write("shop.ini", "[app:main]\n");
  });
  const definition = (path: string, source: string) => locations("textDocument/definition", path, source);

  test.each([
    ["gunicorn.conf.py", 'wsgi_app = "wsgi|:app"\n', ["wsgi.py:2:0"]],
    ["Procfile", "web: gunicorn wsgi:a|pp", ["wsgi.py:2:0"]],
    ["Procfile", "web: gunicorn 'wsgi:create_app|()'", ["shop/__init__.py:3:4"]],
    ["Dockerfile", docker('CMD ["gunicorn", "shop|:create_app()"]'), ["shop/__init__.py:3:4"]],
    ["compose.yaml", compose("    working_dir: /x\n    command: gunicorn wsgi:a|pp"), ["wsgi.py:2:0"]],
    ["Procfile", "web: gunicorn -c conf/we|b.py wsgi:app", ["conf/web.py:0:0"]],
    ["Procfile", "web: gunicorn --config=python:conf.we|b wsgi:app", ["conf/web.py:0:0"]],
    ["Procfile", "web: gunicorn nothing:h|ere", []],
    ["gunicorn.conf.py", "work|ers = 2\n", []],
    ["gunicorn.conf.py", 'worker_class = "shop.work.Wor|ker"\n', ["shop/work.py:2:6"]],
    ["gunicorn.conf.py", 'logger_class = "shop.a|ll.Own"\n', ["shop/work.py:2:6"]],
    ["gunicorn.conf.py", 'name = "shop.work.Worker"\nworker_class = na|me\n', ["shop/work.py:2:6"]],
    ["Procfile", "web: gunicorn -k shop.work.|Worker wsgi:app", ["shop/work.py:2:6"]],
    ["Dockerfile", docker('CMD ["gunicorn", "--logger-class=shop.wo|rk.None", "wsgi:app"]'), ["shop/work.py:0:0"]],
    ["gunicorn.conf.py", 'worker_class = "gth|read"\n', []],
    ["gunicorn.conf.py", 'worker_class = "gunicorn.workers.sync.Sync|Worker"\n', []],
    ["gunicorn.conf.py", 'proc_name = "shop.work.Wor|ker"\n', []],
    ["gunicorn.conf.py", 'paste = "shop.in|i#main"\n', ["shop.ini:0:0"]],
    ["Procfile", "web: gunicorn --paste ./shop.i|ni", ["shop.ini:0:0"]],
    ["Procfile", "web: gunicorn --paste other.i|ni", []],
    ["Procfile", "web: gunicorn --paste ../../etc/host|s", []],
  ])("%s: %j", async (path, source, expected) => expect(await definition(path, source)).toEqual(expected));

  test.each([
    ["gunicorn.conf.py", 'wsgi_app = "wsgi|:app"\n', "```python\napp = create_app()\n```\n\nwsgi.py:3"],
    ["Procfile", "web: gunicorn 'wsgi:create_app|()'", "```python\ndef create_app():\n```\n\nshop/__init__.py:4"],
    ["Procfile", "web: gunicorn nothing:h|ere", ""],
    ["gunicorn.conf.py", 'worker_class = "shop.work.Wor|ker"\n', "```python\nclass Worker:\n```\n\nshop/work.py:3"],
  ])("hover, %s: %j", async (path, source, expected) => expect(await hover(path, source)).toBe(expected));

  test("the command of an image is that of each service that runs it", async () => {
    const both = "services:\n  one:\n    build: .\n  two:\n    build: .\n";
    session.write("compose.yaml", both);
    const source = docker('CMD ["gunicorn", "-w", "3", "-c", "conf/we|b.py", "wsgi:app"]');
    expect(await definition("Dockerfile", source)).toEqual(["conf/web.py:0:0"]);
    expect(await definition("Dockerfile", source.replace("|", "").replace("wsgi:", "wsgi|:"))).toEqual(["wsgi.py:2:0"]);
    expect(await session.hints("conf/web.py", "workers = 2\n")).toEqual(["0: overridden: 3", "0: 3 at once"]);
    expect(await hover("Dockerfile", source.replace("|", "").replace("-w", "-|w"))).toContain("In effect: `3`");
    const [move] = await session.actions("Dockerfile", source.replace("|", "").replace("-w", "-|w"), ["refactor"]);
    expect(session.edited("conf/web.py", move?.edit)).toBe("workers = 3\n");
    expect(session.edited("Dockerfile", move?.edit)).toContain('CMD ["gunicorn", "-c", "conf/web.py", "wsgi:app"]');
  });

  test("references of a setting go over all places", async () => {
    session.write("Dockerfile", docker('CMD ["gunicorn", "-w", "5", "wsgi:app"]'));
    session.write(".env", "GUNICORN_CMD_ARGS=--workers=4\n");
    const found = await locations("textDocument/references", "gunicorn.conf.py", "bind = ''\nwork|ers = 3\n");
    expect(found.sort()).toEqual([".env:0:18", "Dockerfile:3:18", "gunicorn.conf.py:1:0"]);
    expect(
      await locations("textDocument/references", "Dockerfile", docker('CMD ["gunicorn", "-|w", "5", "wsgi:app"]')),
    ).toHaveLength(3);
  });
});

describe("document symbols", () => {
  test("are settings and hooks by section", async () => {
    const source =
      "workers = 2\nbind = ':80'\nthreads = 4\n\n\ndef post_fork(server, worker):\n    pass\n\n\nmine = 1\n";
    const { textDocument } = await session.open("gunicorn.conf.py", source);
    const found: DocumentSymbol[] = await session.client.sendRequest("textDocument/documentSymbol", { textDocument });
    expect(found.map(({ name, children = [] }) => [name, ...children.map((child) => child.name)])).toEqual([
      ["Server Socket", "bind"],
      ["Worker Processes", "workers", "threads"],
      ["Server Hooks", "post_fork"],
    ]);
    expect(found[2]?.children?.[0]?.range).toMatchObject({ start: { line: 5 }, end: { line: 6 } });
    expect(found[0]?.children?.[0]?.detail).toBe("':80'");
  });
  test("but none of a Dockerfile, which has its own", async () => {
    const { textDocument } = await session.open("Dockerfile", docker("CMD gunicorn -w 2 a:b"));
    expect(await session.client.sendRequest("textDocument/documentSymbol", { textDocument })).toEqual([]);
  });
});

describe("inlay hints", () => {
  test("tell what another place overrides", async () => {
    session.write("Procfile", "web: gunicorn --timeout 20 app:app\n");
    expect(await session.hints("gunicorn.conf.py", "timeout = 10\nkeepalive = 5\n")).toEqual(["0: overridden: 20"]);
  });
  test("count what runs at once", async () => {
    expect(await session.hints("gunicorn.conf.py", "workers = 2\nthreads = 4\nworker_class = 'gthread'\n")).toEqual([
      "0: 2 workers × 4 threads = 8 at once",
    ]);
    expect(
      await session.hints("Procfile", "web: gunicorn -w 3 -k gevent --worker-connections 100 app:app\n"),
    ).toContain("0: 3 workers × 100 connections = 300 at once");
  });

  test("count it where this place decides, whatever others that read the file say", async () => {
    session.write("gunicorn.conf.py", "workers = 2\nthreads = 4\n");
    session.write("Procfile", "web: gunicorn a:b\nbig: gunicorn -w 5 a:b\n");
    expect(await session.hints("Procfile", "web: gunicorn a:b\nbig: gunicorn -w 5 a:b\n")).toEqual([
      "1: 5 workers × 4 threads = 20 at once",
    ]);
    expect(await session.hints("gunicorn.conf.py", "workers = 2\nthreads = 4\n")).toEqual([
      "0: 2 workers × 4 threads = 8 at once",
    ]);
  });
  test("say seconds and bytes so that they can be read", async () => {
    const source =
      "timeout = 120\ngraceful_timeout = 30\nlimit_request_field_size = 16384\nlimit_request_line = 8190\n";
    expect(await session.hints("gunicorn.conf.py", source)).toEqual(["0: 2 min", "2: 16 KiB", "3: ≈ 8 KiB"]);
  });
  test("say what an expression comes to", async () => {
    const source =
      "import os\nworkers = int(os.environ.get('N', '3')) * 2\nbind = f\"0.0.0.0:{os.getenv('P', '80')}\"\nloglevel = 'info'\n";
    expect(await session.hints("gunicorn.conf.py", source)).toEqual(["1: = 6", "1: 6 at once", '2: = "0.0.0.0:80"']);
  });
  test("say what processors are counted, and what the container's would be", async () => {
    session.write("Dockerfile", docker('CMD ["gunicorn", "app:app"]'));
    session.write("compose.yaml", "services:\n  web:\n    build: .\n    cpus: 1\n");
    const [hint = ""] = await session.hints(
      "gunicorn.conf.py",
      "import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n",
    );
    expect(hint).toMatch(/^1: = \d+ on this machine, 3 for the container \(1 CPU\)$/);
  });
  test("say nothing of what is known only when it runs", async () => {
    expect(await session.hints("gunicorn.conf.py", "workers = int(open('/sys/fs/cgroup/cpu.max').read())\n")).toEqual(
      [],
    );
    expect(await session.hints("app.py", "timeout = 120\n")).toEqual([]);
  });
});

describe("files that change on the disk", () => {
  test("are read again when the client tells of them", async () => {
    session.write("Procfile", "web: gunicorn --timeout 20 app:app\n");
    expect(await session.hints("gunicorn.conf.py", "timeout = 10\n")).toEqual(["0: overridden: 20"]);
    session.write("Procfile", "web: gunicorn app:app\n");
    const changes = [{ uri: session.uri("Procfile"), type: 2 }];
    await session.client.sendNotification("workspace/didChangeWatchedFiles", { changes });
    expect(await session.hints("gunicorn.conf.py", "timeout = 10\n")).toEqual([]);
  });
  test("are seen as they are open, saved or not", async () => {
    await session.open("Procfile", "web: gunicorn --timeout 20 app:app\n");
    expect(await session.hints("gunicorn.conf.py", "timeout = 10\n")).toEqual(["0: overridden: 20"]);
    const textDocument = { uri: session.uri("Procfile"), version: 99 };
    const contentChanges = [{ text: "web: gunicorn --timeout 30 app:app\n" }];
    await session.client.sendNotification("textDocument/didChange", { textDocument, contentChanges });
    expect(await session.hints("gunicorn.conf.py", "timeout = 10\n")).toEqual(["0: overridden: 30"]);
  });
});
