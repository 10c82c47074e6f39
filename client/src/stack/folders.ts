import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import * as vscode from "vscode";
import { projectFiles } from "../../../server/src/engine/docker/projectFiles";
import { type InspectParams, type InspectResult, inspectRequest } from "../../../server/src/protocol";
import { chooseFolder, folderName, folderOf } from "../folders";
import type { Parts } from "../parts";
import { apartOf, folderUri, seenApart } from "./apart";

/** A folder that holds a stack, and what it is called: its name in the workspace, and the way from there. */
export interface StackFolder {
  readonly uri: vscode.Uri;
  readonly name: string;
}

/** How many folders below a workspace folder are looked into: a repository with several stacks has a few. */
const mostBelow = 100;
/** Folders that hold no project of the user's own. */
const notLookedInto = /^(\.|node_modules$|venv$|__pycache__$|dist$|build$)/;

/** Whether a folder holds a stack: compose files of its own, or those that its .env or the environment name. */
const hasStack = (folder: vscode.Uri): boolean =>
  folder.scheme === "file" &&
  (apartOf(folder) !== undefined || projectFiles(folder.fsPath, process.env).some((file) => existsSync(file)));

/** The folders of the workspace that hold a stack, and those right below them, in the workspace's order. */
export async function stackFolders(): Promise<readonly StackFolder[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const found = await Promise.all(folders.map((folder) => stacksIn(folder)));
  return found.flat();
}

async function stacksIn({ uri, name }: vscode.WorkspaceFolder): Promise<readonly StackFolder[]> {
  // A folder that is gone by now has none.
  const entries = await readdir(uri.fsPath, { withFileTypes: true }).catch(() => []);
  // A file that the folder's COMPOSE_FILE names is of its own stack.
  const own = projectFiles(uri.fsPath, process.env);
  const below = entries
    .filter((entry) => entry.isDirectory() && !notLookedInto.test(entry.name))
    .sort((one, other) => one.name.localeCompare(other.name))
    .slice(0, mostBelow)
    .map((entry) => ({ uri: vscode.Uri.joinPath(uri, entry.name), name: `${name}/${entry.name}` }))
    // COMPOSE_FILE of the environment is meant for the folder that is open.
    .filter(({ uri }) => {
      const [file] = projectFiles(uri.fsPath, {}).filter((path) => existsSync(path));
      return file !== undefined && !own.includes(file);
    });
  return [...(hasStack(uri) ? [{ uri, name }] : []), ...below];
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
  const folder = await named(given, question);
  if (folder === undefined || hasStack(folder)) return folder;
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

async function named(given: unknown, question: string): Promise<vscode.Uri | undefined> {
  if (folderOf(given) !== undefined) return chooseFolder(given, question);
  const folders = await stackFolders();
  const holding = folders.flatMap((own) => [own, ...(seenApart.get(own.uri.toString()) ?? [])]);
  const [only] = holding;
  if (only === undefined) return chooseFolder(given, question);
  if (holding.length === 1) return only.uri;
  const picked = await vscode.window.showQuickPick(
    holding.map(({ uri, name }) => ({ label: name, description: uri.fsPath, uri })),
    { placeHolder: question },
  );
  return picked?.uri;
}

/** What a stack's folder is called in a title. */
export function stackName(stack: vscode.Uri): string {
  const folder = folderUri(stack);
  const seen = seenApart.get(folder.toString())?.find(({ uri }) => uri.toString() === stack.toString());
  if (seen !== undefined) return seen.name;
  const held = vscode.workspace.getWorkspaceFolder(folder);
  if (held === undefined) return basename(folder.fsPath);
  return held.uri.toString() === folder.toString() ? held.name : `${held.name}/${basename(folder.fsPath)}`;
}
