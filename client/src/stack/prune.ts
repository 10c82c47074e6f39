import * as vscode from "vscode";
import type { Leftover } from "../../../server/src/engine/engine";
import { type Parts, signalOf } from "../parts";
import { stackFor, withContainers } from "./actions";
import { done, left, type Outcome, outcomeOf } from "./outcome";
import { runOnStack } from "./run";

/** **Flask: Remove Leftovers**: shows what the stack left behind and nothing uses, and removes what is picked. */
export async function prune(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is meant?"));
  if (folder === undefined) return left;
  const signal = signalOf(new vscode.CancellationTokenSource().token);
  const engine = await parts.engine(folder, signal);
  const found = engine.ok ? await withContainers(engine.value, (containers) => containers.leftovers(signal)) : engine;
  if (!found.ok) return outcomeOf(parts, found);
  if (found.value.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("The stack left nothing behind."));
    return done;
  }
  const picked = await vscode.window.showQuickPick(found.value.map(itemOf), {
    canPickMany: true,
    title: vscode.l10n.t("What of the stack is to be removed?"),
    placeHolder: vscode.l10n.t("Nothing uses these any more."),
  });
  if (picked === undefined || picked.length === 0) return left;
  const title = vscode.l10n.t("Removing what the stack left behind");
  const result = await runOnStack(parts, folder, title, (chosen, progress, running) =>
    withContainers(chosen, (containers) =>
      containers.prune(
        picked.map(({ leftover }) => leftover),
        progress,
        running,
      ),
    ),
  );
  return outcomeOf(parts, result);
}

/** A volume may be all that there is of some data: it is never picked beforehand. */
const itemOf = (leftover: Leftover) => ({
  label: leftover.name,
  description: kindWords(leftover.kind),
  picked: leftover.kind !== "volume",
  leftover,
});

function kindWords(kind: Leftover["kind"]): string {
  switch (kind) {
    case "container":
      return vscode.l10n.t("container of a service that is not in compose.yaml");
    case "image":
      return vscode.l10n.t("image that was replaced");
    case "network":
      return vscode.l10n.t("network");
    case "volume":
      return vscode.l10n.t("volume with data, which is lost");
  }
}
