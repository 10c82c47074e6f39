import * as vscode from "vscode";
import { type IsNginxParams, type IsNginxResult, isNginxRequest } from "../../../server/src/protocol";
import type { Parts } from "../parts";

/** Where the URIs of documents are kept whose language a user has set back. */
const setBack = "nginx.setBack";

/** Changing its language closes and opens a document, and leaves the object what it is. */
const recognized = new WeakSet<vscode.TextDocument>();

/**
 * Shows a document as Nginx where the server knows it for that, as `web.conf` that a compose file mounts into
 * `/etc/nginx/conf.d`. Where a user sets the language back, or has said what such files are, that holds.
 */
export async function recognizeNginx({ ask, context }: Parts, document: vscode.TextDocument): Promise<void> {
  const uri = document.uri.toString();
  const left = context.workspaceState.get<readonly string[]>(setBack, []);
  if (left.includes(uri)) return;
  if (recognized.has(document)) {
    await context.workspaceState.update(setBack, [...left, uri]);
    return;
  }
  const associations = vscode.workspace.getConfiguration("files", document).get<object>("associations", {});
  if (Object.keys(associations).some((pattern) => pattern.endsWith(".conf"))) return;
  const params: IsNginxParams = { uri };
  const { languageId } = document;
  // Without a server the file is shown as it was.
  const answer = await ask<IsNginxResult>(isNginxRequest, params).catch(() => undefined);
  if (!answer?.isNginx || document.isClosed || document.languageId !== languageId) return;
  recognized.add(document);
  await vscode.languages.setTextDocumentLanguage(document, "nginx");
}
