import { describe, expect, test } from "vitest";
import { inspected } from "./support";

const requirements = { "requirements.txt": "flask\ncelery[redis]\n" };
const app = "from flask import Flask\napp = Flask(__name__)\n";
const broker = `broker=os.environ["CELERY_BROKER_URL"]`;
const celery = `import os\nfrom celery import Celery\nqueue = Celery("shop", ${broker})\n`;
const task = "@queue.task\ndef add(a, b):\n    return a + b\n";
/** Flask's documentation. */
const initApp = `from celery import Celery, Task
def celery_init_app(app):
    celery_app = Celery(app.name)
    celery_app.config_from_object(app.config["CELERY"])
    app.extensions["celery"] = celery_app
    return celery_app
`;
const factory = `import os
from flask import Flask
from .queues import celery_init_app
def create_app():
    app = Flask(__name__)
    app.config.from_mapping(CELERY=dict(broker_url=os.environ.get("REDIS_URL", "redis://localhost"), task_ignore_result=True))
    celery_init_app(app)
    return app
`;
const shared = "from celery import shared_task\n@shared_task(ignore_result=False)\ndef add(a, b):\n    return a + b\n";

type Texts = Readonly<Record<string, string>>;
const of = (texts: Texts) => inspected({ ...requirements, ...texts }).celery;

describe("the Celery app that a worker is started with", () => {
  test.each<[string, Texts, string, readonly string[], readonly string[]]>([
    ["in the app's own module", { "app.py": app + celery + task }, "app:queue", [], ["CELERY_BROKER_URL"]],
    [
      "apart from its tasks",
      { "app.py": app, "jobs/__init__.py": celery, "jobs/mail.py": `from jobs import queue\n${task}` },
      "jobs:queue",
      ["jobs.mail"],
      ["CELERY_BROKER_URL"],
    ],
    [
      "by its module",
      { "app.py": app, "work.py": `import os\nimport celery\nqueue = celery.Celery("x", ${broker})\n${task}` },
      "work:queue",
      [],
      ["CELERY_BROKER_URL"],
    ],
    [
      "from the extensions of a factory's app",
      {
        "shop/__init__.py": factory,
        "shop/queues.py": initApp,
        "shop/tasks.py": shared,
        "make_celery.py": `from shop import create_app\nflask_app = create_app()\ncelery_app = flask_app.extensions["celery"]\n`,
      },
      "make_celery:celery_app",
      [],
      ["REDIS_URL"],
    ],
    [
      "from a function that is given the app",
      {
        "queues.py": initApp,
        "app.py": `import os\nfrom queues import celery_init_app\n${app}app.config["CELERY"] = {"broker_url": os.getenv("REDIS_URL")}\nqueue = celery_init_app(app)\n${task}`,
      },
      "app:queue",
      [],
      ["REDIS_URL"],
    ],
    [
      "with a broker whose address is put together",
      {
        "app.py": `import os\nfrom celery import Celery\n${app}url = f"redis://{os.environ['REDIS_HOST']}:6379/0"\nqueue = Celery("x", broker=url)\n${task}`,
      },
      "app:queue",
      [],
      ["REDIS_HOST"],
    ],
  ])("%s", (_, texts, target, modules, brokerVariables) => {
    expect(of(texts)).toEqual({ target, modules, brokerVariables, brokerUrls: [] });
  });

  test("a broker that stands in the code is told as it is", () => {
    const text = `from celery import Celery\n${app}queue = Celery("x", broker="redis://localhost:6379/0")\n${task}`;
    expect(of({ "app.py": text })).toMatchObject({ brokerVariables: [], brokerUrls: ["redis://localhost:6379/0"] });
  });
});

describe("it is not sure which one", () => {
  test.each<[string, Texts]>([
    ["two of them", { "app.py": app + celery + task, "other.py": celery + task }],
    ["no task", { "app.py": app + celery }],
    [
      "only under a condition",
      { "app.py": `${app}import os\nif os.environ:\n    from celery import Celery\n    queue = Celery("x")\n${task}` },
    ],
    [
      "completed by a factory",
      { "shop/__init__.py": celery + factory, "shop/queues.py": initApp, "shop/tasks.py": shared },
    ],
    [
      "another Celery",
      { "app.py": `${app}from vegetables import Celery\nqueue = Celery("x", broker="redis://redis")\n${task}` },
    ],
    ["of a test", { "app.py": app, "tests/test_app.py": celery + task }],
    ["in a file that cannot be imported", { "app.py": app, "my tasks.py": celery + task }],
  ])("%s", (_, texts) => {
    expect(of(texts)).toBeUndefined();
  });

  test("and there is none where the project does not name Celery", () => {
    expect(inspected({ "requirements.txt": "flask\n", "app.py": app + celery + task }).celery).toBeUndefined();
  });
});
