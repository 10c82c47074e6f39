import { expect, test } from "vitest";
import { findingsOf } from "./support";

type Texts = Readonly<Record<string, string>>;

const host = (conf: string, more: Texts = {}): Texts => ({
  Procfile: "web: gunicorn app:app\n",
  "app.py": "app = 1\n",
  "gunicorn.conf.py": conf,
  ...more,
});
const image = (conf: string, docker = "", more: Texts = {}): Texts => ({
  Dockerfile: `FROM python:3.13\nWORKDIR /app\nCOPY . .\n${docker}CMD gunicorn app:app\n`,
  "app.py": "app = 1\n",
  "gunicorn.conf.py": conf,
  ...more,
});
const there = { "sub/app.py": "app = 1\n", "log.ini": "" };

test.each<[string, Texts, string[]]>([
  ["a folder that is not there", host('chdir = "sub"\n'), ['error chdir = "sub"']],
  ["a folder that is there", host('chdir = "sub"\n', there), []],
  ["the folder itself", host('chdir = "."\n'), []],
  ["on the command line", host("", { Procfile: "web: gunicorn --chdir sub app:app\n" }), ["error --chdir sub"]],
  ["a folder of the machine", host('chdir = "/srv/shop"\n'), []],
  ["a folder that is not known", host("import os\nchdir = os.path.dirname(__file__)\n"), []],
  [
    "a folder of a unit, which starts who knows where",
    { "web.service": "[Service]\nExecStart=/a/gunicorn --chdir sub app:app\n" },
    [],
  ],
  ["a folder of an image", image('chdir = "/app/sub"\n'), ['error chdir = "/app/sub"']],
  ["one that is copied there", image('chdir = "/app/sub"\n', "", there), []],
  ["one that is made there", image('chdir = "/app/sub"\n', "RUN mkdir sub\n"), []],
  ["one that comes from another image", image('chdir = "/app/sub"\n', "COPY --from=x /sub /app/sub\n"), []],
  ["one that is unpacked there", image('chdir = "/app/sub"\n', "RUN unzip /app/all.zip\n"), []],
  [
    "one that is mounted there",
    image('chdir = "/app/sub"\n', "", {
      "compose.yaml": 'services:\n  web:\n    build: .\n    volumes: ["data:/app/sub"]\n',
    }),
    [],
  ],
  ["one that the image has itself", image('chdir = "/srv"\n'), []],
  ["a log config that is not there", host('logconfig = "log.ini"\n'), ['error logconfig = "log.ini"']],
  ["a log config that is there", host('logconfig = "log.ini"\n', there), []],
  ["a log config that another comes before", host('logconfig = "log.ini"\nlogconfig_dict = {"version": 1}\n'), []],
  ["a log config that one of JSON comes before", host('logconfig = "log.ini"\nlogconfig_json = "log.json"\n'), []],
  ["a log config of chdir", host('chdir = "sub"\nlogconfig = "../log.ini"\n', there), []],
  ["a JSON log config, which Gunicorn passes by", host('logconfig_json = "log.json"\n'), []],
  [
    "a file to reload with that is not there",
    host('reload_extra_files = ["app.py", "a.yml"]\n'),
    ['error reload_extra_files = ["app.py", "a.yml"]'],
  ],
  ["files to reload with that are there", host('reload_extra_files = ["app.py", "log.ini"]\n', there), []],
  [
    "one of the command line",
    host("", { Procfile: "web: gunicorn --reload-extra-file a.yml app:app\n" }),
    ["error --reload-extra-file a.yml"],
  ],
  ["files that are not known", host('import glob\nreload_extra_files = glob.glob("*.yml")\n'), []],
  ["the folder of a log", host('errorlog = "logs/error.log"\n'), ['information errorlog = "logs/error.log"']],
  [
    "the folder of a log on a command line",
    host("", { Procfile: "web: gunicorn --error-logfile logs/e.log app:app\n" }),
    ["information --error-logfile logs/e.log"],
  ],
  [
    "the same, made by what starts it",
    host("", { Procfile: "web: install -d logs && gunicorn --error-logfile logs/e.log app:app\n" }),
    [],
  ],
  ["a log beside it", host('errorlog = "error.log"\naccesslog = "-"\n'), []],
  [
    "a folder that the config file makes",
    host('import os\nos.makedirs("logs", exist_ok=True)\nerrorlog = "logs/error.log"\n'),
    [],
  ],
])("%s", (_, texts, expected) => {
  const found = findingsOf(texts).filter(({ code }) => code === "gunicorn-path-missing");
  expect(found.map(({ severity, path, start, end }) => `${severity} ${texts[path]?.slice(start, end)}`)).toEqual(
    expected,
  );
});
