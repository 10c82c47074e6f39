import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../../result";
import { cancelled } from "../run";
import { isAlive, markProcess, type ProcessMark } from "./processes";

export interface DaemonOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file that its stdout and stderr are added to. */
  readonly log: string;
}

/** Starts a program that goes on when this one ends, in a session of its own. */
export function startDaemon(
  program: string,
  args: readonly string[],
  options: DaemonOptions,
): Promise<Result<ProcessMark>> {
  const log = openSync(options.log, "a");
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    child.once("error", (error) => {
      resolve(fail("program-unusable", l10n.t("The program {0} cannot be run: {1}", program, error.message)));
    });
    child.once("spawn", async () => {
      child.unref();
      const mark = child.pid === undefined ? undefined : await markProcess(child.pid);
      resolve(
        mark === undefined
          ? fail("program-ended", l10n.t("The program {0} ended at once: its log says why.", program))
          : ok(mark),
      );
    });
  });
}

/** The status code that a GET on this machine is answered with; undefined where nothing answers in time. */
export function httpStatus(port: number, path: string, timeout: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, path, timeout, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(undefined));
    asked.end();
  });
}

/** Waits until a daemon answers over HTTP. Fails with `ended` where it ends first, `unanswered` where time is up. */
export async function waitForAnswer(
  mark: ProcessMark,
  port: number,
  path: string,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Result<number>> {
  const until = Date.now() + milliseconds;
  while (!signal.aborted) {
    const status = await httpStatus(port, path, 2000);
    if (status !== undefined) return ok(status);
    if (!(await isAlive(mark))) return fail("ended", "");
    if (Date.now() > until) return fail("unanswered", "");
    await sleep(100);
  }
  return cancelled();
}
