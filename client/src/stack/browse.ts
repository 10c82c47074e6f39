import * as vscode from "vscode";
import type { Parts } from "../parts";
import { configureTexts } from "../texts";
import { stackFor, withContainers } from "./actions";
import { type Entry, listFolder, type RunInside, readText, startFolder } from "./containerFiles";
import { showReadOnly } from "./documents";
import { readGiven } from "./given";
import { done, left, type Outcome, outcomeOf } from "./outcome";

/** How long a container may take to answer, in milliseconds. */
const patience = 10_000;

/** **Flask: Browse Files of Container**: goes through a container's folders, and opens a text file to be read. */
export async function browse(parts: Parts, given: unknown): Promise<Outcome> {
  configureTexts();
  const folder = await stackFor(given, vscode.l10n.t("Which stack is meant?"));
  if (folder === undefined) return left;
  const { container, label = "container" } = readGiven(given);
  if (container === undefined) return left;
  const engine = await parts.engine(folder, AbortSignal.timeout(patience));
  if (!engine.ok) return outcomeOf(parts, engine);
  const run: RunInside = (command) =>
    withContainers(engine.value, (containers) => containers.run(container, command, AbortSignal.timeout(patience)));
  let path = await startFolder(run);
  for (;;) {
    const listed = await listFolder(run, path);
    if (!listed.ok) return outcomeOf(parts, listed);
    const picked = await vscode.window.showQuickPick(listed.value.map(itemOf), {
      title: `${label}: ${path}`,
      placeHolder: vscode.l10n.t("A folder to look into, or a file to read"),
    });
    if (picked === undefined) return left;
    path = picked.entry.path;
    if (!picked.entry.folder) return openFile(parts, run, picked.entry);
  }
}

const itemOf = (entry: Entry) => ({
  label: entry.name,
  iconPath: entry.folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File,
  entry,
});

async function openFile(parts: Parts, run: RunInside, { name, path }: Entry): Promise<Outcome> {
  const content = await readText(run, path);
  if (!content.ok) return outcomeOf(parts, content);
  await showReadOnly(parts, name, content.value.text);
  if (content.value.cut) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0} is long: only its beginning is shown.", path));
  }
  return done;
}
