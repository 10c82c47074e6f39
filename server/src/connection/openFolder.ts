import { existsSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import * as l10n from "@vscode/l10n";
import { ErrorCodes, ResponseError, type TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Files } from "../workspace/files";
import { pathOfUri } from "./uri";

/**
 * The files of a folder as the user sees them: what is open in the editor, saved or not, else what is on the disk.
 * @param folder a `file:` URI
 * @throws ResponseError (InvalidParams, one plain sentence) where that is no folder on this machine
 */
export async function openFolder(folder: string, documents: TextDocuments<TextDocument>): Promise<Files> {
  const root = folderPath(folder);
  const open = new Map<string, string>();
  for (const document of documents.all()) {
    const path = pathOfUri(document.uri);
    // An editor keeps the text of a file that was deleted: what a plan is made from has to be there.
    if (path?.startsWith(root + sep) && existsSync(path))
      open.set(
        path
          .slice(root.length + 1)
          .split(sep)
          .join("/"),
        document.getText(),
      );
  }
  const { openFiles } = await import("../workspace/diskFiles");
  return openFiles(root, open);
}

function folderPath(folder: unknown): string {
  const path = typeof folder === "string" ? pathOfUri(folder) : undefined;
  if (path === undefined || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ResponseError(
      ErrorCodes.InvalidParams,
      l10n.t("{0} is no folder on this machine: choose one that is.", path ?? String(folder)),
    );
  }
  return resolve(path);
}
