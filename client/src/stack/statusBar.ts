import * as vscode from "vscode";
import type { Live } from "./live";

/** The stack of the folder that is worked in, in the status bar: one glance, and a way to the panel. */
export function showInStatusBar(live: Live): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("flaskStack.stack", vscode.StatusBarAlignment.Left, 5);
  item.name = vscode.l10n.t("Flask Stack");
  item.command = "flaskStack.stack.focus";
  const draw = () => {
    const nodes = live.nodes();
    const document = vscode.window.activeTextEditor?.document.uri.toString();
    // The one whose folder holds the file; of two, the inner one.
    const own = nodes
      .filter(({ folder }) => document?.startsWith(`${folder}/`))
      .sort((one, other) => other.folder.length - one.folder.length)[0];
    const node = own ?? nodes[0];
    if (node === undefined) {
      item.hide();
      return;
    }
    item.text = `$(${node.icon}) ${node.label}: ${node.description}`;
    item.tooltip = node.tooltip;
    item.accessibilityInformation = { label: node.spoken };
    // An engine that is not there is no failure: many have it running only while they use it.
    const isBad = /^stack\.failed/.test(node.context);
    item.backgroundColor = isBad ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    item.show();
  };
  draw();
  return vscode.Disposable.from(item, live.changed(draw), vscode.window.onDidChangeActiveTextEditor(draw));
}
