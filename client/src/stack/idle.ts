import * as vscode from "vscode";
import { stackFolders } from "./folders";
import type { StackTree } from "./tree";

/** Files whose coming makes a stack. */
const stackFiles = "**/{compose,docker-compose}.{yaml,yml}";

/**
 * Shows the stack in the status bar though nobody has asked for it, where the workspace has one: its engine is asked
 * once, and tells of changes by itself after that. Where there is none, nothing of an engine is loaded; one that comes
 * later is seen.
 */
export async function followWhereThereIsOne(tree: StackTree, context: vscode.ExtensionContext): Promise<void> {
  let following = false;
  const look = async () => {
    // Choosing an engine may run programs that the folder's settings name: not before the user trusts it.
    if (following || !vscode.workspace.isTrusted || (await stackFolders()).length === 0) return;
    following = true;
    for (const one of waiting) one.dispose();
    await tree.live();
  };
  const files = vscode.workspace.createFileSystemWatcher(stackFiles, false, true, true);
  const waiting = [
    files,
    files.onDidCreate(() => void look()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void look()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void look()),
  ];
  context.subscriptions.push(...waiting);
  await look();
}
