import * as vscode from "vscode";
import { type TestLocationResult, type TestLocationStep, testLocationRequest } from "../../../server/src/protocol";
import type { Parts } from "../parts";

/** What was asked for last: the next question is often the same with one letter changed. */
let last = "http://localhost/";

const icons: Readonly<Record<TestLocationStep["outcome"], string>> = {
  chosen: "$(check)",
  matches: "$(circle-outline)",
  "no-match": "$(dash)",
  skipped: "$(dash)",
  unknown: "$(question)",
};

/** **Flask: Test Nginx Location**: says which server and location of the open configuration answer a URL, and why. */
export async function testLocation(parts: Parts): Promise<TestLocationResult | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "nginx") {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Open an Nginx file first: it says which configuration is meant."),
    );
    return undefined;
  }
  const url = await vscode.window.showInputBox({
    title: vscode.l10n.t("Which server and location answer?"),
    prompt: vscode.l10n.t("A URL or a path; a method may stand before it: POST /login"),
    value: last,
  });
  if (url === undefined) return undefined;
  last = url;
  const result = await parts
    .ask<TestLocationResult>(testLocationRequest, { uri: document.uri.toString(), url })
    .catch((error: unknown) => {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    });
  if (result) await show(result);
  return result;
}

/** The steps as a list; the one that is looked at is shown in the editor. */
async function show({ method, host, port, path, steps }: TestLocationResult): Promise<void> {
  const items = steps.map((step) => ({
    label: `${icons[step.outcome]} ${step.what}`,
    detail: step.why,
    step,
  }));
  const title = `${method} ${host}:${port}${path}`;
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0}: no server of this configuration answers.", title));
    return;
  }
  const order: readonly string[] = ["chosen", "matches", "unknown", "no-match", "skipped"];
  items.sort((a, b) => order.indexOf(a.step.outcome) - order.indexOf(b.step.outcome));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  if (!picked) return;
  const { start, end } = picked.step.range;
  await vscode.window.showTextDocument(vscode.Uri.parse(picked.step.uri), {
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
  });
}
