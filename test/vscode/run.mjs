/**
 * Runs test/vscode/suite inside a real VS Code, with a copy of docs/example as its folder: the desktop one where it can
 * have a window, else code-server. Beside the extension it has the one of test/vscode/debugger.
 */
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { removeBuilt } from "../../scripts/lib/builtImages.mjs";
import { root } from "../../scripts/lib/paths.mjs";
import { makeProfile } from "../browser/codeServer.mts";
import { executable } from "./executable.mjs";

const out = join(root, "out/vscode");
rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ["test/vscode/index.ts", ...globSync("test/vscode/suite/**/*.test.ts", { cwd: root })],
  outbase: "test/vscode",
  outdir: out,
  bundle: true,
  platform: "node",
  format: "cjs",
  mainFields: ["module", "main"],
  external: ["vscode", "mocha"],
  sourcemap: "inline",
  logLevel: "warning",
});

const result = (await inWindow()) ?? (await again());
console.log(result?.report ?? "");
if (result && process.env.FLASK_STACK_RESULT) {
  writeFileSync(process.env.FLASK_STACK_RESULT, JSON.stringify(result));
}
process.exitCode = result?.failed === 0 ? 0 : 1;

/** Opens a window of its own and runs the suites in it; undefined if it ended before they did. */
async function inWindow() {
  const work = mkdtempSync(join(tmpdir(), "flask-stack-vscode-"));
  const folder = join(work, "vscode-guestbook");
  cpSync(join(root, "docs/example"), folder, { recursive: true });
  const { userData, extensions } = makeProfile(work);
  cpSync(join(root, "test/vscode/debugger"), join(extensions, "flask-stack-test.debugger-1.0.0"), { recursive: true });
  const resultFile = join(work, "result.json");
  const logFile = join(work, "window.log");
  try {
    await runTests({
      ...(await executable()),
      extensionTestsEnv: { ...process.env, FLASK_STACK_RESULT: resultFile, FLASK_STACK_LOG: logFile },
      extensionDevelopmentPath: root,
      extensionTestsPath: join(out, "index.js"),
      launchArgs: [folder, `--user-data-dir=${userData}`, `--extensions-dir=${extensions}`],
    }).catch((error) => console.error(error.message));
    if (existsSync(resultFile)) {
      return JSON.parse(readFileSync(resultFile, "utf8"));
    }
    console.error("VS Code ended before the tests did. The end of its log:");
    for (const file of [logFile, ...globSync("**/remoteagent.log", { cwd: work }).map((path) => join(work, path))]) {
      console.error(existsSync(file) ? readFileSync(file, "utf8").slice(-5000) : "there is none");
    }
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
    removeBuilt("vscode-guestbook");
  }
}

/** On a machine with more to do than it can, a window at times comes up without the extension. */
function again() {
  console.error("Once more, in a new window.");
  return inWindow();
}
