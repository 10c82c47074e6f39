/** From `inspect` to an answer through Nginx, with the product's own command line. */
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { freePort } from "../lib/freePort.mjs";
import { root } from "../lib/paths.mjs";
import { capture, run, withErrors } from "../lib/run.mjs";
import { apart } from "./apart.mjs";
import { copyExample, removeExample } from "./example.mjs";
import { interruption } from "./interruption.mjs";
import { speak } from "./speak.mjs";

const cli = join(root, "dist/cli.js");

/** Shows it on a folder, or on a copy of the example that is gone afterwards; gives the exit code. */
export async function demo(given) {
  speak();
  const example = given === undefined;
  const run = { folder: given ?? copyExample(), example, interruption: interruption(), started: false };
  let code = 1;
  let down = 0;
  try {
    code = await show(run);
  } finally {
    if (run.started) down = await takeDown(run);
    if (example && down === 0) removeExample(run.folder);
  }
  return code || down;
}

async function show(run) {
  const { folder, example } = run;
  const { signal } = run.interruption;
  heading(l10n.t("What was found"));
  if ((await flaskStack("inspect", folder)) !== 0) return 1;
  heading(l10n.t("What is written"));
  if ((await containerized(folder)) !== 0) return 1;
  heading(l10n.t("Starting the stack"));
  // What somebody else started is not this run's to take down.
  const wasUp = await isUp(folder);
  const at = wasUp ? [] : await port(folder);
  if (signal.aborted) return 130;
  run.started = !wasUp;
  const started = await apart(process.execPath, [cli, "up", folder, "--format", "json", ...at], {
    signal,
    quiet: true,
  });
  if (started.code !== 0) return 1;
  const url = addressOf(JSON.parse(started.output));
  const answered = url !== undefined && (await request(new URL(example ? "/request.json" : "/", url), signal));
  if (signal.aborted) return answered ? 0 : 1;
  if (url !== undefined && !answered) await explain(folder);
  heading(l10n.t("The stack answers at {0}", url ?? "-"));
  if (wasUp) {
    console.log(l10n.t("The stack was up before, so it stays up: flask-stack down takes it down."));
  } else if (process.stdin.isTTY || process.stdout.isTTY) {
    console.log(l10n.t("Ctrl-C takes it down."));
    await until(signal);
  } else {
    console.log(l10n.t("No terminal is attached, so nobody could press Ctrl-C: it is not left running."));
  }
  return answered ? 0 : 1;
}

const flaskStack = (command, folder, ...options) => run(process.execPath, [cli, command, folder, ...options]);

/** Writes the files. That the stack can be started now is not said: it is started next. */
async function containerized(folder) {
  const { code, errors } = await withErrors(process.execPath, [cli, "containerize", folder, "--yes"]);
  // What has to be done before it can start is said, as is every problem.
  if (code !== 0 || errors.includes("--replace")) process.stderr.write(errors);
  return code;
}

/** Waits for Ctrl-C. */
async function until(signal) {
  if (signal.aborted) return;
  const forever = setInterval(() => {}, 1 << 30);
  await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
  clearInterval(forever);
}

/** Takes the stack down to the end, whatever is pressed meanwhile; gives the exit code. */
async function takeDown({ folder, example, interruption }) {
  interruption.leaving();
  heading(l10n.t("Taking the stack down"));
  // The data of the example goes with its copy.
  const args = [cli, "down", folder, ...(example ? ["--volumes"] : [])];
  const { code } = await apart(process.execPath, args);
  if (code === 0) return 0;
  const command = ["node", ...args].map((word) => (/^[\w./:\\-]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
  console.log(
    example
      ? l10n.t("Not all of it could be removed, so its folder {0} stays. This removes the rest: {1}", folder, command)
      : l10n.t("Not all of it could be removed. This removes the rest: {0}", command),
  );
  return code;
}

/** Where the proxy answers; without a proxy, the first service that has an address. */
function addressOf({ services }) {
  const proxy = services.find(({ name, urls }) => name === "nginx" && urls.length > 0);
  return (proxy ?? services.find(({ urls }) => urls.length > 0))?.urls[0];
}

const running = ["running", "restarting", "paused"];

/** Whether anything of a folder's stack runs already. */
async function isUp(folder) {
  const asked = await capture(process.execPath, [cli, "status", folder, "--format", "json"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return asked.code === 0 && JSON.parse(asked.output).services.some(({ state }) => running.includes(state));
}

/** Publishes elsewhere for this run where the port is taken, unless the person has chosen one with HTTP_PORT. */
async function port(folder) {
  if (process.env.HTTP_PORT) return [];
  const planned = await capture(process.execPath, [cli, "containerize", folder, "--dry-run", "--format", "json"]);
  if (planned.code !== 0) return [];
  const wanted = JSON.parse(planned.output).answers.port;
  const free = await freePort(wanted);
  if (free === wanted) return [];
  console.log(l10n.t("Port {0} is busy: using {1} for this run.", wanted, free));
  return ["--port", String(free)];
}

/** Prints the answer; false where there is none, or it is the server's own failure. */
async function request(url, signal) {
  heading(`GET ${url}`);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([AbortSignal.timeout(30_000), signal]) });
    const headers = ["server", "content-type"].map((name) => `${name}: ${response.headers.get(name) ?? "-"}`);
    console.log([`${response.status} ${response.statusText}`, ...headers, ""].join("\n"));
    const text = (await response.text()).trimEnd();
    const json = response.headers.get("content-type")?.startsWith("application/json");
    const lines = (json ? JSON.stringify(JSON.parse(text), null, 2) : text).split("\n");
    const more = lines.length > 30 ? [l10n.t("... {0} more lines", lines.length - 30)] : [];
    console.log([...lines.slice(0, 30), ...more].join("\n"));
    return response.status < 500;
  } catch (error) {
    console.log(l10n.t("There was no answer: {0}", error.cause?.message ?? error.message));
    return false;
  }
}

/** What the app wrote when it failed, and where the longer answer is. */
async function explain(folder) {
  heading(l10n.t("What the app wrote"));
  await flaskStack("logs", folder, "--service", "web", "--tail", "15");
  console.log(
    l10n.t("The app itself fails: {0} says what to look at, under 500.", join(root, "docs/troubleshooting.md")),
  );
}

function heading(text) {
  console.log(`\n== ${text}`);
}
