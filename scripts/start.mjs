/**
 * `npm start [-- DIR]`: containerizes DIR (without one, a copy of docs/example), brings its stack up, sends a request
 * through it and says where it is. Ctrl-C takes it down; with no terminal it goes down by itself after the answer.
 */
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "./build.mjs";
import { freePort } from "./lib/freePort.mjs";
import { cacheFolder, root } from "./lib/paths.mjs";
import { capture, run } from "./lib/run.mjs";
import { nodeModules, withOwnNode } from "./setup/node-modules.mjs";

await nodeModules();
await withOwnNode();
await build();

const cli = join(root, "dist/cli.js");
const given = process.argv[2];
// npm runs scripts in the checkout: a relative DIR is meant from where the person is.
const folder = given === undefined ? example() : resolve(process.env.INIT_CWD ?? ".", given);

const interrupted = new Promise((done) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => done(signal));
});

process.exitCode = await main();

async function main() {
  heading("What was found");
  if ((await flaskStack("inspect")) !== 0) return 1;
  heading("What is written");
  if ((await flaskStack("containerize", "--yes")) !== 0) return 1;
  heading("Starting the stack");
  const started = await capture(process.execPath, [cli, "up", folder, "--format", "json", ...(await port())]);
  if (started.code !== 0) {
    return Math.max(1, await stop());
  }
  const url = JSON.parse(started.output).services.flatMap((service) => service.urls)[0];
  const answered = await request(new URL(given === undefined ? "/request.json" : "/", url));
  heading(`The stack answers at ${url}`);
  if (process.stdin.isTTY || process.stdout.isTTY) {
    console.log("Ctrl-C takes it down.");
    const forever = setInterval(() => {}, 1 << 30);
    await interrupted;
    clearInterval(forever);
  }
  return (await stop()) || (answered ? 0 : 1);
}

/** The example's data goes with it; that of another folder stays. */
function stop() {
  heading("Taking the stack down");
  return flaskStack("down", ...(given === undefined ? ["--volumes"] : []));
}

function flaskStack(command, ...options) {
  return run(process.execPath, [cli, command, folder, ...options]);
}

/** A fresh copy, in the same place at every run, so that what was built and installed for it is found again. */
function example() {
  const copy = join(cacheFolder("example"), "guestbook");
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(root, "docs/example"), copy, { recursive: true });
  return copy;
}

/** Publishes elsewhere for this run where the port is taken, unless the person has chosen one with HTTP_PORT. */
async function port() {
  if (process.env.HTTP_PORT) return [];
  const planned = await capture(process.execPath, [cli, "containerize", folder, "--dry-run", "--format", "json"]);
  const wanted = JSON.parse(planned.output).answers.port;
  const free = await freePort(wanted);
  if (free === wanted) return [];
  console.log(`Port ${wanted} is busy: using ${free} for this run.`);
  return ["--port", String(free)];
}

async function request(url) {
  heading(`GET ${url}`);
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  const headers = ["server", "content-type"].map((name) => `${name}: ${response.headers.get(name) ?? "-"}`);
  console.log([`${response.status} ${response.statusText}`, ...headers, ""].join("\n"));
  const text = (await response.text()).trimEnd();
  const json = response.headers.get("content-type")?.startsWith("application/json");
  const lines = (json ? JSON.stringify(JSON.parse(text), null, 2) : text).split("\n");
  console.log(
    [...lines.slice(0, 30), ...(lines.length > 30 ? [`... ${lines.length - 30} more lines`] : [])].join("\n"),
  );
  return response.status < 500;
}

function heading(text) {
  console.log(`\n== ${text}`);
}
