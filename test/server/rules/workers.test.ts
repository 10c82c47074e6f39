import { describe, expect, test } from "vitest";
import { edit } from "../../../server/src/languages/nginx/tree";
import { compose, found, host, image, nginx, type Texts } from "./projects";
import { findingsOf } from "./support";

describe("what a setting does beside a worker class", () => {
  test.each<[string, Texts, string[]]>([
    ["threads with gevent", host('worker_class = "gevent"\nthreads = 4'), ['threads-ignored "threads = 4"']],
    [
      "by its whole name",
      host('worker_class = "gunicorn.workers.ggevent.GeventWorker"\nthreads = 4'),
      ['threads-ignored "threads = 4"'],
    ],
    ["threads with tornado", host('worker_class = "tornado"\nthreads = 2'), ['threads-ignored "threads = 2"']],
    ["one thread is the default", host('worker_class = "gevent"\nthreads = 1'), []],
    ["threads with gthread", host('worker_class = "gthread"\nthreads = 4'), []],
    ["threads with sync, which becomes gthread", host("threads = 4"), []],
    ["threads with a class of the project", host('worker_class = "own.Worker"\nthreads = 4'), []],
    ["threads in a branch", host('import os\nworker_class = "gevent"\nif os.environ.get("X"):\n    threads = 4'), []],
    ["the default, written down", host("worker_connections = 1000"), []],
    [
      "worker_connections with sync",
      host("worker_connections = 10"),
      ['worker-connections-ignored "worker_connections = 10"'],
    ],
    ["with threads, so gthread", host("worker_connections = 10\nthreads = 2"), []],
    ["with gevent", host('worker_connections = 10\nworker_class = "gevent"'), []],
    ["preload and reload", host("preload_app = True\nreload = True"), ['preload-reload "reload = True"']],
    ["preload alone", host("preload_app = True"), []],
    ["reload alone, on a machine", host("reload = True"), []],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));

  test("across the places that a Gunicorn is configured in", () => {
    const texts = { Procfile: "web: gunicorn -k gevent app:app\n", "gunicorn.conf.py": "threads = 3\n" };
    expect(found(texts)).toEqual(['threads-ignored "threads = 3"']);
    expect(found({ ...texts, Procfile: "web: gunicorn -k gthread app:app\n" })).toEqual([]);
  });

  test("a file that two commands read is wrong where it is wrong for both", () => {
    const texts = {
      Procfile: "web: gunicorn -k gevent app:app\nother: gunicorn -k gthread app:app\n",
      "gunicorn.conf.py": "threads = 3\n",
    };
    expect(found(texts)).toEqual([]);
    expect(found({ ...texts, Procfile: texts.Procfile.replace("gthread", "tornado") })).toEqual([
      'threads-ignored "threads = 3"',
    ]);
  });
});

describe("how workers come and go", () => {
  test.each<[string, Texts, string[]]>([
    ["no timeout", host("timeout = 0"), ['timeout-off "timeout = 0"']],
    ["a timeout", host("timeout = 10"), []],
    ["no jitter", host("workers = 3\nmax_requests = 1000"), ['max-requests-jitter "max_requests = 1000"']],
    ["jitter", host("workers = 3\nmax_requests = 1000\nmax_requests_jitter = 50"), []],
    ["one worker", host("max_requests = 1000"), []],
    ["workers that are not known", host("import x\nworkers = x.y\nmax_requests = 1000"), []],
    ["no limit of requests", host("workers = 3\nmax_requests = 0"), []],
    ["daemon in a container", image("daemon = True"), ['daemon-in-container "daemon = True"']],
    [
      "daemon in a service",
      {
        "compose.yaml": 'services: {web: {image: x, command: "gunicorn --worker-tmp-dir /dev/shm -D a:b", user: x}}\n',
      },
      ['daemon-in-container "-D"'],
    ],
    [
      "daemon before another program of a service",
      {
        "compose.yaml":
          "services:\n  web:\n    image: x\n    command: sh -c 'gunicorn --worker-tmp-dir /dev/shm -D a:b; nginx'\n",
      },
      [],
    ],
    ["daemon on a machine", host("daemon = True"), []],
    [
      "daemon where another program follows",
      {
        "gunicorn.conf.py": "daemon = True\n",
        Dockerfile: "FROM python:3.13\nCOPY . .\nCMD gunicorn --worker-tmp-dir /dev/shm a:b && nginx\n",
      },
      [],
    ],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("what the worker class needs", () => {
  const requirements = (text: string) => ({ "requirements.txt": text });
  test.each<[string, Texts, string[]]>([
    [
      "no gevent",
      host('worker_class = "gevent"', requirements("flask\ngunicorn\n")),
      ['worker-class-package "worker_class = \\"gevent\\""'],
    ],
    ["gevent", host('worker_class = "gevent"', requirements("flask\ngunicorn\ngevent==24.1\n")), []],
    ["an extra", host('worker_class = "gevent"', requirements("flask\ngunicorn[gevent]\n")), []],
    [
      "in another file",
      host('worker_class = "gevent"', { ...requirements("flask\ngunicorn\n"), "requirements-prod.txt": "gevent\n" }),
      [],
    ],
    [
      "in the image",
      host('worker_class = "gevent"', { ...requirements("flask\n"), Dockerfile: "FROM x\nRUN pip install gevent\n" }),
      [],
    ],
    [
      "of a lock file",
      host('worker_class = "tornado"', {
        "pyproject.toml": '[project]\nname = "a"\ndependencies = ["flask"]\n',
        "uv.lock": '[[package]]\nname = "tornado"\n',
      }),
      [],
    ],
    ["nothing is known of what is installed", host('worker_class = "gevent"'), []],
    [
      "eventlet is gone",
      host('worker_class = "eventlet"', requirements("eventlet\ngunicorn==26.0.0\n")),
      ['eventlet-gone "worker_class = \\"eventlet\\""'],
    ],
    [
      "eventlet is gone, whatever is installed",
      host('worker_class = "eventlet"', requirements("flask\ngunicorn==26.0.0\n")),
      ['eventlet-gone "worker_class = \\"eventlet\\""'],
    ],
    [
      "no eventlet where there is a worker of it",
      host('worker_class = "eventlet"', requirements("flask\ngunicorn==23.0.0\n")),
      ['worker-class-package "worker_class = \\"eventlet\\""'],
    ],
    [
      "eventlet goes",
      host('worker_class = "eventlet"', requirements("eventlet\ngunicorn==25.3.0\n")),
      ['eventlet-gone "worker_class = \\"eventlet\\""'],
    ],
    ["eventlet is there", host('worker_class = "eventlet"', requirements("eventlet\ngunicorn==23.0.0\n")), []],
    [
      "uvicorn's old module",
      host('worker_class = "uvicorn.workers.UvicornWorker"', requirements("uvicorn\n")),
      ['uvicorn-worker-moved "worker_class = \\"uvicorn.workers.UvicornWorker\\""'],
    ],
    ["its new package", host('worker_class = "uvicorn_worker.UvicornWorker"', requirements("uvicorn-worker\n")), []],
    [
      "which is not there",
      host('worker_class = "uvicorn_worker.UvicornWorker"', requirements("uvicorn\n")),
      ['worker-class-package "worker_class = \\"uvicorn_worker.UvicornWorker\\""'],
    ],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("what a setting needs", () => {
  const requirements = (text: string): Texts => ({ "requirements.txt": text });
  const h2 = 'http_protocols = "h1,h2"';
  const paste = 'paste = "a.ini"';
  const said = (setting: string) => [`setting-package ${JSON.stringify(setting)}`];
  test.each<[string, Texts, string[]]>([
    ["no h2", host(h2, requirements("flask\ngunicorn==27.0.0\n")), said(h2)],
    ["no h2, on a command line", command("--http-protocols=H2", "flask\ngunicorn\n"), said("--http-protocols=H2")],
    ["a Gunicorn that does without", host(h2, requirements("flask\ngunicorn==26.0.0\n")), []],
    ["h2", host(h2, requirements("flask\ngunicorn\nh2==4.4.1\n")), []],
    ["its extra", host(h2, requirements("flask\ngunicorn[http2]\n")), []],
    ["brought along", host(h2, requirements("flask\ngunicorn\nhypercorn\n")), []],
    ["in the image", host(h2, { ...requirements("flask\n"), Dockerfile: "FROM x\nRUN pip install h2\n" }), []],
    ["nothing is known of what is installed", host(h2), []],
    ["HTTP/1.1 alone", host('http_protocols = "h1"', requirements("flask\ngunicorn\n")), []],
    ["a list, which Gunicorn refuses", host('http_protocols = ["h2"]', requirements("flask\ngunicorn\n")), []],
    ["another word, which it refuses", host('http_protocols = "h2,h3"', requirements("flask\ngunicorn\n")), []],
    ["in a branch", host(`import os\nif os.environ.get("X"):\n    ${h2}`, requirements("flask\ngunicorn\n")), []],
    ["no PasteDeploy", host(paste, requirements("flask\ngunicorn\n")), said(paste)],
    ["no PasteDeploy, on a command line", command("--paste a.ini", "flask\ngunicorn\n"), said("--paste a.ini")],
    ["nor by its other name", command("--paster a.ini", "flask\ngunicorn\n"), said("--paster a.ini")],
    ["PasteDeploy", host(paste, requirements("flask\ngunicorn\nPasteDeploy\n")), []],
    ["PasteDeploy as pip writes it", host(paste, requirements("flask\ngunicorn\npastedeploy==3.1\n")), []],
    ["with a hyphen", host(paste, requirements("flask\ngunicorn\npaste-deploy\n")), []],
    ["brought along by Pyramid", host(paste, requirements("pyramid\ngunicorn\n")), []],
    ["nothing is known of what is installed for paste", host(paste), []],
    ["no paste", host("paste = None", requirements("flask\ngunicorn\n")), []],
  ])("%s", (_, texts, expected) =>
    expect(found(texts).filter((it) => it.startsWith("setting-package"))).toEqual(expected),
  );

  function command(options: string, installed: string): Texts {
    return { Procfile: `web: gunicorn ${options} app:app\n`, ...requirements(installed) };
  }
});

describe("keeping connections", () => {
  const kept = "server web:8000; keepalive 8;";
  const conf = 'bind = "0.0.0.0:8000"\nthreads = 2\n';
  const around = (upstream: string) => ({ ...compose("read_only: false"), ...nginx(upstream) });
  test.each<[string, Texts, string[]]>([
    ["nginx waits longer", image(`${conf}keepalive = 5`, around(kept)), ['keepalive-below-proxy "keepalive = 5"']],
    ["Gunicorn's default", image(conf, around(kept)), ['keepalive-below-proxy "worker_tmp_dir"']],
    ["Gunicorn waits longer", image(`${conf}keepalive = 75`, around(kept)), []],
    ["nginx is told to wait less", image(`${conf}keepalive = 5`, around(`${kept} keepalive_timeout 4s;`)), []],
    ["nginx keeps none", image(`${conf}keepalive = 5`, around("server web:8000;")), []],
    ["a sync worker keeps none", image('bind = "0.0.0.0:8000"\nkeepalive = 5', around(kept)), []],
    ["another service", image(`${conf}keepalive = 5`, around("server other:8000; keepalive 8;")), []],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("a worker that is none", () => {
  const pinned = (version: string) => ({ "requirements.txt": `gunicorn==${version}\ntornado\ngevent\n` });
  const said = (name: string) => [`unknown-worker "worker_class = \\"${name}\\""`];
  test.each<[string, Texts, string[]]>([
    ["misspelt", host('worker_class = "gthraed"'), said("gthraed")],
    ["like nothing", host('worker_class = "foo"'), said("foo")],
    ["in capitals", host('worker_class = "GTHREAD"'), said("GTHREAD")],
    ["of a later release", host('worker_class = "asgi"', pinned("23.0.0")), said("asgi")],
    ["of an earlier one", host('worker_class = "gaiohttp"', pinned("23.0.0")), said("gaiohttp")],
    ["of a release that is not told", host('worker_class = "gaiohttp"'), []],
    ["asgi", host('worker_class = "asgi"', pinned("24.1.1")), []],
    ["gaiohttp", host('worker_class = "gaiohttp"', pinned("19.10.0")), []],
    ["a path", host('worker_class = "own.gthraed"'), []],
    ["an entry point", host('worker_class = "egg:meinheld#gunicorn_worker"'), []],
    ["from the environment", host('import os\nworker_class = os.environ["K"]'), []],
    ["in a branch", host('import os\nif os.environ.get("K"):\n    worker_class = "foo"'), []],
    ...["sync", "gthread", "gevent", "gevent_wsgi", "gevent_pywsgi", "tornado"].map(
      (name): [string, Texts, string[]] => [name, host(`worker_class = "${name}"`, pinned("20.1.0")), []],
    ),
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));

  test.each([
    ["web: gunicorn -k gevnt app:app\n", "web: gunicorn -k gevent app:app\n"],
    ["web: gunicorn --worker-class=gtread app:app\n", "web: gunicorn --worker-class=gthread app:app\n"],
  ])("%s", (Procfile, mended) => {
    const [finding] = findingsOf({ Procfile });
    expect(finding).toMatchObject({ code: "gunicorn-unknown-worker", severity: "error" });
    expect(edit(Procfile, finding?.fixes?.[0]?.edits ?? [])).toBe(mended);
  });
});
