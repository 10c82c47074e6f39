import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../../result";
import type { Reloaded } from "../engine";
import { failureLines } from "../gunicornLog";
import { connect } from "./connection";
import { execute } from "./exec";
import { gunicornWorkers } from "./processes";
import type { Reloadable } from "./reload";

/** How long new workers may take to be there and old ones to be gone: Gunicorn's own graceful_timeout is 30 s. */
const patience = 60_000;

/**
 * Gunicorn's own way: on SIGHUP it reads its configuration and starts new workers, and the old ones end once they have
 * answered. It would end altogether where the app cannot be loaded, so that is tried before, beside what runs.
 */
export async function reloadGunicorn(what: Reloadable): Promise<Result<Reloaded>> {
  const { stack, service, running, inspected, progress, signal } = what;
  const docker = await connect(stack.endpoint);
  progress.step(l10n.t("Loading the app beside the one that runs (gunicorn --check-config)"));
  for (const { Id, Config } of inspected) {
    const command = [...(Config.Cmd ?? [])];
    if (!command[0]?.endsWith("gunicorn")) {
      return fail(
        "no-reload",
        l10n.t("{0} starts Gunicorn through another program, so it can only be restarted.", service.name),
      );
    }
    const tested = await execute(stack.endpoint, Id, [...command, "--check-config"], signal);
    if (tested.code !== 0) {
      return fail(
        "gunicorn-config",
        l10n.t(
          "Gunicorn was not reloaded, since it could not load the app or its configuration: its own lines say why.",
        ),
        failureLines(tested.stdout + tested.stderr, 20),
      );
    }
  }
  progress.step(l10n.t("Starting new workers (SIGHUP)"));
  for (const { info } of running) {
    const container = docker.getContainer(info.Id);
    const before = await gunicornWorkers(stack.endpoint, info.Id, signal);
    if (before === undefined) {
      return fail(
        "no-reload",
        l10n.t("{0} starts Gunicorn through another program, so it can only be restarted.", service.name),
      );
    }
    await container.kill({ signal: "SIGHUP", abortSignal: signal });
    const until = Date.now() + patience;
    while (Date.now() < until) {
      const now = await gunicornWorkers(stack.endpoint, info.Id, signal);
      if (now !== undefined && now.length > 0 && !now.some((pid) => before.includes(pid))) break;
      await sleep(200, undefined, { signal });
    }
  }
  return ok("reloaded");
}
