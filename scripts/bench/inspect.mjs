/** Inspect and plan on a tree of 5,000 Python files, as the whole process of the command line. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { quietly } from "../lib/run.mjs";
import { durationRow, timings } from "./measure.mjs";
import { writeTree } from "./tree.mjs";

const files = 5000;

export async function inspect() {
  const folder = mkdtempSync(join(tmpdir(), "flask-stack-bench-"));
  try {
    writeTree(folder, files);
    const cli = (...args) => quietly(process.execPath, [join(root, "dist/cli.js"), ...args, folder]);
    const { target } = JSON.parse(await cli("inspect", "--format", "json"));
    if (target !== "wsgi:app") throw new Error(`inspect found ${target} in the generated tree instead of wsgi:app`);
    const inspected = await timings(5, () => cli("inspect", "--format", "json"));
    const planned = await timings(5, () => cli("containerize", "--dry-run", "--format", "json"));
    return [
      durationRow(`inspect, ${files} Python files, whole process`, inspected, 500),
      durationRow(`inspect and plan, ${files} Python files, whole process`, planned, 500),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
