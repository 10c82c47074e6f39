import * as vscode from "vscode";
import type { Plan, PlannedFile } from "../../../server/src/scaffold/plan";
import type { Parts } from "../parts";
import { applyFiles } from "./apply";
import { writes } from "./items";

/** What the command returns to its caller. */
export interface ContainerizeOutcome {
  /** `left`: the user went away; `refused`: `message` says why. */
  readonly result: "written" | "unchanged" | "left" | "refused";
  readonly files: readonly Pick<PlannedFile, "path" | "action" | "reason">[];
  readonly message?: string;
}

/** The user went away. */
export const left: ContainerizeOutcome = { result: "left", files: [] };

/** Writes the plan, and offers the next step. */
export async function finish(
  parts: Parts,
  folder: vscode.Uri,
  plan: Plan,
  quiet: boolean,
): Promise<ContainerizeOutcome> {
  const files = plan.files.map(({ path, action, reason }) => ({ path, action, reason }));
  if (!vscode.workspace.isTrusted) {
    return { ...refuseUntrusted(quiet), files };
  }
  const toWrite = writes(plan);
  if (toWrite.length === 0) {
    offerStart(folder, vscode.l10n.t("Nothing had to be written: the stack is as it should be."));
    return { result: "unchanged", files };
  }
  const applied = await applyFiles(folder, toWrite);
  if (!applied.ok) {
    parts.output().error(applied.problem.message);
    return { ...refused(folder, applied.problem.message), files };
  }
  parts.changed.fire();
  offerStart(
    folder,
    toWrite.length === 1
      ? vscode.l10n.t("1 file was written: {0}.", toWrite[0]?.path ?? "")
      : vscode.l10n.t("{0} files were written: {1}.", toWrite.length, toWrite.map(({ path }) => path).join(", ")),
  );
  return { result: "written", files };
}

function refuseUntrusted(quiet: boolean): ContainerizeOutcome {
  const message = vscode.l10n.t(
    "This workspace is not trusted, so nothing was written. Trust it, then containerize it.",
  );
  const manage = vscode.l10n.t("Manage Workspace Trust");
  if (quiet) {
    void vscode.window.showWarningMessage(message, manage).then((pressed) => {
      if (pressed === manage) void vscode.commands.executeCommand("workbench.trust.manage");
    });
  } else {
    // The line that was picked says so already.
    void vscode.commands.executeCommand("workbench.trust.manage");
  }
  return { result: "refused", files: [], message };
}

/** Says why nothing was written. */
export function refused(folder: vscode.Uri, message: string): ContainerizeOutcome {
  // Also, without a button VS Code shows no more than the first line.
  const again = vscode.l10n.t("Try Again");
  void vscode.window.showErrorMessage(message, again).then((pressed) => {
    if (pressed === again) void vscode.commands.executeCommand("flaskStack.containerize", { folder });
  });
  return { result: "refused", files: [], message };
}

function offerStart(folder: vscode.Uri, message: string): void {
  const start = vscode.l10n.t("Start Stack");
  void vscode.window.showInformationMessage(message, start).then((pressed) => {
    if (pressed === start) void vscode.commands.executeCommand("flaskStack.start", { folder });
  });
}
