import * as vscode from "vscode";
import { ok } from "../../../server/src/result";
import { type Parts, signalOf } from "../parts";
import { stackFor, withContainers } from "./actions";
import { readGiven } from "./given";
import { done, left, type Outcome, outcomeOf } from "./outcome";

/** **Flask: Open Shell in Container**: a terminal in the container of the node, or in the first one of its service. */
export async function openShell(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is meant?"));
  if (folder === undefined) return left;
  const { service = "web", container: named, label } = readGiven(given);
  const signal = signalOf(new vscode.CancellationTokenSource().token);
  const engine = await parts.engine(folder, signal);
  if (!engine.ok) return outcomeOf(parts, engine);
  const status = named === undefined ? await engine.value.status(signal) : undefined;
  if (status?.ok === false) return outcomeOf(parts, status);
  const running = status?.value.services
    .find(({ name }) => name === service)
    ?.containers.find(({ state }) => state === "running");
  const container = named ?? running?.id;
  if (container === undefined) {
    const message = vscode.l10n.t("{0} is not running: start it first.", service);
    void vscode.window.showInformationMessage(message);
    return { result: "failed", message };
  }
  const shell = await withContainers(engine.value, async (containers) => ok(containers.shell(container)));
  if (!shell.ok) return outcomeOf(parts, shell);
  const { program, args, env } = shell.value;
  const terminal = vscode.window.createTerminal({
    name: label ?? running?.name ?? service,
    shellPath: program,
    shellArgs: [...args],
    env,
    iconPath: new vscode.ThemeIcon("terminal"),
  });
  terminal.show();
  return done;
}
