import { dirname } from "node:path";
import * as vscode from "vscode";

/** One file as it was: on the disk, and in the editor where it is open there. */
export interface Before {
  readonly uri: vscode.Uri;
  /** Undefined where there was no file. */
  readonly bytes: Uint8Array | undefined;
  /** What an editor with unsaved changes held. */
  readonly unsaved: string | undefined;
}

export interface Snapshot {
  readonly files: readonly Before[];
  /** The folders that did not exist, the innermost first. */
  readonly missing: readonly vscode.Uri[];
}

/** Remembers files as they are, so that they can be put back. */
export async function snapshot(uris: readonly vscode.Uri[]): Promise<Snapshot> {
  const files: Before[] = [];
  const missing = new Map<string, vscode.Uri>();
  for (const uri of uris) {
    const open = openDocument(uri);
    files.push({ uri, bytes: await read(uri), unsaved: open?.isDirty ? open.getText() : undefined });
    for (let at = parent(uri); !(await exists(at)); at = parent(at)) missing.set(at.toString(), at);
  }
  return { files, missing: [...missing.values()].sort((a, b) => b.path.length - a.path.length) };
}

/**
 * Puts everything back as it was.
 * @returns the paths of what could not be put back
 */
export async function restore({ files, missing }: Snapshot): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const before of files) {
    try {
      await restoreFile(before);
    } catch {
      lost.push(vscode.workspace.asRelativePath(before.uri));
    }
  }
  await removeEmpty(missing);
  return lost;
}

/** Removes folders, the innermost first, if they are empty: what somebody else put there in the meantime stays. */
export async function removeEmpty(folders: readonly vscode.Uri[]): Promise<void> {
  for (const folder of folders) {
    const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => undefined);
    if (entries?.length === 0) await vscode.workspace.fs.delete(folder, { useTrash: false });
  }
}

/** What was on the disk. */
export const textOf = ({ bytes }: Before): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

async function restoreFile({ uri, bytes, unsaved }: Before): Promise<void> {
  if (bytes === undefined) {
    if (await exists(uri)) await vscode.workspace.fs.delete(uri, { useTrash: false });
    return;
  }
  const now = await read(uri);
  if (now === undefined || Buffer.compare(now, bytes) !== 0) await vscode.workspace.fs.writeFile(uri, bytes);
  const document = openDocument(uri);
  const text = unsaved ?? new TextDecoder().decode(bytes);
  if (document === undefined || document.getText() === text) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  if (unsaved === undefined) await document.save();
}

const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());

const parent = (uri: vscode.Uri): vscode.Uri => uri.with({ path: dirname(uri.path) });

const exists = async (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );

/** Undefined where there is no such file. */
const read = async (uri: vscode.Uri): Promise<Uint8Array | undefined> =>
  Promise.resolve(vscode.workspace.fs.readFile(uri)).catch(() => undefined);
