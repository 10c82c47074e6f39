import * as vscode from "vscode";
import { type InspectParams, type InspectResult, inspectRequest } from "../../../server/src/protocol";
import { chooseFolder, folderName, folderOf } from "../folders";
import type { Parts } from "../parts";

/** The names that compose itself looks for, in its order. */
const composeFiles = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"] as const;

/** Whether a folder holds a stack: a compose file of its own. */
export async function hasStack(folder: vscode.Uri): Promise<boolean> {
  for (const name of composeFiles) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, name));
      return true;
    } catch {
      // Not this name.
    }
  }
  return false;
}

/** The workspace's folders that hold a stack, in the workspace's order. */
export async function stackFolders(): Promise<readonly vscode.WorkspaceFolder[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const held = await Promise.all(folders.map(({ uri }) => hasStack(uri)));
  return folders.filter((_, index) => held[index]);
}

/** Whether the language server finds a Flask app in a folder. */
export async function hasFlaskApp(parts: Parts, folder: vscode.Uri): Promise<boolean> {
  const params: InspectParams = { folder: folder.toString() };
  return (await parts.ask<InspectResult>(inspectRequest, params)).candidates.length > 0;
}

/**
 * The folder whose stack a command is about: what it was called with, else the one that holds a stack, else asks.
 * @returns undefined where there is none; that has been said then
 */
export async function chooseStack(given: unknown, question: string): Promise<vscode.Uri | undefined> {
  const named = folderOf(given);
  const holding = named === undefined ? await stackFolders() : [];
  const [only] = holding;
  const folder = only !== undefined && holding.length === 1 ? only.uri : await chooseFolder(given, question);
  if (folder === undefined || (await hasStack(folder))) return folder;
  const containerize = vscode.l10n.t("Containerize");
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t("{0} has no stack yet: containerize it first.", folderName(folder)),
      containerize,
    )
    .then((pressed) => {
      if (pressed === containerize) void vscode.commands.executeCommand("flaskStack.containerize", { folder });
    });
  return undefined;
}
