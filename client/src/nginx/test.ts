import * as vscode from "vscode";
import { type NginxTestResult, nginxTestRequest } from "../../../server/src/protocol";
import type { Parts } from "../parts";
import { checkTrust } from "../stack/run";

/**
 * **Flask: Run nginx -t**: asks the nginx of the stack's running container, else that of this machine; what it refuses is
 * underlined where it says.
 */
export async function testNginx(parts: Parts): Promise<NginxTestResult | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "nginx") {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Open an Nginx file first: it says which configuration is meant."),
    );
    return undefined;
  }
  // nginx loads the modules that the configuration names: that is running code.
  if (!checkTrust()) return undefined;
  if (document.isDirty) await document.save();
  const result = await parts.ask<NginxTestResult>(nginxTestRequest, { uri: document.uri.toString() }).catch(refused);
  if (result instanceof Error) {
    void vscode.window.showErrorMessage(result.message);
    return undefined;
  }
  if (result.ok) void vscode.window.showInformationMessage(sentence(result));
  else void showRefused(result);
  return result;
}

const onSave = "flaskStack.nginx.testOnSave";
/** What the last save of each document was asked with: an earlier answer is none any more. */
const newest = new WeakMap<vscode.TextDocument, symbol>();
/** Why there was no verdict: said once, for each save would say it again. */
const said = new Set<string>();

/** The same after a save, where the setting says so: the status bar tells that it ran, and how it ended. */
export async function testSaved(parts: Parts, document: vscode.TextDocument): Promise<void> {
  const isWanted = vscode.workspace.getConfiguration(undefined, document).get(onSave, false);
  if (!isWanted || !vscode.workspace.isTrusted || document.uri.scheme !== "file") return;
  const run = Symbol(document.uri.toString());
  newest.set(document, run);
  const asked = parts.ask<NginxTestResult>(nginxTestRequest, { uri: document.uri.toString() }).catch(refused);
  vscode.window.setStatusBarMessage(`$(sync~spin) ${vscode.l10n.t("nginx -t is running")}`, asked);
  const result = await asked;
  if (newest.get(document) !== run) return;
  if (!(result instanceof Error)) {
    // There is room for few words: what nginx says comes first.
    const words = result.ok ? `$(pass) nginx -t: ${sentence(result)}` : `$(error) nginx -t: ${wordsOf(result)}`;
    vscode.window.setStatusBarMessage(words, shownFor);
    return;
  }
  vscode.window.setStatusBarMessage(`$(question) nginx -t: ${result.message}`, shownFor);
  if (said.has(result.message)) return;
  said.add(result.message);
  void vscode.window.showInformationMessage(result.message);
}

/** How long the status bar tells of a save, in milliseconds. */
const shownFor = 10_000;

const refused = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** What nginx says, and the file that it names. */
const wordsOf = ({ message = "", place }: NginxTestResult): string =>
  place ? `${message} (${vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri))}:${place.line})` : message;

/** The same with whose nginx it is. */
function sentence(result: NginxTestResult): string {
  const { ok, container } = result;
  if (ok && container === undefined) return vscode.l10n.t("The nginx of this machine takes this configuration.");
  if (ok) return vscode.l10n.t("The nginx of the container {0} takes this configuration.", container ?? "");
  return container === undefined
    ? vscode.l10n.t("The nginx of this machine refuses this configuration: {0}", wordsOf(result))
    : vscode.l10n.t("The nginx of the container {0} refuses this configuration: {1}", container, wordsOf(result));
}

async function showRefused(result: NginxTestResult): Promise<void> {
  const { place } = result;
  const show = vscode.l10n.t("Show the Line");
  const pressed = await vscode.window.showErrorMessage(sentence(result), ...(place ? [show] : []));
  if (place === undefined || pressed !== show) return;
  const start = new vscode.Position(place.line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection: new vscode.Range(start, start) });
}
