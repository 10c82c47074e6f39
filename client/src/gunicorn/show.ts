import { posix } from "node:path";
import * as vscode from "vscode";
import { type GunicornParams, type GunicornResult, gunicornRequest } from "../../../server/src/protocol";
import { chooseFolder } from "../folders";
import type { Parts } from "../parts";
import { table } from "./table";

/** Documents that show a table; nobody can write into them. */
const scheme = "flask-stack-gunicorn";
const shown = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();
let provided = false;

/**
 * **Flask: Show Effective Gunicorn Configuration**: every setting of every Gunicorn of a folder with its value and the
 * place that decides, as a Markdown preview, which screen readers read as tables with links.
 */
export async function showGunicorn(parts: Parts, given: unknown): Promise<GunicornResult | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const held = given === undefined && active ? vscode.workspace.getWorkspaceFolder(active)?.uri : undefined;
  const folder = await chooseFolder(given ?? held, vscode.l10n.t("Which folder's Gunicorn is meant?"));
  if (folder === undefined) return undefined;
  const params: GunicornParams = { folder: folder.toString() };
  const result = await parts.ask<GunicornResult>(gunicornRequest, params).catch((error: unknown) => {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  });
  if (result) await show(parts, folder, result);
  return result;
}

async function show(parts: Parts, folder: vscode.Uri, { gunicorns }: GunicornResult): Promise<void> {
  if (!provided) {
    provided = true;
    const provider: vscode.TextDocumentContentProvider = {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => shown.get(uri.toString()) ?? "",
    };
    parts.context.subscriptions.push(changed, vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
  }
  const { t } = vscode.l10n;
  const uri = vscode.Uri.from({ scheme, path: `${folder.path}/Gunicorn.md` });
  const text = table(
    gunicorns,
    {
      title: t("Effective Gunicorn Configuration"),
      nothing: t("No Gunicorn is started or configured here."),
      facts: {
        release: t("Release"),
        app: t("App"),
        config: t("Config file"),
        workerClass: t("Worker class"),
      },
      columns: { setting: t("Setting"), value: t("Value"), origin: t("From"), overrides: t("Overrides") },
      set: t("Set by the project"),
      defaults: t("Defaults"),
      default: t("default"),
      unknown: {
        environment: t("depends on the environment"),
        running: t("known only when it runs"),
        machine: t("depends on the machine"),
        "own-function": t("Gunicorn's own function"),
      },
      newest: t("the newest that is known; the project does not say"),
    },
    (file, line) => linkTo(vscode.Uri.joinPath(folder, file), line),
  );
  shown.set(uri.toString(), text);
  changed.fire(uri);
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

/**
 * The address of a line for VS Code's Markdown preview, which shows no links of the scheme `file` and takes a path from
 * the root to be meant in the workspace's first folder.
 */
function linkTo(file: vscode.Uri, line: number): string {
  const first = vscode.workspace.workspaceFolders?.[0]?.uri ?? file;
  return `/${posix.relative(first.path, file.path).split("/").map(encodeURIComponent).join("/")}#L${line}`;
}
