import * as vscode from "vscode";
import { type Parts, signalOf } from "../parts";
import { stackFor, withContainers } from "./actions";
import { readGiven } from "./given";
import { done, left, type Outcome, outcomeOf } from "./outcome";
import { withoutSecrets } from "./secrets";

/** Documents that show what an engine said; nobody can write into them. */
const scheme = "flask-stack";
const texts = new Map<string, string>();
let provided = false;

/** Opens a text that nobody can write into; its name says which language it is. */
export async function showReadOnly(parts: Parts, name: string, text: string): Promise<void> {
  if (!provided) {
    provided = true;
    const provider = { provideTextDocumentContent: ({ path }: vscode.Uri) => texts.get(path) ?? "" };
    parts.context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
    parts.context.subscriptions.push(vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.path)));
  }
  // Another path each time: a document that is open keeps the text that it had.
  const path = `/${Date.now()}/${name}`;
  texts.set(path, text);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path }));
  await vscode.window.showTextDocument(document, { preview: true });
}

/** **Flask: Inspect Container**: everything that the engine knows of it, as JSON. */
export async function inspectContainer(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is meant?"));
  if (folder === undefined) return left;
  const { container, label = "container" } = readGiven(given);
  if (container === undefined) return left;
  const signal = signalOf(new vscode.CancellationTokenSource().token);
  const engine = await parts.engine(folder, signal);
  const found = engine.ok
    ? await withContainers(engine.value, (containers) => containers.inspect(container, signal))
    : engine;
  if (!found.ok) return outcomeOf(parts, found);
  await showReadOnly(parts, `${label}.json`, JSON.stringify(withoutSecrets(found.value), undefined, 2));
  return done;
}

/** What a health check or compose wrote, whole. */
export async function showText(parts: Parts, given: unknown): Promise<Outcome> {
  const { text } = readGiven(given);
  if (text === undefined) return left;
  await showReadOnly(parts, `${vscode.l10n.t("Output")}.log`, text);
  return done;
}
