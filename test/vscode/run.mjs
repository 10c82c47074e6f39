/**
 * Runs test/vscode/suite inside a real VS Code, with a copy of docs/example as its folder: the desktop one where it can
 * have a window, else code-server.
 */
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
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

const work = mkdtempSync(join(tmpdir(), "flask-stack-vscode-"));
const folder = join(work, "guestbook");
cpSync(join(root, "docs/example"), folder, { recursive: true });
const profile = makeProfile(work);
const resultFile = process.env.FLASK_STACK_RESULT || join(work, "result.json");

try {
  await runTests({
    ...(await executable()),
    extensionTestsEnv: { ...process.env, FLASK_STACK_RESULT: resultFile },
    extensionDevelopmentPath: root,
    extensionTestsPath: join(out, "index.js"),
    launchArgs: [folder, `--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  if (existsSync(resultFile)) {
    console.log(JSON.parse(readFileSync(resultFile, "utf8")).report);
  } else {
    console.error("VS Code ended before the tests did: FLASK_STACK_DEBUG=1 shows its log");
    process.exitCode = 1;
  }
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
