import { access, constants, realpath } from "node:fs/promises";
import { dirname, sep } from "node:path";
import * as vscode from "vscode";
import { fail, ok, type Result } from "../../../server/src/result";
import type { PlannedFile } from "../../../server/src/scaffold/plan";
import { sameText, saveExactly, wholeOf } from "./save";
import { restore, snapshot } from "./snapshot";
import { followUndo } from "./undo";

/**
 * Writes planned files as one undoable edit, saved to the disk. All or nothing: where one of them cannot be written,
 * every file, folder and open editor is put back as it was.
 * @param files those to create or to update; `current` is what they were planned from
 */
export async function applyFiles(folder: vscode.Uri, files: readonly PlannedFile[]): Promise<Result<void>> {
  for (const file of files) {
    const refused = await refusal(folder, file);
    if (refused !== undefined) return fail("not-writable", refused);
  }
  const before = await snapshot(files.map((file) => target(folder, file)));
  const failed = (await write(folder, files)) ?? (await firstWrong(folder, files));
  if (failed === undefined) {
    followUndo(folder, before, new Map(files.map((file) => [target(folder, file).toString(), file.content])));
    return ok(undefined);
  }
  const reason = await reasonFor(target(folder, failed), failed.content);
  const lost = await restore(before);
  return lost.length === 0
    ? fail(
        "not-written",
        vscode.l10n.t("{0} could not be written, so everything is as it was before. {1}", failed.path, reason),
      )
    : fail(
        "not-restored",
        vscode.l10n.t(
          "{0} could not be written, and {1} could not be put back. {2}",
          failed.path,
          lost.join(", "),
          reason,
        ),
      );
}

const target = (folder: vscode.Uri, { path }: PlannedFile): vscode.Uri => vscode.Uri.joinPath(folder, path);

/** Why a file must not, or cannot, be written; known before anything is. */
async function refusal(folder: vscode.Uri, file: PlannedFile): Promise<string | undefined> {
  const path = target(folder, file).fsPath;
  const existing = await nearest(path);
  const [root, real] = await Promise.all([realpath(folder.fsPath), realpath(existing)]);
  if (real !== root && !real.startsWith(root + sep)) {
    return vscode.l10n.t(
      "{0} leads out of the folder through a link, so nothing was written: remove the link first.",
      file.path,
    );
  }
  try {
    await access(existing, constants.W_OK);
    return undefined;
  } catch {
    return vscode.l10n.t(
      "{0} cannot be written, so nothing was: give yourself write permission on {1}.",
      file.path,
      existing,
    );
  }
}

/** The path itself where something is there, else the nearest folder above it. */
async function nearest(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    try {
      await access(at, constants.F_OK);
      return at;
    } catch {
      if (dirname(at) === at) return at;
    }
  }
}

/** Makes the edit and saves it. Returns a file that could not be, where that is known. */
async function write(folder: vscode.Uri, files: readonly PlannedFile[]): Promise<PlannedFile | undefined> {
  const edit = new vscode.WorkspaceEdit();
  const label: vscode.WorkspaceEditEntryMetadata = { label: vscode.l10n.t("Containerize"), needsConfirmation: false };
  for (const file of files) {
    if (file.current !== undefined) continue;
    edit.createFile(target(folder, file), { contents: new TextEncoder().encode(file.content) }, label);
  }
  for (const file of files) {
    if (file.current === undefined) continue;
    const document = await vscode.workspace.openTextDocument(target(folder, file));
    edit.replace(document.uri, wholeOf(document), file.content, label);
  }
  if (!(await vscode.workspace.applyEdit(edit))) return firstWrong(folder, files);
  for (const file of files) {
    if (file.current === undefined) continue;
    const document = await vscode.workspace.openTextDocument(target(folder, file));
    if (!(await saveExactly(document, file.content, file.current))) return file;
  }
  return undefined;
}

/** The first file that is not on the disk as it should be. */
async function firstWrong(folder: vscode.Uri, files: readonly PlannedFile[]): Promise<PlannedFile | undefined> {
  for (const file of files) {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(target(folder, file)));
      if (!sameText(text, file.content)) return file;
    } catch {
      return file;
    }
  }
  return undefined;
}

/** The system's own words for why a file cannot be written, found by trying; it is put back afterwards anyhow. */
async function reasonFor(uri: vscode.Uri, content: string): Promise<string> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
