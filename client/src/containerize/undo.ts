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
  let last = Promise.resolve();
  const changed = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
    if (reason === undefined) return;
    const uri = document.uri.toString();
    const saved = before.files.find((file) => file.uri.toString() === uri && file.unsaved === undefined);
    const texts = [saved && textOf(saved), written.get(uri)].filter((text) => text !== undefined);
    last = last.catch(() => undefined).then(() => saveOneOf(texts, document));
  });
  followed.set(folder.toString(), vscode.Disposable.from(deleted, changed));
}

/** Saves a document that has one of these texts, if its file has another of them, and nothing of somebody else's. */
async function saveOneOf(texts: readonly string[], document: vscode.TextDocument): Promise<void> {
  const text = texts.find((text) => sameText(text, document.getText()));
  if (text === undefined) return;
  await saveExactly(
    document,
    text,
    texts.find((other) => other !== text),
  );
}
