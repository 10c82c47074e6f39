/** Other programs: always an argument array, never a shell. Node built-ins only. */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What a machine does not have and cannot be given; the message is one sentence for a person. */
export class Unavailable extends Error {}

/** The first `name` on the PATH, or undefined. */
export function which(name) {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const suffix of suffixes) {
      const file = join(folder, name + suffix);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder, or not a program.
      }
    }
  }
  return undefined;
}

/** Standard output of a short command, trimmed; undefined if it failed, was not found, or took over `timeout` ms. */
export function output(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: "utf8", timeout: 60_000, maxBuffer: 64 << 20, ...options });
  return done.status === 0 ? done.stdout.trim() : undefined;
}

/** Runs a command with its output on the terminal and gives its exit code, 130 where a signal ended it. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal ? 130 : 1)));
  });
}

/** Runs a command with its errors on the terminal; gives its exit code and standard output. */
export async function capture(command, args, options = {}) {
  const { code, text } = await read("stdout", command, args, { stdio: ["inherit", "pipe", "inherit"], ...options });
  return { code, output: text };
}

/** Runs a command with its output on the terminal; gives its exit code and what it wrote to standard error. */
export async function withErrors(command, args, options = {}) {
  const { code, text } = await read("stderr", command, args, { stdio: ["inherit", "inherit", "pipe"], ...options });
  return { code, errors: text };
}

function read(stream, command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    const chunks = [];
    child[stream].on("data", (chunk) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, text: Buffer.concat(chunks).toString() }));
  });
}

/** Runs a command that must succeed; its output goes to the terminal only if it fails. */
export function quietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      const text = Buffer.concat(chunks).toString();
      if (code === 0) {
        resolve(text);
      } else {
        reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${text.slice(-4000)}`));
      }
    });
  });
}

/** Runs `work`, telling on one line what is done and how long it took. */
export async function step(title, work) {
  const started = Date.now();
  process.stderr.write(`setup: ${title} ...\n`);
  const result = await work();
  process.stderr.write(`setup: ${title}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
}

/** A step that brings something to this machine: where that fails, the machine cannot have it. */
export async function obtain(title, work) {
  try {
    return await step(title, work);
  } catch (error) {
    throw new Unavailable(`${title} cannot be had here: ${error.message.trim()}`);
  }
}
