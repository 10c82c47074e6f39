import * as vscode from "vscode";
import type { Parts } from "../parts";
import { configureTexts } from "../texts";
import { steps } from "./busy";
import { hasFlaskApp, stackFolders } from "./folders";
import { type Node, type StackView, stackNodes } from "./model";

/** Which welcome text the panel shows where it has no nodes; the manifest's conditions name these. */
type Empty = "none" | "virtual" | "noFlask" | "notContainerized" | "noEngine";

/** How long an engine may take to answer before the panel says that it does not, in milliseconds. */
const patience = 10_000;

/** Reads the stacks of the workspace and shapes them; an empty list comes with its welcome text. */
export async function readStacks(parts: Parts): Promise<readonly Node[]> {
  configureTexts();
  const folders = await stackFolders();
  // Choosing an engine may run programs that the folder's settings name: not before the user trusts it.
  const views = vscode.workspace.isTrusted ? await Promise.all(folders.map((folder) => readStack(parts, folder))) : [];
  const missing = views.length > 0 && views.every(({ problem }) => problem?.code === "engine-missing");
  await showEmpty(missing ? "noEngine" : views.length > 0 ? "none" : await emptiness(parts));
  return missing ? [] : stackNodes(views);
}

async function readStack(parts: Parts, { uri, name }: vscode.WorkspaceFolder): Promise<StackView> {
  const folder = uri.toString();
  const busy = steps.get(folder);
  const known = { folder, name, ...(busy === undefined ? {} : { busy }) };
  const signal = AbortSignal.timeout(patience);
  try {
    const engine = await parts.engine(uri, signal);
    if (!engine.ok) return { ...known, problem: engine.problem };
    const status = await engine.value.status(signal);
    return status.ok ? { ...known, status: status.value } : { ...known, problem: status.problem };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...known, problem: { code: "engine-failed", message } };
  }
}

async function emptiness(parts: Parts): Promise<Empty> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const onDisk = folders.filter(({ uri }) => uri.scheme === "file");
  if (onDisk.length === 0) return folders.length === 0 ? "none" : "virtual";
  for (const { uri } of onDisk) {
    try {
      if (await hasFlaskApp(parts, uri)) return "notContainerized";
    } catch (error) {
      parts.output().error(`${uri.fsPath}: ${error}`);
    }
  }
  return "noFlask";
}

const showEmpty = (empty: Empty): Thenable<unknown> =>
  vscode.commands.executeCommand("setContext", "flaskStack.empty", empty);
