import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inject } from "vitest";
import { build } from "../../../scripts/build.mjs";

const root = join(import.meta.dirname, "..", "..", "..");

/** The command line as a program of its own, made from the sources as they are now; `remove` it at the end. */
export interface Program {
  readonly path: string;
  /** Runs it to its end; no terminal is attached. */
  run(args: readonly string[], options?: ProgramOptions): Promise<Done>;
  start(args: readonly string[], options?: ProgramOptions): ChildProcess;
  remove(): void;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
}

export interface Done {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Bundles the command line into a folder beside the texts of the other languages. The first file of a run that asks for it
 * does so, the others wait.
 */
async function bundle(): Promise<string> {
  const folder = inject("shared");
  const [made, failed] = [join(folder, "dist"), join(folder, "failed")];
  try {
    mkdirSync(folder);
  } catch {
    while (!existsSync(made)) {
      if (existsSync(failed)) throw new Error("The command line cannot be bundled: another file of tests says why");
      await sleep(50);
    }
    return join(made, "cli.js");
  }
  try {
    symlinkSync(join(root, "l10n"), join(folder, "l10n"));
    await build({ outdir: join(folder, "building") });
    renameSync(join(folder, "building"), made);
  } catch (error) {
    writeFileSync(failed, "");
    throw error;
  }
  return join(made, "cli.js");
}

/** The command line, with a cache of its own. */
export async function makeProgram(): Promise<Program> {
  const path = await bundle();
  const folder = mkdtempSync(join(tmpdir(), "flask-stack-cli-"));
  // Another user has to be able to run it too.
  chmodSync(folder, 0o755);
  const start = (args: readonly string[], { cwd, env, uid }: ProgramOptions = {}) =>
    spawn(process.execPath, [path, ...args], {
      cwd,
      // The user's own cache stays out of it.
      env: { ...process.env, LC_ALL: "C", XDG_CACHE_HOME: join(folder, "cache"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
  return {
    path,
    start,
    run: (args, options) => finish(start(args, options)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Waits for a program to end, with all that it wrote. */
export function finish(child: ChildProcess): Promise<Done> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
