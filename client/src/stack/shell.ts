import * as vscode from "vscode";
import type { ContainerStatus, ServiceStatus, StackStatus } from "../../../server/src/engine/engine";
import { ok } from "../../../server/src/result";
import type { Parts } from "../parts";
import { stackFor, withContainers } from "./actions";
import { readGiven } from "./given";
import { done, left, type Outcome, outcomeOf } from "./outcome";
import { pickService } from "./pickService";

/** How long an engine may take to say what there is, in milliseconds. */
const patience = 15_000;

/** **Flask: Open Shell in Container**: a terminal in the container of the node, or in the first one of its service. */
export async function openShell(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is meant?"));
  if (folder === undefined) return left;
  const { service: wanted, container: named, label } = readGiven(given);
  const signal = AbortSignal.timeout(patience);
  const engine = await parts.engine(folder, signal);
  if (!engine.ok) return outcomeOf(parts, engine);
  if (engine.value.containers === undefined) return outcomeOf(parts, await withContainers(engine.value, never));
  const status = named === undefined ? await engine.value.status(signal) : undefined;
  if (status?.ok === false) return outcomeOf(parts, status);
  const chosen = status === undefined ? undefined : await chosenService(status.value, wanted);
  const running = chosen?.containers.find(isRunning);
  const container = named ?? running?.id;
  if (container === undefined) {
    if (wanted === undefined) return left;
    const message = vscode.l10n.t("{0} is not running: start it first.", wanted);
    void vscode.window.showInformationMessage(message);
    return { result: "failed", message };
  }
  const shell = await withContainers(engine.value, async (containers) => ok(containers.shell(container)));
  if (!shell.ok) return outcomeOf(parts, shell);
  const { program, args, env } = shell.value;
  const terminal = vscode.window.createTerminal({
    name: label ?? running?.name ?? chosen?.name ?? "container",
    shellPath: program,
    shellArgs: [...args],
    env,
    iconPath: new vscode.ThemeIcon("terminal"),
  });
  terminal.show();
  return done;
}

const never = async () => ok(undefined);

const isRunning = ({ state }: ContainerStatus): boolean => state === "running";

/** The service that was named, else the one of those that run that is meant. */
async function chosenService(status: StackStatus, wanted: string | undefined): Promise<ServiceStatus | undefined> {
  if (wanted !== undefined) return status.services.find(({ name }) => name === wanted);
  const question = vscode.l10n.t("A shell in a container of which service?");
  const none = vscode.l10n.t("The stack is not running: start it first.");
  return pickService(status, question, none, ({ containers }) => containers.some(isRunning));
}
