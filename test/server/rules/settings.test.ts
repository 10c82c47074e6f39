import { describe, expect, test } from "vitest";
import { edit } from "../../../server/src/languages/nginx/tree";
import { compose, found, host, image, nginx, type Texts } from "./projects";
import { findingsOf } from "./support";

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

  test.each<[string, Texts, string]>([
    ["by default", host("import os\nbind = f\"0.0.0.0:{os.environ.get('PORT', 'abc')}\""), "warning"],
    [
      "as it is set",
      {
        Procfile: "web: PORT=abc gunicorn app:app\n",
        "gunicorn.conf.py": 'import os\nbind = ":" + os.environ["PORT"]',
      },
      "error",
    ],
    ["by default of a command", { Procfile: "web: gunicorn -b :${PORT:-abc} app:app\n" }, "warning"],
  ])("%s", (_, texts, severity) => expect(codes(texts)).toEqual([`gunicorn-bind-address ${severity}`]));

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

/** A systemd unit with such lines. */
const unit = (lines: string, conf: string, start = "/srv/bin/gunicorn app:app"): Texts => ({
  "deploy/web.service": `[Service]\n${lines}\nExecStart=${start}\n`,
  "gunicorn.conf.py": `${conf}\n`,
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
      "another group than the container's",
      image("group = 33", {}, "ENV HOME=/tmp\nUSER 1000:1000\n"),
      ['user-not-root "group = 33"'],
    ],
    ["the same group", image("group = 33", {}, "ENV HOME=/tmp\nUSER 1000:33\n"), []],
    ["root's group", image('group = "root"', {}, "ENV HOME=/tmp\nUSER 1000:0\n"), []],
    ["a group of an account", image('group = "app"', {}, "USER app\n"), []],
    [
      "another user than the unit's",
      unit("User=deploy\nGroup=www-data", 'user = "www-data"\ngroup = "deploy"'),
      ['user-not-root "user = \\"www-data\\""', 'user-not-root "group = \\"deploy\\""'],
    ],
    ["the unit's", unit("User=deploy\nGroup=www-data", 'user = "deploy"\ngroup = "www-data"'), []],
    ["a unit of root's", unit("Group=www-data", 'user = "www-data"\ngroup = "deploy"'), []],
    [
      "a unit that may change users",
      unit("User=deploy\nAmbientCapabilities=CAP_SETUID CAP_SETGID", 'user = "www-data"'),
      [],
    ],
    ["a unit with a user that is not known", unit("User=%i", 'user = "www-data"'), []],
    ["started with all rights", unit("User=deploy", 'user = "www-data"', "+/srv/bin/gunicorn app:app"), []],
    ["by sudo", unit("User=deploy", 'user = "www-data"', "/usr/bin/sudo /srv/bin/gunicorn app:app"), []],
    [
      "another user than supervisor's",
      {
        "supervisord.conf": "[program:web]\nuser=deploy\ncommand=/srv/bin/gunicorn app:app\n",
        "gunicorn.conf.py": 'user = "www-data"\n',
      },
      ['user-not-root "user = \\"www-data\\""'],
    ],
    ["a low port of a unit", unit("User=www-data", 'bind = ":80"'), ['privileged-port "bind = \\":80\\""']],
    ["a low port of root's unit", unit("", 'bind = ":80"'), []],
    ["that is granted", unit("User=www-data\nAmbientCapabilities=CAP_NET_BIND_SERVICE", 'bind = ":80"'), []],
    ["that systemd opens", { ...unit("User=www-data", 'bind = ":80"'), "deploy/web.socket": "" }, []],
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
    [
      "in an image of a service",
      image('certfile = "no.pem"\nkeyfile = "/app/there.key"', { "there.key": "", ...compose("cpus: 1") }),
      ['tls-files "certfile = \\"no.pem\\""'],
    ],
    [
      "kept out of the image",
      image('certfile = "tls/c.pem"\nkeyfile = "tls/c.key"', {
        "tls/c.pem": "",
        "tls/c.key": "",
        ".dockerignore": "**/*.key\n",
        ...compose("cpus: 1"),
      }),
      ['tls-files "keyfile = \\"tls/c.key\\""'],
    ],
    [
      "mounted into the container",
      image('certfile = "/app/tls/c.pem"\nkeyfile = "/app/tls/c.key"', compose("volumes: ['./secret:/app/tls']")),
      [],
    ],
    ["made by the image", image('certfile = "c.pem"', compose("cpus: 1"), "RUN openssl req -out c.pem\n"), []],
    ["made by its script", image('certfile = "c.pem"', compose("cpus: 1"), 'ENTRYPOINT ["./entrypoint.sh"]\n'), []],
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
