import * as l10n from "@vscode/l10n";
import { ok, type Result } from "../result";
import type { Engine } from "./engine";

export interface EngineOptions {
  /** `auto`: Docker where it can be used, else this machine itself. */
  readonly engine?: "auto" | "docker" | "host";
  readonly signal?: AbortSignal;
}

/** What runs the stack of a folder (absolute path), with a sentence that says why it is that one. */
export async function chooseEngine(folder: string, _options: EngineOptions = {}): Promise<Result<Engine>> {
  const { hostEngine } = await import("./hostEngine");
  return ok(hostEngine(folder, l10n.t("The stack runs on this machine itself, without Docker.")));
}
