import { expect, test } from "vitest";
import { gunicornFindings, readJudged } from "../../../server/src/rules/gunicornFindings";
import { filesOf } from "../scaffold/support";

type Texts = Readonly<Record<string, string>>;

const docker = "FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD gunicorn app:app\n";
const procfile = { Procfile: "web: gunicorn app:app\n" };
const compose = (more: string) => ({
  "compose.yaml": `services:\n  web:\n    build: .\n    ports: ["80:8000"]\n${more}`,
});

const project = (conf: string, ...more: readonly Texts[]): Texts => ({
  "app.py": "app = 1\n",
  Dockerfile: docker,
  "gunicorn.conf.py": `worker_tmp_dir = "/dev/shm"\n${conf}`,
  ...Object.assign({}, ...more),
});

/** `code: where it is so`, and whether something is offered. */
const told = (texts: Texts): string[] =>
  [...gunicornFindings(readJudged(filesOf(texts), Object.keys(texts), 4))].flatMap(([, findings]) =>
    findings.map(({ code, message, fixes = [] }) => {
      const [, where] = / This is so where (.*) starts Gunicorn\.$/.exec(message) ?? [];
      return `${code.replace("gunicorn-", "")}${where === undefined ? "" : `: ${where}`}${fixes.length > 0 ? ", mended" : ""}`;
    }),
  );

test.each<[string, Texts, string[]]>([
  ["wrong for all", project('bind = "127.0.0.1:8000"\n', compose("")), ["loopback-in-container, mended"]],
  [
    "wrong for a service, right for a Procfile",
    project('bind = "127.0.0.1:8000"\n', compose(""), procfile),
    ['loopback-in-container: the service "web" of compose.yaml'],
  ],
  [
    "wrong for an image, right for a Procfile",
    project("daemon = True\n", procfile),
    ["daemon-in-container: Dockerfile"],
  ],
  [
    "wrong for a service that is there for development alone",
    project("reload = True\n", compose("    volumes: ['.:/app']\n"), procfile),
    [],
  ],
  [
    "without a use for one, and of use to another",
    project("threads = 3\n", {
      Procfile: "web: gunicorn -k gevent app:app\nother: gunicorn -k gthread app:app\n",
      Dockerfile: "",
    }),
    [],
  ],
  [
    "a value that the environment of one service gives",
    project(
      'import os\nbind = "0.0.0.0:8000"\ntimeout = os.environ.get("LIMIT", "30")\n',
      compose("    environment: {LIMIT: none}\n"),
      procfile,
    ),
    ['invalid-value: the service "web" of compose.yaml'],
  ],
  [
    "wrong for one process of two",
    project("timeout = 0\n", { Procfile: "web: gunicorn -t 30 app:app\nother: gunicorn app:app\n", Dockerfile: "" }),
    ["overridden-in-command", "timeout-off, mended"],
  ],
])("%s", (_, texts, expected) => expect(told(texts).sort()).toEqual(expected));
