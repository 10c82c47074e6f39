import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

const suggest: vscode.Command = { command: "editor.action.triggerSuggest", title: "" };

/** A directive whose first argument is left to be chosen: `listen ${1};`. */
const leavesChoice = ({ insertText }: vscode.CompletionItem): boolean =>
  insertText instanceof vscode.SnippetString && insertText.value.includes("${1}");

/** A command of ours: where the window is remote, only what is said from here is of the right machine. */
const showFolder = "flaskStack.showFolder";

/** Registers what the links to folders run. */
export const registerFolderLinks = (): vscode.Disposable =>
  vscode.commands.registerCommand(showFolder, (uri: unknown) =>
    typeof uri === "string"
      ? vscode.commands.executeCommand("revealInExplorer", vscode.Uri.parse(uri, true))
      : undefined,
  );

/** What VS Code can do with the server's answers beyond the protocol. */
export const nginxMiddleware: Middleware = {
  /** Where a directive was taken from the list, what its first argument may be is listed next. */
  async provideCompletionItem(document, position, context, token, next) {
    const found = await next(document, position, context, token);
    const items = Array.isArray(found) ? found : (found?.items ?? []);
    for (const item of items) if (leavesChoice(item)) item.command = suggest;
    return found;
  },

  /** VS Code opens files alone: a folder is shown in its explorer. */
  async provideDocumentLinks(document, token, next) {
    const links = await next(document, token);
    for (const link of links ?? []) {
      if (!link.target?.path.endsWith("/")) continue;
      const folder = encodeURIComponent(JSON.stringify([link.target.toString()]));
      link.target = vscode.Uri.parse(`command:${showFolder}?${folder}`);
      link.tooltip = vscode.l10n.t("Show the folder in the explorer");
    }
    return links;
  },
};
