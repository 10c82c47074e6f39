import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";

let configured = false;

/**
 * Gives the editor's language to `@vscode/l10n`, which the code without VS Code in it speaks through: the engines,
 * shared with the command line, and the pure parts of the client. To be called before any of them says a word.
 */
export function configureTexts(): void {
  if (configured) return;
  configured = true;
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
}
