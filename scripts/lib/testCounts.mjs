/**
 * Runs one kind of test program and gives `{ passed, failed, skipped, left, broken, again, said }`: numbers, the names of
 * the skipped, the names and reasons of the failed and of those that were tried once more, and what is still to be
 * shown. Whatever ends badly has at least one failed.
 */
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";

const none = { passed: 0, failed: 0, skipped: 0, left: [], broken: [], again: [], said: "" };

/** A program of node_modules that passes or fails as a whole. */
export async function check(program, ...args) {
  const code = await run(process.execPath, [join(root, "node_modules", program), ...args], { cwd: root });
  return { ...none, failed: code === 0 ? 0 : 1 };
}

/** A step of our own that throws if it fails and gives a line to print, or nothing. */
export async function made(work) {
  console.log((await work()) ?? "made");
  return none;
}

/** With `aside`, what it prints is not shown but given as `said`. */
export function vitest(config, { aside = false } = {}) {
  return withResultFile(async (file) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const program = join(root, "node_modules/vitest/vitest.mjs");
    const args = [program, "run", "--config", config, "--root", root, ...reporters];
    const printed = `${file}.txt`;
    const stdio = aside ? ["ignore", openSync(printed, "w"), openSync(printed, "a")] : "inherit";
    const code = await run(process.execPath, args, { cwd: root, stdio });
    const said = aside ? readFileSync(printed, "utf8") : "";
    return [
      code,
      ({ numPassedTests, numFailedTests, testResults }) => {
        const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
        const left = tests
          .filter(({ status }) => status !== "passed" && status !== "failed")
          .map(({ fullName }) => fullName);
        const why = ({ fullName, failureMessages: [first = ""] }) => `${fullName}: ${first.split("\n")[0]}`;
        const broken = tests.filter(({ status }) => status === "failed").map(why);
        const again = tests
          .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0)
          .map(why);
        return { passed: numPassedTests, failed: numFailedTests, skipped: left.length, left, broken, again };
      },
      said,
    ];
  });
}

export function vscodeSuites() {
  return withResultFile(async (file) => {
    const env = { ...process.env, FLASK_STACK_RESULT: file };
    const code = await run(process.execPath, [join(root, "test/vscode/run.mjs")], { cwd: root, env });
    return [
      code,
      ({ passed, failed, left, broken, again }) => ({ passed, failed, skipped: left.length, left, broken, again }),
    ];
  });
}

async function withResultFile(work) {
  const folder = mkdtempSync(join(tmpdir(), "flask-stack-test-"));
  const file = join(folder, "result.json");
  try {
    const [code, read, said = ""] = await work(file);
    const counts = { ...(existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : none), said };
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
