import { spawn } from "node:child_process";
import { once } from "node:events";

/** What a program left behind. */
export interface Done {
  /** The exit code; -1 where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly took: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is killed. */
  readonly timeout?: number;
}

/** Runs a program to its end, whatever its exit code. No shell. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Done> {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    timeout: options.timeout ?? 300_000,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : -1, stdout, stderr, took: performance.now() - started };
}

/** As `run`, and throws everything the program said unless it exits with 0. */
export async function mustRun(command: string, args: readonly string[], options: RunOptions = {}): Promise<Done> {
  const done = await run(command, args, options);
  if (done.code !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${done.code}:\n${done.stdout}${done.stderr}`);
  }
  return done;
}
