import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { vsix } from "../../scripts/lib/vsix.mjs";
import { installExtension, makeProfile } from "./codeServer.mts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder where the packaged extension is installed, for every window. */
    readonly extensions: string;
  }
}

/** Installs the packaged extension once, for all windows of a run. */
export function setup(project: TestProject): () => void {
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there: npm run package makes it`);
  const work = mkdtempSync(join(tmpdir(), "flask-stack-extensions-"));
  const profile = makeProfile(work);
  installExtension(profile, vsix);
  project.provide("extensions", profile.extensions);
  return () => rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
