/** Activation of the extension inside a real VS Code, as `activate.cjs` times it: one sample a window. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { durationRow } from "./measure.mjs";

const windows = 3;

export async function activation() {
  const { runTests } = await import("@vscode/test-electron");
  const { executable } = await import("../../test/vscode/executable.mjs");
  const { makeProfile } = await import("../../test/browser/codeServer.mts");
  const editor = await executable();
  const taken = [];
  for (let window = 0; window < windows; window++) {
    const work = mkdtempSync(join(tmpdir(), "flask-stack-bench-"));
    try {
      const folder = join(work, "guestbook");
      cpSync(join(root, "docs/example"), folder, { recursive: true });
      const profile = makeProfile(work);
      const result = join(work, "result.json");
      await runTests({
        ...editor,
        extensionTestsEnv: { ...process.env, FLASK_STACK_RESULT: result },
        extensionDevelopmentPath: root,
        extensionTestsPath: join(import.meta.dirname, "activate.cjs"),
        launchArgs: [folder, `--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`],
      });
      taken.push(JSON.parse(readFileSync(result, "utf8")).took);
    } finally {
      rmSync(work, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return [durationRow("extension: activation in VS Code", taken, 50)];
}
