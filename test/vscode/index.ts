import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import * as vscode from "vscode";

/**
 * What VS Code calls inside its extension host: runs every suite beside this file with mocha. The counts and the report
 * go to the file that FLASK_STACK_RESULT names; FLASK_STACK_GREP picks tests by their title.
 */
export async function run(): Promise<void> {
  // Says nothing of the tests: the runner takes it for a window that did not come up, and opens another.
  if (vscode.extensions.getExtension("flask-stack.flask-stack") === undefined) {
    throw new Error("The window has not loaded the extension");
  }
  const { default: Mocha } = await import("mocha");
  const grep = process.env.FLASK_STACK_GREP;
  const mocha = new Mocha({ ui: "bdd", timeout: 120_000, retries: 1, color: false, ...(grep && { grep }) });
  const report: string[] = [];
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => report.push(format(...values));
  const folder = join(__dirname, "suite");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".test.js"))) {
    const file = join(folder, name);
    // Not mocha.addFile(): it would load the file as a module that the editor's own `require("vscode")` does not reach.
    mocha.suite.emit("pre-require", globalThis, file, mocha);
    mocha.suite.emit("require", require(file), file, mocha);
  }
  const left: string[] = [];
  const broken: string[] = [];
  const again: string[] = [];
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner: Mocha.Runner = mocha.run(() => resolve(runner.stats));
    runner.on("pending", (test) => left.push(test.fullTitle()));
    const why = (test: Mocha.Runnable, error: Error) => `${test.fullTitle()}: ${error.message.split("\n")[0]}`;
    runner.on("retry", (test, error) => again.push(why(test, error)));
    runner.on("fail", (test, error: Error) => broken.push(why(test, error)));
  });
  const { passes = 0, failures = 1 } = stats ?? {};
  if (process.env.FLASK_STACK_RESULT) {
    const result = { passed: passes, failed: failures, left, broken, again, report: report.join("\n") };
    writeFileSync(process.env.FLASK_STACK_RESULT, JSON.stringify(result));
  }
  if (failures > 0) throw new Error(`${failures} failed`);
}
