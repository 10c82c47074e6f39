import * as vscode from "vscode";
import type { Parts } from "../parts";
import { hasFlaskApp } from "./folders";
import { hasNoEngine } from "./model/condition";
import type { StackView } from "./model/view";

/** Which welcome text the panel shows where it has no nodes; the manifest's conditions name these. */
type Empty = "none" | "virtual" | "untrusted" | "noFlask" | "notContainerized" | "noEngine";

/** Chooses the welcome text for what is known of the workspace's stacks. */
export async function showEmpty(parts: Parts, views: readonly StackView[]): Promise<void> {
  const empty = hasNoEngine(views) ? "noEngine" : views.length > 0 ? "none" : await emptiness(parts);
  await vscode.commands.executeCommand("setContext", "flaskStack.empty", empty);
}

async function emptiness(parts: Parts): Promise<Empty> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const onDisk = folders.filter(({ uri }) => uri.scheme === "file");
  if (onDisk.length === 0) return folders.length === 0 ? "none" : "virtual";
  // VS Code's own isWorkspaceTrusted is not there yet when a window opens, and a trusted one would look like another.
  if (!vscode.workspace.isTrusted) return "untrusted";
  for (const { uri } of onDisk) {
    try {
      if (await hasFlaskApp(parts, uri)) return "notContainerized";
    } catch (error) {
      parts.output().error(`${uri.fsPath}: ${error}`);
    }
  }
  return "noFlask";
}
