import { type ChildProcess, spawn } from "node:child_process";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../result";

export interface RunOptions {
  /** Absolute folder to run in. */
  readonly cwd?: string;
  /** The whole environment; the current one unless given. */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Told each line of stdout and stderr as it is written. */
  readonly line?: (line: string, stream: "stdout" | "stderr") => void;
  /** Milliseconds after which the program is stopped. */
  readonly timeout?: number;
  /** Keep what it writes to stdout and stderr in the answer; yes unless told (a followed log has no end). */
  readonly keep?: boolean;
}

export interface Finished {
  /** The exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long a program may take to end after it was asked to, before it is killed. */
const patience = 10_000;

/**
 * Runs a program to its end. No shell is involved: each argument arrives as it is.
 * Fails with `program-missing`, `program-unusable`, `cancelled` or `timeout`; a non-zero exit code is an answer.
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Result<Finished>> {
  if (options.signal?.aborted) return Promise.resolve(cancelled());
  return new Promise((resolve) => {
    const keep = options.keep ?? true;
    // A group of its own: what it starts can be stopped with it, and Ctrl-C reaches it once, through us.
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    let why: "abort" | "timeout" | undefined;
    const stop = (reason: "abort" | "timeout") => {
      why ??= reason;
      stopGroup(child);
    };
    const onAbort = () => stop("abort");
    options.signal?.addEventListener("abort", onAbort, { once: true });
    const timer = options.timeout === undefined ? undefined : setTimeout(() => stop("timeout"), options.timeout);
    const done = (result: Result<Finished>) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const outLines = splitLines((line) => options.line?.(line, "stdout"));
    const errLines = splitLines((line) => options.line?.(line, "stderr"));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (keep) stdout += text;
      outLines.push(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (keep) stderr += text;
      errLines.push(text);
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      done(
        error.code === "ENOENT"
          ? fail("program-missing", l10n.t("The program {0} is not installed: install it and try again.", program))
          : fail("program-unusable", l10n.t("The program {0} cannot be run: {1}", program, error.message)),
      );
    });
    child.on("close", (code) => {
      outLines.end();
      errLines.end();
      if (why === "abort") done(cancelled());
      else if (why === "timeout") {
        done(fail("timeout", l10n.t("{0} did not answer in time: try again, or restart it.", program)));
      } else done(ok({ code, stdout, stderr }));
    });
  });
}

/** What a caller gets whose signal has fired. */
export const cancelled = (): Result<never> => fail("cancelled", l10n.t("Stopped before it was done."));

/** Asks a program and all that it started to end, as Ctrl-C does; kills it where it does not listen. */
function stopGroup(child: ChildProcess): void {
  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      if (process.platform === "win32") child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // Already gone.
    }
  };
  signal("SIGINT");
  const timer = setTimeout(() => signal("SIGKILL"), patience);
  child.once("close", () => clearTimeout(timer));
}

/** Cuts a stream of text into lines; carriage returns (progress bars) count as line ends. */
function splitLines(line: (line: string) => void): { push(text: string): void; end(): void } {
  let rest = "";
  return {
    push(text) {
      const parts = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? "";
      for (const part of parts) line(part);
    },
    end() {
      if (rest !== "") line(rest.replace(/\r$/, ""));
      rest = "";
    },
  };
}

/** The last lines of a text, without empty ones at the end. */
export const lastLines = (text: string, count: number): string =>
  text.trimEnd().split(/\r?\n/).slice(-count).join("\n");
