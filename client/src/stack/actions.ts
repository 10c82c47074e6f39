import * as vscode from "vscode";
import type { Action, Engine, ServiceStatus } from "../../../server/src/engine/engine";
import { fail, type Result } from "../../../server/src/result";
import type { Parts } from "../parts";
import { chooseStack } from "./folders";
import { readGiven } from "./given";
import { done, left, type Outcome, outcomeOf } from "./outcome";
import { pickService } from "./pickService";
import { checkTrust, runOnStack } from "./run";

/** The stack that a command is about, where it may run at all; undefined where the user left or was told why not. */
export async function stackFor(given: unknown, question: string): Promise<vscode.Uri | undefined> {
  return checkTrust() ? chooseStack(given, question) : undefined;
}

/**
 * Does one thing to a whole stack. Which node is selected in the tree does not matter: VS Code hands it over to the
 * buttons of the view's title too.
 */
export const actOnStack = (parts: Parts, action: Action, given: unknown): Promise<Outcome> =>
  actOn(parts, action, given, undefined);

/** Does one thing to the service of the node that a command was called on. */
export const actOnService = async (parts: Parts, action: Action, given: unknown): Promise<Outcome> => {
  const { service } = readGiven(given);
  return service === undefined ? left : actOn(parts, action, given, service);
};

async function actOn(parts: Parts, action: Action, given: unknown, service: string | undefined): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is meant?"));
  if (folder === undefined) return left;
  const result = await runOnStack(parts, folder, titleOf(action, service), (engine, progress, signal) =>
    engine.act(action, service, progress, signal),
  );
  const outcome = outcomeOf(parts, result);
  if (result.ok && action === "pull") offerRebuild(parts, folder, service);
  return outcome;
}

function titleOf(action: Action, service: string | undefined): string {
  const what = service ?? vscode.l10n.t("the stack");
  switch (action) {
    case "start":
      return vscode.l10n.t("Starting {0}", what);
    case "stop":
      return vscode.l10n.t("Stopping {0}", what);
    case "restart":
      return vscode.l10n.t("Restarting {0}", what);
    case "rebuild":
      return vscode.l10n.t("Rebuilding {0}", what);
    case "pull":
      return vscode.l10n.t("Pulling the images of {0}", what);
  }
}

/** What runs goes on with the images that it was made from. */
function offerRebuild(parts: Parts, folder: vscode.Uri, service: string | undefined): void {
  const replace = vscode.l10n.t("Replace");
  const message = vscode.l10n.t("The images are up to date. What runs was made from older ones until it is replaced.");
  void vscode.window.showInformationMessage(message, replace).then((pressed) => {
    if (pressed === replace) void actOn(parts, "rebuild", { folder }, service);
  });
}

/** **Flask: Scale Service**: runs so many containers of a service, with Nginx balancing over all of them. */
export async function scale(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is to be scaled?"));
  if (folder === undefined) return left;
  const { service: named, count: wanted } = readGiven(given);
  const chosen = named !== undefined && wanted !== undefined ? undefined : await serviceToScale(parts, folder, named);
  const service = named ?? chosen?.name;
  if (service === undefined) return left;
  const count = wanted ?? (await askForCount(service, chosen));
  if (count === undefined) return left;
  const title = vscode.l10n.t("Scaling {0} to {1}", service, count);
  const result = await runOnStack(parts, folder, title, (engine, progress, signal) =>
    withContainers(engine, (containers) => containers.scale(service, count, progress, signal)),
  );
  return outcomeOf(parts, result);
}

/** How long an engine may take to say what there is, in milliseconds. */
const patience = 15_000;

/** The service that is to be scaled: the one that was named, else the one that can be, else the one that is picked. */
async function serviceToScale(
  parts: Parts,
  folder: vscode.Uri,
  named: string | undefined,
): Promise<ServiceStatus | undefined> {
  const signal = AbortSignal.timeout(patience);
  const engine = await parts.engine(folder, signal);
  const status = engine.ok ? await engine.value.status(signal) : engine;
  if (!status.ok) {
    if (named === undefined) outcomeOf(parts, status);
    return undefined;
  }
  if (named !== undefined) return status.value.services.find(({ name }) => name === named);
  const question = vscode.l10n.t("Which service is to be scaled?");
  const none = vscode.l10n.t(
    "No service can be scaled: each publishes a fixed port or has a fixed name, or the stack runs without containers.",
  );
  return pickService(status.value, question, none, ({ scalable }) => scalable === true);
}

/** @param status what is known of it: the number that runs is the one to change */
async function askForCount(service: string, status: ServiceStatus | undefined): Promise<number | undefined> {
  const running = status?.containers.filter(({ state }) => state === "running").length;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("How many containers of {0}?", service),
    value: String(running || 1),
    prompt: vscode.l10n.t(
      "From 1 to 64. It lasts until the stack is taken down; write it as replicas into compose.yaml to keep it.",
    ),
    validateInput: (text) => (isCount(text) ? undefined : vscode.l10n.t("A whole number from 1 to 64.")),
  });
  return typed !== undefined && isCount(typed) ? Number(typed) : undefined;
}

const isCount = (text: string): boolean => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 64;

/** What only an engine with containers can do. */
export async function withContainers<T>(
  engine: Engine,
  work: (containers: NonNullable<Engine["containers"]>) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (engine.containers !== undefined) return work(engine.containers);
  return fail("no-containers", vscode.l10n.t("The stack runs on this machine itself: there are no containers."));
}

/** **Flask: Copy Address**. */
export async function copyUrl(given: unknown): Promise<Outcome> {
  const { url } = readGiven(given);
  if (url === undefined) return left;
  await vscode.env.clipboard.writeText(url);
  vscode.window.setStatusBarMessage(`$(check) ${vscode.l10n.t("{0} is in the clipboard.", url)}`, 3000);
  return done;
}
