import * as vscode from "vscode";
import type { ComposeStack } from "../../../server/src/engine/engine";

/**
 * A stack is named by the URI of its folder. One that runs from the same folder under another name, or from other files,
 * has these behind it, as a fragment: whoever is given the URI has its folder, and knows which stack is meant.
 */
export const apartUri = (folder: vscode.Uri, { project, files }: ComposeStack): vscode.Uri =>
  folder.with({ fragment: [project, ...files].join("\n") });

/** Which stack of a folder its URI means; undefined for the folder's own. */
export function apartOf({ fragment }: vscode.Uri): ComposeStack | undefined {
  const [project, ...files] = fragment.split("\n");
  return project === undefined || project === "" ? undefined : { project, files };
}

/** The folder itself. */
export const folderUri = (stack: vscode.Uri): vscode.Uri => stack.with({ fragment: "" });

/** What is put behind the name of the folder: the name of the project, else the files that tell it from the folder's own. */
export function apartName({ project, files }: ComposeStack, own: string | undefined): string {
  return project === own
    ? files.map((file) => vscode.Uri.file(file).path.split("/").at(-1) ?? file).join(", ")
    : project;
}

/** The stacks that run apart from their folder's own, as the panel has seen them last; by the URI of the folder. */
export const seenApart = new Map<string, readonly StackName[]>();

export interface StackName {
  readonly uri: vscode.Uri;
  readonly name: string;
}
