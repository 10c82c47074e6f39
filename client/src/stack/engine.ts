import * as vscode from "vscode";
import { chooseEngine } from "../../../server/src/engine/chooseEngine";
import type { Engine, StackStatus } from "../../../server/src/engine/engine";
import type { Result } from "../../../server/src/result";
import { engineSetting } from "../parts";
import { configureTexts } from "../texts";
import { apartOf } from "./apart";

/** The engine for the stack in this folder, as the setting says. */
export function openEngine(folder: vscode.Uri, signal: AbortSignal): Promise<Result<Engine>> {
  configureTexts();
  const apart = apartOf(folder);
  return chooseEngine(folder.fsPath, { engine: settingOf(folder), signal, ...(apart === undefined ? {} : { apart }) });
}

/** What can be seen of the stack in this folder before it is known which engine runs it. */
export async function glanceAt(folder: vscode.Uri, signal: AbortSignal): Promise<StackStatus | undefined> {
  if (settingOf(folder) === "host" || apartOf(folder) !== undefined) return undefined;
  const { glance } = await import("../../../server/src/engine/glance");
  return glance(folder.fsPath, signal);
}

const settingOf = (folder: vscode.Uri): "auto" | "docker" | "host" =>
  vscode.workspace.getConfiguration(undefined, folder).get(engineSetting, "auto");
