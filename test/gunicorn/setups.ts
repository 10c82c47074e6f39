import type { Catalog } from "../../server/src/languages/gunicorn/catalog/catalog";

/** Gunicorn as a project sets it up. */
export interface Setup {
  readonly files: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Values as a config file and as a command line write them; none of them asks the machine. */
const values: Readonly<Record<string, readonly (readonly [python: string, option: string])[]>> = {
  bind: [
    ["'0.0.0.0:80'", "0.0.0.0:80"],
    ["[':81', 'unix:/run/x']", ":82"],
  ],
  workers: [
    ["3", "4"],
    ["1 + 2 * 2", "6"],
  ],
  worker_class: [["'gthread'", "sync"]],
  threads: [["2", "4"]],
  timeout: [
    ["30 if True else 1", "90"],
    ["0", "0"],
  ],
  keepalive: [["5", "75"]],
  max_requests: [["1_000", "1_000"]],
  preload_app: [
    ["True", ""],
    ["'false'", ""],
  ],
  reload: [["False", ""]],
  umask: [
    ["0o22", "022"],
    ["18", "0x12"],
  ],
  raw_env: [["['A=1', 'B=2']", "C=3"]],
  accesslog: [
    ["'-'", "-"],
    ["None", "x.log"],
  ],
  loglevel: [["'de' + 'bug'", "warning"]],
  proc_name: [["f'{\"a\"}b'", "a b"]],
  forwarded_allow_ips: [["'*'", "10.0.0.1,10.0.0.2"]],
  wsgi_app: [["'x:y'", ""]],
  secure_scheme_headers: [["{'X-A': 'b'}", ""]],
  statsd_host: [["'localhost:8125'", "localhost:9"]],
  dogstatsd_tags: [["'a:b'", "c:d"]],
  logconfig_dict: [["{'version': 1}", ""]],
  sendfile: [["True", ""]],
  proxy_protocol: [["True", ""]],
  backlog: [["int('64')", "128"]],
  errorlog: [['"it\'s"', "-"]],
  paste: [["None", ""]],
};

const numbers: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  { WEB_CONCURRENCY: "7" },
  { PORT: "8080", FORWARDED_ALLOW_IPS: "*" },
];

/** Set-ups with settings in the file, in `GUNICORN_CMD_ARGS` and on the command line, many of them in several places. */
export function setups(catalog: Catalog, next: () => number, count: number): readonly Setup[] {
  return [...written, ...Array.from({ length: count }, () => generated(catalog, next))];
}

function generated(catalog: Catalog, next: () => number): Setup {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  const lines: string[] = [];
  const places = { environment: [] as string[], words: [] as string[] };
  for (const [name, all] of Object.entries(values)) {
    const [python = "", option = ""] = pick(all) ?? [];
    const spec = catalog.settings.get(name);
    if (spec === undefined) continue;
    if (next() < 0.35) lines.push(`${name} = ${python}`);
    const flag = pick(spec.flags);
    for (const place of [places.environment, places.words]) {
      if (flag === undefined || next() > 0.15) continue;
      const takes = spec.action === "store" || spec.action === "append";
      if (takes && option !== "") place.push(flag, option);
      if (!takes) place.push(flag);
    }
  }
  const named = next() < 0.3;
  const args = places.environment.map((word) => (/^[\w:=./,*-]+$/.test(word) ? word : `'${word}'`)).join(" ");
  return {
    files: { [named ? "conf/g.py" : "gunicorn.conf.py"]: `${lines.join("\n")}\n` },
    words: [...places.words, ...(named ? ["-c", next() < 0.5 ? "conf/g.py" : "file:conf/g.py"] : []), "app:app"],
    environment: { ...pick(numbers), ...(args === "" ? {} : { GUNICORN_CMD_ARGS: args }) },
  };
}

const written: readonly Setup[] = [
  { files: {}, words: ["a:app"], environment: {} },
  { files: {}, words: ["-w", "2", "a:app", "b:app"], environment: { GUNICORN_CMD_ARGS: "-w 3 c:app" } },
  { files: { "gunicorn.conf.py": "workers = 2\nworkers = 3\n" }, words: ["a"], environment: {} },
  {
    files: { "gunicorn.conf.py": "bind = ':1'\n" },
    words: ["-b", ":2", "-b", ":3", "a"],
    environment: { GUNICORN_CMD_ARGS: "-b :4" },
  },
  {
    files: { "c.py": "workers = 2\n", "gunicorn.conf.py": "workers = 9\n" },
    words: ["a"],
    environment: { GUNICORN_CMD_ARGS: "-c c.py" },
  },
  {
    files: { "c.py": "workers = 2\n", "d.py": "workers = 9\n" },
    words: ["-c", "d.py", "a"],
    environment: { GUNICORN_CMD_ARGS: "-c c.py" },
  },
  {
    files: {
      "gunicorn.conf.py": "import os\nworkers = int(os.environ.get('N', '4'))\ntimeout = os.getenv('T') or 5\n",
    },
    words: ["a"],
    environment: { N: "6" },
  },
  {
    files: {
      "gunicorn.conf.py": "import os\nif os.environ.get('DEBUG'):\n    reload = True\nelse:\n    workers = 5\n",
    },
    words: ["a"],
    environment: { DEBUG: "1" },
  },
  {
    files: {
      "gunicorn.conf.py": "def post_fork(server, worker):\n    pass\n\ndef pre_request(worker, req):\n    pass\n",
    },
    words: ["a"],
    environment: {},
  },
  { files: { "sub/c.py": "workers = 2\n" }, words: ["--chdir", "sub", "-c", "sub/c.py", "a"], environment: {} },
  { files: { "gunicorn.conf.py": "Workers = 3\nWORKERS = 4\nworkerz = 5\n" }, words: ["a"], environment: {} },
  { files: { "gunicorn.conf.py": "workers = 3\n" }, words: ["-c", "", "a"], environment: {} },
  {
    files: { "gunicorn.conf.py": "from multiprocessing import cpu_count\nworkers = cpu_count() * 2 + 1\n" },
    words: ["a"],
    environment: {},
  },
];
