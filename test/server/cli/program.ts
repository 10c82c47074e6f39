import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { makeProgram, type Program } from "./support";

export let cli: Program;
/** A folder for each test. */
export let parent: string;

/** Makes both for the tests of a file. */
export function useProgram(): void {
  beforeAll(async () => {
    cli = await makeProgram();
  });
  afterAll(() => cli.remove());
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "flask-stack-"));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));
}

export const hello = "from flask import Flask\napp = Flask(__name__)\n";

/** A project in a folder of this name. */
export function project(
  files: Readonly<Record<string, string>> = { "app.py": hello, "requirements.txt": "flask\n" },
  name = "shop",
): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What must never reach a person. */
export const noStackTrace = (text: string) => expect(text).not.toMatch(/^\s+at .*:\d+|node:internal/m);
