import * as vscode from "vscode";
import type { Engine, Progress } from "../../../server/src/engine/engine";
import { fail, type Problem, type Result } from "../../../server/src/result";
import { type Parts, signalOf } from "../parts";
import { steps } from "./busy";

/**
 * Runs one piece of work on a folder's stack: with a notification that names the step and can be cancelled, the
 * programs' own output in the output channel, and the panel told before, during and after.
 */
export async function runOnStack<T>(
  parts: Parts,
  folder: vscode.Uri,
  title: string,
  work: (engine: Engine, progress: Progress, signal: AbortSignal) => Promise<Result<T>>,
): Promise<Result<T>> {
  const key = folder.toString();
  const output = parts.output();
  output.info(`${title} (${folder.fsPath})`);
  const show = (step: string) => {
    steps.set(key, step);
    parts.changed.fire();
  };
  show(title);
  try {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (notification, token) => {
        const signal = signalOf(token);
        const engine = await currentEngine(parts, folder, signal);
        if (!engine.ok) return engine;
        output.info(engine.value.description);
        const progress: Progress = {
          step(message) {
            if (message !== title) notification.report({ message });
            output.info(message);
            show(message);
          },
          output: (line) => output.info(`  ${line}`),
        };
        const result = await work(engine.value, progress, signal);
        if (!result.ok && signal.aborted) return fail("cancelled", vscode.l10n.t("Cancelled."));
        if (!result.ok && /^(docker|engine)-failed$/.test(result.problem.code)) {
          // Where the engine has gone, that is what is to be said.
          parts.forgetEngines();
          const again = await parts.engine(folder, signal);
          if (!again.ok) return again;
        }
        return result;
      },
    );
  } catch (error) {
    output.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return fail("failed", vscode.l10n.t("{0}: failed with an error of its own, which the output shows.", title));
  } finally {
    steps.delete(key);
    parts.changed.fire();
  }
}

/** The folder's engine; one on this machine may be there for lack of Docker only, which may have come by now. */
async function currentEngine(parts: Parts, folder: vscode.Uri, signal: AbortSignal): Promise<Result<Engine>> {
  const engine = await parts.engine(folder, signal);
  if (!engine.ok || engine.value.name !== "host") return engine;
  parts.forgetEngines();
  return parts.engine(folder, signal);
}

/** Says what went wrong, with the way to the program's own words, and what else there is to do about it. */
export async function showProblem(
  parts: Parts,
  problem: Problem,
  ...actions: readonly string[]
): Promise<string | undefined> {
  if (problem.code === "cancelled") return undefined;
  const output = parts.output();
  output.error(problem.message);
  if (problem.detail !== undefined) output.error(problem.detail);
  const look = vscode.l10n.t("Show Output");
  const pressed = await vscode.window.showErrorMessage(problem.message, ...actions, look);
  if (pressed === look) output.show(true);
  return pressed;
}

/** Says why nothing is run in an untrusted workspace; true where it is trusted. */
export function checkTrust(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t("Manage Workspace Trust");
  void vscode.window
    .showWarningMessage(
      vscode.l10n.t("A stack runs the project's own code, and this workspace is not trusted: trust it first."),
      manage,
    )
    .then((pressed) => {
      if (pressed === manage) void vscode.commands.executeCommand("workbench.trust.manage");
    });
  return false;
}
