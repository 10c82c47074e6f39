import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { type Parts, signalOf } from "../parts";
import { stackFor } from "./actions";
import { stackName } from "./folders";
import { readGiven } from "./given";
import { logLevels } from "./logLevel";
import { done, left, type Outcome, outcomeOf } from "./outcome";
import { mappingsOfLines, withLinks } from "./tracebacks";

/** How many lines of the past are shown. */
const tail = 500;

/** The channels that logs are followed in now, by what they follow. */
const followed = new Map<
  string,
  { readonly channel: vscode.LogOutputChannel; readonly stop: vscode.CancellationTokenSource }
>();

/**
 * **Flask: Show Stack Logs**: follows what the services write in an output channel. Called again it shows the channel,
 * and follows anew.
 */
export const showStackLogs = (parts: Parts, given: unknown): Promise<Outcome> => showLogs(parts, given, undefined);

/** As `showStackLogs`, of the service whose node it was called on. */
export const showServiceLogs = async (parts: Parts, given: unknown): Promise<Outcome> => {
  const { service } = readGiven(given);
  return service === undefined ? left : showLogs(parts, given, service);
};

async function showLogs(parts: Parts, given: unknown, service: string | undefined): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Whose logs are to be shown?"));
  if (folder === undefined) return left;
  const title = service === undefined ? stackName(folder) : `${stackName(folder)}: ${service}`;
  const key = `${folder}#${service ?? ""}`;

  const before = followed.get(key);
  before?.stop.cancel();
  before?.channel.clear();
  const channel =
    before?.channel ?? vscode.window.createOutputChannel(vscode.l10n.t("Flask Logs ({0})", title), { log: true });
  const stop = new vscode.CancellationTokenSource();
  if (before === undefined) parts.context.subscriptions.push(channel);
  parts.context.subscriptions.push({ dispose: () => stop.cancel() });
  followed.set(key, { channel, stop });
  channel.show(true);

  const signal = signalOf(stop.token);
  const engine = await parts.engine(folder, signal);
  if (!engine.ok) return outcomeOf(parts, engine);
  const options = { follow: true, tail, ...(service === undefined ? {} : { service }) };
  const levelOf = logLevels();
  const status = await engine.value.status(signal);
  const mappingsOf = status.ok ? mappingsOfLines(status.value) : () => undefined;
  const write = (line: string) => channel[levelOf(line)](withLinks(line, folder.fsPath, existsSync, mappingsOf(line)));
  // Followed until the services end or the window closes: nobody waits for that.
  void engine.value.logs(options, write, signal).then((ended) => {
    if (stop.token.isCancellationRequested) return;
    if (ended.ok) channel.info(vscode.l10n.t("No more is written: the stack has stopped."));
    else outcomeOf(parts, ended);
  });
  return done;
}
