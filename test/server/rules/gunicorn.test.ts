import { describe, expect, test } from "vitest";
import { edit } from "../../../server/src/languages/nginx/tree";
import { findingsOf } from "./support";

type Texts = Readonly<Record<string, string>>;

/** A project whose image starts Gunicorn with a config file, with what the test is about. */
const image = (conf: string, more: Texts = {}, docker = ""): Texts => ({
  "app.py": "app = 1\n",
  Dockerfile: `FROM python:3.13\nWORKDIR /app\nCOPY . .\n${docker}CMD ["gunicorn", "app:app"]\n`,
  "gunicorn.conf.py": `${quiet}${conf}`,
  ...more,
});

/** What keeps the rules about a container's folders still. */
const quiet = 'worker_tmp_dir = "/dev/shm"\n';

/** The same on the machine itself. */
const host = (conf: string, more: Texts = {}): Texts => ({
  Procfile: "web: gunicorn app:app\n",
  "gunicorn.conf.py": conf,
  ...more,
});

const compose = (service: string): Texts => ({ "compose.yaml": `services:\n  web: {build: ., ${service}}\n` });

const nginx = (upstream: string): Texts => ({
  "nginx/nginx.conf": `events {}\nhttp { upstream app { ${upstream} } server { listen 80; location / { proxy_pass http://app; } } }\n`,
});

/** `code "what is underlined"` of each finding of a rule. */
const found = (texts: Texts): string[] =>
  findingsOf(texts).map(({ code, path, start, end }) => {
    const text = texts[path]?.slice(start, end);
    return `${code.replace("gunicorn-", "")} ${JSON.stringify(text)}`;
  });

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

describe("what is for development", () => {
  test.each<[string, Texts, string[]]>([
    ["reload in an image", image("reload = True"), ['reload-in-image "reload = True"']],
    [
      "on its command line",
      { ...image(""), Dockerfile: "FROM python:3.13\nCOPY . .\nCMD gunicorn --worker-tmp-dir /dev/shm --reload a:b\n" },
      ['reload-in-image "--reload"'],
    ],
    ["reload = False", image("reload = False"), []],
    ["reload that the environment may turn on", image('import os\nreload = os.environ.get("RELOAD") == "1"'), []],
    ["with mounted sources", image("reload = True", compose('volumes: [".:/app"]')), []],
    ["with FLASK_DEBUG", image("reload = True", compose("environment: {FLASK_DEBUG: 1}")), []],
    [
      "with FLASK_DEBUG in a file of variables",
      image("reload = True", { ...compose("env_file: [.env]"), ".env": "FLASK_DEBUG=1\n" }),
      [],
    ],
    [
      "in a service that is said elsewhere, too",
      image("reload = True", compose("extends: {file: a.yaml, service: b}")),
      [],
    ],
    ["spew", image("spew = True"), ['debug-in-image "spew = True"']],
    ["the debug log", image('loglevel = "debug"'), ['debug-in-image "loglevel = \\"debug\\""']],
    ["a level from the environment", image('import os\nloglevel = os.environ.get("L", "debug")'), []],
    [
      "the debug log of a test",
      { "tests/docker/Dockerfile": `FROM python:3.13\nCMD gunicorn --worker-tmp-dir /dev/shm --log-level debug a:b\n` },
      [],
    ],
    ["the usual level", image('loglevel = "info"'), []],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
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

describe("the limits of a container", () => {
  const count = "import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1";
  test.each<[string, Texts, string[]]>([
    [
      "cpu_count under a limit",
      image(count, compose("cpus: 0.5")),
      ['cpu-count "workers = multiprocessing.cpu_count() * 2 + 1"'],
    ],
    [
      "as deploy has it",
      image(count, compose('deploy: {resources: {limits: {cpus: "2"}}}')),
      ['cpu-count "workers = multiprocessing.cpu_count() * 2 + 1"'],
    ],
    ["held down", image("import os\nworkers = min(2, os.cpu_count())", compose("cpus: 1")), []],
    [
      "held down to many",
      image("import os\nn = min(8, os.cpu_count())\nworkers = n", compose("cpus: 1")),
      ['cpu-count "workers = n"'],
    ],
    ["without one", image(count, compose("mem_limit: 4g")), []],
    [
      "where the environment decides",
      image('import os\nworkers = int(os.environ.get("W", os.cpu_count()))', compose("cpus: 1")),
      [],
    ],
    ["with PYTHON_CPU_COUNT", image(count, compose("cpus: 1, environment: {PYTHON_CPU_COUNT: 1}")), []],
    ["a number", image("workers = 4", compose("cpus: 0.5")), []],
    [
      "more workers than there is memory for",
      image("workers = 32", compose("mem_limit: 256m")),
      ['memory "workers = 32"'],
    ],
    ["with preload_app that is enough", image("workers = 32\npreload_app = True", compose("mem_limit: 256m")), []],
    ["fewer", image("workers = 4", compose("mem_limit: 256m")), []],
    [
      "threads that would not fit",
      image("workers = 2\nthreads = 4000", compose("mem_limit: 128m")),
      ['memory "workers = 2"'],
    ],
    ["without a limit", image("workers = 500"), []],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("who can reach it", () => {
  const open = 'bind = "0.0.0.0:8000"\n';
  test.each<[string, Texts, string[]]>([
    [
      "everyone is believed",
      image(`${open}forwarded_allow_ips = "*"`, compose('ports: ["80:8000"]')),
      ['forwarded-allow-ips "forwarded_allow_ips = \\"*\\""'],
    ],
    ["the port is not published", image(`${open}forwarded_allow_ips = "*"`, compose("expose: [8000]")), []],
    [
      "it is for this machine alone",
      image(`${open}forwarded_allow_ips = "*"`, compose('ports: ["127.0.0.1:80:8000"]')),
      [],
    ],
    [
      "another port is published",
      image(`${open}forwarded_allow_ips = "*"`, compose('ports: ["80:9000"]')),
      ['port-mismatch "\\"80:9000\\""'],
    ],
    ["only some are believed", image(`${open}forwarded_allow_ips = "10.0.0.1"`, compose('ports: ["80:8000"]')), []],
    [
      "loopback with a published port",
      image('bind = "127.0.0.1:8000"', compose('ports: ["80:8000"]')),
      ['loopback-in-container "bind = \\"127.0.0.1:8000\\""'],
    ],
    ["loopback by default", image("", compose('ports: ["80:8000"]')), ['loopback-in-container "worker_tmp_dir"']],
    ["a default that PORT may change", image("", compose("ports: ['80:8000'], env_file: [.env]")), []],
    [
      "a default that PORT does not change",
      image("", { ...compose("ports: ['80:8000'], env_file: [.env]"), ".env": "A=1\n" }),
      ['loopback-in-container "worker_tmp_dir"'],
    ],
    ["a default with PORT of the shell", image("", compose("ports: ['80:8000'], environment: [PORT]")), []],
    [
      "loopback and EXPOSE",
      image('bind = ["localhost:8000"]', {}, "EXPOSE 8000\n"),
      ['loopback-in-container "bind = [\\"localhost:8000\\"]"'],
    ],
    [
      "loopback behind an nginx in the image",
      image('bind = "127.0.0.1:8000"', {}, "RUN apt-get install nginx\nEXPOSE 8000\n"),
      [],
    ],
    ["loopback that none asks for", image('bind = "127.0.0.1:8000"'), []],
    [
      "loopback beside another address",
      image('bind = ["127.0.0.1:8000", "0.0.0.0:8001"]', compose('ports: ["80:8000"]')),
      [],
    ],
    ["on the host's network", image('bind = "127.0.0.1:8000"', compose('network_mode: host, ports: ["80:8000"]')), []],
    ["all addresses", image(open, compose('ports: ["80:8000"]')), []],
    ["on a machine", host('bind = "127.0.0.1:8000"', nginx("server 127.0.0.1:8000;")), []],
    [
      "loopback behind nginx in another container",
      image('bind = "127.0.0.1:8000"', { ...compose("read_only: false"), ...nginx("server web:8000;") }),
      ['loopback-in-container "bind = \\"127.0.0.1:8000\\""'],
    ],
    ["a low port", image('bind = "0.0.0.0:80"', {}, "USER app\n"), ['privileged-port "bind = \\"0.0.0.0:80\\""']],
    ["a low port as root", image('bind = "0.0.0.0:80"'), []],
    [
      "a low port of a user who is not known",
      image('bind = "0.0.0.0:80"', { Dockerfile: "FROM company/x\nCOPY . .\nCMD gunicorn a:b\n" }),
      [],
    ],
    [
      "the kernel is told",
      image(
        'bind = "0.0.0.0:80"',
        compose('user: "7", environment: {HOME: /tmp}, sysctls: {net.ipv4.ip_unprivileged_port_start: 0}'),
      ),
      [],
    ],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
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
      host('worker_class = "gevent"', { ...requirements("flask\n"), "requirements-prod.txt": "gevent\n" }),
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

describe("an address that nothing can listen at", () => {
  const codes = (texts: Texts) => findingsOf(texts).map(({ code, severity }) => `${code} ${severity}`);
  const refused = ["gunicorn-bind-address error"];
  test.each([
    "0.0.0.0:99999",
    "127.0.0.1:-1",
    "0.0.0.0:abc",
    "127.0.0.1:",
    "::1",
    "http://0.0.0.0:8000",
    "[::1:8000",
    "fd://x",
    "0.0.0.0:8000,0.0.0.0:8001",
  ])("%s", (address) => {
    expect(codes(host(`bind = "${address}"`))).toEqual(refused);
    expect(codes(host(`bind = ["127.0.0.1:8000", "${address}"]`))).toEqual(refused);
    expect(codes({ Procfile: `web: gunicorn -b ${address} app:app\n` })).toEqual(refused);
  });

  // What Gunicorn 20.1 and 26 start with, and what is filled in later.
  test.each([
    "",
    "localhost",
    ":8000",
    "0.0.0.0:65535",
    "[::1]:8000",
    "[::]",
    "tcp://127.0.0.1:8000",
    "127.0.0.1:8000:3",
    "unix:/run/app.sock",
    "unix:///run/app.sock",
    "fd://3",
    "0.0.0.0:{{ port }}",
    "0.0.0.0:$PORT",
  ])("%s is none", (address) => {
    expect(codes(host(`bind = "${address}"`))).toEqual([]);
    expect(codes(host(`bind = ["127.0.0.1:8000", "${address}"]`))).toEqual([]);
  });

  test("a port from the environment", () => {
    expect(codes(host("import os\nbind = f\"0.0.0.0:{os.environ['PORT']}\""))).toEqual([]);
    expect(codes({ Procfile: "web: gunicorn -b 0.0.0.0:$PORT app:app\n" })).toEqual([]);
  });

  test("a descriptor, beside which no other is opened", () => {
    expect(codes(host('bind = ["fd://3", "0.0.0.0:99999"]'))).toEqual([]);
  });

  test("several in one text become a list", () => {
    const conf = 'bind = "0.0.0.0:8000, unix:/run/app.sock"\n';
    const [finding] = findingsOf(host(conf));
    expect(edit(conf, finding?.fixes?.[0]?.edits ?? [])).toBe('bind = ["0.0.0.0:8000", "unix:/run/app.sock"]\n');
  });
});

describe("a text whose quote is not closed has no value", () => {
  const asApp = (conf: string) => image(conf, {}, "USER app\n");
  test.each<[string, Texts, string[]]>([
    ["closed", asApp('bind = "0.0.0.0:800"'), ['privileged-port "bind = \\"0.0.0.0:800\\""']],
    ["not closed", asApp('bind = "0.0.0.0:8000'), []],
    ["not closed, more below", asApp('bind = "0.0.0.0:8000\nworkers = 2\n'), []],
    ["a format string", asApp('bind = f"0.0.0.0:8000'), []],
    ["several lines", asApp('bind = """0.0.0.0:800"'), []],
    ["its quote is escaped", host('worker_class = "foo\\\\\\"'), []],
    ["a backslash is", host("loglevel = \"a\\\\\"\nworker_class = 'foo'"), ["unknown-worker \"worker_class = 'foo'\""]],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("a log level that is none", () => {
  const said = (level: string) => [`log-level "loglevel = \\"${level}\\""`];
  test.each<[string, Texts, string[]]>([
    ["none", host('loglevel = "verbose"'), said("verbose")],
    ["short", host('loglevel = "warn"'), said("warn")],
    ["of a command line", { Procfile: "web: gunicorn --log-level loud app:app\n" }, ['log-level "--log-level loud"']],
    ["in capitals", host('loglevel = "WARNING"'), []],
    ["a logger of one's own", host('loglevel = "trace"\nlogger_class = "own.Logger"'), []],
    ["from the environment", host('import os\nloglevel = os.environ["L"]'), []],
    ["in a branch", host('import os\nif os.environ.get("L"):\n    loglevel = "loud"'), []],
    ...["debug", "info", "warning", "error", "critical"].map((level): [string, Texts, string[]] => [
      level,
      host(`loglevel = "${level}"`),
      [],
    ]),
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));

  test.each([
    ["warn", "warning"],
    ["degub", "debug"],
  ])("%s becomes %s", (wrong, right) => {
    const conf = `loglevel = "${wrong}"\n`;
    const [finding] = findingsOf(host(conf));
    expect(edit(conf, finding?.fixes?.[0]?.edits ?? [])).toBe(`loglevel = "${right}"\n`);
  });
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

describe("the folders of a container", () => {
  const versions = { "requirements.txt": "gunicorn==25.3.0\n" };
  test.each<[string, Texts, string[]]>([
    ["no folder in memory", { ...image(""), "gunicorn.conf.py": "workers = 2\n" }, ['worker-tmp-dir "workers"']],
    [
      "without a config file",
      { Dockerfile: 'FROM python:3.13\nCMD ["gunicorn", "-w", "2", "a:b"]\n' },
      ['worker-tmp-dir "gunicorn"'],
    ],
    [
      "of an image that a service starts",
      { Dockerfile: "FROM python:3.13\nCMD gunicorn a:b\n", "compose.yaml": "services: {web: {build: .}}\n" },
      ['worker-tmp-dir "a:b"'],
    ],
    ["/tmp is memory", { ...image("", compose("tmpfs: [/tmp]")), "gunicorn.conf.py": "workers = 2\n" }, []],
    ["on a machine", host("workers = 2"), []],
    [
      "no home to write to",
      image("", { ...versions, ...compose("read_only: true, tmpfs: [/tmp]") }),
      ['control-socket "worker_tmp_dir"'],
    ],
    [
      "a home that is memory",
      image("", { ...versions, ...compose("read_only: true, tmpfs: [/tmp], environment: {HOME: /tmp}") }),
      [],
    ],
    [
      "no control socket",
      image("control_socket_disable = True", { ...versions, ...compose("read_only: true, tmpfs: [/tmp]") }),
      [],
    ],
    [
      "an older Gunicorn",
      image("", { "requirements.txt": "gunicorn==25.0.3\n", ...compose("read_only: true, tmpfs: [/tmp]") }),
      [],
    ],
    ["a user without an account", image("", versions, "USER 1000\n"), ['control-socket "worker_tmp_dir"']],
    ["a user with one", image("", versions, "RUN useradd -m -u 1000 app\nUSER 1000\n"), []],
    ["root", image("", versions), []],
    ["a log file", image('accesslog = "/var/log/a.log"'), ['log-file-in-container "accesslog = \\"/var/log/a.log\\""']],
    ["the container's log", image('accesslog = "-"\nerrorlog = "-"'), []],
    ["a device", image('errorlog = "/dev/stderr"'), []],
    ["a log file in a volume", image('errorlog = "/logs/e.log"', compose('volumes: ["logs:/logs"]')), []],
    [
      "a log file that is linked to stdout",
      image('errorlog = "/logs/e.log"', {}, "RUN ln -s /dev/stderr /logs/e.log\n"),
      [],
    ],
    ["a log file on a machine", host('errorlog = "/logs/e.log"'), []],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("what keeps Gunicorn from starting", () => {
  test.each<[string, Texts, string[]]>([
    [
      "another user than the container's",
      image("user = 1001", {}, "RUN useradd -m app\nUSER 1000\n"),
      ['user-not-root "user = 1001"'],
    ],
    ["by name", image('user = "www"', {}, "RUN useradd -m app\nUSER app\n"), ['user-not-root "user = \\"www\\""']],
    ["the same", image("user = 1000", {}, "RUN useradd -m app\nUSER 1000\n"), []],
    ["a name and a number may be the same", image('user = "app"', {}, "RUN useradd -m app\nUSER 1000\n"), []],
    ["root may", image("user = 1001"), []],
    ["on a machine", host("user = 1001"), []],
    [
      "an environment without a value",
      host('raw_env = ["A=1", "DEBUG"]'),
      ['raw-env "raw_env = [\\"A=1\\", \\"DEBUG\\"]"'],
    ],
    ["one with", host('raw_env = ["A=1", "B="]'), []],
    ["one that is not known", host('import os\nraw_env = [os.environ["X"]]'), []],
    [
      "no certificate",
      host('certfile = "no.pem"\nkeyfile = "there.key"', { "there.key": "" }),
      ['tls-files "certfile = \\"no.pem\\""'],
    ],
    ["one elsewhere", host('certfile = "/etc/no.pem"\nkeyfile = "/etc/no.key"'), []],
    ["in an image", image('certfile = "no.pem"\nkeyfile = "no.key"'), []],
    ["a key alone", host('keyfile = "/etc/no.key"'), ['tls-files "keyfile = \\"/etc/no.key\\""']],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("what is set up and does nothing", () => {
  const published = compose('ports: ["80:8000"]');
  test.each<[string, Texts, string[]]>([
    ["a prefix without a host", host('statsd_prefix = "x"'), ['statsd "statsd_prefix = \\"x\\""']],
    ["with one", host('statsd_prefix = "x"\nstatsd_host = "a:8125"'), []],
    ["a logger of the project's", host('statsd_host = "a:8125"\nlogger_class = "own.Logger"'), []],
    [
      "a header in another spelling",
      host('secure_scheme_headers = {"X-Forwarded-Proto": "https"}'),
      ['secure-scheme-headers "secure_scheme_headers = {\\"X-Forwarded-Proto\\": \\"https\\"}"'],
    ],
    ["in capitals", host('secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}'), []],
    ["for another worker", host('secure_scheme_headers = {"x": "y"}\nworker_class = "own.Worker"'), []],
    [
      "the PROXY protocol of everyone",
      image('bind = "0.0.0.0:8000"\nproxy_protocol = True\nproxy_allow_ips = "*"', published),
      ['proxy-protocol "proxy_protocol = True"'],
    ],
    [
      "of one proxy",
      image('bind = "0.0.0.0:8000"\nproxy_protocol = True\nproxy_allow_ips = "10.0.0.1"', published),
      [],
    ],
    [
      "behind nginx, which does not speak it",
      image('bind = "0.0.0.0:8000"\nproxy_protocol = True', {
        ...compose("read_only: false"),
        ...nginx("server web:8000;"),
      }),
      ['proxy-protocol "proxy_protocol = True"'],
    ],
    [
      "off",
      image('bind = "0.0.0.0:8000"\nproxy_protocol = False', {
        ...compose("read_only: false"),
        ...nginx("server web:8000;"),
      }),
      [],
    ],
  ])("%s", (_, texts, expected) => expect(found(texts)).toEqual(expected));
});

describe("fixes leave nothing to complain about", () => {
  const published = compose('ports: ["80:8000"]');
  test.each<[string, Texts, string, string]>([
    [
      "threads-ignored",
      host('worker_class = "gevent"\nthreads = 4  # many\nworkers = 2\n'),
      "gunicorn.conf.py",
      'worker_class = "gevent"\nworkers = 2\n',
    ],
    [
      "max-requests-jitter",
      host("workers = 2\nmax_requests = 500"),
      "gunicorn.conf.py",
      "workers = 2\nmax_requests = 500\nmax_requests_jitter = 50\n",
    ],
    ["timeout-off", host("timeout = 0\n"), "gunicorn.conf.py", "timeout = 30\n"],
    [
      "loopback-in-container",
      image('bind = "127.0.0.1:8000"\n', published),
      "gunicorn.conf.py",
      `${quiet}bind = "0.0.0.0:8000"\n`,
    ],
    ["loopback-in-container", image("", published), "gunicorn.conf.py", `${quiet}bind = "0.0.0.0:8000"\n`],
    ["log-file-in-container", image('errorlog = "/e.log"\n'), "gunicorn.conf.py", `${quiet}errorlog = "-"\n`],
    [
      "secure-scheme-headers",
      host("secure_scheme_headers = {'X-Forwarded-Ssl': 'on'}\n"),
      "gunicorn.conf.py",
      "secure_scheme_headers = {'X-FORWARDED-SSL': 'on'}\n",
    ],
    ["daemon-in-container", image("daemon = True\r\nworkers = 2\r\n"), "gunicorn.conf.py", `${quiet}workers = 2\r\n`],
  ])("%s", (code, texts, path, expected) => {
    const finding = findingsOf(texts).find((it) => it.code === `gunicorn-${code}`);
    const [fix] = finding?.fixes ?? [];
    expect(fix?.path).toBe(path);
    const fixed = { ...texts, [path]: edit(texts[path] ?? "", fix?.edits ?? []) };
    expect(fixed[path]).toBe(expected);
    expect(found(fixed)).toEqual([]);
  });
});

test("a suppression with a reason silences its line, one without says so", () => {
  const texts = (comment: string) => host(`timeout = 0${comment}\n`);
  expect(found(texts("  # flask-stack: ignore gunicorn-timeout-off Cloud Run ends them"))).toEqual([]);
  expect(found(texts("  # flask-stack: ignore gunicorn-timeout-off"))).toEqual([
    'suppression-reason "# flask-stack: ignore gunicorn-timeout-off"',
  ]);
  expect(found(texts("  # flask-stack: ignore gunicorn-timeout x"))).toEqual([
    'timeout-off "timeout = 0"',
    'unknown-suppression "# flask-stack: ignore gunicorn-timeout x"',
  ]);
});
