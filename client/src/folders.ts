import { posix } from "node:path";
import * as vscode from "vscode";

/**
 * The folder that a command works on: what it was called with (a folder in the Explorer, a node of the panel, an
 * argument in a key binding), else the only folder of the workspace, else the one that the user picks.
 * @returns undefined where the user picked none or there is none; that has been said then
 */
export async function chooseFolder(given: unknown, question: string): Promise<vscode.Uri | undefined> {
  const uri = folderOf(given);
  if (uri !== undefined) return onDisk(uri);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (first === undefined) {
    const openFolder = vscode.l10n.t("Open Folder");
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t("No folder is open: open the folder of your Flask project first."),
      openFolder,
    );
    if (chosen === openFolder) await vscode.commands.executeCommand("vscode.openFolder");
    return undefined;
  }
  if (folders.length === 1) return onDisk(first.uri);
  const picked = await vscode.window.showQuickPick(
    folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder })),
    { placeHolder: question },
  );
  return picked && onDisk(picked.folder.uri);
}

/** What a person calls a folder: its name in the workspace, else its own. */
export function folderName(folder: vscode.Uri): string {
  const held = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder.toString());
  return held?.name ?? posix.basename(folder.path);
}

/** The folder that a command was called with, in any of the forms that it comes in. */
export function folderOf(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  if (typeof given !== "object" || given === null || !("folder" in given)) return undefined;
  const { folder } = given;
  if (folder instanceof vscode.Uri) return folder;
  if (typeof folder !== "string" || folder === "") return undefined;
  // Key bindings and tasks write a path, the panel's nodes a URI.
  return /^[a-z][a-z\d+.-]+:\/\//i.test(folder) ? vscode.Uri.parse(folder, true) : vscode.Uri.file(folder);
}

function onDisk(folder: vscode.Uri): vscode.Uri | undefined {
  if (folder.scheme === "file") return folder;
  const clone = vscode.l10n.t("Clone Repository");
  const message = vscode.l10n.t(
    "{0} is not on a disk: clone the repository, or open it in a remote window, and try again there.",
    folder.toString(true),
  );
  void vscode.window.showErrorMessage(message, clone).then((pressed) => {
    if (pressed === clone) void vscode.commands.executeCommand("git.clone");
  });
  return undefined;
}
