/**
 * Inspect and plan on a tree of 5,000 Python files: in a language server that has just started, and in the terminal, on a
 * machine where both ran before.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../lib/paths.mjs";
import { quietly } from "../lib/run.mjs";
import { initializeParams, withServer } from "./languageServer.mjs";
import { durationRow, timings } from "./measure.mjs";
import { writeTree } from "./tree.mjs";

const files = 5000;
const aim = 500;

export async function inspect() {
  const folder = mkdtempSync(join(tmpdir(), "flask-stack-bench-"));
  try {
    writeTree(folder, files);
    const cli = (...args) =>
      quietly(process.execPath, [join(root, "dist/cli.js"), ...args, "--format", "json", folder]);
    const { target } = JSON.parse(await cli("inspect"));
    if (target !== "wsgi:app") throw new Error(`inspect found ${target} in the generated tree instead of wsgi:app`);
    const first = [];
    for (let round = 0; round <= 5; round++) first.push(await firstPlan(pathToFileURL(folder).href));
    return [
      durationRow(`inspect and plan, ${files} Python files, first request of a server`, first.slice(1), aim),
      durationRow("  inspect as a command, from start to end", await timings(5, () => cli("inspect")), aim),
      durationRow(
        "  inspect and plan as a command, from start to end",
        await timings(5, () => cli("containerize", "--dry-run")),
        aim,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const firstPlan = (uri) =>
  withServer(async (request) => {
    await request("initialize", initializeParams(uri));
    const started = performance.now();
    const { problem } = await request("flaskStack/plan", { folder: uri, answers: {} });
    const took = performance.now() - started;
    if (problem) throw new Error(`There is no plan of the generated tree: ${problem.message}`);
    return took;
  });
