import * as l10n from "@vscode/l10n";
import type { Problem } from "../result";
import { pageOf } from "./troubleshooting";

/** What a command may do to the world around it: write, ask, and be stopped. */
export interface Terminal {
  /** Results, to stdout: what a program reads. */
  out(text: string): void;
  /** Progress and problems, to stderr: what a person reads. */
  err(text: string): void;
  /** A person can be asked: stdin and stderr are terminals. */
  readonly interactive: boolean;
  /** Fires on SIGINT, SIGTERM and SIGHUP, and when nobody reads stdout any more. */
  readonly signal: AbortSignal;
  /** Asks for a yes on stderr; Enter is yes. False where the signal fires first. */
  confirm(question: string): Promise<boolean>;
}

/** The terminal of this process. A reader that goes away (`| head`) ends the work quietly. */
export function processTerminal(): Terminal {
  const abort = new AbortController();
  const stop = () => {
    // Asked twice: whatever is being tidied up is not worth waiting for.
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  };
  const unread = () => abort.abort();
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // The terminal was closed. Its text goes nowhere from here on, which is no reason not to tidy up.
  process.on("SIGHUP", () => abort.abort());
  process.stdout.on("error", unread);
  // With nobody to read the problems either there is nothing left to do about them.
  process.stderr.on("error", unread);
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    // Only where it is asked: to look at stdin is to open it.
    get interactive() {
      return process.stdin.isTTY === true && process.stderr.isTTY === true;
    },
    signal: abort.signal,
    async confirm(question) {
      // It is slow to load, and few commands ask anything.
      const { createInterface } = await import("node:readline/promises");
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      // Ctrl-D closes it without an answer.
      const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("n")));
      try {
        const answered = lines.question(`${question} [Y/n] `, { signal: abort.signal });
        const answer = (await Promise.race([answered, closed])).trim().toLowerCase();
        return answer === "" || answer.startsWith("y") || answer === "예" || answer === "네";
      } catch {
        return false;
      } finally {
        lines.close();
      }
    },
  };
}

/** A problem as a person reads it: the failing program's own lines, then the one sentence, and where more is said of it. */
export function showProblem(terminal: Terminal, problem: Problem): void {
  if (problem.detail) terminal.err(problem.detail.replace(/^/gm, "  "));
  terminal.err(problem.message);
  const page = pageOf(problem.code);
  if (page !== undefined) terminal.err(l10n.t("More about this: {0}, at {1}.", page, problem.code));
}
