import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** An empty folder, for what the files of one run share; see makeProgram. */
    readonly shared: string;
  }
}

/** Made for each run of the tests, and removed after it. */
export function setup(project: TestProject): () => void {
  const parent = mkdtempSync(join(tmpdir(), "flask-stack-tests-"));
  // Another user has to be able to run what is in it.
  chmodSync(parent, 0o755);
  let runs = 0;
  // Where the tests are run again because a source has changed, nothing of before is right.
  const provide = () => project.provide("shared", join(parent, String(runs++)));
  provide();
  project.onTestsRerun(provide);
  return () => rmSync(parent, { recursive: true, force: true });
}
