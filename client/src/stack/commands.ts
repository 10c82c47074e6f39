import * as vscode from "vscode";
import type { StackStatus, UpOptions } from "../../../server/src/engine/engine";
import { siteUrl, stackUrls } from "../../../server/src/engine/urls";
import { ok, type Result } from "../../../server/src/result";
import type { Parts } from "../parts";
import { stackFor } from "./actions";
import { readGiven } from "./given";
import { done, left, type Outcome } from "./outcome";
import { runOnStack, showProblem } from "./run";

/** Longer than an engine may take to answer, so that who hears of it is told that it did not: milliseconds. */
const patience = 15_000;

/** **Flask: Start Stack**: builds what changed, starts everything, waits until it is healthy. */
export async function start(parts: Parts, given: unknown): Promise<Outcome> {
  const { port: wanted, profiles = [] } = readGiven(given);
  const folder = await stackFor(given, vscode.l10n.t("Which stack is to be started?"));
  if (folder === undefined) return left;
  const started = await up(parts, folder, { ...(wanted === undefined ? {} : { port: wanted }), profiles });
  if (started.ok) {
    offerPage(folder, started.value.status, started.value.note);
    return done;
  }
  const { problem } = started;
  const port = problem.freePort;
  if (port === undefined) {
    void showProblem(parts, problem);
  } else {
    const use = vscode.l10n.t("Use Port {0}", port);
    void showProblem(parts, problem, use).then((pressed) => {
      if (pressed === use) return start(parts, { folder, port, profiles });
      return undefined;
    });
  }
  return problem.code === "cancelled" ? left : { result: "failed", message: problem.message };
}

/** **Flask: Open in Browser**: the stack's address, through VS Code's port forwarding where the window is remote. */
export async function open(parts: Parts, given: unknown): Promise<Outcome> {
  const { url } = readGiven(given);
  if (url !== undefined) return show(url);
  const folder = await stackFor(given, vscode.l10n.t("Which stack is to be opened?"));
  if (folder === undefined) return left;
  const signal = AbortSignal.timeout(patience);
  const engine = await parts.engine(folder, signal);
  const status = engine.ok ? await engine.value.status(signal) : engine;
  if (!status.ok) {
    void showProblem(parts, status.problem);
    return { result: "failed", message: status.problem.message };
  }
  const urls = stackUrls(status.value);
  if (urls.length === 0) return offerStart(parts, folder);
  const items = urls.map(({ url, service }) => ({ label: url, description: service }));
  const chosen = siteUrl(status.value) ?? (await vscode.window.showQuickPick(items))?.label;
  return chosen === undefined ? left : show(chosen);
}

/** Says that a stack is not running, and offers to start it. */
export function offerStart(parts: Parts, folder: vscode.Uri): Outcome {
  const message = vscode.l10n.t("The stack is not running: start it first.");
  const press = vscode.l10n.t("Start Stack");
  void vscode.window.showInformationMessage(message, press).then((pressed) => {
    if (pressed === press) void start(parts, { folder });
  });
  return { result: "failed", message };
}

/** What runs, and a sentence to go with it where it is not what one expects: no Docker. */
interface Started {
  readonly status: StackStatus;
  readonly note?: string;
}

function up(parts: Parts, folder: vscode.Uri, options: UpOptions): Promise<Result<Started>> {
  return runOnStack(parts, folder, vscode.l10n.t("Starting the stack"), async (engine, progress, signal) => {
    const started = await engine.up(options, progress, signal);
    if (!started.ok) return started;
    return ok({ status: started.value, ...(engine.name === "host" ? { note: engine.description } : {}) });
  });
}

function offerPage(folder: vscode.Uri, status: StackStatus, note?: string): void {
  const url = siteUrl(status) ?? stackUrls(status)[0]?.url;
  const running =
    url === undefined ? vscode.l10n.t("The stack is running.") : vscode.l10n.t("The stack is running at {0}.", url);
  const message = note === undefined ? running : `${running} ${note}`;
  if (url === undefined) {
    void vscode.window.showInformationMessage(message);
    return;
  }
  const [browser, logs] = [vscode.l10n.t("Open in Browser"), vscode.l10n.t("Show Logs")];
  void vscode.window.showInformationMessage(message, browser, logs).then((pressed) => {
    if (pressed === browser) void show(url);
    if (pressed === logs) void vscode.commands.executeCommand("flaskStack.logs", { folder });
  });
}

async function show(url: string): Promise<Outcome> {
  const external = await vscode.env.asExternalUri(vscode.Uri.parse(url, true));
  return (await vscode.env.openExternal(external)) ? done : left;
}
