import * as vscode from "vscode";

/** How long an editor may take to see that its file changed on the disk, in milliseconds. */
const reloadPatience = 3000;

/**
 * Saves a document with exactly this text, whatever a formatter makes of it on the way: what we remember of a file has
 * to be what is there.
 * @returns false where it could not be saved
 */
export async function saveExactly(document: vscode.TextDocument, content: string): Promise<boolean> {
  const guard = vscode.workspace.onWillSaveTextDocument((event) => {
    if (event.document !== document || sameText(document.getText(), content)) return;
    event.waitUntil(Promise.resolve([vscode.TextEdit.replace(wholeOf(document), content)]));
  });
  try {
    if (document.isDirty && !(await document.save())) return false;
  } finally {
    guard.dispose();
  }
  if (!sameText(document.getText(), content)) await overwrite(document, content);
  return true;
}

/** Every line end counts as one. */
export const sameText = (one: string, other: string): boolean =>
  one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");

export const wholeOf = (document: vscode.TextDocument): vscode.Range =>
  new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);

/** Writes the file itself, and waits until the editor has read it again. */
async function overwrite(document: vscode.TextDocument, content: string): Promise<void> {
  const reloaded = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeTextDocument(() => {
      if (sameText(document.getText(), content)) done();
    });
    // Whatever becomes of the editor, the file itself is right.
    const timer = setTimeout(() => done(), reloadPatience);
    const done = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
  });
  await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(content));
  await reloaded;
}
