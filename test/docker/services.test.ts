import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { leftovers } from "./support/docker";
import { ask } from "./support/http";
import { copyProject } from "./support/stack";

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

  await stack.cli("down");
  expect((await leftovers(project)).map((left) => left.split(" ")[0])).toEqual(["volume", "volume"]);
  await stack.cli("up");
  expect(await json("/notes")).toEqual(["방명록"]);
  expect(await json("/visits")).toBe(2);
  expect(await json("/sum/1/1")).toEqual({ result: 2, elsewhere: true });

  await stack.cli("down", "--volumes");
  expect(await leftovers(project)).toEqual([]);
});
