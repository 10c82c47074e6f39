import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach } from "vitest";
import { removeBuilt } from "../../../scripts/lib/builtImages.mjs";
import { findCompose } from "../../../server/src/engine/compose";
import { dockerEngine } from "../../../server/src/engine/dockerEngine";
import type { Engine } from "../../../server/src/engine/engine";
import { locate } from "../../../server/src/engine/locate";
import { listening, noSignal, value } from "../../server/engine/support";

/** A server that is there at once and gone at once, in the image that every stack is built on: the engine is tested here. */
export const dockerfile = "FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\n";
export const serve = '["python", "-u", "-m", "http.server", "8080"]';
const healthcheck = `
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/')"]
      interval: 1s
      retries: 5
`;

export interface Files {
  readonly [path: string]: string;
}

/** An Nginx and an app behind it, both of them such a server, published at this port. */
export const composeYaml = (port: number | string, more = ""): string => `
services:
  nginx:
    build: .
    command: ${serve}
    init: true
    stop_grace_period: 1s
    ports: ["${port}:8080"]
    depends_on: {web: {condition: service_healthy}}
  web:
    build: .
    command: ${serve}
    init: true
    stop_grace_period: 1s${healthcheck}${more}`;

/**
 * Gives what writes a project's files, into a folder of this name, and has the engine of it. Each goes with its test, and
 * their images at the end: the names are those that compose makes its projects of.
 */
export function plainStacks(...names: readonly [usual: string, ...more: readonly string[]]) {
  const made: { folder: string; engine: Engine }[] = [];

  afterEach(async () => {
    for (const { folder, engine } of made.splice(0)) {
      await engine.down({ volumes: true }, listening(), noSignal);
      rmSync(join(folder, ".."), { recursive: true, force: true });
    }
  });
  afterAll(async () => {
    for (const name of names) removeBuilt(name);
  });

  return async (files: Files, name: string = names[0]): Promise<{ folder: string; engine: Engine }> => {
    const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "engine-"))), name);
    mkdirSync(folder);
    for (const [path, text] of Object.entries({ Dockerfile: dockerfile, ...files }))
      writeFileSync(join(folder, path), text);
    const endpoint = value(await locate());
    const compose = value(await findCompose(folder, endpoint));
    const one = { folder, engine: dockerEngine(folder, endpoint, compose, "") };
    made.push(one);
    return one;
  };
}
