import * as vscode from "vscode";
import { sameText, saveExactly } from "./save";
import { removeEmpty, type Snapshot, textOf } from "./snapshot";

/** By the project's folder: a later edit of the same project is followed instead of the one before. */
const followed = new Map<string, vscode.Disposable>();

/**
 * Finishes what Undo leaves of an edit. VS Code deletes the files that the edit made and puts back the text of those
 * that it changed; the folders that were made for them stay, and the text is not saved. Redo is finished, too.
 * @param before the files as they were
 * @param written their new texts, by URI
 */
export function followUndo(folder: vscode.Uri, before: Snapshot, written: ReadonlyMap<string, string>): void {
  followed.get(folder.toString())?.dispose();
  const deleted = vscode.workspace.onDidDeleteFiles(({ files }) => {
    if (files.some((uri) => written.has(uri.toString()))) void removeEmpty(before.missing);
  });
  const changed = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
    if (reason === undefined || !document.isDirty) return;
    const uri = document.uri.toString();
    const saved = before.files.find((file) => file.uri.toString() === uri && file.unsaved === undefined);
    // Only what was on the disk, before the edit or after it, is put there again.
    const text = [saved && textOf(saved), written.get(uri)].find(
      (text) => text !== undefined && sameText(text, document.getText()),
    );
    if (text !== undefined) void saveExactly(document, text);
  });
  followed.set(folder.toString(), vscode.Disposable.from(deleted, changed));
}
