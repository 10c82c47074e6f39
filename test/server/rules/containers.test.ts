import { describe, expect, test } from "vitest";
import { compose, found, host, image, nginx, type Texts } from "./projects";

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
    [
      "a default of the service",
      image(open, compose('ports: ["80:8000"], environment: {FORWARDED_ALLOW_IPS: "*"}')),
      ['forwarded-allow-ips "\\"*\\""'],
    ],
    [
      "a default of the image",
      image(open, compose('ports: ["80:8000"]'), "ENV FORWARDED_ALLOW_IPS=*\n"),
      ['forwarded-allow-ips "FORWARDED_ALLOW_IPS=*"'],
    ],
    [
      "a default of the image that the service replaces",
      image(
        open,
        compose('ports: ["80:8000"], environment: [FORWARDED_ALLOW_IPS=10.0.0.1]'),
        "ENV FORWARDED_ALLOW_IPS=*\n",
      ),
      [],
    ],
    [
      "more workers by WEB_CONCURRENCY than there is memory for",
      image("", compose("mem_limit: 128m, environment: [WEB_CONCURRENCY=32]")),
      ['memory "WEB_CONCURRENCY=32"'],
    ],
    [
      "a number of workers that overrides WEB_CONCURRENCY",
      image("workers = 2", compose("mem_limit: 128m, environment: [WEB_CONCURRENCY=32]")),
      [],
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
    ...(
      [
        ["USER nobody"],
        ["USER www-data"],
        ["RUN useradd app\nUSER app"],
        ["RUN useradd -r -u 1000 app\nUSER 1000:1000"],
        ["RUN adduser --disabled-password --gecos '' --no-create-home app && pip install x\nUSER app"],
        ["RUN useradd -m app\nENV HOME=/nonexistent\nUSER app"],
        ["RUN useradd -m app\nUSER app", 'control_socket = "/run/app/g.ctl"', 'control_socket = "/run/app/g.ctl"'],
      ] as const
    ).map(([lines, conf = "", place = "worker_tmp_dir"]): [string, Texts, string[]] => [
      `nothing to write to: ${lines}`,
      image(conf, versions, `${lines}\n`),
      [`control-socket ${JSON.stringify(place)}`],
    ]),
    ...(
      [
        ["RUN useradd -ms /bin/sh app\nUSER app"],
        ["RUN adduser --system app\nUSER app"],
        ["RUN useradd app && mkdir -p /home/app && chown app /home/app\nUSER app"],
        ["RUN useradd -d /srv/app app\nUSER app"],
        ["RUN useradd app\nUSER app\nWORKDIR /home/app"],
        ["RUN useradd app\nCOPY --chown=app . /home/app/\nUSER app"],
        ["ENV HOME=/tmp\nUSER nobody"],
        ["RUN make-accounts\nUSER app"],
        ["ENV HOME=/nonexistent"],
        ["RUN useradd -m app && mkdir /run/app && chown app /run/app\nUSER app", 'control_socket = "/run/app/g.ctl"'],
        ["RUN useradd -m app\nUSER app", 'control_socket = "/run/lock/g.ctl"'],
        ["RUN useradd -m app\nUSER app", 'control_socket = "g.ctl"'],
      ] as const
    ).map(([lines, conf = ""]): [string, Texts, string[]] => [
      `a folder that may be open: ${lines} ${conf}`,
      image(conf, versions, `${lines}\n`),
      [],
    ]),
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
