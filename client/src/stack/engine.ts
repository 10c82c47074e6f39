import * as vscode from "vscode";
import { chooseEngine } from "../../../server/src/engine/chooseEngine";
import type { Engine } from "../../../server/src/engine/engine";
import type { Result } from "../../../server/src/result";
import { engineSetting } from "../parts";
import { configureTexts } from "../texts";

/** The engine for the stack in this folder, as the setting says. */
export function openEngine(folder: vscode.Uri, signal: AbortSignal): Promise<Result<Engine>> {
  configureTexts();
  const engine = vscode.workspace
    .getConfiguration(undefined, folder)
    .get<"auto" | "docker" | "host">(engineSetting, "auto");
  return chooseEngine(folder.fsPath, { engine, signal });
}
