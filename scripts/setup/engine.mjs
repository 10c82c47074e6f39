/** A Docker engine: the one that is there; else, on Debian as root, dockerd in the background. */
import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder } from "../lib/paths.mjs";
import { output, step, Unavailable, which } from "../lib/run.mjs";
import { debian } from "./debian.mjs";

/** Version of the engine that the docker CLI reaches, or undefined. */
function engineVersion() {
  return which("docker") && output("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: 15_000 });
}

/** Throws Unavailable, with the reason, if there is none and none can be started. */
export async function engine() {
  if (engineVersion()) {
    return;
  }
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new Unavailable("No Docker engine answers, and only root on Linux can start one here");
  }
  await debian("engine");
  await step("Docker engine", start);
}

/**
 * dockerd takes the process that a left-behind pid file names for itself, or for its containerd, whatever it is by now.
 */
function removeStalePidFiles() {
  const files = { dockerd: "/var/run/docker.pid", containerd: "/var/run/docker/containerd/containerd.pid" };
  for (const [name, file] of Object.entries(files)) {
    if (existsSync(file) && !runs(readFileSync(file, "utf8").trim(), name)) rmSync(file);
  }
}

/** A process that was killed and that nobody has asked about yet keeps its number and its name, but runs no program. */
function runs(pid, name) {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)) === name;
  } catch {
    return false;
  }
}

/** overlay2 wants a file system that can carry it; vfs is slow, has none of the images that overlay2 has, and works anywhere. */
async function start() {
  removeStalePidFiles();
  if (await startWith([])) return;
  if (/graphdriver|overlay/i.test(lastWords()) && (await startWith(["--storage-driver=vfs"]))) return;
  throw new Unavailable(`dockerd does not start: ${lastWords()}`);
}

const logFile = () => join(cacheFolder(), "dockerd.log");

/** A session and a log of its own, so that it outlives this process and Ctrl-C does not reach it. */
async function startWith(flags) {
  const log = openSync(logFile(), "w");
  const child = spawn("dockerd", flags, { detached: true, stdio: ["ignore", log, log] });
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", () => {
    ended = true;
  });
  child.unref();
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !ended; await sleep(250)) {
    if (engineVersion()) {
      return true;
    }
  }
  if (!ended) {
    child.kill();
  }
  return false;
}

function lastWords() {
  return readFileSync(logFile(), "utf8").trim().split("\n").slice(-3).join(" | ");
}
