import * as vscode from "vscode";
import type { ServiceStatus, StackStatus } from "../../../server/src/engine/engine";
import { stateWords } from "./model/words";

/**
 * The service that a command is about, where it was called without one: the only one that it can be about, else the one
 * that is picked.
 * @param none what is said where there is none
 * @returns undefined where nothing was picked, or there is none
 */
export async function pickService(
  { services }: StackStatus,
  question: string,
  none: string,
  fits: (service: ServiceStatus) => boolean,
): Promise<ServiceStatus | undefined> {
  const fitting = services.filter(fits);
  const [only] = fitting;
  if (only === undefined) void vscode.window.showInformationMessage(none);
  if (fitting.length <= 1) return only;
  const items = fitting.map((service) => ({ label: service.name, description: stateWords(service), service }));
  return (await vscode.window.showQuickPick(items, { placeHolder: question }))?.service;
}
