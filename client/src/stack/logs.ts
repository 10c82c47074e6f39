import * as vscode from "vscode";
import { folderName } from "../folders";
import { type Parts, signalOf } from "../parts";
import type { Outcome } from "./commands";
import { chooseStack } from "./folders";
import { checkTrust, showProblem } from "./run";

/** How many lines of the past are shown. */
const tail = 500;

/** The channels that logs are followed in now, by what they follow. */
const followed = new Map<
  string,
  { readonly channel: vscode.OutputChannel; readonly stop: vscode.CancellationTokenSource }
>();

/**
 * **Flask: Show Stack Logs**: follows what the services write in an output channel, of the whole stack or of the
 * service whose node it was called on. Called again it shows the channel, and follows anew.
 */
export async function showLogs(parts: Parts, given: unknown): Promise<Outcome> {
  if (!checkTrust()) return { result: "left" };
  const folder = await chooseStack(given, vscode.l10n.t("Whose logs are to be shown?"));
  if (folder === undefined) return { result: "left" };
  const service = serviceOf(given);
  const name = folderName(folder);
  const title = service === undefined ? name : `${name}: ${service}`;
  const key = `${folder}#${service ?? ""}`;

  const before = followed.get(key);
  before?.stop.cancel();
  before?.channel.clear();
  const channel = before?.channel ?? vscode.window.createOutputChannel(vscode.l10n.t("Flask Logs ({0})", title), "log");
  const stop = new vscode.CancellationTokenSource();
  if (before === undefined) parts.context.subscriptions.push(channel);
  parts.context.subscriptions.push({ dispose: () => stop.cancel() });
  followed.set(key, { channel, stop });
  channel.show(true);

  const signal = signalOf(stop.token);
  const engine = await parts.engine(folder, signal);
  if (!engine.ok) {
    void showProblem(parts, engine.problem);
    return { result: "failed", message: engine.problem.message };
  }
  const options = { follow: true, tail, ...(service === undefined ? {} : { service }) };
  // Followed until the services end or the window closes: nobody waits for that.
  void engine.value
    .logs(options, (line) => channel.appendLine(line), signal)
    .then((ended) => {
      if (stop.token.isCancellationRequested) return;
      if (ended.ok) channel.appendLine(vscode.l10n.t("No more is written: the stack has stopped."));
      else void showProblem(parts, ended.problem);
    });
  return { result: "done" };
}

function serviceOf(given: unknown): string | undefined {
  const service = typeof given === "object" && given !== null && "service" in given ? given.service : undefined;
  return typeof service === "string" ? service : undefined;
}
