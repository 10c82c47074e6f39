import type * as vscode from "vscode";
import type { Uri } from "vscode";
import type { Engine, StackStatus } from "../../server/src/engine/engine";
import type { Result } from "../../server/src/result";

/** What the commands share. Each is made when it is first asked for, and lives as long as the extension. */
export interface Parts {
  readonly context: vscode.ExtensionContext;
  /** The "Flask Stack" output channel: what the engine and the programs that it runs say. */
  output(): vscode.LogOutputChannel;
  /** Asks the language server; starts it first where it does not run yet. */
  ask<R>(method: string, params: object, token?: vscode.CancellationToken): Promise<R>;
  /** Starts the language server, where it does not run yet. */
  startServer(): Promise<unknown>;
  /** The engine that runs the folder's stack, chosen once per folder. */
  engine(folder: Uri, signal: AbortSignal): Promise<Result<Engine>>;
  /** What can be seen of the folder's stack before its engine is chosen. */
  glance(folder: Uri, signal: AbortSignal): Promise<StackStatus | undefined>;
  /** Forgets the engines that were chosen: the setting changed, or one does not answer any more. */
  forgetEngines(): void;
  /** Fires when a command changed a stack, so that the panel reads again. */
  readonly changed: vscode.EventEmitter<void>;
}

/** The names that are written both in the manifest and in the code; a test holds the two together. */
const commandIds = [
  "flaskStack.containerize",
  "flaskStack.backToPlan",
  "flaskStack.start",
  "flaskStack.startWithProfiles",
  "flaskStack.stop",
  "flaskStack.restart",
  "flaskStack.rebuild",
  "flaskStack.pull",
  "flaskStack.down",
  "flaskStack.scale",
  "flaskStack.reload",
  "flaskStack.logs",
  "flaskStack.service.start",
  "flaskStack.service.stop",
  "flaskStack.service.restart",
  "flaskStack.service.rebuild",
  "flaskStack.service.pull",
  "flaskStack.service.down",
  "flaskStack.service.reload",
  "flaskStack.service.logs",
  "flaskStack.shell",
  "flaskStack.browse",
  "flaskStack.inspect",
  "flaskStack.showText",
  "flaskStack.copyUrl",
  "flaskStack.prune",
  "flaskStack.open",
  "flaskStack.refresh",
  "flaskStack.testLocation",
  "flaskStack.testNginx",
  "flaskStack.showGunicorn",
  "flaskStack.picture",
  "flaskStack.debug",
] as const;
export type CommandId = (typeof commandIds)[number];

/** The setting that says what runs a stack. */
export const engineSetting = "flaskStack.engine";

/** An `AbortSignal` that fires when the token is cancelled; the engine knows nothing of VS Code. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
