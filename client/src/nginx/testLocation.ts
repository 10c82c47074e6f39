import * as vscode from "vscode";
import {
  type TestLocationPlace,
  type TestLocationResult,
  type TestLocationStep,
  testLocationRequest,
} from "../../../server/src/protocol";
import type { Parts } from "../parts";

/** What was asked for last: the next question is often the same with one letter changed. */
let last = "/";

const icons: Readonly<Record<TestLocationStep["outcome"], string>> = {
  chosen: "$(check)",
  matches: "$(circle-outline)",
  "no-match": "$(dash)",
  skipped: "$(dash)",
  unknown: "$(question)",
};

/** **Flask: Test Nginx Location**: says which server and location of the open configuration answer a URL, with what, and why. */
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

type Item = vscode.QuickPickItem & { readonly at?: TestLocationPlace };

/** The answer and the steps to it as a list; the one that is picked is shown in the editor. */
async function show(result: TestLocationResult): Promise<void> {
  const { method, host, port, path } = result;
  const picked = await vscode.window.showQuickPick(itemsOf(result), {
    title: `${method} ${host}:${port}${path}`,
    matchOnDetail: true,
  });
  if (!picked?.at) return;
  const { start, end } = picked.at.range;
  await vscode.window.showTextDocument(vscode.Uri.parse(picked.at.uri), {
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
  });
}

/** What answers, then nginx's way to it, then what it passed by. */
function itemsOf({ outcomes, steps }: TestLocationResult): Item[] {
  const item = (step: TestLocationStep): Item => ({
    label: `${icons[step.outcome]} ${step.what}`,
    detail: step.why,
    at: step,
  });
  const isPassed = ({ outcome }: TestLocationStep): boolean => outcome === "no-match" || outcome === "skipped";
  const group = (label: string, items: readonly Item[]): Item[] =>
    items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
  return [
    ...group(
      vscode.l10n.t("Answer"),
      outcomes.map(({ text, location, by }) => ({
        label: `$(arrow-right) ${text}`,
        // Beside a long sentence there would be no room for it.
        ...(location ? { detail: location } : {}),
        ...(by ? { at: by } : {}),
      })),
    ),
    ...group(vscode.l10n.t("How nginx comes to it"), steps.filter((step) => !isPassed(step)).map(item)),
    ...group(vscode.l10n.t("What is not so"), steps.filter(isPassed).map(item)),
  ];
}
