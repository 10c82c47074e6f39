/**
 * node_modules as the lockfile says, with the Node that it brings. The machine's own Node may be older than the tools
 * ask for, so the rest of every script runs with `node_modules/.bin/node`.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { root } from "../lib/paths.mjs";
import { quietly, run, step } from "../lib/run.mjs";

const modules = join(root, "node_modules");
const stamp = join(modules, ".flask-stack-lock");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
/** The `node` package puts the binary here with its install script. */
export const ownNode = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

export async function nodeModules() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    await step("npm ci", () => quietly(npm, ["ci", "--no-audit", "--no-fund"], { cwd: root }));
    writeFileSync(stamp, wanted);
  }
  // A machine may forbid install scripts; this one is asked for by name.
  if (!existsSync(ownNode)) {
    await step("Node of the checkout", () =>
      quietly(npm, ["rebuild", "node", "--ignore-scripts=false"], { cwd: root }),
    );
  }
}

/** Starts this same script again with the checkout's Node, if it is not that one already; ends with its exit code. */
export async function withOwnNode() {
  if (process.execPath === ownNode || process.env.FLASK_STACK_NODE === "own" || !existsSync(ownNode)) {
    return;
  }
  const env = { ...process.env, FLASK_STACK_NODE: "own", PATH: `${dirname(ownNode)}${delimiter}${process.env.PATH}` };
  // Ctrl-C reaches the child by itself: this process waits for it to clean up.
  process.on("SIGINT", () => {});
  process.exit(await run(ownNode, process.argv.slice(1), { env }));
}
