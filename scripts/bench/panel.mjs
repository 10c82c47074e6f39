/**
 * The stack panel inside a real VS Code, with a stack of 100 containers on the real engine: opening it, from an event to
 * the changed tree, and what it takes of memory after as many events as an hour may have. `panel.cjs` measures.
 */

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../lib/paths.mjs";
import { needDocker } from "./images.mjs";
import { durationRow } from "./measure.mjs";

const containers = 100;
const project = "flask-stack-bench-panel";
const exec = promisify(execFile);

const composeYaml = `name: ${project}
services:
  web:
    image: python:3.13-slim
    command: ["sleep", "100000"]
    init: true
    stop_grace_period: 1s
    network_mode: none
    scale: ${containers}
`;

export async function panel() {
  await needDocker();
  const { runTests } = await import("@vscode/test-electron");
  const { executable } = await import("../../test/vscode/executable.mjs");
  const { makeProfile } = await import("../../test/browser/codeServer.mts");
  const work = mkdtempSync(join(tmpdir(), "flask-stack-bench-"));
  const folder = join(work, "shop");
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, "compose.yaml"), composeYaml);
    await exec("docker", ["compose", "up", "--detach"], { cwd: folder, timeout: 600_000 });
    const profile = makeProfile(work);
    const result = join(work, "result.json");
    await runTests({
      ...(await executable()),
      extensionTestsEnv: { ...process.env, FLASK_STACK_RESULT: result },
      extensionDevelopmentPath: root,
      extensionTestsPath: join(import.meta.dirname, "panel.cjs"),
      launchArgs: [folder, `--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`],
    });
    const { opened, first, filled, seen, events, megabytes } = JSON.parse(readFileSync(result, "utf8"));
    const p95 = [...seen].sort((one, other) => one - other)[Math.floor(seen.length * 0.95)];
    return [
      durationRow(`panel: opened again, ${containers} containers, warm engine`, opened, 150),
      durationRow("panel: opened for the first time, until VS Code has its stacks", [first], 150),
      { what: "  until how they are is drawn, with all that it loads", measured: `${Math.round(filled)} ms`, aim: "" },
      {
        what: `panel: from a command to the changed tree, ${containers} containers, p95 of ${seen.length}`,
        measured: `${Math.round(p95)} ms`,
        aim: "< 300 ms",
        met: p95 < 300,
      },
      {
        what: `panel: memory of the extension host more than without, after ${events} events`,
        measured: `${megabytes.toFixed(1)} MB`,
        aim: "< 60 MB",
        met: megabytes < 60,
      },
    ];
  } finally {
    await exec("docker", ["compose", "--project-name", project, "down", "--timeout", "0"], { cwd: work });
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}
