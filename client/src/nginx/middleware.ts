import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

const suggest: vscode.Command = { command: "editor.action.triggerSuggest", title: "" };

/** A directive whose first argument is left to be chosen: `listen ${1};`. */
const leavesChoice = ({ insertText }: vscode.CompletionItem): boolean =>
  insertText instanceof vscode.SnippetString && insertText.value.includes("${1}");

/** What VS Code can do with the server's answers beyond the protocol. */
export const nginxMiddleware: Middleware = {
  /** Where a directive was taken from the list, what its first argument may be is listed next. */
  async provideCompletionItem(document, position, context, token, next) {
    const found = await next(document, position, context, token);
    const items = Array.isArray(found) ? found : (found?.items ?? []);
    for (const item of items) if (leavesChoice(item)) item.command = suggest;
    return found;
  },
};
