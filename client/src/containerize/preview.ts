import { posix } from "node:path";
import * as vscode from "vscode";
import type { PlannedFile } from "../../../server/src/scaffold/plan";

/** The scheme of the read-only documents that a plan is shown in. */
const planScheme = "flask-stack-plan";

const contents = new Map<string, string>();
let registered = false;
let back: (() => void) | undefined;

/**
 * Opens the diff between a file as it is and as it would be, and waits until the user is done with it: the diff was
 * closed, or left by "Back to the Plan".
 */
export async function compare(context: vscode.ExtensionContext, folder: vscode.Uri, file: PlannedFile): Promise<void> {
  register(context);
  // The path decides the language of the document; the query tells the two sides apart.
  const path = posix.join(folder.path, file.path);
  const proposed = vscode.Uri.from({ scheme: planScheme, path, query: "proposed" });
  const nothing = vscode.Uri.from({ scheme: planScheme, path, query: "nothing" });
  contents.set(proposed.toString(), file.content);
  const current = file.current === undefined ? nothing : vscode.Uri.joinPath(folder, file.path);
  changed?.fire(proposed);
  const title = vscode.l10n.t("{0} (now ↔ planned)", file.path);
  await vscode.commands.executeCommand("vscode.diff", current, proposed, title, { preview: true });
  await vscode.commands.executeCommand("setContext", "flaskStack.previewing", true);
  await leaving(proposed);
  await vscode.commands.executeCommand("setContext", "flaskStack.previewing", false);
  for (const tab of tabs(proposed)) await vscode.window.tabGroups.close(tab);
  contents.delete(proposed.toString());
}

/** **Flask: Back to the Plan**: closes the diff, so that the screen comes back. */
export const backToPlan = (): void => back?.();

function leaving(uri: vscode.Uri): Promise<void> {
  return new Promise((resolve) => {
    // The tab is told of some time after the command that opened it.
    let seen = tabs(uri).length > 0;
    const closed = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (tabs(uri).length > 0) seen = true;
      else if (seen) done();
    });
    const done = () => {
      closed.dispose();
      back = undefined;
      resolve();
    };
    back?.();
    back = done;
  });
}

const tabs = (modified: vscode.Uri): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === modified.toString(),
    );

let changed: vscode.EventEmitter<vscode.Uri> | undefined;

function register(context: vscode.ExtensionContext): void {
  if (registered) return;
  registered = true;
  changed = new vscode.EventEmitter();
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(planScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => contents.get(uri.toString()) ?? "",
    }),
  );
}
