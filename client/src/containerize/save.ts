import * as vscode from "vscode";

/** How long an editor may take to see by itself that its file changed on the disk, in milliseconds. */
const reloadPatience = 500;

/**
 * Saves a document with exactly this text, whatever a formatter makes of it on the way: what we remember of a file has
 * to be what is there. What is typed, undone or redone while it is saved is left alone.
 * @param planned the text of the file that this one takes the place of; without it the editor has the last word
 * @returns false where it could not be saved
 */
export async function saveExactly(document: vscode.TextDocument, content: string, planned?: string): Promise<boolean> {
  const guard = vscode.workspace.onWillSaveTextDocument((event) => {
    if (event.document !== document || sameText(document.getText(), content)) return;
    event.waitUntil(Promise.resolve([vscode.TextEdit.replace(wholeOf(document), content)]));
  });
  let saved: boolean;
  try {
    saved = !document.isDirty || (await document.save());
  } finally {
    guard.dispose();
  }
  if (saved && document.isDirty) return true;
  // What the editor says is not enough: it refuses where it has missed that the file changed, and takes a Redo that
  // comes before it knows that Undo is saved for what the file still is.
  const there = await onDisk(document.uri);
  if (there === undefined) return false;
  if (saved && sameText(document.getText(), content) && sameText(there, content)) return true;
  const formatted = saved && sameText(there, document.getText());
  const isPlanned = planned !== undefined && sameText(there, planned);
  return (formatted || isPlanned) && overwrite(document, content);
}

/** The text of a file; undefined where it cannot be read. */
async function onDisk(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** Every line end counts as one. */
export const sameText = (one: string, other: string): boolean =>
  one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");

/** The range of all that is in a document. */
export const wholeOf = (document: vscode.TextDocument): vscode.Range =>
  new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);

/** Writes the file itself, and has the editor read it again; false where it could not be written. */
async function overwrite(document: vscode.TextDocument, content: string): Promise<boolean> {
  const seen = noticed(document, content);
  try {
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(content));
  } catch {
    return false;
  }
  if (!(await seen) || document.isDirty) await reload(document);
  return true;
}

/** Whether the editor sees by itself, soon enough, that the file has this text now. */
function noticed(document: vscode.TextDocument, content: string): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (seen: boolean) => {
      clearTimeout(timer);
      listening.dispose();
      resolve(seen);
    };
    const listening = vscode.workspace.onDidChangeTextDocument(() => {
      if (sameText(document.getText(), content)) done(true);
    });
    const timer = setTimeout(() => done(sameText(document.getText(), content)), reloadPatience);
  });
}

/** An editor can be told to read its file again only while it is the active one; afterwards all is where it was. */
async function reload(document: vscode.TextDocument): Promise<void> {
  const active = vscode.window.activeTextEditor;
  const isIt = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString();
  const hadTab = vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isIt));
  await vscode.window.showTextDocument(document, { preview: false });
  await vscode.commands.executeCommand("workbench.action.files.revert");
  if (!hadTab) await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  if (active) await vscode.window.showTextDocument(active.document, active.viewColumn);
}
