import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach } from "vitest";
import { main } from "../../../server/src/cli/main";
import type { Terminal } from "../../../server/src/cli/terminal";

/** Runs the command line in this process, on files of a folder that each test finds empty. */
export function useTerminal() {
  const root = mkdtempSync(join(tmpdir(), "cli-"));
  const out: string[] = [];
  const err: string[] = [];
  beforeEach(() => {
    out.length = 0;
    err.length = 0;
    mkdirSync(root, { recursive: true });
  });
  const remove = () => rmSync(root, { recursive: true, force: true });
  afterEach(remove);
  afterAll(remove);

  /** Gives the path of the file. */
  const write = (path: string, text: string): string => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return join(root, path);
  };
  /** Gives the exit code. */
  const run = (...argv: string[]): Promise<number> => {
    const terminal: Terminal = {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      interactive: false,
      signal: new AbortController().signal,
      confirm: async () => false,
    };
    return main([...argv, "--lang", "en"], terminal);
  };

  return {
    root,
    /** What was written since the test began. */
    out,
    err,
    write,
    writeAll(files: Readonly<Record<string, string>>): void {
      for (const [path, text] of Object.entries(files)) write(path, text);
    },
    run,
    /** Where and what `check` says of operands below the root: `nginx.conf nginx-unknown-directive`. */
    async said(...operands: string[]): Promise<string[]> {
      await run("check", ...operands.map((operand) => join(root, operand)), "--format", "json");
      const found: { file: string; code: string }[] = JSON.parse(out.at(-1) ?? "");
      return found.map(({ file, code }) => `${file.replace(`${root}/`, "")} ${code}`);
    },
  };
}
