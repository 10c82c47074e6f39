import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anyFreePort } from "../../server/src/engine/ports";

const root = join(import.meta.dirname, "../..");

/** What `npm start` reads of the checkout; all but what it has installed. */
const parts = "package.json package-lock.json scripts client/src server/src docs/example l10n".split(" ");

/** A checkout of its own: `npm start` builds into dist, which other tests run from. */
let parent: string;
let checkout: string;
beforeAll(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), "npm-start-")));
  checkout = join(parent, "checkout");
  for (const part of parts) cpSync(join(root, part), join(checkout, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  mkdirSync(join(parent, "tmp"));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Runs it with no terminal attached, on a machine whose Docker does not answer. */
async function start(port: number): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: checkout,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DOCKER_HOST: "unix:///nowhere/docker.sock",
      HTTP_PORT: String(port),
      // Where the lockfile is newer than what is installed, that stays as it is: it is the checkout's own.
      npm_config_dry_run: "true",
      LC_ALL: "C",
      TMPDIR: join(parent, "tmp"),
      XDG_CACHE_HOME: join(parent, "cache"),
      PIP_CACHE_DIR: process.env.PIP_CACHE_DIR ?? join(process.env.HOME ?? parent, ".cache", "pip"),
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const [code] = await once(child, "close");
  return { code, said };
}

test("npm start shows the example on a machine without Docker: found, written, answered, where, and gone again", async () => {
  const port = await anyFreePort();
  const { code, said } = await start(port);
  const order = [
    "== What was found",
    "guestbook:create_app()",
    "== What is written",
    "compose.yaml",
    "nginx/nginx.conf",
    "== Starting the stack",
    `== GET http://localhost:${port}/request.json`,
    "200 OK",
    '"behind_gunicorn": true',
    `== The stack answers at http://localhost:${port}/`,
    "No terminal is attached",
    "== Taking the stack down",
    "The stack is down.",
  ];
  const places = order.map((text) => said.indexOf(text));
  expect(places, said).not.toContain(-1);
  expect(places, said).toEqual(places.toSorted((a, b) => a - b));
  // That it is this machine and not Docker is said.
  expect(said).toContain("There is no Docker engine");
  expect(said).not.toMatch(/^\s+at .*:\d+/m);
  expect(code, said).toBe(0);
  // Neither the copy of the example, nor its virtual environment, nor what answered.
  expect(readdirSync(join(parent, "tmp"))).toEqual([]);
  expect(readdirSync(join(parent, "cache", "flask-stack")).filter((name) => name.startsWith("guestbook"))).toEqual([]);
  await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow();
}, 180_000);
