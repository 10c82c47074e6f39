import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Engine, StackStatus } from "../../../../server/src/engine/engine";
import { hostFolders } from "../../../../server/src/engine/host/cache";
import type { ProcessMark } from "../../../../server/src/engine/host/processes";
import { readState } from "../../../../server/src/engine/host/state";
import { hostEngine } from "../../../../server/src/engine/hostEngine";
import { anyFreePort } from "../../../../server/src/engine/ports";
import { inspect } from "../../../../server/src/project/inspect";
import type { Result } from "../../../../server/src/result";
import { applyPlan } from "../../../../server/src/scaffold/apply";
import { plan } from "../../../../server/src/scaffold/containerize";
import { openFiles } from "../../../../server/src/workspace/diskFiles";
import { listening, noSignal, value } from "../support";

/** Real Gunicorn from the package index, real Nginx; each start takes seconds, and on a busy machine many. */
export const slow = 180_000;

/** The app that is served. */
export const code = `
import os, time
from flask import Flask, jsonify, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024

@app.get("/healthz")
def health():
    return "ok"

@app.get("/seen")
def seen():
    return jsonify(headers=dict(request.headers), address=request.remote_addr, url=request.url,
                   greeting=os.environ.get("GREETING"), folder=os.getcwd(), pid=os.getppid())

@app.get("/slow")
def slow():
    open("in-flight", "w").close()
    time.sleep(2)
    return "late"
`;

/** Everything that a shell, Nginx or Gunicorn could take for something else. */
const oddName = '-it\'s "한국어" $(x) $uri *;{ #1';

/** A project, containerized, and the stack of it on this machine, which each test finds stopped. */
export interface HostStack {
  /** Holds all that these tests leave on the disk. */
  readonly parent: string;
  readonly folder: string;
  /** Where the project says that it is published. */
  readonly port: number;
  readonly engine: Engine;
  /** The environment of programs that are to find this stack: where its state is kept. */
  readonly cache: { readonly XDG_CACHE_HOME: string };
  /** Throws where nothing came up. */
  up(options?: { port?: number }): Promise<StackStatus>;
  /** The same, for what is not to come up. */
  failedUp(options?: { port?: number }): Promise<Result<StackStatus>>;
  /** The main processes that the state names. */
  marks(): readonly ProcessMark[];
}

/** Makes a stack before the tests of a file, and removes it after them. */
export function useHostStack(): HostStack {
  const parent = mkdtempSync(join(tmpdir(), "host-engine-"));
  const folder = join(parent, oddName);
  const cache = { XDG_CACHE_HOME: join(parent, "cache") };
  const cacheBefore = process.env.XDG_CACHE_HOME;
  let port: number;
  let engine: Engine;
  const failedUp = (options: { port?: number } = {}) => engine.up(options, listening(), noSignal);

  beforeAll(async () => {
    process.env.XDG_CACHE_HOME = cache.XDG_CACHE_HOME;
    port = await anyFreePort();
    mkdirSync(join(folder, "static"), { recursive: true });
    writeFileSync(join(folder, "app.py"), code);
    writeFileSync(join(folder, "static", "a.css"), "body {}\n");
    writeFileSync(join(folder, "requirements.txt"), "flask\n");
    const files = openFiles(folder);
    value(await applyPlan(folder, value(plan(files, inspect(files), { port }))));
    writeFileSync(join(folder, ".env"), 'GREETING="안녕 $HOME"\n');
    engine = hostEngine(folder, "");
  }, slow);

  afterEach(async () => {
    await engine.down({}, listening(), noSignal);
    // Each test breaks one thing.
    writeFileSync(join(folder, "app.py"), code);
  }, slow);

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
    if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheBefore;
  });

  return {
    parent,
    folder,
    get port() {
      return port;
    },
    get engine() {
      return engine;
    },
    cache,
    up: async (options) => value(await failedUp(options)),
    failedUp,
    marks() {
      const state = readState(hostFolders(folder).state);
      return [state?.web, state?.nginx].flatMap((mark) => mark ?? []);
    },
  };
}

/** Each service with what is shown of it. */
export const states = (status: StackStatus) => status.services.map(({ name, state, health }) => [name, state, health]);
