import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { leftovers } from "./support/docker";
import { ask } from "./support/http";
import { copyProject, type Stack } from "./support/stack";

/** An app that asks PostgreSQL and Redis, and has tasks for Celery: two modules, and the worker has to know of both. */
const files: Readonly<Record<string, string>> = {
  "requirements.txt": "flask\ncelery[redis]\npsycopg[binary]\n",
  "app.py": `import os
import socket

import psycopg
import redis
from flask import Flask, jsonify, request

from tasks import add

app = Flask(__name__)
visits = redis.Redis.from_url(os.environ["REDIS_URL"])


@app.post("/notes")
def write():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (text TEXT)")
        connection.execute("INSERT INTO notes VALUES (%s)", [request.get_data(as_text=True)])
    return "", 201


@app.get("/notes")
def read():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return jsonify([text for (text,) in connection.execute("SELECT text FROM notes")])


@app.get("/visits")
def count():
    return jsonify(visits.incr("visits"))


@app.get("/sum/<int:a>/<int:b>")
def total(a, b):
    by, result = add.delay(a, b).get(timeout=20)
    return jsonify(result=result, elsewhere=by != socket.gethostname())
`,
  "queue_app.py": `import os

from celery import Celery

queue = Celery("shop", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ["CELERY_BROKER_URL"])
`,
  "tasks.py": `import socket

from queue_app import queue


@queue.task
def add(a, b):
    return socket.gethostname(), a + b
`,
};

/** What `develop.watch` of compose.yaml is there for: each edit is served, and replaces what it is about and no more. */
async function watched(stack: Stack): Promise<void> {
  const watch = spawn("docker", ["compose", "watch", "--no-up"], {
    cwd: stack.folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(watch, "close");
  let said = "";
  for (const stream of [watch.stdout, watch.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const edit = async (path: string, from: string, to: string) => {
    const text = await readFile(join(stack.folder, path), "utf8");
    expect(text).toContain(from);
    await writeFile(join(stack.folder, path), text.replace(from, to));
  };
  // While a container is replaced nobody may answer.
  const answer = (path: string) => ask(stack.url + path).then(({ text }) => text, String);
  try {
    await expect.poll(() => said).toContain("Watch enabled");
    const before = await stack.container("web");
    await edit(
      "app.py",
      "app = Flask(__name__)\n",
      `app = Flask(__name__)\napp.add_url_rule("/new", "new", lambda: "edited")\n`,
    );
    await expect.poll(() => answer("/new"), { timeout: 120_000 }).toBe("edited");
    const after = await stack.container("web");
    expect(after).not.toBe(before);
    await edit("nginx/nginx.conf", 'return 200 "ok\\n"', 'return 200 "edited\\n"');
    await expect.poll(() => answer("/nginx-health"), { timeout: 120_000 }).toBe("edited\n");
    expect(await stack.container("web")).toBe(after);
  } finally {
    watch.kill("SIGINT");
    await ended;
  }
}

test("an app with PostgreSQL, Redis and Celery: healthy, its data stays, its tasks are worked off, and all of it goes", async () => {
  const source = await mkdtemp(join(tmpdir(), "services-"));
  onTestFinished(() => rm(source, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) await writeFile(join(source, path), text);
  const stack = await copyProject(source, "flask-stack-test-services");
  onTestFinished(() => stack.remove(), 120_000);

  await stack.cli("containerize", "--yes", "--port", String(stack.port));
  await stack.cli("up");
  const { project, services } = await stack.status();
  expect(services.map(({ name, state, health }) => [name, state, health]).sort()).toEqual(
    ["db", "nginx", "redis", "web", "worker"].map((name) => [name, "running", "healthy"]),
  );
  const json = async (path: string) => JSON.parse((await ask(stack.url + path)).text);

  expect(await ask(`${stack.url}/notes`, { method: "POST", body: "방명록" })).toMatchObject({ status: 201 });
  expect(await json("/notes")).toEqual(["방명록"]);
  expect(await json("/visits")).toBe(1);
  expect(await json("/sum/19/23")).toEqual({ result: 42, elsewhere: true });

  await watched(stack);

  await stack.cli("down");
  expect((await leftovers(project)).map((left) => left.split(" ")[0])).toEqual(["volume", "volume"]);
  await stack.cli("up");
  expect(await json("/notes")).toEqual(["방명록"]);
  expect(await json("/visits")).toBe(2);
  expect(await json("/sum/1/1")).toEqual({ result: 2, elsewhere: true });

  await stack.cli("down", "--volumes");
  expect(await leftovers(project)).toEqual([]);
});
