import { expect, test } from "vitest";
import { host, image, type Texts } from "./projects";
import { findingsOf } from "./support";

/** The severity, what is underlined and what the fix writes, of each class that is not found. */
const told = (texts: Texts): string[] =>
  findingsOf(texts).flatMap(({ code, severity, path, start, end, fixes = [] }) => {
    const instead = fixes[0]?.edits[0]?.text;
    const at = texts[path]?.slice(start, end);
    return code === "gunicorn-class-not-found" ? [`${severity} ${at}${instead ? ` -> ${instead}` : ""}`] : [];
  });

const plain: Texts = { "app.py": "app = 1\n", "requirements.txt": "flask\ngunicorn\n" };
const loggers: Texts = { ...plain, "loggers.py": "class Json: pass\n", "own/__init__.py": "", "own/workers.py": "" };
const logger = (name: string): string => `logger_class = "${name}"\n`;

test.each<[string, Texts, string[]]>([
  ["there", image(logger("loggers.Json"), loggers), []],
  ["in a package", image('worker_class = "own.workers.Worker"', loggers), []],
  ["one letter apart", image(logger("logger.Json"), loggers), ["error logger -> loggers"]],
  ["a part that a package has not", image('worker_class = "own.worker.Worker"', loggers), ["error own.worker"]],
  ["in another folder", image(logger("loggers.Json"), { ...plain, "src/loggers.py": "" }), ["error loggers"]],
  ["nowhere", image(logger("shop_logs.Json"), plain), ["warning shop_logs"]],
  [
    "of a command line",
    { ...loggers, Procfile: "web: gunicorn --logger-class logger.Json app:app\n" },
    ["error logger -> loggers"],
  ],
  [
    "of a package that is named",
    image(logger("shop_logs.Json"), { ...plain, "requirements.txt": "shop-logs\ngunicorn\n" }),
    [],
  ],
  [
    "of a package of a like name",
    image(logger("pythonjsonlogger.Json"), { ...plain, "requirements.txt": "python-json-logger\ngunicorn\n" }),
    [],
  ],
  [
    "of a package whose name its own begins with",
    image(logger("redis_logs.Json"), { ...plain, "requirements.txt": "redis\ngunicorn\n" }),
    [],
  ],
  [
    "where not all packages are known",
    image(logger("shop_logs.Json"), { ...plain, "requirements.txt": "gunicorn\nother\n" }),
    [],
  ],
  ["where nothing is known of packages", image(logger("logger.Json"), { ...loggers, "requirements.txt": "" }), []],
  [
    "where conda names the packages, in its own way",
    image(logger("logger.Json"), {
      "app.py": "app = 1\n",
      "loggers.py": "",
      "environment.yml": "dependencies: [python=3.12, flask, gunicorn]\n",
    }),
    [],
  ],
  ["Gunicorn's own", image(logger("gunicorn.glogging.Logger"), plain), []],
  ["Python's own", image(logger("logging.Logger"), plain), []],
  ["Python's own, of another module", image(logger("asyncio.Own"), plain), []],
  ["of a worker's package", image('worker_class = "uvicorn.workers.UvicornWorker"', plain), []],
  ["a short name", host('worker_class = "gthread"', plain), []],
  ["a class of the file itself", image("class Own: pass\nlogger_class = Own", plain), []],
  ["where the path is changed", image(`import sys\nsys.path.insert(0, "lib")\n${logger("logger.Json")}`, loggers), []],
  ["where a folder is added", image(`import site\nsite.addsitedir("lib")\n${logger("logger.Json")}`, loggers), []],
  ["of a project that is installed", image(logger("logger.Json"), { ...loggers, "setup.py": "" }), []],
  ["where it is started is not known", { ...loggers, "gunicorn.conf.py": logger("logger.Json") }, []],
])("a class that is named by its module: %s", (_, texts, expected) => expect(told(texts)).toEqual(expected));
