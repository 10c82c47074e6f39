/**
 * node_modules as the lockfile says, with the Node that it brings. The machine's own Node may be older than the tools
 * ask for, so the rest of every script runs with `node_modules/.bin/node`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { root } from "../lib/paths.mjs";
import { quietly, step } from "../lib/run.mjs";

const modules = join(root, "node_modules");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
/** The `node` package puts the binary here with its install script. */
export const ownNode = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

export async function nodeModules() {
  if (!upToDate()) {
    await step("installing what the build needs into node_modules, once (npm ci)", () =>
      quietly(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root }),
    );
  }
  if (!existsSync(ownNode)) {
    await step("unpacking the Node that builds and runs it into node_modules, once", unpackNode);
  }
}

/** The only install script that is needed: it brings the binary and its headers. */
export const unpackNode = () => quietly(npm, ["rebuild", "node", "--ignore-scripts=false"], { cwd: root });

/** npm writes what it installed to a lockfile of its own; what is optional may be for another platform. */
function upToDate() {
  const installed = join(modules, ".package-lock.json");
  if (!existsSync(installed)) {
    return false;
  }
  const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  const have = packages(installed);
  const wanted = Object.entries(packages(join(root, "package-lock.json"))).filter(([path]) => path !== "");
  return wanted.every(([path, { version, optional }]) => (optional && !have[path]) || have[path]?.version === version);
}

/** Starts this same script again with the checkout's Node, first on the PATH, if it is not that one already; ends with its exit code. */
export async function withOwnNode() {
  const env = { FLASK_STACK_NODE: "own", PATH: `${dirname(ownNode)}${delimiter}${process.env.PATH}` };
  if (process.execPath === ownNode) Object.assign(process.env, env);
  if (process.env.FLASK_STACK_NODE === "own" || !existsSync(ownNode)) {
    return;
  }
  const child = spawn(ownNode, process.argv.slice(1), { stdio: "inherit", env: { ...process.env, ...env } });
  // Ctrl-C reaches the child by itself; this process only waits for it to clean up.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, "close");
  process.exit(code ?? 1);
}
