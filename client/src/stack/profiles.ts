import * as vscode from "vscode";
import { type Parts, signalOf } from "../parts";
import { stackFor, withContainers } from "./actions";
import { start } from "./commands";
import { readGiven } from "./given";
import { done, left, type Outcome, outcomeOf } from "./outcome";

/** **Flask: Start Stack with Profiles**: asks which of the compose file's inactive profiles start with the rest. */
export async function startWithProfiles(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is to be started?"));
  if (folder === undefined) return left;
  const { profiles } = readGiven(given);
  if (profiles !== undefined) return start(parts, { folder, profiles });
  const signal = signalOf(new vscode.CancellationTokenSource().token);
  const engine = await parts.engine(folder, signal);
  const found = engine.ok ? await withContainers(engine.value, (containers) => containers.profiles(signal)) : engine;
  if (!found.ok) return outcomeOf(parts, found);
  if (found.value.length === 0) {
    const message = vscode.l10n.t("The compose file has no profile that is not active already.");
    void vscode.window.showInformationMessage(message);
    return done;
  }
  const picked = await vscode.window.showQuickPick([...found.value], {
    canPickMany: true,
    title: vscode.l10n.t("Start with which profiles?"),
    placeHolder: vscode.l10n.t("Services without a profile are started in any case."),
  });
  return picked === undefined ? left : start(parts, { folder, profiles: picked });
}
