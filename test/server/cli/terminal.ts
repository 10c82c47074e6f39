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

  return {
    root,
    /** What was written since the test began. */
    out,
    err,
    /** Gives the path of the file. */
    write(path: string, text: string): string {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      return join(root, path);
    },
    /** Gives the exit code. */
    run(...argv: string[]): Promise<number> {
      const terminal: Terminal = {
        out: (text) => void out.push(text),
        err: (text) => void err.push(text),
        interactive: false,
        signal: new AbortController().signal,
        confirm: async () => false,
      };
      return main([...argv, "--lang", "en"], terminal);
    },
  };
}
